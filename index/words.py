"""Word match: BM25 over stems, French and English."""

import math
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np

from corpus.profile import Language, Passage
from corpus.words import stems
from index.embedding import Vectors

_FOLDER = "words"


def passage_words(passage: Passage, language: Language) -> list[str]:
    """Return the stems of a passage and of its headings, whose words people ask with."""
    return list(stems(" ".join([*passage.path, passage.text]), language))


def question_words(text: str) -> list[str]:
    """Return the stems of a question in both languages, since profiles come in both."""
    return list(dict.fromkeys([*stems(text, "fr"), *stems(text, "en")]))


class WordIndex:
    """BM25 scores of all passages, in the order in which they were written."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        # The rows of each stem, one stem after another. A plain view of the mapped file: numpy's
        # own class for it makes each slice ten times as slow.
        self._holding = np.asarray(bm25.scores["indices"])
        self._starts = np.asarray(bm25.scores["indptr"])

    @staticmethod
    def write(folder: Path, passages: Sequence[list[str]]) -> None:
        """Index the stems of each passage under `folder`."""
        bm25 = bm25s.BM25(k1=1.2, b=0.75)
        bm25.index([words or [""] for words in passages], show_progress=False)
        bm25.save(str(folder / _FOLDER), show_progress=False)

    @classmethod
    def open(cls, folder: Path) -> "WordIndex":
        """Open what `write` wrote."""
        return cls(bm25s.BM25.load(str(folder / _FOLDER), mmap=True, show_progress=False))

    @property
    def count(self) -> int:
        """How many passages there are."""
        return int(self._bm25.scores["num_docs"])

    def coverage(self, words: list[str]) -> Vectors:
        """Return, for each passage, which share of `words` it holds, 0 to 1, rare words more."""
        count = self._bm25.scores["num_docs"]
        held, total = np.zeros(count, dtype=np.float32), 0.0
        for word in words:
            rows = self._rows(word)
            rarity = math.log(1 + (count - len(rows) + 0.5) / (len(rows) + 0.5))
            held[rows] += rarity
            total += rarity
        share: Vectors = (held / max(total, 1e-9)).astype(np.float32)
        return share

    def _rows(self, word: str) -> Vectors:
        token = self._bm25.vocab_dict.get(word)
        if token is None:
            return np.zeros(0, dtype=np.int32)
        rows: Vectors = self._holding[self._starts[token] : self._starts[token + 1]]
        return rows

    def scores(self, words: list[str]) -> Vectors:
        """Return one score a passage, not bounded; 0 where no word is shared."""
        known = [word for word in words if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        scores: Vectors = self._bm25.get_scores(known)
        return scores
