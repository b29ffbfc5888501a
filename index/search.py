"""Finds the passages that bear on a question: words, meaning and the kind of section asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.profile import Passage, SectionKind
from index.embedding import Vectors
from index.generation import Generation
from index.words import question_words

Kinds = Mapping[SectionKind, float]

# Weights of the three signals, each between 0 and 1: chosen on eval/cases/first.jsonl.
_MEANING, _WORDS, _KIND = 1.0, 0.6, 0.4
_CANDIDATES = 100  # passages taken from each signal across professions


@dataclass(frozen=True)
class Match:
    """A passage found, its score, and the parts of the score by signal."""

    passage: Passage
    score: float
    why: dict[str, float]


class PassageSearch:
    """Searches the passages of one generation, within given professions or across all."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation

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
        meaning = np.clip(self.generation.vectors[rows] @ vector, 0, 1)
        matched = words[rows]
        expected = self.generation.kinds.evidence(rows, kinds or {})
        scores = _MEANING * meaning + _WORDS * matched + _KIND * expected
        best = np.argsort(-scores, kind="stable")[:limit]
        return [
            Match(
                passage=self.generation.passages[rows[i]],
                score=float(scores[i]),
                why={
                    "meaning": float(meaning[i]),
                    "words": float(matched[i]),
                    "kind": float(expected[i]),
                },
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
