"""Passage vectors in Chroma, cosine, our own vectors."""

from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings

from corpus.profile import Passage
from index.embedding import Vectors

_FOLDER = "chroma"
_COLLECTION = "passages"
_BATCH = 5000  # below Chroma's limit a call (5,461)


def _client(folder: Path) -> ClientAPI:
    settings = Settings(anonymized_telemetry=False, is_persistent=True)
    return chromadb.PersistentClient(path=str(folder / _FOLDER), settings=settings)


class VectorIndex:
    """The nearest passages across all professions."""

    def __init__(self, collection: "chromadb.Collection") -> None:
        self._collection = collection

    @staticmethod
    def write(folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Store passages and their vectors (passages × dimensions) under `folder`."""
        # Without embedding_function=None Chroma attaches a model that it would download.
        collection = _client(folder).create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            collection.add(
                ids=[passage.id for passage in batch],
                embeddings=vectors[start : start + _BATCH],
                documents=[passage.text for passage in batch],
                metadatas=[{"profile": p.profile_id, "section": p.kind} for p in batch],
            )

    @classmethod
    def open(cls, folder: Path) -> "VectorIndex":
        """Open what `write` wrote."""
        return cls(_client(folder).get_collection(_COLLECTION, embedding_function=None))

    def nearest(self, vector: Vectors, limit: int) -> dict[str, float]:
        """Return passage id → cosine of the nearest passages, best first."""
        found = self._collection.query(
            query_embeddings=vector[np.newaxis], n_results=limit, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return {i: 1 - d for i, d in zip(found["ids"][0], distances, strict=True)}
