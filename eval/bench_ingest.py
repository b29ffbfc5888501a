"""Measures how fast passages are indexed, beside bare Chroma."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from corpus.profile import CorpusError, Passage, Profile
from eval.bare_chroma import BareChroma
from index.data_folder import open_current
from index.embedding import SHIPPED_MODEL, as_vectors, load_embeddings
from index.generation import Generation
from index.ingest import ingest
from index.publish import embedding_text, publish

_EMBEDDED_AT_ONCE = 4096  # passages, as in an ingest


@dataclass(frozen=True)
class IngestSpeed:
    """Seconds of a whole ingest and of its parts, and of the same passages put into bare Chroma.

    `reading` ends with the last profile read; `embedding` was measured alone.
    """

    passages: int
    whole: float
    reading: float
    embedding: float
    bare: float

    @property
    def writing(self) -> float:
        """What is left of the whole: vectors are made while Chroma takes those before."""
        return self.whole - self.reading - self.embedding


def measure_ingest(path: Path, data: Path, bare: Path) -> tuple[IngestSpeed, BareChroma]:
    """Ingest `path` into `data`, then put the same vectors and texts into Chroma in `bare`.

    Raises CorpusError when there is no profile at `path`.
    """
    load_embeddings(SHIPPED_MODEL)  # imports its library
    began = perf_counter()
    read = began

    def progress(step: str, done: int, total: int | None = None) -> None:
        nonlocal read
        if total is None:  # how many profiles there will be is not known: it is still reading
            read = perf_counter()

    done = ingest([path], data, progress=progress)
    whole = perf_counter() - began
    if not done.new:
        raise CorpusError("; ".join(map(str, done.refused)) or f"{path}: there is no profile here")
    generation = open_current(data)
    passages = all_passages(generation)
    collection, seconds = BareChroma.built(bare, passages, generation.vectors)
    embedding = _embedding_seconds(generation, passages)
    return IngestSpeed(len(passages), whole, read - began, embedding, seconds), collection


def all_passages(generation: Generation) -> list[Passage]:
    """Return all passages of a generation, in the order of their rows."""
    return generation.passages[:]


def _embedding_seconds(generation: Generation, passages: Sequence[Passage]) -> float:
    embeddings = load_embeddings(SHIPPED_MODEL)
    profiles = {profile_id: generation.profiles[profile_id] for profile_id in generation.rows}
    seconds = 0.0
    for texts in _texts(passages, profiles):
        began = perf_counter()
        as_vectors(embeddings.embed_documents(texts))
        seconds += perf_counter() - began
    return seconds


def _texts(passages: Sequence[Passage], profiles: dict[str, Profile]) -> Iterator[list[str]]:
    """Yield what is embedded, batch after batch."""
    for start in range(0, len(passages), _EMBEDDED_AT_ONCE):
        batch = passages[start : start + _EMBEDDED_AT_ONCE]
        yield [embedding_text(profiles[passage.profile_id], passage) for passage in batch]


def build(profiles: Sequence[Profile], data: Path) -> float:
    """Index profiles that are already read, as an ingest does; return the seconds."""
    began = perf_counter()
    publish(profiles, {}, {profile.id: "" for profile in profiles}, data, SHIPPED_MODEL)
    return perf_counter() - began
