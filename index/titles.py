"""Finds the professions that a text names, by title or other title."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from corpus.profile import Profile
from corpus.words import STOP_WORDS, plain, stems, words
from index.embedding import Vectors

_INCLUSIVE_ENDING = re.compile(
    r"\((?:e|s|es|ne|le|trice|euse)\)|[·•.](?:e|s|es|ne|le|trice|euse)\b"
)
_LONGEST_TITLE = 9  # words
_LIKELY_SAME = 86  # of 100, on whole titles: typos and abbreviations pass, other trades do not
_SHORTEST_FUZZY = 5  # letters; below, one typo makes another word


@dataclass(frozen=True)
class Mention:
    """A profession named in a text: the profiles that bear this title, and the words that named
    it, as they stand in the text."""

    profile_ids: tuple[str, ...]
    said: str


def title_forms(title: str) -> list[str]:
    """Return the forms that people write of an inclusive title.

    « Chef / Cheffe de projet » → Chef de projet, Cheffe de projet; « Employé(e) » → Employé.
    """
    bare = _INCLUSIVE_ENDING.sub("", title)
    parts = [part.split() for part in re.split(r"\s*/\s*", bare) if part.strip()]
    if len(parts) == 2 and len(parts[0]) < len(parts[1]):
        parts[0] = parts[0] + parts[1][len(parts[0]) :]
    return list(dict.fromkeys([*(" ".join(part) for part in parts), title]))


class TitleIndex:
    """All titles of all profiles."""

    def __init__(self, profiles: Iterable[Profile], embed: Callable[[list[str]], Vectors]) -> None:
        self._embed = embed
        self._profiles = list(profiles)
        self._by_stems: dict[tuple[str, ...], dict[str, None]] = {}
        self._by_form: dict[str, dict[str, None]] = {}
        for main in (True, False):  # so that a main title comes before another's other title
            for profile in self._profiles:
                for title in [profile.title] if main else profile.other_titles:
                    for form in title_forms(title):
                        self._by_stems.setdefault(stems(form), {})[profile.id] = None
                        self._by_form.setdefault(_joined(form), {})[profile.id] = None

    def mentions(self, text: str) -> list[Mention]:
        """Return the professions named in `text`, in order; exact names first, else likely ones."""
        spoken = re.findall(r"[^\W_]+", text)
        return self._exact(spoken) or self._likely(spoken)

    def _exact(self, spoken: list[str]) -> list[Mention]:
        found: list[Mention] = []
        start = 0
        while start < len(spoken):
            for end in range(min(len(spoken), start + _LONGEST_TITLE), start, -1):
                said = " ".join(spoken[start:end])
                if _is_stop(spoken[start]) or _is_stop(spoken[end - 1]):
                    continue
                ids = self._by_stems.get(stems(said))
                if ids is not None:
                    found.append(Mention(tuple(ids), said))
                    start = end - 1
                    break
            start += 1
        return found

    def _likely(self, spoken: list[str]) -> list[Mention]:
        best: tuple[float, Mention] | None = None
        for start in range(len(spoken)):
            for end in range(start + 1, min(len(spoken), start + _LONGEST_TITLE) + 1):
                said = " ".join(spoken[start:end])
                if _is_stop(spoken[start]) or _is_stop(spoken[end - 1]):
                    continue
                if len(said) < _SHORTEST_FUZZY:
                    continue
                match = process.extractOne(
                    _joined(said),
                    self._by_form.keys(),
                    scorer=fuzz.ratio,
                    score_cutoff=_LIKELY_SAME,
                )
                if match and (best is None or match[1] > best[0]):
                    best = match[1], Mention(tuple(self._by_form[match[0]]), said)
        return [best[1]] if best else []

    @cached_property
    def _vectors(self) -> Vectors:
        return self._embed(list(self._by_form))

    def nearest(self, text: str) -> tuple[tuple[str, ...], float]:
        """Return the profiles whose title is nearest in meaning to `text`, and its cosine."""
        cosines = self._vectors @ self._embed([text])[0]
        best = int(np.argmax(cosines))
        return tuple(list(self._by_form.values())[best]), float(cosines[best])

    def search(self, query: str) -> list[Profile]:
        """Return the profiles found by title, other title or code, best first; all without one."""
        asked = plain(query).strip()
        if not asked:
            return self._profiles
        wanted = set(stems(query))

        def rank(profile: Profile) -> int:
            titles = [plain(profile.title), *map(plain, profile.other_titles)]
            if asked == profile.id or profile.id.endswith(f"-{asked}"):
                return 0
            if asked in titles[0]:
                return 1
            if any(asked in title for title in titles):
                return 2
            held = set(stems(" ".join(titles)))
            return 3 if wanted <= held else 4

        ranked = sorted(
            ((rank(p), i, p) for i, p in enumerate(self._profiles)), key=lambda r: r[:2]
        )
        return [profile for place, _, profile in ranked if place < 4]


def _joined(text: str) -> str:
    return " ".join(words(text))


def _is_stop(word: str) -> bool:
    return plain(word) in STOP_WORDS["fr"] or plain(word) in STOP_WORDS["en"]
