"""Recognises headings and page frames by their wording (the table is wordings.toml)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from corpus.profile import SectionKind
from corpus.words import STOP_WORDS, plain, stems, words

_PARENTHESES = re.compile(r"\([^)]*\)")
_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[IVX]+[.)]|[a-zA-Z][.)])\s+")
_URL_OR_MAIL = re.compile(r"https?://|www\.|\S+@\S+\.\w+")
_BREADCRUMB = re.compile(r"\s[>›»/|]\s")

Stems = frozenset[str]


@dataclass(frozen=True)
class Group:
    """A heading that gathers others, the kind of its own content, and the kinds it may hold."""

    kind: SectionKind
    holds: frozenset[SectionKind]


@dataclass(frozen=True)
class Wordings:
    """The table, by stems."""

    kinds: dict[Stems, SectionKind]
    groups: dict[Stems, Group]
    frame_titles: frozenset[Stems]
    published: tuple[tuple[str, ...], ...]
    noise: frozenset[tuple[str, ...]]
    counters: frozenset[str]


@cache
def wordings() -> Wordings:
    """Read the table once."""
    table = tomllib.loads(resources.files("corpus").joinpath("wordings.toml").read_text("utf-8"))
    kinds = {_key(w): kind for kind, listed in table["kinds"].items() for w in listed}
    groups = {
        _key(wording): Group(row["kind"], frozenset(row["holds"]))
        for row in table["groups"]
        for wording in row["wordings"]
    }
    frame = table["frame"]
    return Wordings(
        kinds=kinds,
        groups=groups,
        frame_titles=frozenset(_key(w) for w in frame["titles"]),
        published=tuple(words(w) for w in frame["published"]),
        noise=frozenset(words(w) for w in frame["noise"]),
        counters=frozenset(frame["counters"]),
    )


def kind_of(heading: str, title: str = "") -> SectionKind | None:
    """Return the kind that this heading announces, or None when its wording is not known.

    The profession's title may stand in it (« Salaire d'un boulanger »).
    """
    table = wordings()
    key = _key(heading)
    if key in table.kinds:
        return table.kinds[key]
    without_title = key - _title_stems(title)
    return table.kinds.get(without_title) if without_title else None


def group_of(heading: str) -> Group | None:
    """Return the group that this heading opens, if it is one that gathers others."""
    return wordings().groups.get(_key(heading))


def opening_kind(heading: str) -> SectionKind | None:
    """Return the kind whose wording this heading begins with (« Formation et accès… »), if any.

    Weaker than `kind_of`: « Formation des équipes » may well be a group of duties.
    """
    cleaned = [w for w in words(_clean(heading)) if w not in STOP_WORDS["fr"] | STOP_WORDS["en"]]
    for length in range(min(len(cleaned), 4), 0, -1):
        kind = wordings().kinds.get(_key(" ".join(cleaned[:length])))
        if kind is not None:
            return kind
    return None


def is_frame_title(line: str) -> bool:
    """Tell whether a line is a page's generic title (« Fiche métier »), no profession's."""
    return _key(line) in wordings().frame_titles


def announces_date(line: str) -> bool:
    """Tell whether a line says when the page was published or updated."""
    found = words(line)
    return any(_contains(found, wording) for wording in wordings().published)


def is_noise(line: str) -> bool:
    """Tell whether a line belongs to a page's frame: navigation, counters, sharing, cookies."""
    found = words(line)
    table = wordings()
    if not found or _URL_OR_MAIL.fullmatch(line.strip()) or line.lstrip().startswith("©"):
        return True
    if any(found[:length] in table.noise for length in range(min(len(found), 6), 0, -1)):
        return len(found) <= _most_words_of_noise(found)
    is_counter = len(found) <= 6 and not table.counters.isdisjoint(found)
    return is_counter and any(word.isdigit() for word in found)


def is_breadcrumb(line: str) -> bool:
    """Tell whether a line is a trail of pages (« Accueil > Métiers > Santé »)."""
    return len(_BREADCRUMB.findall(line)) >= 2 or bool(re.search(r"\s[>›]\s", line))


def _most_words_of_noise(found: tuple[str, ...]) -> int:
    # « Recherche » alone is a button, « Rechercher des partenaires pour… » a duty; phrases of
    # three words and more (« ce site utilise des cookies ») may go on.
    longest = max(n for n in range(1, 7) if found[:n] in wordings().noise)
    return longest + 1 if longest < 3 else longest + 20


def _contains(found: tuple[str, ...], wording: tuple[str, ...]) -> bool:
    size = len(wording)
    return any(found[i : i + size] == wording for i in range(len(found) - size + 1))


def _clean(heading: str) -> str:
    return _NUMBERING.sub("", _PARENTHESES.sub(" ", heading))


@lru_cache(maxsize=4096)
def _title_stems(title: str) -> Stems:
    return frozenset(stems(title))


@lru_cache(maxsize=65536)
def _key(heading: str) -> Stems:
    cleaned = _clean(heading)
    return frozenset(stems(plain(cleaned if words(cleaned) else heading)))
