"""One published generation of the index: a folder that never changes, opened for reading.

A data folder holds `generations/<name>/` and `current`, a file with the name of the one to read.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from pydantic import TypeAdapter

from corpus.passages import passages_of
from corpus.profile import Passage, Profile
from index.embedding import Vectors, as_vectors, load_embeddings
from index.errors import IndexFault, NothingIngested
from index.titles import TitleIndex
from index.vectors import VectorIndex
from index.words import WordIndex, passage_words

_PROFILES = TypeAdapter(list[Profile])


@dataclass(frozen=True)
class Manifest:
    """What a generation holds and how it was made."""

    created_at: str  # RFC 3339, UTC
    passage_version: int
    embedding_model: str
    embedding_fingerprint: str
    profiles: int
    passages: int
    content: dict[str, str]  # profile id → hash of what was read


class Generation:
    """A generation opened for reading. Rows are the passages' places in every array."""

    def __init__(self, folder: Path) -> None:
        try:
            self.manifest = Manifest(**json.loads((folder / "manifest.json").read_text("utf-8")))
            profiles = _PROFILES.validate_json((folder / "profiles.json").read_bytes())
            self.vectors: Vectors = np.load(folder / "vectors.npy", mmap_mode="r")
            self.words = WordIndex.open(folder)
        except (OSError, ValueError, TypeError) as error:
            raise IndexFault(f"{folder}: this index is damaged ({error}); ingest again") from error
        self.folder = folder
        self.profiles: dict[str, Profile] = {profile.id: profile for profile in profiles}
        self.passages: list[Passage] = []
        self.rows: dict[str, range] = {}
        for profile in profiles:
            start = len(self.passages)
            self.passages += passages_of(profile)
            self.rows[profile.id] = range(start, len(self.passages))
        self.row_of = {passage.id: row for row, passage in enumerate(self.passages)}
        self.titles = TitleIndex(profiles, self._embedded_all)

    @cached_property
    def nearest(self) -> VectorIndex:
        """Chroma, opened when a search across professions first needs it."""
        return VectorIndex.open(self.folder)

    @cached_property
    def embeddings(self) -> Embeddings:
        """The model that made the vectors."""
        return load_embeddings(self.manifest.embedding_model)

    def _embedded_all(self, texts: list[str]) -> Vectors:
        return as_vectors(self.embeddings.embed_documents(texts))

    def embedded(self, text: str) -> Vectors:
        """Return the unit vector of a question."""
        vector: Vectors = as_vectors([self.embeddings.embed_query(text)])[0]
        return vector


def open_current(data: Path) -> Generation:
    """Open the published generation of a data folder. Raises NothingIngested if there is none."""
    name = current_name(data)
    if name is None:
        raise NothingIngested(
            f"{data}: nothing was ingested here yet; run career ingest PATH first"
        )
    return Generation(data / "generations" / name)


def current_name(data: Path) -> str | None:
    """Return the name of the published generation, or None."""
    try:
        return (data / "current").read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def write_generation(
    folder: Path, manifest: Manifest, profiles: Sequence[Profile], vectors: Vectors
) -> None:
    """Write everything that `Generation` reads into an empty folder.

    `vectors`: passages × dimensions, in the order of the profiles' passages.
    """
    passages = [passage for profile in profiles for passage in passages_of(profile)]
    language = {profile.id: profile.language for profile in profiles}
    (folder / "profiles.json").write_bytes(_PROFILES.dump_json(list(profiles)))
    np.save(folder / "vectors.npy", vectors)
    WordIndex.write(folder, [passage_words(p, language[p.profile_id]) for p in passages])
    VectorIndex.write(folder, passages, vectors)
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
