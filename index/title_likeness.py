"""Tells how like a name is to titles: by meaning, and by spelling."""

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from corpus.words import STOP_WORDS, plain
from index.embedding import Vectors

Embed = Callable[[list[str]], Vectors]

_SAME_WORD = 84  # of 100: one wrong letter in six, or two in thirteen
_SHORTEST_MISSPELT = 5  # letters; below, one wrong letter makes another word
_SAME_NAME = 0.8  # likeness in spelling from which one word is the name of a title
_SHORTEST_CUT = 3  # letters of a word cut short
_MOST_ALIKE = 4  # words that a misspelt one may be
_CUT_SHORT = 0.9  # how like a word is to its beginning
_LOOKED_AT = 150  # titles nearest in meaning that are looked at
_COARSE = 128  # dimensions by which they are found
_MOST_SHARING = 200  # … and that share a word


@dataclass(frozen=True)
class Form:
    """A wording of titles: the profiles whose main title it is, and those that also bear it."""

    words: str
    stems: tuple[str, ...]  # French ones
    english_stems: tuple[str, ...]
    main: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def profile_ids(self) -> tuple[str, ...]:
        """The profiles that are meant by it: a main title comes before another's other title."""
        return self.main or self.other


class TitleLikeness:
    """Titles, forms × dimensions, compared with what people say."""

    def __init__(self, forms: Sequence[Form], vectors: Vectors, embed: Embed) -> None:
        self._forms = forms
        self._vectors = vectors
        self._embed = embed

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all titles, plain."""
        return frozenset(word for form in self._forms for word in form.words.split())

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        # People seldom mistake the first letter, and it leaves a twentieth of the words.
        letters: dict[str, list[str]] = {}
        for word in sorted(self.words):
            letters.setdefault(word[0], []).append(word)
        return letters

    def beginning(self, letters: str) -> list[str]:
        """Return the words of titles that begin with these letters."""
        words = self._by_letter.get(letters[:1], [])
        return words[bisect_left(words, letters) : bisect_left(words, letters + "\uffff")]

    def spelled(self, word: str) -> str:
        """Return the word of a title that a misspelt word, no known one, most likely is."""
        said = plain(word)
        if len(said) < _SHORTEST_MISSPELT:
            return word
        likely = process.extractOne(
            said, self._by_letter.get(said[0], ()), scorer=fuzz.ratio, score_cutoff=_SAME_WORD
        )
        return likely[0] if likely else word

    def likeliest(self, said: str) -> list[tuple[str, float]]:
        """Return the profiles whose titles are likest to what was said, and how like, 0 to 1: by
        meaning, which knows other languages, or by spelling, which knows typing mistakes."""
        vector = self._embed([said])[0]
        count = min(_LOOKED_AT, len(self._forms))
        coarse = self._coarse @ vector[:_COARSE]
        spelled = plain(said).split()
        candidates = {*np.argpartition(-coarse, count - 1)[:count].tolist()}
        candidates |= set(self._sharing(spelled))
        places = sorted(candidates)
        cosines = np.clip(self._vectors[places] @ vector, 0, 1).tolist()
        alike = self._alike_words(spelled)
        likeness: dict[str, float] = {}
        for place, cosine in zip(places, cosines, strict=True):
            form = self._forms[place]
            score = max(cosine, self._spelled_alike(alike, form.words.split()))
            for profile_id in form.profile_ids:
                likeness[profile_id] = max(score, likeness.get(profile_id, 0.0))
        return sorted(likeness.items(), key=lambda found: -found[1])

    @cached_property
    def _coarse(self) -> Vectors:
        """The first dimensions of each title, which the model is trained to mean the most."""
        return np.ascontiguousarray(self._vectors[:, :_COARSE])

    def spelled_like(self, said: str) -> tuple[tuple[str, ...], float]:
        """Return the profiles with the title that is spelt likest, and how like, 0 to 1."""
        spelled = plain(said).split()
        words = self._alike_words(spelled)
        found = [
            (self._spelled_alike(words, self._forms[place].words.split()), place)
            for place in self._sharing(spelled)
        ]
        likeness, place = max(found, default=(0.0, -1))
        return (self._forms[place].profile_ids, likeness) if found else ((), 0.0)

    def _sharing(self, spelled: Sequence[str]) -> list[int]:
        """Return the titles that hold one of the two rarest of these words, or one spelt alike."""
        holding = [
            [place for word, _ in self._alike(said) for place in self._forms_by_word[word]]
            for said in spelled
            if not is_stop(said)
        ]
        rarest = sorted((places for places in holding if places), key=len)[:2]
        return [place for places in rarest for place in places[:_MOST_SHARING]]

    def _alike(self, said: str) -> list[tuple[str, float]]:
        """Return words of titles that are spelt like one, or that it begins, and how alike."""
        if said in self.words:
            return [(said, 1.0)]
        letter = self._by_letter.get(said[:1], [])
        found: list[tuple[str, float]] = []
        if len(said) >= _SHORTEST_MISSPELT:
            likely = process.extract(
                said, letter, scorer=fuzz.ratio, score_cutoff=_SAME_WORD, limit=_MOST_ALIKE
            )
            found = [(word, likeness / 100) for word, likeness, _ in likely]
        if not found and len(said) >= _SHORTEST_CUT:  # « prof », « dév »
            first, last = bisect_left(letter, said), bisect_left(letter, said + "\uffff")
            begun = letter[first:last]
            begun.sort(key=lambda word: -len(self._forms_by_word[word]))
            found = [(word, _CUT_SHORT) for word in begun[:_MOST_ALIKE]]
        return found

    def _alike_words(self, said: Sequence[str]) -> dict[str, dict[str, float]]:
        """Return the words of titles that are spelt like each of these."""
        return {word: dict(self._alike(word)) for word in said}

    def _spelled_alike(
        self, said: Mapping[str, Mapping[str, float]], title: Sequence[str]
    ) -> float:
        """Return the share of the words of both that are spelt alike, rare words counting more;
        a single word counts only if it is the whole of a title."""
        held = total = 0.0
        met = dict.fromkeys(title, 0.0)
        for word, alike in said.items():
            best = 0.0
            for other in met:
                if (likeness := alike.get(other, 0.0)) > 0.0:
                    best = max(best, likeness)
                    met[other] = max(met[other], likeness)
            rarity = self._rarity(word)
            held, total = held + rarity * best, total + rarity
        if not held:
            return 0.0
        for other, likeness in met.items():
            rarity = self._rarity(other)
            held, total = held + rarity * likeness, total + rarity
        share = held / max(total, 1e-9)
        # “plumber” is no « plumeur ».
        return share if len(said) > 1 or share >= _SAME_NAME else 0.0

    def _rarity(self, word: str) -> float:
        return self._rarities.get(word, self._unknown_rarity) if word else 0.0

    @cached_property
    def _rarities(self) -> dict[str, float]:
        count = len(self._forms)
        return {
            word: 0.0 if is_stop(word) else math.log(1 + count / (1 + len(places)))
            for word, places in self._forms_by_word.items()
        } | dict.fromkeys((word for words in STOP_WORDS.values() for word in words), 0.0)

    @cached_property
    def _unknown_rarity(self) -> float:
        return math.log(1 + len(self._forms))

    @cached_property
    def _forms_by_word(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, form in enumerate(self._forms):
            for word in set(form.words.split()):
                found.setdefault(word, []).append(place)
        return found


def is_stop(word: str) -> bool:
    """Tell whether a word carries no meaning of its own, in either language."""
    return plain(word) in STOP_WORDS["fr"] or plain(word) in STOP_WORDS["en"]
