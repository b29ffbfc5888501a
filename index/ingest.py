"""Brings documents into the index: reads, embeds what is new, publishes the next generation."""

import os
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from corpus.passages import PASSAGE_VERSION, passages_of
from corpus.profile import Passage, Profile
from corpus.readers import Refusal, read_documents
from index.embedding import SHIPPED_MODEL, Vectors, as_vectors, fingerprint, load_embeddings
from index.errors import IndexFault
from index.generation import Generation, Manifest, current_name, open_current, write_generation

Progress = Callable[[str], None]

_KEPT_GENERATIONS = 2
_EMBEDDED_AT_ONCE = 4096  # passages
_PROFILE = TypeAdapter(Profile)


@dataclass(frozen=True)
class Ingested:
    """What came of an ingest: profile ids, and the documents refused."""

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[Refusal, ...]
    embedded_passages: int


def ingest(
    paths: Sequence[Path],
    data: Path,
    model: str = SHIPPED_MODEL,
    progress: Progress = lambda line: None,
) -> Ingested:
    """Read `paths` and add them to the index in `data`; a profile with the same id is replaced.

    What cannot be read is refused and the rest goes on; when nothing changes, nothing is written.
    """
    read, refused = _read(paths, progress)
    current = open_current(data) if current_name(data) else None
    if current is not None and current.manifest.embedding_fingerprint != fingerprint(model):
        raise IndexFault(
            f"{data} was embedded with another model ({current.manifest.embedding_model}); "
            "ingest into a new folder, or remove this one and ingest again"
        )
    known = current.manifest.content if current else {}
    content = {profile.id: content_hash(profile) for profile in read}
    changed = [i for i in content if known.get(i) != content[i]]
    embedded = 0
    if changed:
        kept = dict(current.profiles) if current else {}
        kept.update({profile.id: profile for profile in read})
        embedded = _publish(list(kept.values()), known | content, data, model, current, progress)
    return Ingested(
        new=tuple(i for i in changed if i not in known),
        replaced=tuple(i for i in changed if i in known),
        unchanged=tuple(i for i in content if i not in changed),
        refused=tuple(refused),
        embedded_passages=embedded,
    )


def content_hash(profile: Profile) -> str:
    """Return a hash of all that was read, so that a better reader counts as a change too."""
    said = f"{PASSAGE_VERSION}\x1f".encode() + _PROFILE.dump_json(profile)
    return blake2b(said, digest_size=16).hexdigest()


def embedding_text(profile: Profile, passage: Passage) -> str:
    """Return what is embedded for a passage: a bare bullet means little alone.

    Its own words stand twice: in a long heading path they would weigh too little.
    """
    return f"{profile.title} : {' > '.join(passage.path)} : {passage.text}\n{passage.text}"


def _read(paths: Sequence[Path], progress: Progress) -> tuple[list[Profile], list[Refusal]]:
    profiles: dict[str, Profile] = {}
    refused: list[Refusal] = []
    for found in read_documents(list(paths)):
        if isinstance(found, Refusal):
            refused.append(found)
        elif found.id in profiles:
            reason = f"another document of this ingest already is {found.id!r}; rename one"
            refused.append(Refusal(Path(found.id), reason))
        else:
            profiles[found.id] = found
            progress(f"read {len(profiles)}: {found.title}")
    return list(profiles.values()), refused


def _publish(
    profiles: list[Profile],
    content: dict[str, str],
    data: Path,
    model: str,
    current: Generation | None,
    progress: Progress,
) -> int:
    """Write the next generation beside the others, then rename one pointer."""
    vectors, embedded = _vectors(profiles, model, current, progress)
    manifest = Manifest(
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        passage_version=PASSAGE_VERSION,
        embedding_model=model,
        embedding_fingerprint=fingerprint(model),
        profiles=len(profiles),
        passages=len(vectors),
        content=content,
    )
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
    generations = data / "generations"
    partial = generations / f".partial-{name}"
    try:
        partial.mkdir(parents=True)
        write_generation(partial, manifest, profiles, vectors)
        partial.rename(generations / name)
        (data / ".current").write_text(name, "utf-8")
        os.replace(data / ".current", data / "current")
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise IndexFault(
            f"{data}: the index cannot be written ({error.strerror or error})"
        ) from error
    _remove_old(generations, keep=name)
    return embedded


def _vectors(
    profiles: list[Profile], model: str, current: Generation | None, progress: Progress
) -> tuple[Vectors, int]:
    """Return the vectors of all passages, and how many had to be made: ids come from content, so
    a passage that did not change keeps its vector."""
    texts = {p.id: embedding_text(profile, p) for profile in profiles for p in passages_of(profile)}
    same_version = current is not None and current.manifest.passage_version == PASSAGE_VERSION
    known = current.row_of if current is not None and same_version else {}
    missing = [i for i in texts if i not in known]
    embeddings = load_embeddings(model)
    made: list[Vectors] = []
    for start in range(0, len(missing), _EMBEDDED_AT_ONCE):
        batch = [texts[i] for i in missing[start : start + _EMBEDDED_AT_ONCE]]
        made.append(as_vectors(embeddings.embed_documents(batch)))
        progress(
            f"embedded {min(start + _EMBEDDED_AT_ONCE, len(missing))} of {len(missing)} passages"
        )
    row_of_new = {i: row for row, i in enumerate(missing)}
    new = np.concatenate(made) if made else np.zeros((0, 0), dtype=np.float32)
    rows = [new[row_of_new[i]] if i in row_of_new else current.vectors[known[i]] for i in texts]  # type: ignore[union-attr]
    return np.stack(rows), len(missing)


def _remove_old(generations: Path, keep: str) -> None:
    names = sorted(p.name for p in generations.iterdir() if not p.name.startswith("."))
    for name in [n for n in names if n != keep][: -(_KEPT_GENERATIONS - 1)]:
        shutil.rmtree(generations / name, ignore_errors=True)
