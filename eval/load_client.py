"""Asks a server over several connections at once, and tells what came: loopback alone, bounded."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter

import aiohttp
import numpy as np

BROKEN = 0  # in place of a status: the connection broke
_LONGEST = aiohttp.ClientTimeout(total=60)
_CALM = 0.01  # seconds that a client waits after a 503, which says much more


@dataclass
class Load:
    """What a server did under some number of connections."""

    connections: int
    seconds: float = 0.0  # of asking
    processor: float = 0.0  # seconds of the server's processes
    taken: list[float] = field(default_factory=list)  # seconds of each answer
    statuses: Counter[int] = field(default_factory=Counter)
    without_retry_after: int = 0  # of the responses with status 503

    def add(self, other: "Load") -> None:
        """Take in another round over the same number of connections."""
        self.seconds += other.seconds
        self.processor += other.processor
        self.taken += other.taken
        self.statuses += other.statuses
        self.without_retry_after += other.without_retry_after

    @property
    def answers_a_second(self) -> float:
        """Answers with status 200."""
        return len(self.taken) / max(self.seconds, 1e-9)

    @property
    def processor_ms(self) -> float:
        """Milliseconds of processor time for each response."""
        return self.processor * 1000 / max(self.statuses.total(), 1)

    def percentiles(self) -> tuple[float, float, float]:
        """p50, p95 and p99 of the answers, in milliseconds."""
        p50, p95, p99 = np.percentile(self.taken or [0.0], [50, 95, 99]) * 1000
        return float(p50), float(p95), float(p99)

    def said(self) -> str:
        """What came, by status."""
        named = {BROKEN: "broken"}
        counted = sorted(self.statuses.items())
        return ", ".join(f"{count:,} × {named.get(status, status)}" for status, count in counted)


async def _ask(address: str, asked: Iterator[str], load: Load, seconds: float) -> None:
    began = perf_counter()
    connector = aiohttp.TCPConnector(limit=load.connections)
    async with aiohttp.ClientSession(address, connector=connector, timeout=_LONGEST) as session:

        async def ask_on() -> None:
            while perf_counter() - began < seconds:
                sent = perf_counter()
                try:
                    question = {"question": next(asked)}
                    async with session.post("/v1/answers", json=question) as response:
                        await response.read()
                except (aiohttp.ClientError, TimeoutError):
                    load.statuses[BROKEN] += 1
                    continue
                load.statuses[response.status] += 1
                if response.status == 200:
                    load.taken.append(perf_counter() - sent)
                elif response.status == 503:
                    load.without_retry_after += "Retry-After" not in response.headers
                    await asyncio.sleep(_CALM)

        await asyncio.gather(*(ask_on() for _ in range(load.connections)))
    load.seconds = perf_counter() - began


class Asking:
    """Questions, one after the other, over all rounds: a server seldom hears one again."""

    def __init__(self, questions: Sequence[str]) -> None:
        self._questions = cycle(questions)

    def put(self, address: str, connections: int, seconds: float) -> Load:
        """Ask over so many connections, each one question after the other."""
        load = Load(connections)
        asyncio.run(_ask(address, self._questions, load, seconds))
        return load
