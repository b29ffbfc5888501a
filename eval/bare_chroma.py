"""The baseline of the benchmark: Chroma alone, given the vectors, documents and metadatas."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Self

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.config import Settings

from corpus.profile import Passage
from index.embedding import Vectors

_ADDED_AT_ONCE = 5000  # Chroma takes 5,461 at most
_COLLECTION = "bare"


class BareChroma:
    """What one gets by putting the same passages into Chroma and asking it: no more."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(anonymized_telemetry=False, is_persistent=True)
        client = chromadb.PersistentClient(path=str(folder), settings=settings)
        assert isinstance(client, Client)  # declared as its interface, which cannot be closed
        self._client = client
        # Without embedding_function=None Chroma attaches a model that it would download.
        self._collection = client.get_or_create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    @classmethod
    def built(
        cls, folder: Path, passages: Sequence[Passage], vectors: Vectors
    ) -> tuple[Self, float]:
        """Add everything under `folder`; return the collection, opened again, and the seconds
        that building took."""
        vectors = np.asarray(vectors)  # read from disk before the clock starts
        began = perf_counter()
        bare = cls(folder)
        for start in range(0, len(passages), _ADDED_AT_ONCE):
            batch = passages[start : start + _ADDED_AT_ONCE]
            bare._collection.add(
                ids=[str(row) for row in range(start, start + len(batch))],
                embeddings=vectors[start : start + len(batch)],
                documents=[passage.text for passage in batch],
                metadatas=[{"profile": p.profile_id, "section": p.kind} for p in batch],
            )
        bare.close()
        return cls(folder), perf_counter() - began

    def query(self, vector: Vectors, limit: int = 10) -> list[str]:
        """Return the documents nearest to a vector, best first."""
        found = self._collection.query(query_embeddings=vector[np.newaxis], n_results=limit)
        assert found["documents"] is not None
        return found["documents"][0]

    def close(self) -> None:
        """Write what is left and let the folder go."""
        self._client.close()
