"""Writes and publishes the next generation of an index."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus.passages import PASSAGE_VERSION
from corpus.profile import Passage, Profile
from index.data_folder import new_generation
from index.embedding import Vectors, as_vectors, fingerprint, load_embeddings
from index.errors import IndexFault
from index.generation import FORMAT, Document, Generation, GenerationWriter, Manifest

_EMBEDDED_AT_ONCE = 4096  # passages


class Progress(Protocol):
    """Told of long work as it goes on."""

    def __call__(self, step: str, done: int, total: int | None = None) -> None:
        """`done` of `total` parts of a step are done; `total` is None when it is not known."""


def silent(step: str, done: int, total: int | None = None) -> None:
    """Tell nobody."""


def publish(
    profiles: Sequence[Profile],
    documents: dict[str, Document],
    hashes: dict[str, str],
    data: Path,
    model: str,
    current: Generation | None = None,
    progress: Progress = silent,
) -> int:
    """Write and publish the next generation; return how many passages had to be embedded.

    `documents` and `hashes` are kept in its manifest; vectors of `current` are used again.
    """
    if not profiles:
        raise IndexFault(f"{data}: no profile would be in the index; ingest profiles first")
    embeddings = load_embeddings(model)
    with new_generation(data) as folder:
        writer = GenerationWriter(folder, profiles, model)
        try:
            embedded = 0
            for vectors, made in _vectors(writer.passages, profiles, embeddings, current):
                writer.add(vectors)
                embedded += made
                progress("indexing passages", writer.written, len(writer.passages))
            manifest = Manifest(
                format=FORMAT,
                created_at=datetime.now(UTC).isoformat(timespec="seconds"),
                reading=reading_fingerprint(),
                passage_version=PASSAGE_VERSION,
                embedding_model=model,
                embedding_fingerprint=fingerprint(model),
                passages=len(writer.passages),
                documents=documents,
                profiles=hashes,
                sizes={},
            )
            writer.finish(manifest, embeddings)
        finally:
            writer.close()
    return embedded


def embedding_text(profile: Profile, passage: Passage) -> str:
    """Return what is embedded for a passage: a bare bullet means little alone.

    Its own words stand twice: in a long heading path they would weigh too little.
    """
    return f"{profile.title} : {' > '.join(passage.path)} : {passage.text}\n{passage.text}"


@cache
def reading_fingerprint() -> str:
    """Return a fingerprint of the code that reads and links: another version reads everything
    again."""
    corpus, index = (Path(str(resources.files(package))) for package in ("corpus", "index"))
    linking = [index / "links.py", index / "title_forms.py"]
    digest = blake2b(digest_size=12)
    for file in sorted([*corpus.glob("*.py"), *corpus.glob("*.toml"), *linking]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _vectors(
    passages: Sequence[Passage],
    profiles: Sequence[Profile],
    embeddings: Embeddings,
    current: Generation | None,
) -> Iterator[tuple[Vectors, int]]:
    """Yield the vectors of the passages, batch after batch, and how many had to be made: ids
    come from content, so a passage that did not change keeps its vector."""
    by_id = {profile.id: profile for profile in profiles}
    known: dict[str, int] = {}
    if current is not None and current.manifest.passage_version == PASSAGE_VERSION:
        known = {passage_id: row for row, passage_id in enumerate(current.row_of)}
    for start in range(0, len(passages), _EMBEDDED_AT_ONCE):
        batch = passages[start : start + _EMBEDDED_AT_ONCE]
        new = [passage for passage in batch if passage.id not in known]
        texts = [embedding_text(by_id[passage.profile_id], passage) for passage in new]
        made = iter(as_vectors(embeddings.embed_documents(texts)) if texts else ())
        rows = [
            current.vectors[known[p.id]] if current and p.id in known else next(made) for p in batch
        ]
        yield np.stack(rows), len(new)
