"""Finds the passages that bear on a question: words, meaning and the kind of section asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

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


class PassageRetriever(BaseRetriever):
    """Passages of one generation, within given professions or across all.

    As a LangChain retriever it returns documents whose metadata say where each passage stands.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    generation: Generation
    profile_ids: tuple[str, ...] | None = None
    limit: int = 10

    def find(
        self,
        text: str,
        *,
        profile_ids: Sequence[str] | None = None,
        keywords: Sequence[str] | None = None,
        kinds: Kinds | None = None,
        limit: int | None = None,
    ) -> list[Match]:
        """Return the best passages for `text`, best first.

        `keywords` are the stems to match, by default all of the text's. `kinds` is the evidence,
        0 to 1, that the answer stands in a section of that kind: it raises passages, it never
        excludes any.
        """
        vector = self.generation.embedded(text)
        wanted = question_words(text) if keywords is None else list(keywords)
        words = self.generation.words.coverage(wanted)
        rows = self._rows(vector, text, profile_ids)
        if not len(rows):
            return []
        meaning = np.clip(self.generation.vectors[rows] @ vector, 0, 1)
        matched = words[rows]
        expected = self.generation.kinds.evidence(rows, kinds or {})
        scores = _MEANING * meaning + _WORDS * matched + _KIND * expected
        best = np.argsort(-scores, kind="stable")[: limit or self.limit]
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

    def _rows(self, vector: Vectors, text: str, profile_ids: Sequence[str] | None) -> list[int]:
        """Return all rows of the given professions, or the candidates of each signal."""
        if profile_ids is not None:
            return [row for i in profile_ids for row in self.generation.rows.get(i, ())]
        words = self.generation.words.scores(question_words(text))
        count = min(_CANDIDATES, len(words))
        nearest = self.generation.nearest.nearest(vector, count)
        by_words = np.argpartition(-words, count - 1)[:count]
        rows = set(nearest)
        rows.update(int(row) for row in by_words if words[row] > 0)
        return sorted(rows)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        matches = self.find(query, profile_ids=self.profile_ids)
        return [
            Document(
                id=match.passage.id,
                page_content=match.passage.text,
                metadata={
                    "profile_id": match.passage.profile_id,
                    "section": match.passage.kind,
                    "heading": match.passage.heading,
                    "start": match.passage.span.start,
                    "end": match.passage.span.end,
                    "score": match.score,
                },
            )
            for match in matches
        ]
