"""Puts load on the API, beside the usual recipe: `python -m eval.load DATA`.

Bounded, and on this machine alone. Both servers run all the time and are asked in turn, round after
round, so that a busy moment slows both.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from eval.bench_search import questions
from eval.career_process import serving
from eval.load_client import BROKEN, Asking, Load
from eval.machine import Machine, observed
from index.data_folder import open_current

_REPORT = Path("eval/reports/load.md")
_CONNECTIONS = (1, 8, 32)
_ROUNDS = 4
_LONG = 60.0  # seconds at the most connections
_OVERLOAD = 10.0
_AT_ONCE = 8  # the bound that is gone beyond
_GOAL = 5.0  # times the recipe's answers a second …
_GOAL_AT = 8  # … over so many connections
# The recipe embeds a profile in a second or two: all of ROME would take an hour. Fewer are faster
# to search, so that what is left out favours it.
_RECIPE_PROFILES = 20
_WARM_UP = 3.0  # seconds


@dataclass(frozen=True)
class Served:
    """A server in processes of its own."""

    address: str
    process: psutil.Process

    def processor_seconds(self) -> float:
        """Return the processor time of all its processes so far."""
        processes = [self.process, *self.process.children(recursive=True)]
        return float(sum(sum(process.cpu_times()[:2]) for process in processes))


@dataclass(frozen=True)
class Measured:
    """What was measured: of each server, by connections; the long round; beyond the bound."""

    loads: Mapping[str, Mapping[int, Load]]
    long: Load
    beyond: Load


def measure(data: Path, asking: Asking, seconds: float, workers: int, profiles: int) -> Measured:
    """Put load on both servers in turn, then on ours alone."""
    with (
        serving_recipe(data, profiles) as recipe,
        serving(data, "--workers", str(workers)) as ours,
    ):
        servers = {"recipe": recipe, "career": Served(ours.address, ours.process)}
        for server in servers.values():
            asking.put(server.address, max(_CONNECTIONS), _WARM_UP)
        loads = {name: {count: Load(count) for count in _CONNECTIONS} for name in servers}
        for count in _CONNECTIONS:
            for _ in range(_ROUNDS):
                for name, server in servers.items():
                    loads[name][count].add(put(asking, server, count, seconds / _ROUNDS))
        long = put(asking, servers["career"], max(_CONNECTIONS), _LONG)
    told = {"CAREER_AT_ONCE": str(_AT_ONCE)}
    with serving(data, settings=told) as ours:
        asking.put(ours.address, 1, _WARM_UP)
        beyond = put(asking, Served(ours.address, ours.process), 8 * _AT_ONCE, _OVERLOAD)
    return Measured(loads, long, beyond)


def put(asking: Asking, server: Served, connections: int, seconds: float) -> Load:
    """Put load on a server for a while, and see what it costs."""
    before = server.processor_seconds()
    load = asking.put(server.address, connections, seconds)
    load.processor = server.processor_seconds() - before
    return load


@contextmanager
def serving_recipe(data: Path, profiles: int) -> Iterator[Served]:
    """Serve the recipe in a process of its own."""
    words = (sys.executable, "-m", "eval.recipe_server", str(data), str(profiles))
    started = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert started.stdout is not None
        yield Served(started.stdout.readline().strip(), psutil.Process(started.pid))
    finally:
        started.kill()
        started.communicate()


def report(measured: Measured, machine: Machine, workers: int, profiles: int) -> str:
    """Return the report as Markdown."""
    recipe, ours = measured.loads["recipe"], measured.loads["career"]
    rows = [
        _row(name, load)
        for count in _CONNECTIONS
        for name, load in (("the recipe", recipe[count]), ("`career serve`", ours[count]))
    ]
    times = [
        f"- {count} connections: {_times(ours[count], recipe[count]):.1f} × the answers a second, "
        f"for {ours[count].processor_ms / max(recipe[count].processor_ms, 1e-9):.2f} of the "
        "processor time an answer"
        for count in _CONNECTIONS
    ]
    long, beyond = measured.long, measured.beyond
    return f"""# Load

Written by `python -m eval.load DATA`. {machine}

`career serve --workers {workers}` beside the usual recipe (LangChain, all-MiniLM-L6-v2, Chroma,
FastAPI, no chat model) over the first {profiles} profiles alone, asked the same questions in turn,
round after round. Milliseconds; processor time is that of the server's processes for each answer,
which other work on the machine changes little.

{_HEAD}
{chr(10).join(rows)}

{chr(10).join(times)}

| measure | figure | goal | met |
|---|---|---|---|
{_goals(measured)}

Those {long.seconds:.0f} s: {_said(long)}. Beyond the bound, {beyond.connections} connections where
{_AT_ONCE} are answered at once: {_said(beyond)}.
"""


_HEAD = (
    "| connections | server | answers/s | p50 | p95 | p99 | processor ms | responses |\n"
    "|--:|---|--:|--:|--:|--:|--:|---|"
)


def _row(name: str, load: Load) -> str:
    figures = " | ".join(f"{figure:.1f}" for figure in (load.answers_a_second, *load.percentiles()))
    return f"| {load.connections} | {name} | {figures} | {load.processor_ms:.1f} | {load.said()} |"


def _said(load: Load) -> str:
    p99 = load.percentiles()[2]
    return f"{load.answers_a_second:.0f} answers a second, p99 {p99:.0f} ms; {load.said()}"


def _times(mine: Load, its: Load) -> float:
    return mine.answers_a_second / max(its.answers_a_second, 1e-9)


def _goals(measured: Measured) -> str:
    loads, long, beyond = measured.loads, measured.long, measured.beyond
    ratio = _times(loads["career"][_GOAL_AT], loads["recipe"][_GOAL_AT])
    errors = long.statuses.total() - long.statuses[200]
    others = beyond.statuses.total() - beyond.statuses[200] - beyond.statuses[503]
    goals = [
        (f"times the recipe at {_GOAL_AT} connections", f"{ratio:.1f}", "≥ 5", ratio >= _GOAL),
        (f"errors at {long.connections} connections, {_LONG:.0f} s", errors, "0", errors == 0),
        ("beyond the bound: neither 200 nor 503", others, "0", others == 0),
        (
            "503 without `Retry-After`, of all",
            f"{beyond.without_retry_after} of {beyond.statuses[503]:,}",
            "0",
            beyond.without_retry_after == 0 and beyond.statuses[503] > 0,
        ),
        ("broken connections", beyond.statuses[BROKEN], "0", beyond.statuses[BROKEN] == 0),
    ]
    return "\n".join(
        f"| {what} | {figure} | {goal} | {'yes' if met else 'no'} |"
        for what, figure, goal, met in goals
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(description="Puts load on the API.")
    parser.add_argument("data", type=Path, help="a data folder")
    parser.add_argument("--seconds", type=float, default=12, help="for each number of connections")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--recipe-profiles", type=int, default=_RECIPE_PROFILES)
    parser.add_argument("--output", type=Path, default=_REPORT)
    said = parser.parse_args(words)
    asking = Asking([one.text for one in questions(open_current(said.data), said.questions)])
    profiles = said.recipe_profiles
    with observed() as machine:
        measured = measure(said.data, asking, said.seconds, said.workers, profiles)
    written = report(measured, machine, said.workers, profiles)
    said.output.write_text(written, "utf-8")
    print(written)


if __name__ == "__main__":
    main()
