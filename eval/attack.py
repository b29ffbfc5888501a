"""What an attack is: what is tried, what should come of it, and what does."""

import socket
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from assistant.keys import Keys

SITE = "https://careers.example"
QUESTION = {"question": "Quels diplômes pour devenir boulanger ?"}
CLOSED = 0  # in place of a status: the connection ended without an answer
_PATIENCE = 30.0  # seconds


@dataclass
class Attack:
    """One row of the table. Whatever has a status that was not expected did not hold, nor what
    `broke` says."""

    what: str
    expected: Collection[int]
    statuses: Counter[int] = field(default_factory=Counter)
    broke: list[str] = field(default_factory=list)
    remark: str = ""

    def came(self, *statuses: int) -> None:
        """Count what came of one try, or of several."""
        self.statuses.update(statuses)

    def check(self, holds: bool, otherwise: str) -> None:
        """Note something that must hold beside the statuses."""
        if not holds:
            self.broke.append(otherwise)

    @property
    def held(self) -> bool:
        """Whether it came to nothing."""
        return bool(self.statuses) and set(self.statuses) <= set(self.expected) and not self.broke

    def __str__(self) -> str:
        """A row of a Markdown table."""
        came = ", ".join(f"{n} × {_named(status)}" for status, n in sorted(self.statuses.items()))
        expected = ", ".join(_named(status) for status in sorted(self.expected))
        said = "; ".join([came, *([self.remark] if self.remark else []), *self.broke])
        held = "yes" if self.held else "**no**"
        return f"| {self.what} | {self.statuses.total():,} | {expected} | {said} | {held} |"


def _named(status: int) -> str:
    return "closed" if status == CLOSED else str(status)


@dataclass(frozen=True)
class Target:
    """A server of this machine that requires keys, some of them, and the log that it writes."""

    address: str
    keys: Keys
    secret: str
    other: str  # another's
    public: str
    log: Path

    def client(self, key: str | None = None, host: int = 1, **headers: str) -> httpx.Client:
        """Return a client that calls from 127.0.0.`host`: what is counted by address is counted
        apart for each attack."""
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        return httpx.Client(
            base_url=self.address,
            headers=headers,
            timeout=_PATIENCE,
            transport=httpx.HTTPTransport(local_address=f"127.0.0.{host}"),
        )

    def connect(self, host: int = 1, patience: float = _PATIENCE) -> socket.socket:
        """Return a bare connection from 127.0.0.`host`."""
        parts = urlsplit(self.address)
        assert parts.hostname is not None
        assert parts.port is not None
        return socket.create_connection(
            (parts.hostname, parts.port), patience, source_address=(f"127.0.0.{host}", 0)
        )

    def send(self, *pieces: bytes, host: int = 1) -> bytes:
        """Send bytes as they are, and return all that is answered until the server closes, or
        says no more for two seconds."""
        with self.connect(host, 2) as line:
            said = b""
            with suppress(OSError):
                for piece in pieces:
                    line.sendall(piece)
                while part := line.recv(65536):
                    said += part
        return said


def statuses_in(said: bytes) -> list[int]:
    """Return the statuses of all responses in what a server said; CLOSED where there is none."""
    found = [int(part.split(b" ", 2)[1]) for part in said.split(b"HTTP/1.")[1:]]
    return found or [CLOSED]


def table(attacks: Iterable[Attack]) -> str:
    """Return a Markdown table."""
    head = "| what | tried | expected | what came | held |\n|---|--:|---|---|---|"
    return "\n".join([head, *map(str, attacks)])
