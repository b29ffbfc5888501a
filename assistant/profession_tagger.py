"""Finds the words of a question that name a profession, known or not, by the words around them.

A linear model over each word and its neighbours (assistant/train_tagger.py), so that « chuchoteur
de nuages » in « le métier de chuchoteur de nuages » is read as a profession that nobody knows.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from zlib import crc32

import numpy as np

from corpus.words import plain

TAGGER_FILE = "profession_tagger.npz"
FEATURES = 2**16  # features are hashed into so many weights
NO_TITLE = "-"  # the usage of a word that is in no title that the tagger was shown

_WORD = re.compile(r"[^\W_]+")
_POSSIBLE = 0.25
_KEPT = 64  # questions: one is asked about several times while it is understood
_OF_TITLES = ("5", "6")
# Words that go on a title rather than end it: « chef de produit », "head of sales".
_LINKS = frozenset("de d du des en et a à la le les l of and in".split())


@dataclass(frozen=True)
class Tagged:
    """Words in a row that may name a profession, as they stand in the question.

    `first` and `end` are their places among its words, `sure` the highest probability of one.
    """

    said: str
    first: int
    end: int
    sure: float


class ProfessionTagger:
    """The trained weights; `usage` tells how much more often titles use a word than questions."""

    def __init__(self, stored: Mapping[str, np.ndarray]) -> None:
        self._weights = stored["weights"].astype(np.float32)
        self._bias = float(stored["bias"])
        self._usage = dict(zip(map(str, stored["words"]), map(str, stored["usage"]), strict=True))
        self._computed = lru_cache(_KEPT)(self._compute)

    def likelihoods(self, text: str) -> tuple[float, ...]:
        """Return, for each word of `text`, the probability that it is part of a profession."""
        return self._computed(text)

    def _compute(self, text: str) -> tuple[float, ...]:
        return tuple(
            1 / (1 + math.exp(-self._bias - float(self._weights[list(found)].sum())))
            for found in hashed_features(spoken(text), self._usage)
        )

    def is_of_titles(self, said: str) -> bool:
        """Tell whether any of these words stands in titles far more often than in questions."""
        return any(self._usage.get(plain(word), NO_TITLE) in _OF_TITLES for word in spoken(said))

    def tagged(self, text: str, least: float = _POSSIBLE) -> list[Tagged]:
        """Return the runs of words that may name a profession, in order: those of at `least` so
        probable words."""
        said = spoken(text)
        likelihoods = self.likelihoods(text)
        inside = [likely >= least for likely in likelihoods]
        _bridge(said, inside)
        runs: list[Tagged] = []
        first = None
        for place, is_inside in enumerate([*inside, False]):
            if is_inside and first is None:
                first = place
            elif not is_inside and first is not None:
                start, end = _trimmed(said, first, place)
                if start < end:
                    name = " ".join(said[start:end])
                    runs.append(Tagged(name, start, end, max(likelihoods[start:end])))
                first = None
        return runs


def spoken(text: str) -> list[str]:
    """Return the words of a text as they stand there."""
    return _WORD.findall(text)


def _bridge(said: Sequence[str], inside: list[bool]) -> None:
    """Take in the links between two likely words: « chef (de) projet »."""
    for place in range(1, len(said) - 1):
        if inside[place - 1] and inside[place + 1] and plain(said[place]) in _LINKS:
            inside[place] = True


def _trimmed(said: Sequence[str], first: int, end: int) -> tuple[int, int]:
    """Return the places of a run without the links at its ends."""
    while first < end and plain(said[first]) in _LINKS:
        first += 1
    while first < end and plain(said[end - 1]) in _LINKS:
        end -= 1
    return first, end


def hashed_features(said: Sequence[str], usage: Mapping[str, str]) -> Iterator[set[int]]:
    """Yield, for each word, the places of its features among the weights."""
    plain_words = [plain(word) for word in said]
    for place in range(len(said)):
        named = _features(said, plain_words, usage, place)
        yield {crc32(feature.encode()) % FEATURES for feature in named}


def _features(
    said: Sequence[str], plain_words: Sequence[str], usage: Mapping[str, str], place: int
) -> Iterator[str]:
    def word(offset: int) -> str:
        at = place + offset
        return plain_words[at] if 0 <= at < len(plain_words) else "<>"

    def used(offset: int) -> str:
        return usage.get(word(offset), NO_TITLE)

    for offset in range(-2, 3):
        yield f"{offset}={word(offset)}"
        yield f"usage{offset}={used(offset)}"
    for offset in (-2, -1, 0):
        yield f"{offset},{offset + 1}={word(offset)},{word(offset + 1)}"
    for offset in (-1, 0, 1):
        yield f"ending{offset}={word(offset)[-3:]}"
    yield f"ending={word(0)[-4:]}"
    yield f"usages={used(-1)},{used(0)},{used(1)}"
    yield f"words={min(len(said), 8)}"
    yield f"capital={place > 0 and said[place][:1].isupper()}"


@cache
def profession_tagger() -> ProfessionTagger:
    """Read the shipped weights once."""
    with resources.files("assistant").joinpath(TAGGER_FILE).open("rb") as file:
        return ProfessionTagger(dict(np.load(file)))
