"""Finds the passages that bear on a question: words, meaning and the kind of section asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.profile import Passage, SectionKind
from index.embedding import Vectors
from index.generation import Generation
from index.words import question_words

Kinds = Mapping[SectionKind, float]

# Weights of the signals, each between 0 and 1: chosen on the development half of eval/cases.
_WEIGHTS = {"meaning": 1.0, "words": 0.2, "kind": 0.1}
STAGES = tuple(_WEIGHTS)
_CANDIDATES = 100  # passages taken from each signal across professions


@dataclass(frozen=True)
class Match:
    """A passage found, its score, and the parts of the score by signal."""

    passage: Passage
    score: float
    why: dict[str, float]


class PassageSearch:
    """Searches the passages of one generation, within given professions or across all.

    `without` names stages to leave out, to measure what they bring.
    """

    def __init__(self, generation: Generation, without: frozenset[str] = frozenset()) -> None:
        self.generation = generation
        self._weights = {n: 0.0 if n in without else weight for n, weight in _WEIGHTS.items()}

    def find(
        self,
        text: str,
        *,
        profile_ids: Sequence[str] | None = None,
        keywords: Sequence[str] | None = None,
        kinds: Kinds | None = None,
        limit: int = 10,
    ) -> list[Match]:
        """Return the best passages for `text`, best first.

        `keywords` are the stems to match, by default all of the text's. `kinds` is the evidence,
        0 to 1, that the answer stands in a section of that kind: it raises passages, it never
        excludes any.
        """
        vector = self.generation.embedded(text)
        wanted = question_words(text) if keywords is None else list(keywords)
        words = self.generation.words.coverage(wanted)
        rows = self._rows(vector, words, profile_ids)
        if not len(rows):
            return []
        signals = {
            "meaning": np.clip(self.generation.vectors[rows] @ vector, 0, 1),
            "words": words[rows],
            "kind": self.generation.kinds.evidence(rows, kinds or {}),
        }
        scores = sum(self._weights[name] * signal for name, signal in signals.items())
        best = np.argsort(-scores, kind="stable")[:limit]
        return [
            Match(
                passage=self.generation.passages[rows[i]],
                score=float(scores[i]),
                why={name: float(signal[i]) for name, signal in signals.items()},
            )
            for i in best
        ]

    def _rows(
        self, vector: Vectors, words: Vectors, profile_ids: Sequence[str] | None
    ) -> list[int]:
        """Return all rows of the given professions, or the candidates of each signal."""
        if profile_ids is not None:
            return [row for i in profile_ids for row in self.generation.rows.get(i, ())]
        nearest = self.generation.nearest.nearest(vector, _CANDIDATES)
        by_words = np.flatnonzero(words)
        if len(by_words) > _CANDIDATES:
            best = np.argpartition(-words[by_words], _CANDIDATES)[:_CANDIDATES]
            by_words = by_words[best]
        return sorted({*nearest, *by_words.tolist()})
