"""Measures speed, memory and growth of the assistant, beside bare Chroma in the same run."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from corpus.profile import Profile
from eval.bare_chroma import BareChroma
from eval.bench_ingest import IngestSpeed, all_passages, build, measure_ingest
from eval.bench_search import (
    Asked,
    Latency,
    Retrieval,
    measure_answers,
    measure_retrieval,
    questions,
)
from eval.career_process import seconds_of, serving
from index.data_folder import open_current
from index.generation import Generation
from index.publish import Progress, silent


@dataclass(frozen=True)
class Samples:
    """How much is measured: questions, answers of a server, starts, and passages of a corpus."""

    questions: int = 400
    served: int = 200
    starts: int = 5
    sizes: tuple[int, ...] = (1_000, 10_000, 40_000)


@dataclass(frozen=True)
class Starts:
    """Median seconds from starting a command to what its user waits for."""

    first_answer: float
    ask: float
    ingest_again: float


@dataclass(frozen=True)
class Size:
    """What a corpus of some size costs: seconds to index once read, milliseconds (p50), bytes."""

    passages: int
    build: float
    bare_build: float
    across: float
    bare: float
    answer: float
    resident: int


@dataclass(frozen=True)
class Measured:
    """All figures of one run; the last size is the whole corpus."""

    corpus: str
    profiles: int
    samples: Samples
    ingest: IngestSpeed
    retrieval: Retrieval
    answer: Latency
    starts: Starts
    sizes: tuple[Size, ...]


def bench(path: Path, samples: Samples, progress: Progress = silent) -> Measured:
    """Measure everything over what can be read at `path`."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = folder / "data"
        parts = 3 + len(samples.sizes)
        progress("measuring", 0, parts)
        ingested, bare = measure_ingest(path, data, folder / "bare")
        progress("measuring", 1, parts)
        generation = open_current(data)
        asked = questions(generation, samples.questions)
        retrieval = measure_retrieval(generation, bare, asked)
        bare.close()
        answer = measure_answers(data, asked)
        progress("measuring", 2, parts)
        starts = measure_starts(path, data, asked[0], samples.starts)
        whole = Size(
            passages=ingested.passages,
            build=ingested.whole - ingested.reading,
            bare_build=ingested.bare,
            across=retrieval.across.p50,
            bare=retrieval.bare.p50,
            answer=answer.p50,
            resident=measure_resident(data, asked, samples.served),
        )
        smaller: list[Size] = []
        for done, passages in enumerate(samples.sizes, 3):
            progress("measuring", done, parts)
            if passages >= ingested.passages:
                continue
            profiles = first_profiles(generation, passages)
            smaller.append(measure_size(profiles, folder / str(passages), samples))
        return Measured(
            corpus=path.resolve().name,
            profiles=len(generation.profiles),
            samples=samples,
            ingest=ingested,
            retrieval=retrieval,
            answer=answer,
            starts=starts,
            sizes=(*smaller, whole),
        )


def measure_starts(path: Path, data: Path, asked: Asked, count: int) -> Starts:
    """Time commands from their start."""
    shipped = "Quels diplômes pour devenir boulanger ?"
    return Starts(
        first_answer=_median(count, lambda: _first_answer(data, asked)),
        ask=_median(count, lambda: seconds_of("ask", shipped)),
        ingest_again=_median(
            count, lambda: seconds_of("ingest", path.resolve(), "--data", data.resolve())
        ),
    )


def _first_answer(data: Path, asked: Asked) -> float:
    with serving(data) as server:
        server.ask(asked.text)
        return perf_counter() - server.began


def _median(count: int, seconds: Callable[[], float]) -> float:
    # The first may find caches cold, or have the shipped profiles to index: a median forgets it.
    return median(seconds() for _ in range(count))


def measure_resident(data: Path, asked: Sequence[Asked], count: int) -> int:
    """Return the bytes that a server holds resident after `count` answers."""
    with serving(data) as server:
        for place in range(count):
            server.ask(asked[place % len(asked)].text)
        return server.resident_bytes()


def first_profiles(generation: Generation, passages: int) -> list[Profile]:
    """Return the first profiles, so many that together they have `passages` at most."""
    return [generation.profiles[i] for i, rows in generation.rows.items() if rows.stop <= passages]


def measure_size(profiles: Sequence[Profile], folder: Path, samples: Samples) -> Size:
    """Index some profiles, ours and bare Chroma's way, and ask both."""
    data = folder / "data"
    seconds = build(profiles, data)
    generation = open_current(data)
    asked = questions(generation, samples.questions)
    passages = all_passages(generation)
    bare, bare_seconds = BareChroma.built(folder / "bare", passages, generation.vectors)
    retrieval = measure_retrieval(generation, bare, asked)
    bare.close()
    return Size(
        passages=len(passages),
        build=seconds,
        bare_build=bare_seconds,
        across=retrieval.across.p50,
        bare=retrieval.bare.p50,
        answer=measure_answers(data, asked).p50,
        resident=measure_resident(data, asked, samples.served),
    )
