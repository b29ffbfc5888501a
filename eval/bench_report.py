"""Writes what the benchmark measured: a table with the goals, and a plot of how it grows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from eval.bench import Measured, Samples, Size, bench
from eval.machine import Machine, observed
from index.publish import Progress, silent


@dataclass(frozen=True)
class Line:
    """A figure and its goal: at most that much, or at least."""

    measure: str
    figure: float
    unit: str
    beside: str
    samples: int
    goal: float | None = None
    at_least: bool = False

    def __str__(self) -> str:
        cells = [self.measure, self._said(self.figure), self._goal(), self._met(), self.beside]
        return f"| {' | '.join(cells)} | {self.samples} |"

    @property
    def met(self) -> bool | None:
        """Tell whether the goal was met, if there is one."""
        if self.goal is None:
            return None
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal

    def _goal(self) -> str:
        return "" if self.goal is None else f"{'≥' if self.at_least else '≤'} {self.goal:g}"

    def _met(self) -> str:
        if self.goal is None:
            return ""
        missed = abs(self.figure - self.goal) / self.goal
        return "yes" if self.met else f"no, by {missed:.0%}"

    def _said(self, value: float) -> str:
        if self.unit == "×":
            return f"{value:.2f} ×"
        return f"{value:,.0f} {self.unit}" if value >= 100 else f"{value:.3g} {self.unit}"


def bench_and_report(
    path: Path, folder: Path, samples: Samples | None = None, progress: Progress = silent
) -> str:
    """Measure over `path`, write `folder`/bench.md and bench.svg, and return the Markdown."""
    with observed() as machine:
        measured = bench(path, samples or Samples(), progress)
    report = write_report(measured, machine)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.md").write_text(report, "utf-8")
    draw_growth(measured.sizes, folder / "bench.svg")
    return report


def write_report(measured: Measured, machine: Machine) -> str:
    """Return the report as Markdown."""
    speed = measured.ingest
    libraries = ", ".join(f"{name} {version(name)}" for name in ("chromadb", "model2vec"))
    lines = [
        "# Benchmark",
        "",
        f"{measured.corpus}: {measured.profiles:,} profiles, {speed.passages:,} passages; "
        f"{datetime.now(UTC):%Y-%m-%d}, {libraries}.",
        str(machine),
        "",
        "Bare Chroma is given whole vectors, texts and metadatas in batches of 5,000, and asked "
        "for 10 documents: with the question's vector ready, which is its best case, and with the "
        "embedding. The assistant gives Chroma the first values of each vector only (of the "
        "shipped model 256 of 512) and compares what it finds by whole vectors. Each question is "
        "put to all searches in turn, after a warm-up. Starts are medians.",
        "",
        "| measure | figure | goal | met | beside it | samples |",
        "|---|---|---|---|---|---|",
        *map(str, table(measured)),
        "",
        "## Growth",
        "",
        "The first profiles of the corpus, up to that many passages; p50 in milliseconds, seconds "
        "to index what was already read, and the resident memory of a server.",
        "",
        "| passages | search | bare Chroma | answer | build | bare build | memory |",
        "|---|---|---|---|---|---|---|",
        *map(_grown, measured.sizes),
        "",
        "![Growth](bench.svg)",
    ]
    return "\n".join(lines) + "\n"


def table(measured: Measured) -> list[Line]:
    """Return a line a figure."""
    return [*_ingest(measured), *_search(measured), *_starts(measured)]


def _ingest(measured: Measured) -> Iterator[Line]:
    speed = measured.ingest
    ours, bare = speed.passages / speed.whole, speed.passages / speed.bare
    rates = f"{ours:,.0f} passages/s, bare Chroma {bare:,.0f}"
    yield Line("ingest: passages/s ÷ bare Chroma's", ours / bare, "×", rates, 1, 0.8, True)
    yield Line("ingest: reading", speed.reading, "s", f"of {speed.whole:.1f} s", 1)
    yield Line("ingest: embedding", speed.embedding, "s", "measured alone", 1)
    yield Line("ingest: writing", speed.writing, "s", "what is left of the whole", 1)


def _search(measured: Measured) -> Iterator[Line]:
    found, count = measured.retrieval, measured.retrieval.across.samples
    bare = f"bare Chroma {found.bare.p50:.1f} ms, with the embedding {found.bare_embedded.p50:.1f}"
    across = f"{found.across.p50:.1f} ms; {bare}"
    ratio = found.across.p50 / found.bare.p50
    yield Line("search over all: p50 ÷ bare Chroma's", ratio, "×", across, count, 2)
    embedded = found.across.p50 / found.bare_embedded.p50
    with_text = "÷ bare Chroma with the embedding"
    yield Line(f"search over all: p50 {with_text}", embedded, "×", "", count)
    tails = f"bare Chroma {found.bare.p95:.1f} ms, with the embedding {found.bare_embedded.p95:.1f}"
    yield Line("search over all: p95", found.across.p95, "ms", tails, count, 30)
    within = f"{found.within.p50:.1f} ms, p95 {found.within.p95:.1f}"
    ratio = found.within.p50 / found.bare.p50
    yield Line("search in one profession: p50 ÷ bare Chroma's", ratio, "×", within, count, 1)
    yield Line("whole answer: p50", measured.answer.p50, "ms", "", measured.answer.samples)
    yield Line("whole answer: p95", measured.answer.p95, "ms", "", measured.answer.samples)


def _starts(measured: Measured) -> Iterator[Line]:
    starts, samples = measured.starts, measured.samples
    count, memory = samples.starts, measured.sizes[-1].resident
    served = f"`career serve`, after {samples.served} answers"
    yield Line("from start to first answer", starts.first_answer, "s", "`career serve`", count, 5)
    yield Line("one question", starts.ask, "s", "`career ask`, shipped profiles", count, 2)
    yield Line("nothing changed", starts.ingest_again, "s", "`career ingest`", count, 10)
    yield Line("resident memory", memory / 1e9, "GB", served, 1, 1.2)


def _grown(size: Size) -> str:
    return (
        f"| {size.passages:,} | {size.across:.1f} | {size.bare:.1f} | {size.answer:.1f} "
        f"| {size.build:.1f} s | {size.bare_build:.1f} s | {size.resident / 1e6:.0f} MB |"
    )


def draw_growth(sizes: tuple[Size, ...], file: Path) -> None:
    """Draw latency, build time and memory over the number of passages."""
    # The same figures make the same file: no date, no random ids; text stays text.
    with matplotlib.rc_context({"svg.hashsalt": "bench", "svg.fonttype": "none"}):
        figure = Figure(figsize=(11, 3.4), layout="constrained")
        latency, building, memory = figure.subplots(1, 3)
        passages = [size.passages for size in sizes]
        latency.plot(passages, [size.answer for size in sizes], "o-", label="answer")
        latency.plot(passages, [size.across for size in sizes], "o-", label="search over all")
        latency.plot(passages, [size.bare for size in sizes], "o--", label="bare Chroma")
        latency.set_title("p50, milliseconds")
        building.plot(passages, [size.build for size in sizes], "o-", label="index")
        building.plot(passages, [size.bare_build for size in sizes], "o--", label="bare Chroma")
        building.set_title("building, seconds")
        memory.plot(passages, [size.resident / 1e6 for size in sizes], "o-", label="server")
        memory.set_title("resident memory, MB")
        for panel in (latency, building, memory):
            panel.set_xscale("log")
            panel.set_xlabel("passages")
            panel.set_ylim(bottom=0)
            panel.legend(frameon=False)
        figure.savefig(file, metadata={"Date": None})
