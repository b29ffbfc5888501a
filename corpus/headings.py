"""Recognises headings and page frames by their wording (the table is wordings.toml)."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from corpus.profile import SectionKind
from corpus.words import STOP_WORDS, plain, stems, stems_of, words

_PARENTHESES = re.compile(r"\([^)]*\)")
_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[IVX]+[.)]|[a-zA-Z][.)])\s+")
# Words that would mean nothing, or the same, once split: « savoir-faire » is not « savoir-être ».
_COMPOUNDS = (
    (re.compile(r"\bsavoirs?[ -](faire|etre)\b"), r"savoir\1"),
    (re.compile(r"\ben savoir plus\b"), "savoirplus"),
    (re.compile(r"\bn ?\+ ?(\d)"), r"nplus\1"),
)
# Stop words that tell headings apart: « where they work », « who you work with ».
_ASKING = frozenset("how qui where who".split())
# What may stand for the profession in a heading of small words: « que fait-il », « what they do ».
_SUBJECTS = frozenset("a an elle he il ils it l la le les on she the they un une you".split())
_URL_OR_MAIL = re.compile(r"(?:https?://|www\.)\S*|\S+@\S+\.\w+")
_LINK_NUMBER = re.compile(r"\[\d+\]")  # as text browsers number the links of a page
_BREADCRUMB = re.compile(r"\s[>›»/|]\s")

_SMALL = STOP_WORDS["fr"] | STOP_WORDS["en"]

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
    asides: frozenset[Stems]
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
        asides=frozenset(_key(w) for w in frame["asides"]),
        counters=frozenset(frame["counters"]),
    )


def kind_of(heading: str, title: str = "") -> SectionKind | None:
    """Return the kind that this heading announces, or None when its wording is not known.

    The profession's title may stand in it (« Salaire d'un boulanger »).
    """
    table = wordings()
    if (key := _key(heading)) in table.kinds:
        return table.kinds[key]
    return table.kinds.get(_key_without(heading, title)) if title else None


def group_of(heading: str, title: str = "") -> Group | None:
    """Return the group that this heading opens, if it is one that gathers others."""
    groups = wordings().groups
    return groups.get(_key(heading)) or (
        groups.get(_key_without(heading, title)) if title else None
    )


def opening_kind(heading: str) -> SectionKind | None:
    """Return the kind whose wording this heading begins with (« Formation et diplômes… »), if any.

    Weaker than `kind_of`: « Formation des équipes » may well be a group of duties.
    """
    cleaned = _meant(_heading_words(heading))
    for length in range(min(len(cleaned), 4), 0, -1):
        kind = wordings().kinds.get(_key(" ".join(cleaned[:length])))
        if kind is not None:
            return kind
    return None


def is_frame_title(line: str) -> bool:
    """Tell whether a line is a page's generic title (« Fiche métier »), no profession's."""
    return _key(line) in wordings().frame_titles


def opens_aside(line: str) -> bool:
    """Tell whether what follows belongs to the frame: other pages, links, advertisements."""
    return _key(line) in wordings().asides


def announces_date(line: str) -> bool:
    """Tell whether a line says when the page was published or updated."""
    found = words(line)
    return any(_contains(found, wording) for wording in wordings().published)


def is_noise(line: str) -> bool:
    """Tell whether a line belongs to a page's frame: navigation, counters, sharing, cookies."""
    found = words(_LINK_NUMBER.sub(" ", line))
    table = wordings()
    if not found or is_address(line) or line.lstrip().startswith("©"):
        return True
    if any(found[:length] in table.noise for length in range(min(len(found), 6), 0, -1)):
        return len(found) <= _most_words_of_noise(found)
    is_counter = len(found) <= 6 and not table.counters.isdisjoint(found)
    return is_counter and any(word.isdigit() for word in found)


def is_address(line: str) -> bool:
    """Tell whether a line is nothing but a web or mail address."""
    return _URL_OR_MAIL.fullmatch(line.strip()) is not None


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
    return frozenset(stems_of(_meant(_heading_words(heading))))


@lru_cache(maxsize=65536)
def _key_without(heading: str, title: str) -> Stems:
    found = _heading_words(heading)
    of_title = _title_stems(title)
    rest = [w for w, stem in zip(found, stems_of(found), strict=True) if stem not in of_title]
    return frozenset(stems_of(_meant(rest)))


def _heading_words(heading: str) -> tuple[str, ...]:
    cleaned = _clean(heading)
    said = plain(cleaned if words(cleaned) else heading)
    for pattern, whole in _COMPOUNDS:
        said = pattern.sub(whole, said)
    return words(said)


def _meant(found: Sequence[str]) -> Sequence[str]:
    """Return the words that carry the meaning of a heading; one of small words keeps them."""
    meant = [w for w in found if w not in _SMALL or w in _ASKING]
    if _ASKING.issuperset(meant):
        meant = [w for w in found if w not in _SUBJECTS]
    return meant or found
