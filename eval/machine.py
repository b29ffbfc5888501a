"""What a measurement ran on, and how busy that machine was with other work meanwhile."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil


@dataclass
class Machine:
    """A machine while something is measured on it."""

    processor: str
    cores: int
    memory: int  # bytes
    load_before: float  # processes that wanted to run, mean of the last minute
    minutes: float = 0.0
    taken: float = 0.0  # share of all cores that other processes took meanwhile, 0 to 1

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.cores} cores, {self.memory / 2**30:.0f} GiB. The run took "
            f"{self.minutes:.0f} minutes; other processes took {self.taken:.0%} of the cores "
            f"meanwhile (load average before it: {self.load_before:.1f})."
        )


@contextmanager
def observed() -> Iterator[Machine]:
    """Observe this machine during the block; how busy it was is known at its end."""
    cores = psutil.cpu_count() or 1
    load = psutil.getloadavg()[0]
    machine = Machine(_processor(), cores, psutil.virtual_memory().total, load)
    began, busy, own = perf_counter(), _busy_seconds(), _own_seconds()
    yield machine
    elapsed = perf_counter() - began
    machine.minutes = elapsed / 60
    others = (_busy_seconds() - busy) - (_own_seconds() - own)
    machine.taken = min(max(others / (elapsed * cores), 0.0), 1.0)


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _busy_seconds() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0))


def _own_seconds() -> float:
    times = os.times()  # of children too, once they ended
    return times.user + times.system + times.children_user + times.children_system
