"""One published generation of the index: a folder that never changes, opened for reading."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from pydantic import TypeAdapter

from corpus.overlay import Overlay
from corpus.profile import Passage, Profile
from index.embedding import Vectors, as_vectors, load_embeddings, searched_dimensions
from index.errors import IndexFault, WrittenByAnotherVersion
from index.shelf import PassageRows, Passages, Profiles, SectionKinds, read_contents, write_shelf
from index.titles import TitleIndex, write_titles
from index.vectors import VectorIndex, VectorWriter
from index.words import WordIndex, passage_words

# Raise it when what is written below changes; older indexes are then read from their documents.
FORMAT = 6


@dataclass(frozen=True)
class Document:
    """A document or catalogue that was read: a hash of its content, its profiles' ids, and the
    sections that it adds to others' profiles."""

    content: str
    profiles: tuple[str, ...]
    overlays: tuple[Overlay, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """What a generation holds and how it was made."""

    format: int
    created_at: str  # RFC 3339, UTC
    reading: str  # fingerprint of the code that read the documents
    passage_version: int
    embedding_model: str
    embedding_fingerprint: str
    passages: int
    documents: dict[str, Document]  # where it was read → what it held
    profiles: dict[str, str]  # profile id → hash of all that was read of it
    sizes: dict[str, int]  # file → bytes, of every file that never changes


_MANIFEST = TypeAdapter(Manifest)


class Generation:
    """A generation opened for reading. Rows are the passages' places in every array.

    With a `source`, only the professions of that catalogue are known by name.
    """

    def __init__(self, folder: Path, source: str | None = None) -> None:
        self.folder = folder
        try:
            self.manifest = read_manifest(folder)
            _check_sizes(folder, self.manifest)
            contents = read_contents(folder)
            self.profiles = Profiles(folder, contents)
            self.passages = Passages(folder)
            self.row_of = PassageRows(folder)
            self.kinds = SectionKinds(folder)
            self.vectors: Vectors = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
            self.nearest = VectorIndex(folder, searched_dimensions(self.manifest.embedding_model))
            self.words = WordIndex.open(folder)
            self.titles = TitleIndex(folder, contents, self._embedded_all, source)
        except (OSError, ValueError, TypeError, KeyError) as error:
            what = str(error).splitlines()[0]
            raise IndexFault(f"{folder}: this index is damaged ({what}); ingest again") from error
        ends = [*(summary.first_row for summary in contents[1:]), self.manifest.passages]
        self.rows = {
            summary.id: range(summary.first_row, end)
            for summary, end in zip(contents, ends, strict=True)
        }

    def passages_of(self, profile_id: str) -> list[Passage]:
        """Return the passages of one profile, in the order of its text."""
        rows = self.rows[profile_id]
        return self.passages[rows.start : rows.stop]

    @cached_property
    def embeddings(self) -> Embeddings:
        """The model that made the vectors."""
        return load_embeddings(self.manifest.embedding_model)

    def embedded(self, text: str) -> Vectors:
        """Return the unit vector of a question."""
        vector: Vectors = as_vectors([self.embeddings.embed_query(text)])[0]
        return vector

    def _embedded_all(self, texts: list[str]) -> Vectors:
        return as_vectors(self.embeddings.embed_documents(texts))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation's folder. Raises WrittenByAnotherVersion."""
    written = json.loads((folder / "manifest.json").read_bytes())
    if written.get("format") != FORMAT:
        raise WrittenByAnotherVersion(folder, list(written.get("documents", ())))
    return _MANIFEST.validate_python(written)


def _check_sizes(folder: Path, manifest: Manifest) -> None:
    for name, size in manifest.sizes.items():
        found = (folder / name).stat().st_size
        if found != size:
            raise ValueError(f"{name} has {found} bytes instead of {size}")


class GenerationWriter:
    """Writes a generation into an empty folder, the vectors of the named model in batches."""

    def __init__(self, folder: Path, profiles: Sequence[Profile], model: str) -> None:
        self._folder = folder
        self._profiles = profiles
        self.passages = write_shelf(folder, profiles)
        self._chroma = VectorWriter(folder, searched_dimensions(model))
        self._vectors: list[Vectors] = []
        self._row = 0

    @property
    def written(self) -> int:
        """How many passages have their vectors."""
        return self._row

    def add(self, vectors: Vectors) -> None:
        """Add the vectors of the next passages, in the order of `passages`."""
        batch = self.passages[self._row : self._row + len(vectors)]
        self._row += len(vectors)
        self._vectors.append(vectors)
        # In this thread: Chroma holds Python's lock while it adds, so another one gains nothing.
        self._chroma.add(batch, vectors)

    def finish(self, manifest: Manifest, embeddings: Embeddings) -> None:
        """Write the rest, the manifest last, when all vectors are known to be there."""
        language = {profile.id: profile.language for profile in self._profiles}
        WordIndex.write(
            self._folder, [passage_words(p, language[p.profile_id]) for p in self.passages]
        )
        np.save(self._folder / "vectors.npy", np.concatenate(self._vectors))
        write_titles(
            self._folder,
            self._profiles,
            lambda texts: as_vectors(embeddings.embed_documents(texts)),
        )
        self._chroma.finish()
        self.close()
        manifest = replace(manifest, sizes=self._sizes())
        (self._folder / "manifest.json").write_bytes(_MANIFEST.dump_json(manifest, indent=1))

    def close(self) -> None:
        """Let the folder go, whatever was written."""
        self._chroma.close()

    def _sizes(self) -> dict[str, int]:
        files = [path for path in self._folder.rglob("*") if path.is_file()]
        return {p.relative_to(self._folder).as_posix(): p.stat().st_size for p in files}
