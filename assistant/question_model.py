"""What a question asks for, as a model trained on example questions reads it.

Three linear classifiers over the meaning of the question and its words (assistant/train.py):
its topic, the kind of section that answers, and whether it asks for all that a section says.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

import numpy as np

from corpus.words import words
from index.embedding import SHIPPED_MODEL, Vectors, as_vectors, load_embeddings
from index.words import question_words

MODEL_FILE = "question_model.npz"
PROFESSION = "profession"  # the topic of questions that profiles answer
Way = Literal["comparison", "discovery", "eligibility", "filter"]
WAYS: tuple[Way, ...] = get_args(Way)  # topics that professions answer, but not one line of one
OF_ALL: tuple[Way, ...] = ("discovery", "filter")  # ways that no profession is named for
MORE = "more"  # the topic of what asks for more of the same
_CLASSIFIERS = ("topic", "section", "whole")
_MEANING = 4.0  # weight of the meaning beside the words


@dataclass(frozen=True)
class Reading:
    """Probabilities: of each topic, of each kind of section if it is about a profession, and that
    it asks for the whole section rather than for one thing."""

    topics: dict[str, float]
    sections: dict[str, float]
    whole: float

    @property
    def topic(self) -> str:
        """The likeliest topic."""
        return max(self.topics, key=lambda name: self.topics[name])


def terms(text: str) -> list[str]:
    """Return what the classifiers see of the words: stems in both languages, plain words, and how
    many there are."""
    said = words(text)
    return [*(f"~{stem}" for stem in question_words(text)), *said, f"#{min(len(said), 12)}"]


class QuestionModel:
    """The classifiers. Weights are classes × features: the meaning first, then the terms.

    `words` are those that several questions used for training hold, spelt as there. `vocabulary`
    are the stems that questions are made of: they say what is asked, not of what.
    """

    def __init__(self, stored: dict[str, np.ndarray]) -> None:
        self._places = {str(term): place for place, term in enumerate(stored["terms"])}
        self._rarity = stored["rarity"].astype(np.float32)
        weights = {name: stored[name].astype(np.float32) for name in _CLASSIFIERS}
        meaning = weights["topic"].shape[1] - len(self._places)  # dimensions
        self._of_meaning = {name: found[:, :meaning] for name, found in weights.items()}
        # Terms × classes: a question has a few of 20,000 terms.
        self._of_terms = {
            name: np.ascontiguousarray(found[:, meaning:].T) for name, found in weights.items()
        }
        self._bias = {name: stored[f"{name}_bias"] for name in _CLASSIFIERS}
        self._names = {name: list(map(str, stored[f"{name}_names"])) for name in _CLASSIFIERS}
        self._languages = dict(zip(map(str, stored["words"]), stored["odds"], strict=True))
        self.words = frozenset(self._languages)
        self.vocabulary = frozenset(map(str, stored["vocabulary"]))

    def read(self, text: str) -> Reading:
        """Return what `text` asks for."""
        embedded = load_embeddings(SHIPPED_MODEL).embed_query(text)
        meaning = _MEANING * as_vectors([embedded])[0]
        found = _weighted_terms(text, self._places, self._rarity)
        return Reading(
            topics=self._probabilities("topic", meaning, found),
            sections=self._probabilities("section", meaning, found),
            whole=self._probabilities("whole", meaning, found)["whole"],
        )

    def language(self, text: str) -> float:
        """Return the log odds that a text is French rather than English, by its words."""
        return float(sum(self._languages.get(word, 0.0) for word in words(text)))

    def _probabilities(
        self, name: str, meaning: Vectors, found: dict[int, float]
    ) -> dict[str, float]:
        scores = self._of_meaning[name] @ meaning + self._bias[name]
        scores += np.array([*found.values()], np.float32) @ self._of_terms[name][[*found]]
        if len(scores) == 1:  # two classes: the score is of the second
            scores = np.array([0.0, scores[0]])
        likely = np.exp(scores - scores.max())
        shares = likely / likely.sum()
        return dict(zip(self._names[name], map(float, shares), strict=True))


def question_features(texts: Sequence[str], places: dict[str, int], rarity: Vectors) -> Vectors:
    """Return texts × features: the meaning, by the shipped model, then the terms."""
    vectors = as_vectors(load_embeddings(SHIPPED_MODEL).embed_documents(list(texts)))
    return np.hstack([_MEANING * vectors, _term_features(texts, places, rarity)])


def _term_features(texts: Sequence[str], places: dict[str, int], rarity: Vectors) -> Vectors:
    """Return texts × terms: each term's count damped, times its rarity, to unit length."""
    found = np.zeros((len(texts), len(places)), dtype=np.float32)
    for row, text in enumerate(texts):
        weighted = _weighted_terms(text, places, rarity)
        found[row, [*weighted]] = [*weighted.values()]
    return found


def _weighted_terms(text: str, places: dict[str, int], rarity: Vectors) -> dict[int, float]:
    """Return the place of each known term of a text, and its weight; all to unit length."""
    found = {
        place: (1 + math.log(count)) * float(rarity[place])
        for term, count in Counter(terms(text)).items()
        if (place := places.get(term)) is not None
    }
    length = max(math.hypot(*found.values()), 1e-9)
    return {place: weight / length for place, weight in found.items()}


@cache
def question_model() -> QuestionModel:
    """Read the shipped classifiers once."""
    with resources.files("assistant").joinpath(MODEL_FILE).open("rb") as file:
        return QuestionModel(dict(np.load(file)))
