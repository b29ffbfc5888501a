"""Finds the professions that a text names, by title or other title."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np

from corpus.profile import LANGUAGES, Profile
from corpus.words import plain, stems, words
from index.embedding import Vectors
from index.shelf import ProfileSummary
from index.title_likeness import Embed, Form, TitleLikeness, is_stop

_INCLUSIVE_ENDING = re.compile(
    r"\((?:e|s|es|ne|le|trice|euse)\)|[·•.](?:e|s|es|ne|le|trice|euse)\b"
)
_LONGEST_TITLE = 16  # words
_SHORTEST_CUT = 3  # letters of a word cut short
_ARTICLES = frozenset("un une le la les des du au aux l d de a an the as for comme pour".split())
_A_NAME_ALONE = 3  # words


@dataclass(frozen=True)
class Mention:
    """A profession named in a text: the profiles that bear this title, the words that named it as
    they stand in the text, and their places `first` to `end` among its words."""

    profile_ids: tuple[str, ...]
    said: str
    first: int
    end: int


# No name of a profession holds one: « chef de projet, quelles études ? ».
QUESTION_WORDS = frozenset(
    "quel quels quelle quelles quoi comment combien quand pourquoi what which how who when where "
    "why".split()
)
_ACRONYM = re.compile(r"[(-]([A-ZÉÈ]{4,6})[)-]?$")  # « Infirmier … (IBODE) »


def title_forms(title: str) -> list[str]:
    """Return the forms that people write of an inclusive title.

    « Chef / Cheffe de projet » → Chef de projet, Cheffe de projet; « Employé(e) » → Employé.
    """
    bare = _INCLUSIVE_ENDING.sub("", title)
    # A part in lower case is an afterthought, no title: « Responsable sécurité / conditions ».
    said = [part for part in re.split(r"\s*/\s*", bare) if part.strip()]
    parts = [part.split() for part in said if part[0].isupper() or not bare[0].isupper()]
    if len(parts) == 2 and len(parts[0]) < len(parts[1]):
        parts[0] = parts[0] + parts[1][len(parts[0]) :]
    elif len(parts) == 2 and _is_inflected(parts[0][-len(parts[1])], parts[1][0]):
        parts[1] = parts[0][: -len(parts[1])] + parts[1]  # « Garde forestier / forestière »
    acronyms = _ACRONYM.findall(title)
    return list(dict.fromkeys([*(" ".join(part) for part in parts), *acronyms, title]))


def _is_inflected(one: str, other: str) -> bool:
    one, other = plain(one), plain(other)
    return one != other and one[:3] == other[:3]


def write_titles(folder: Path, profiles: Iterable[Profile], embed: Embed) -> None:
    """Write all forms of all titles and their vectors."""
    forms = list(_forms(profiles))
    rows = [astuple(form) for form in forms]
    (folder / "titles.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    np.save(folder / "title_vectors.npy", embed([form.words for form in forms]))


def _forms(profiles: Iterable[Profile]) -> Iterator[Form]:
    bearers: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for profile in profiles:
        for place, titles in enumerate([[profile.title], profile.other_titles]):
            for form in (form for title in titles for form in title_forms(title)):
                named = _joined(form)
                if named:
                    bearers.setdefault(named, ({}, {}))[place][profile.id] = None
    for named, (main, other) in bearers.items():
        english = stems(named, "en")
        yield Form(named, stems(named, "fr"), english, tuple(main), tuple(other))


class TitleIndex:
    """All titles of all profiles."""

    def __init__(self, folder: Path, contents: Sequence[ProfileSummary], embed: Embed) -> None:
        rows = json.loads((folder / "titles.json").read_text("utf-8"))
        self._forms = [Form(said, *map(tuple, lists)) for said, *lists in rows]
        self._by_stems: dict[tuple[str, ...], list[Form]] = {}
        for form in self._forms:
            for key in {form.stems, form.english_stems}:
                self._by_stems.setdefault(key, []).append(form)
        self._by_beginning = _beginnings(self._forms)
        self._contents = {summary.id: summary for summary in contents}
        self._by_code = {code: i for i in self._contents if (code := _code(i))}
        vectors: Vectors = np.load(folder / "title_vectors.npy", mmap_mode="r")
        self.likeness = TitleLikeness(self._forms, vectors, embed)

    def mentions(self, text: str, ordinary: frozenset[str] = frozenset()) -> list[Mention]:
        """Return the professions named in `text`, in order; misspelt ones if no other.

        `ordinary` are words (plain) that are spelt right, so that they are no misspelt title.
        """
        spoken = re.findall(r"[^\W_]+", text)
        exact = self._exact(spoken, spoken)
        spelled = self._exact(spoken, [self._spelled(word, ordinary) for word in spoken])
        # A title misspelt in one word tells more than the part of it that is spelt right.
        found = spelled if _longest(spelled) > _longest(exact) else exact
        return found or self._shortened(spoken, ordinary)

    def with_code(self, word: str) -> str | None:
        """Return the profile that a catalogue knows by this code, or this id: « M1855 »."""
        return self._by_code.get(plain(word))

    def beginning_with(self, said: str) -> tuple[str, ...]:
        """Return the profiles whose main title begins with these words, those of most names first:
        « infirmier » alone may mean any « Infirmier… »."""
        first = plain(said).split(" ")[0].rstrip("sx")
        begun = self._by_beginning.get(stems(said), ())
        # « réparation » has the stem of « réparateur », and begins no title.
        named = [i for i in begun if self._has_form_beginning(i, first)]
        return tuple(sorted(named, key=lambda i: -len(self._contents[i].other_titles)))

    def _has_form_beginning(self, profile_id: str, letters: str) -> bool:
        forms = title_forms(self._contents[profile_id].title)
        return any(plain(form).startswith(letters) for form in forms)

    def _shortened(self, spoken: list[str], ordinary: frozenset[str]) -> list[Mention]:
        """Return the professions named with one word cut short: « dév web », « un kiné »."""
        found: list[Mention] = []
        for place, word in enumerate(spoken):
            before = plain(spoken[place - 1]) if place else ""
            if before not in _ARTICLES and len(spoken) > _A_NAME_ALONE:
                continue
            for whole in self._beginning(word, ordinary):
                found += self._exact(spoken, [*spoken[:place], whole, *spoken[place + 1 :]])
        longest = max((len(mention.said) for mention in found), default=0)
        said = [mention for mention in found if len(mention.said) == longest]
        ids = dict.fromkeys(i for mention in said for i in mention.profile_ids)
        return [replace(said[0], profile_ids=tuple(ids))] if ids else []

    def _beginning(self, word: str, ordinary: frozenset[str]) -> list[str]:
        """Return the words of titles that a word nobody uses whole begins."""
        said = plain(word)
        known = said in self.likeness.words or is_stop(word)
        if len(said) < _SHORTEST_CUT or known or said in ordinary:
            return []
        return self.likeness.beginning(said)

    def _exact(self, spoken: list[str], spelled: list[str]) -> list[Mention]:
        """Return the longest titles among the words, left to right."""
        french, english = (
            [None if is_stop(word) else stems(word, language)[0] for word in spelled]
            for language in LANGUAGES
        )
        found: list[Mention] = []
        start = 0
        while start < len(spelled):
            for end in range(min(len(spelled), start + _LONGEST_TITLE), start, -1):
                if french[start] is None or french[end - 1] is None:
                    continue
                if not QUESTION_WORDS.isdisjoint(map(plain, spelled[start:end])):
                    continue
                ids = self._named(spelled[start:end], french[start:end], english[start:end])
                if ids:
                    found.append(Mention(ids, " ".join(spoken[start:end]), start, end))
                    start = end - 1
                    break
            start += 1
        return found

    def _named(
        self, said: list[str], french: Sequence[str | None], english: Sequence[str | None]
    ) -> tuple[str, ...]:
        """Return the profiles with a title of just these words, None standing for a stop word, or
        the one whose title begins with several of them."""
        stems_of_both = [
            tuple(stem for stem in stems if stem is not None) for stems in (french, english)
        ]
        for key in stems_of_both:
            forms = self._by_stems.get(key, [])
            if len(key) == 1:
                # « transport » has the stem of « transporteur », and is none.
                forms = [form for form in forms if _is_number_of(plain(said[0]), form.words)]
            if forms:
                return _meant(forms)
        begun = self._by_beginning.get(stems_of_both[0], ())
        return begun if len(stems_of_both[0]) > 1 and len(begun) == 1 else ()

    def _spelled(self, word: str, ordinary: frozenset[str]) -> str:
        """Return the word of a title that a misspelt word most likely is, or the word itself."""
        said = plain(word)
        known = said in self.likeness.words or said in ordinary or is_stop(word)
        return word if known else self.likeness.spelled(word)

    def search(self, query: str) -> list[ProfileSummary]:
        """Return the profiles found by title, other title or code, best first; all without one."""
        asked = _joined(query)
        if not asked:
            return list(self._contents.values()) if not query.strip() else []
        wanted = set(stems(query))
        places: dict[str, int] = {}

        def found(ids: Iterable[str], place: int) -> None:
            for profile_id in ids:
                places[profile_id] = min(place, places.get(profile_id, place))

        code = plain(query).strip()
        found((i for i in self._contents if code in (i, i.split("-", 1)[-1].lower())), 0)
        found((i for i in self._contents if code == i.lower()), 0)
        for form in self._forms:
            if asked == form.words:
                found(form.main, 1)
                found(form.other, 2)
            elif asked in form.words:
                found(form.main, 3)
                found(form.other, 4)
            elif wanted.issubset(form.stems):
                found((*form.main, *form.other), 5)
        return [self._contents[i] for i in sorted(places, key=lambda i: places[i])]


def _code(profile_id: str) -> str | None:
    """Return the code in a profile's id, if it has one: « rome-M1855 »."""
    code = plain(profile_id.split("-", 1)[-1])
    return code if any(c.isdecimal() for c in code) else None


def _beginnings(forms: Sequence[Form]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the profiles by the stems with which a form of their main title begins."""
    begun: dict[tuple[str, ...], dict[str, None]] = {}
    for form in forms:
        for length in range(1, len(form.stems)):
            begun.setdefault(form.stems[:length], {}).update(dict.fromkeys(form.main))
    return {key: tuple(ids) for key, ids in begun.items() if ids}


def _meant(forms: Sequence[Form]) -> tuple[str, ...]:
    main = dict.fromkeys(i for form in forms for i in form.main)
    return tuple(main or dict.fromkeys(i for form in forms for i in form.other))


def _longest(mentions: Sequence[Mention]) -> int:
    return max((len(mention.said.split()) for mention in mentions), default=0)


def _is_number_of(said: str, title: str) -> bool:
    """Tell whether a word is a one-word title, in the singular or the plural."""
    plurals = {title, title + "s", title + "x"}
    if title.endswith("al"):
        plurals.add(title[:-1] + "ux")
    return said in plurals


def _joined(text: str) -> str:
    return " ".join(words(text))
