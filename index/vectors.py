"""Passage vectors in Chroma, cosine, our own vectors; a record's id is its passage's row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from corpus.profile import Passage
from index.embedding import Vectors

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

_FOLDER = "chroma"
_COLLECTION = "passages"


def _client(folder: Path) -> "Client":
    # A second to import; a question about one profession never needs it.
    import chromadb
    from chromadb.api.client import Client
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, is_persistent=True)
    client = chromadb.PersistentClient(path=str(folder / _FOLDER), settings=settings)
    assert isinstance(client, Client)  # declared as its interface, which cannot be closed
    return client


@contextmanager
def _disk_faults() -> Iterator[None]:
    """Raise OSError where Chroma raises its own error: a full disk, for instance."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise OSError(str(error).splitlines()[0]) from error


class VectorWriter:
    """Stores passages and their vectors under a folder, batch after batch."""

    def __init__(self, folder: Path) -> None:
        with _disk_faults():
            self._client = _client(folder)
            # Without embedding_function=None Chroma attaches a model that it would download.
            self._collection = self._client.create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        self._row = 0

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Store the next passages (at most 5,461, Chroma's limit) and their vectors.

        Their texts stay in the profiles: Chroma would index each word of them a second time.
        Raises OSError when they cannot be written.
        """
        rows = range(self._row, self._row + len(passages))
        with _disk_faults():
            self._collection.add(
                ids=[str(row) for row in rows],
                embeddings=vectors,
                metadatas=[{"profile": p.profile_id, "section": p.kind} for p in passages],
            )
        self._row += len(passages)

    def close(self) -> None:
        """Write what is left and let the folder go."""
        self._client.close()


class VectorIndex:
    """The nearest passages across all professions."""

    def __init__(self, collection: "Collection") -> None:
        self._collection = collection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what was written under `folder`."""
        return cls(_client(folder).get_collection(_COLLECTION, embedding_function=None))

    def count(self) -> int:
        """Return how many vectors there are."""
        return self._collection.count()

    def nearest(self, vector: Vectors, limit: int) -> list[int]:
        """Return the rows of the nearest passages, best first."""
        found = self._collection.query(
            query_embeddings=vector[np.newaxis], n_results=limit, include=[]
        )
        return [int(row) for row in found["ids"][0]]
