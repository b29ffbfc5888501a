"""The table of what people ask, and the nearest kinds of a question."""

import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Literal

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.answer import Status
from corpus.profile import Language, SectionKind
from corpus.words import plain, words
from index.embedding import Vectors, as_vectors
from index.words import question_words

Shape = Literal["fact", "list", "passage"]

# How much the meaning of whole questions counts beside the words that they share.
_MEANING = 0.5
_NEIGHBOURS = 3  # examples that vote for a kind


@dataclass(frozen=True)
class QuestionKind:
    """A row of question_kinds.toml."""

    name: str
    sections: tuple[SectionKind, ...]
    otherwise: tuple[SectionKind, ...]
    shape: Shape
    examples: Mapping[Language, tuple[str, ...]]
    requires: frozenset[str]
    label: Mapping[Language, str]
    suggestion: Mapping[Language, str]
    status: Status | None

    @property
    def is_about_professions(self) -> bool:
        """Tell a question about professions from small talk, other topics and misuse."""
        return self.status is None

    def requirement_met(self, text: str) -> bool:
        """Tell whether `text` holds one of the words without which this topic is not meant."""
        return not self.requires or not self.requires.isdisjoint(words(text))


@cache
def _table() -> dict[str, Any]:
    content = resources.files("assistant").joinpath("question_kinds.toml").read_text("utf-8")
    return tomllib.loads(content)


@cache
def career_words() -> frozenset[str]:
    """Return the stems that make a question one about a profession."""
    return frozenset(stem for word in _table()["career_words"] for stem in question_words(word))


@cache
def question_kinds() -> tuple[QuestionKind, ...]:
    """Read the table once."""
    return tuple(
        QuestionKind(
            name=row["name"],
            sections=tuple(row["sections"]),
            otherwise=tuple(row.get("otherwise", ())),
            shape=row["shape"],
            examples={language: tuple(said) for language, said in row["examples"].items()},
            requires=frozenset(plain(word) for word in row.get("requires", ())),
            label=row.get("label", {}),
            suggestion=row.get("suggestion", {}),
            status=row.get("status"),
        )
        for row in _table()["kinds"]
    )


@cache
def words_of(language: Language) -> frozenset[str]:
    """Return the words that the examples of one language hold and those of the other do not."""
    said: dict[Language, set[str]] = {"fr": set(), "en": set()}
    for kind in question_kinds():
        for spoken, examples in kind.examples.items():
            said[spoken].update(words(" ".join(examples)))
    return frozenset(said[language] - said["en" if language == "fr" else "fr"])


class NearestKinds:
    """Scores kinds by the examples nearest to a question, in shared words and in meaning."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._examples = [
            (kind, example)
            for kind in question_kinds()
            for said in kind.examples.values()
            for example in said
        ]

    @cached_property
    def _vectors(self) -> Vectors:
        return as_vectors(self._embeddings.embed_documents([said for _, said in self._examples]))

    @cached_property
    def _word_vectors(self) -> list[dict[str, float]]:
        return [self._weighted(question_words(said)) for _, said in self._examples]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """Inverse document frequency of each stem, a kind being a document."""
        kinds = Counter[str]()
        for kind in question_kinds():
            said = " ".join(example for listed in kind.examples.values() for example in listed)
            kinds.update(set(question_words(said)))
        return {word: math.log(1 + len(question_kinds()) / count) for word, count in kinds.items()}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The stems that questions are made of: they say what is asked, not of what."""
        return frozenset(
            word
            for kind, said in self._examples
            if kind.is_about_professions and not kind.requires
            for word in question_words(said)
        )

    def scores(self, text: str) -> dict[str, float]:
        """Return kind name → nearness of the question, 0 to 1."""
        vector = as_vectors([self._embeddings.embed_query(text)])[0]
        meaning = np.clip(self._vectors @ vector, 0, 1)
        asked = self._weighted(question_words(text))
        nearness: dict[str, list[float]] = {}
        for (kind, _), near, held in zip(self._examples, meaning, self._word_vectors, strict=True):
            if kind.requirement_met(text):
                shared = sum(weight * held.get(word, 0.0) for word, weight in asked.items())
                score = _MEANING * float(near) + (1 - _MEANING) * shared
                nearness.setdefault(kind.name, []).append(score)
        return {name: _vote(scores) for name, scores in nearness.items()}

    def _weighted(self, asked: Sequence[str]) -> dict[str, float]:
        unknown = math.log(1 + len(question_kinds()))
        weights = {word: self._rarity.get(word, unknown) for word in asked}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}


def _vote(scores: list[float]) -> float:
    best = sorted(scores, reverse=True)[:_NEIGHBOURS]
    weights = [0.35**place for place in range(len(best))]
    return sum(w * s for w, s in zip(weights, best, strict=True)) / sum(weights)
