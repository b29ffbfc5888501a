"""Turns texts into vectors: the shipped static model, or any model by name."""

import re
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from index.errors import IndexFault

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

SHIPPED_MODEL = "shipped"
# So many first values of its vectors are a smaller embedding (Matryoshka): half of Chroma's graph,
# and 0.99 of the ten nearest passages are among the 100 that it finds.
_SEARCHED_OF_SHIPPED = 256
_QUERIES_KEPT = 64  # a question is understood and searched with the same vector

# Models that want a prefix and do not declare it: part of the name → prefix of each side.
_PREFIXES = {
    re.compile(r"(?:^|[-_/])e5(?:[-_/]|$)"): {"query": "query: ", "document": "passage: "},
}


class StaticEmbeddings(Embeddings):
    """A static model read by model2vec: one vector a word piece, their mean a text, unit length."""

    def __init__(self, folder: Path) -> None:
        from model2vec import StaticModel  # half a second, only when a text is embedded

        self._model = StaticModel.from_pretrained(str(folder), normalize=True)
        self._embedded = lru_cache(_QUERIES_KEPT)(self._embed)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        vectors: list[list[float]] = self._model.encode(texts, use_multiprocessing=False).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a question."""
        return list(self._embedded(text))

    def _embed(self, text: str) -> tuple[float, ...]:
        return tuple(self.embed_documents([text])[0])


class TransformerEmbeddings(Embeddings):
    """A model by name or path, through sentence-transformers, with the prefixes that it needs."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _model(self) -> "SentenceTransformer":
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise IndexFault(
                f"the embedding model {self._name!r} needs sentence-transformers: "
                "pip install 'career-assistant[models]'"
            ) from error
        try:
            model = SentenceTransformer(self._name)
        except (OSError, ValueError) as error:
            raise IndexFault(
                f"there is no embedding model {self._name!r} here; give a name that is in the "
                "Hugging Face cache, or the path of its folder"
            ) from error
        if not any(model.prompts.values()):
            model.prompts = _prefixes(self._name)
        return model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        vectors: list[list[float]] = self._model.encode_document(
            texts, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a question."""
        vector: list[float] = self._model.encode_query(
            text, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vector


def _prefixes(name: str) -> dict[str, str | None]:
    return next((dict(said) for part, said in _PREFIXES.items() if part.search(name)), {})


@cache
def load_embeddings(name: str) -> Embeddings:
    """Return the model of that name, read once; SHIPPED_MODEL is the one in this package."""
    if name == SHIPPED_MODEL:
        return StaticEmbeddings(_shipped_folder())
    return TransformerEmbeddings(name)


def fingerprint(name: str) -> str:
    """Return what tells one model from another: vectors of two models are never mixed."""
    if name != SHIPPED_MODEL:
        return name
    digest = blake2b(digest_size=12)
    for file in ("config.json", "tokenizer.json", "model.safetensors"):
        digest.update((_shipped_folder() / file).read_bytes())
    return f"{SHIPPED_MODEL}-{digest.hexdigest()}"


def searched_dimensions(name: str) -> int | None:
    """Return by how many first values of a model's vectors the nearest are found; None is all."""
    return _SEARCHED_OF_SHIPPED if name == SHIPPED_MODEL else None


def as_vectors(embedded: list[list[float]]) -> Vectors:
    """Return vectors as one array, texts × dimensions, of unit length."""
    vectors = np.asarray(embedded, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vectors = vectors / np.maximum(lengths, 1e-12)
    return result


def _shipped_folder() -> Path:
    return Path(str(resources.files("index").joinpath("model")))
