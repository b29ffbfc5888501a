"""Checks documents, manifest, Chroma and word index against each other; a Chroma server's too."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.passages import PASSAGE_VERSION, passages_of
from corpus.readable import content_hash_of
from index.data_folder import current_name
from index.embedding import fingerprint
from index.errors import IndexFault, VectorsUnavailable
from index.generation import Generation
from index.holdings import content_hash

_SAMPLED_VECTORS = 25  # asked back from Chroma, spread over all rows


@dataclass(frozen=True)
class Finding:
    """Something that does not agree, and how to mend it."""

    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what}; {self.remedy}"


def examine(data: Path) -> list[Finding]:
    """Return what does not agree in a data folder: an empty list is good health.

    Raises NothingIngested's base, IndexFault, when there is nothing to examine.
    """
    name = current_name(data)
    if name is None:
        raise IndexFault(f"{data}: nothing was ingested here; run career ingest PATH first")
    rebuild = f"remove {data / 'generations' / name} and career ingest again"
    try:
        generation = Generation(data / "generations" / name)
    except IndexFault as error:
        return [Finding(str(error), rebuild)]
    found = [*_documents(generation), *_versions(generation)]
    try:
        found += [Finding(what, rebuild) for what in _contents(generation)]
    except VectorsUnavailable as error:
        found.append(Finding(error.what, error.remedy))
    return found


def _documents(generation: Generation) -> Iterator[Finding]:
    """Compare the documents that were read with what they are now."""
    for where, document in generation.manifest.documents.items():
        path = Path(where)
        if not path.exists():
            what = f"{where} is gone, its profiles are still served ({len(document.profiles)})"
            yield Finding(what, "career ingest its folder with --prune, or career remove ID")
            continue
        try:
            changed = content_hash_of(path) != document.content
        except OSError as error:
            yield Finding(f"{where} cannot be read any more ({error})", "mend it, or remove it")
            continue
        if changed:
            yield Finding(f"{where} changed since it was read", f"career ingest {where}")


def _versions(generation: Generation) -> Iterator[Finding]:
    made = generation.manifest
    if made.passage_version != PASSAGE_VERSION:
        yield Finding("passages were cut by another version", "career ingest the documents again")
    if made.embedding_fingerprint != fingerprint(made.embedding_model):
        yield Finding(
            f"the embedding model {made.embedding_model} is not the one that made the vectors",
            "remove the data folder and career ingest again",
        )
    if generation.nearest.is_in_the_folder and not generation.nearest.is_in_place(made.passages):
        yield Finding(
            "its vectors are in the folder, not on the server that CAREER_CHROMA_URL names",
            "career ingest its documents again",
        )


def _contents(generation: Generation) -> Iterator[str]:
    made = generation.manifest
    counts = {
        "the manifest": made.passages,
        "the vectors": len(generation.vectors),
        "the word index": generation.words.count,
        "Chroma": generation.nearest.count(),
        "the passages' ids": len(generation.row_of),
    }
    if len(set(counts.values())) > 1:
        yield "counts differ: " + ", ".join(f"{name} {count}" for name, count in counts.items())
        return
    if set(made.profiles) != set(generation.profiles):
        yield "the manifest and the profiles do not name the same ones"
    yield from _profiles(generation)
    lengths = np.linalg.norm(generation.vectors, axis=1)
    if not np.allclose(lengths, 1, atol=1e-2):
        yield f"{int((~np.isclose(lengths, 1, atol=1e-2)).sum())} vectors are not of unit length"
    yield from _neighbours(generation)


def _profiles(generation: Generation) -> Iterator[str]:
    ids = list(generation.row_of)
    for profile_id, rows in generation.rows.items():
        profile = generation.profiles[profile_id]
        if content_hash(profile) != generation.manifest.profiles.get(profile_id):
            yield f"the profile {profile_id} is not what was read"
        elif [passage.id for passage in passages_of(profile)] != ids[rows.start : rows.stop]:
            yield f"the passages of {profile_id} are not those that were indexed"


def _neighbours(generation: Generation) -> Iterator[str]:
    """Ask Chroma for some passages by their own vectors; its search is approximate, so that one
    may be missed, but not many."""
    count = len(generation.vectors)
    sampled = np.linspace(0, count - 1, min(count, _SAMPLED_VECTORS), dtype=int)
    missed = []
    for row in sampled:
        vector = np.asarray(generation.vectors[row])
        nearest = generation.nearest.nearest(vector, 5)
        likeness = generation.vectors[nearest] @ vector
        if not nearest or float(likeness.max()) < 0.99 * float(vector @ vector):
            missed.append(row)
    if len(missed) > max(len(sampled) // 10, 0):
        yield f"Chroma misses {len(missed)} of {len(sampled)} passages by their own vectors"
