"""Puts load on the API, beside the usual recipe: `python -m eval.load DATA`.

Bounded, and on this machine alone: each server gets the same questions, over 1, 8 and 32
connections in turn.
"""

import argparse
import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from time import perf_counter

import httpx
import numpy as np

from eval.bench_search import questions
from eval.career_process import serving
from index.data_folder import open_current

_CONNECTIONS = (1, 8, 32)
# The recipe embeds a profile in a second or two: all of ROME would take an hour. Fewer are faster
# to search, so that what is left out favours it.
_RECIPE_PROFILES = 20
_WARM_UP = 1.0  # seconds


@dataclass(frozen=True)
class Load:
    """What one server did under one number of connections; times in milliseconds."""

    connections: int
    answers_a_second: float
    p50: float
    p95: float
    p99: float
    statuses: dict[int, int]
    without_retry_after: int  # of the responses with status 503

    def __str__(self) -> str:
        """One row of a table."""
        said = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))
        return (
            f"| {self.connections} | {self.answers_a_second:.1f} | {self.p50:.1f} | "
            f"{self.p95:.1f} | {self.p99:.1f} | {said} |"
        )


async def put_load(address: str, asked: Sequence[str], connections: int, seconds: float) -> Load:
    """Ask over so many connections, each one question after the other. 0 is a broken connection."""
    statuses: Counter[int] = Counter()
    taken: list[float] = []
    bare = 0
    began = perf_counter()
    to_ask = cycle(asked)

    async def ask_on(client: httpx.AsyncClient) -> None:
        nonlocal bare
        while perf_counter() - began < seconds:
            sent = perf_counter()
            try:
                response = await client.post("/v1/answers", json={"question": next(to_ask)})
            except httpx.TransportError:
                statuses[0] += 1
                continue
            statuses[response.status_code] += 1
            if response.status_code == 200:
                taken.append(perf_counter() - sent)
            elif response.status_code == 503:
                bare += "retry-after" not in response.headers

    limits = httpx.Limits(max_connections=connections)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60) as client:
        await asyncio.gather(*(ask_on(client) for _ in range(connections)))
    elapsed = perf_counter() - began
    p50, p95, p99 = np.percentile(taken or [0.0], [50, 95, 99]) * 1000
    rate = len(taken) / elapsed
    return Load(connections, rate, p50, p95, p99, dict(statuses), bare)


def measure(address: str, asked: Sequence[str], seconds: float) -> list[Load]:
    """Put each number of connections on a server in turn."""
    asyncio.run(put_load(address, asked, 2, _WARM_UP))
    return [asyncio.run(put_load(address, asked, count, seconds)) for count in _CONNECTIONS]


@contextmanager
def serving_recipe(data: Path, profiles: int) -> Iterator[str]:
    """Serve the recipe in a process of its own, and give its address."""
    words = (sys.executable, "-m", "eval.recipe_server", str(data), str(profiles))
    started = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert started.stdout is not None
        yield started.stdout.readline().strip()
    finally:
        started.kill()
        started.communicate()


def main() -> None:
    """Print what each server did."""
    parser = argparse.ArgumentParser(description="Puts load on the API.")
    parser.add_argument("data", type=Path, help="a data folder")
    parser.add_argument("--seconds", type=float, default=10, help="for each number of connections")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--recipe-profiles", type=int, default=_RECIPE_PROFILES)
    said = parser.parse_args()
    asked = [one.text for one in questions(open_current(said.data), said.questions)]
    print("| connections | answers/s | p50 ms | p95 ms | p99 ms | responses |\n|" + "--:|" * 6)
    with serving_recipe(said.data, said.recipe_profiles) as address:
        recipe = measure(address, asked, said.seconds)
    print("the recipe", *recipe, sep="\n", flush=True)
    with serving(said.data) as server:
        ours = measure(server.address, asked, said.seconds)
    print("career serve", *ours, sep="\n")
    for mine, its in zip(ours, recipe, strict=True):
        times = mine.answers_a_second / max(its.answers_a_second, 0.01)
        print(f"{mine.connections} connections: {times:.1f} times the recipe's answers a second")


if __name__ == "__main__":
    main()
