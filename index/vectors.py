"""Passage vectors in Chroma, cosine, our own vectors; a record's id is its passage's row.

Chroma is given their first values only, where these are a smaller embedding of their own: what it
finds is compared by the whole vectors.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

import numpy as np

from corpus.profile import Passage
from index.chroma import Chroma, ChromaFolder, chroma_to_read, chroma_to_write
from index.embedding import Vectors
from index.errors import IndexFault, VectorsMissing, VectorsUnavailable

if TYPE_CHECKING:
    from chromadb import Collection


class VectorWriter:
    """Stores passages and their vectors, batch after batch, for the generation of a folder: in it,
    or on the server that CAREER_CHROMA_URL names.

    Of each vector the first `dimensions` values are stored, or all. Whatever cannot be written
    raises OSError, or VectorsUnavailable where a server is gone.
    """

    def __init__(self, folder: Path, dimensions: int | None = None) -> None:
        self._dimensions = dimensions
        self._chroma = chroma_to_write(folder)
        with self._chroma.faults():
            self._opened = self._chroma.written()
            # Without embedding_function=None Chroma attaches a model that it would download.
            self._collection = self._opened.client.create_collection(
                self._chroma.collection,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
        self._row = 0

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Store the next passages and their vectors.

        Their texts stay in the profiles: Chroma would index each word of them a second time.
        """
        for start in range(0, len(passages), self._chroma.most_at_once):
            batch = passages[start : start + self._chroma.most_at_once]
            rows = range(self._row, self._row + len(batch))
            with self._chroma.faults():
                self._collection.add(
                    ids=[str(row) for row in rows],
                    embeddings=vectors[start : start + len(batch), : self._dimensions],
                    metadatas=[{"profile": p.profile_id, "section": p.kind} for p in batch],
                )
            self._row += len(batch)

    def finish(self) -> None:
        """Check that all is there."""
        with self._chroma.faults():
            count = self._collection.count()
            if count != self._row:
                raise OSError(f"Chroma holds {count} of {self._row} vectors")

    def close(self) -> None:
        """Write what is left and let it go."""
        self._opened.close()


class VectorIndex:
    """The nearest passages across all professions, of the generation of a folder, by the first
    `dimensions` values of their vectors, or by all.

    Opened when it is first asked. Raises VectorsUnavailable where a server is gone, and IndexFault
    for what cannot be read; the next call tries again.
    """

    def __init__(self, folder: Path, dimensions: int | None = None) -> None:
        self._folder = folder
        self._dimensions = dimensions
        self._chroma = chroma_to_read(folder)
        self._collection: Collection | None = None
        self._closing: Callable[[], object] = lambda: None

    @property
    def is_in_the_folder(self) -> bool:
        """Whether asking it depends on no server."""
        return isinstance(self._chroma, ChromaFolder)

    def is_in_place(self, count: int) -> bool:
        """Whether so many vectors are where those of a new generation would be put."""
        if type(self._chroma) is not type(chroma_to_write(self._folder)):
            return False
        try:
            return self.is_in_the_folder or self.count() == count
        except VectorsMissing:
            return False

    def check(self) -> None:
        """Ask the server, where they are on one. What is in the folder is not opened for that."""
        if not self.is_in_the_folder:
            self.count()

    def count(self) -> int:
        """Return how many vectors there are."""
        with self._reached() as collection:
            return collection.count()

    def nearest(self, vector: Vectors, limit: int) -> list[int]:
        """Return the rows of the nearest passages, best first."""
        with self._reached() as collection:
            found = collection.query(
                query_embeddings=vector[np.newaxis, : self._dimensions],
                n_results=limit,
                include=[],
            )
        return [int(row) for row in found["ids"][0]]

    @contextmanager
    def _reached(self) -> Iterator["Collection"]:
        if self._chroma is None:
            raise VectorsUnavailable(
                f"{self._folder}: its vectors are on a Chroma server",
                "say which in CAREER_CHROMA_URL, or career ingest its documents again",
            )
        try:
            with self._chroma.faults():
                yield self._opened(self._chroma)
        except OSError as error:
            raise IndexFault(
                f"{self._chroma} cannot be searched ({error}); ingest again"
            ) from error

    def close(self) -> None:
        """Let go of what was opened; the next call opens it anew."""
        self._collection = None
        self._closing()

    def _opened(self, chroma: Chroma) -> "Collection":
        collection = self._collection
        if collection is None:
            with chroma.opening:
                collection = self._collection = self._collection or self._open(chroma)
        return collection

    def _open(self, chroma: Chroma) -> "Collection":
        opened = chroma.read()
        try:
            found = opened.client.get_collection(chroma.collection, embedding_function=None)
        except BaseException:
            opened.close()
            raise
        self._closing = finalize(self, opened.close)
        return found
