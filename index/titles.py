"""Finds the professions that a text names, by title or other title."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np

from corpus.profile import LANGUAGES, Language, Profile
from corpus.words import plain, stems
from index.embedding import Vectors
from index.links import links_of, source_of
from index.shelf import ProfileSummary
from index.title_forms import joined, title_forms
from index.title_likeness import Embed, Form, TitleLikeness, is_stop

_LONGEST_TITLE = 16  # words
_SHORTEST_CUT = 3  # letters of a word cut short
_ARTICLES = frozenset("un une le la les des du au aux l d de a an the as for comme pour".split())
_A_NAME_ALONE = 3  # words
_CLEARLY = 0.05  # how much likelier in meaning the one is that is meant


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


def write_titles(folder: Path, profiles: Sequence[Profile], embed: Embed) -> None:
    """Write all forms of all titles and their vectors, and which profiles are about one profession
    in several catalogues."""
    forms = list(_forms(profiles))
    rows = [astuple(form) for form in forms]
    (folder / "titles.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    np.save(folder / "title_vectors.npy", embed([form.words for form in forms]))
    (folder / "links.json").write_text(json.dumps(links_of(profiles, embed)), "utf-8")


def _forms(profiles: Iterable[Profile]) -> Iterator[Form]:
    bearers: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for profile in profiles:
        own = (profile.title, profile.foreign_title or profile.title)
        others = (*profile.other_titles, *profile.added_titles)
        for place, titles in enumerate([own, others]):
            for form in (form for title in titles for form in title_forms(title)):
                named = joined(form)
                if named:
                    bearers.setdefault(named, ({}, {}))[place][profile.id] = None
    for named, (main, other) in bearers.items():
        english = stems(named, "en")
        yield Form(named, stems(named, "fr"), english, tuple(main), tuple(other))


class TitleIndex:
    """All titles of all profiles, or of those of one `source`: « rome »."""

    def __init__(
        self,
        folder: Path,
        contents: Sequence[ProfileSummary],
        embed: Embed,
        source: str | None = None,
    ) -> None:
        rows = json.loads((folder / "titles.json").read_text("utf-8"))
        forms = [Form(said, *map(tuple, lists)) for said, *lists in rows]
        contents = [c for c in contents if source is None or source_of(c.id) == source]
        self._contents = {summary.id: summary for summary in contents}
        kept = [place for place, form in enumerate(forms) if self._is_borne(form)]
        self._forms = [self._borne(forms[place]) for place in kept]
        self._by_stems: dict[tuple[str, ...], list[Form]] = {}
        for form in self._forms:
            for key in {form.stems, form.english_stems}:
                self._by_stems.setdefault(key, []).append(form)
        self._by_beginning = _beginnings(self._forms)
        self._by_code = {code: i for i in self._contents if (code := _code(i))}
        vectors: Vectors = np.load(folder / "title_vectors.npy", mmap_mode="r")
        if len(kept) < len(forms):
            vectors = vectors[kept]
        self._embed = embed
        self.likeness = TitleLikeness(self._forms, vectors, embed)
        self._links: dict[str, list[str]] = json.loads((folder / "links.json").read_text("utf-8"))

    def _is_borne(self, form: Form) -> bool:
        return any(i in self._contents for i in (*form.main, *form.other))

    def _borne(self, form: Form) -> Form:
        main, other = ([i for i in ids if i in self._contents] for ids in (form.main, form.other))
        return replace(form, main=tuple(main), other=tuple(other))

    def once_each(self, ids: Sequence[str], language: Language) -> tuple[str, ...]:
        """Return profiles with each profession once, where several catalogues have it: in place of
        a profile that only lends its titles those of other catalogues, which say more, and of two
        languages the one asked in."""
        links = {i: [o for o in self._links.get(i, ()) if o in self._contents] for i in ids}
        meant = dict.fromkeys(other for i in ids for other in links[i] or [i])
        full = [i for i in meant if i not in self._links] or list(meant)
        spoken = [i for i in full if self._contents[i].language == language]
        return tuple(spoken or full)

    def translated(self, said: str, ids: Sequence[str], language: Language) -> tuple[str, ...]:
        """Return, of several profiles that bear a name of another language, which they were lent,
        the one whose own title is by far the likest in meaning, or all."""
        if len(ids) < 2 or any(self._contents[i].language == language for i in ids):
            return tuple(ids)
        likeness = sorted(self.own_likeness(said, ids).items(), key=lambda one: one[1])
        (_, next_best), (likest, best) = likeness[-2:]
        return (likest,) if best - next_best >= _CLEARLY else tuple(ids)

    def own_likeness(self, said: str, ids: Sequence[str]) -> dict[str, float]:
        """Return how like in meaning a name is to the own title of each profile."""
        name, *titles = self._embed([said, *(title_forms(self._contents[i].title)[0] for i in ids)])
        return {i: float(name @ title) for title, i in zip(titles, ids, strict=True)}

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
        asked = joined(query)
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
