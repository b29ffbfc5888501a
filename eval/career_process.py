"""Runs `career` in a process of its own, as a user does: the time it takes, the memory it holds."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from time import perf_counter
from typing import IO

import psutil

from assistant.errors import AssistantError

_CAREER = (sys.executable, "-c", "from ui.command_line import main; main()")
_ADDRESS = re.compile(r"http://[\w.:]+")


class CommandFailed(AssistantError):
    """A command that is measured failed: the message is what it said."""


def seconds_of(*words: str | Path) -> float:
    """Return the seconds from starting `career WORDS` to its end; paths are absolute.

    Raises CommandFailed when it fails.
    """
    began = perf_counter()
    started = _started(*words)
    said, _ = started.communicate()
    elapsed = perf_counter() - began
    if started.returncode:
        raise CommandFailed(f"career {words[0]} failed: {said.strip()}")
    return elapsed


@dataclass(frozen=True)
class Server:
    """A `career serve` that answers; `began` is when it was started (perf_counter)."""

    address: str
    began: float
    process: psutil.Process

    def ask(self, question: str) -> str:
        """Return the status of the answer."""
        request = urllib.request.Request(
            f"{self.address}/v1/answers",
            json.dumps({"question": question}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return str(json.load(response)["status"])

    def resident_bytes(self) -> int:
        """Return the resident set; files that are mapped count as far as they were read."""
        return int(self.process.memory_info().rss)


@contextmanager
def serving(
    data: Path, *words: str, settings: Mapping[str, str] | None = None, log: Path | None = None
) -> Iterator[Server]:
    """Serve a data folder on a free port until the end of the block, with these options and
    environment variables; the lines of its log go to `log`, since a pipe would fill up."""
    began = perf_counter()
    told: list[str | Path] = ["serve", "--port", "0", "--data", data.resolve(), *words]
    with ExitStack() as opened:
        lines = opened.enter_context(log.open("w")) if log else None
        started = _started(*told, settings=settings, log=lines)
        opened.callback(_end, started)
        yield Server(_address(started), began, psutil.Process(started.pid))


def _end(started: "subprocess.Popen[str]") -> None:
    """End a server and its workers at once: asked politely, it takes seconds."""
    if started.poll() is None:
        for worker in psutil.Process(started.pid).children(recursive=True):
            worker.kill()
    started.kill()
    started.communicate()


def _started(
    *words: str | Path, settings: Mapping[str, str] | None = None, log: IO[str] | None = None
) -> "subprocess.Popen[str]":
    """Start `career` where `ui` can be imported from, without the user's settings of it."""
    kept = {name: said for name, said in os.environ.items() if not name.startswith("CAREER_")}
    return subprocess.Popen(
        [*_CAREER, *map(str, words)],
        cwd=Path(str(resources.files("eval"))).parent,
        env={**kept, **(settings or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if log is None else log,
        text=True,
    )


def _address(started: "subprocess.Popen[str]") -> str:
    """Read what the server says until it says where it listens."""
    assert started.stdout is not None
    said: list[str] = []
    for line in started.stdout:
        said.append(line)
        if found := _ADDRESS.search(line):
            return found[0]
    raise CommandFailed(f"career serve failed: {''.join(said).strip()}")
