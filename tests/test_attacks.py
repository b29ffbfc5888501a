"""Attacks on a real `career serve`, those that take seconds; the rest: `python -m eval.attacks`."""

import socket
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from api.app import create_app
from api.patience import MOST, Protocol
from assistant.career_assistant import CareerAssistant
from eval.attack import Attack, table
from eval.attacks import report, run
from index.ingest import ingest
from tests.conftest import REPOSITORY, SHIPPED_PROFILES
from tests.serving import serving_app


class _Hasty(Protocol):
    seconds = 0.5  # that it waits for headers


def test_what_a_request_says_attacks_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ingest([SHIPPED_PROFILES], data)
    group = "What a request says"
    tried = run(data, [group])
    assert [str(attack) for attack in tried[group] if not attack.held] == []
    assert f"{len(tried[group])} of {len(tried[group])} attacks" in report(tried)


def test_an_attack_holds_only_if_all_that_came_was_expected() -> None:
    assert not Attack("nothing was tried", {404}).held
    assert Attack("a", {404}, Counter({404: 2})).held
    assert not Attack("b", {404}, Counter({404: 2, 200: 1})).held
    leaked = Attack("c", {404}, Counter({404: 1}))
    leaked.check(False, "a key was shown")
    assert not leaked.held
    assert "a key was shown | **no** |" in table([leaked])


def test_the_table_in_the_documents_says_that_all_held() -> None:
    said = (REPOSITORY / "docs" / "attacks.md").read_text("utf-8")
    rows = [line for line in said.splitlines() if line.startswith("| ") and "tried" not in line]
    assert len(rows) > 25
    assert [row for row in rows if not row.endswith("| yes |")] == []


@pytest.fixture(scope="module")
def impatient(shipped_assistant: CareerAssistant) -> Iterator[str]:
    with serving_app(create_app(lambda: shipped_assistant), http=_Hasty) as address:
        yield address


def connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((str(parts.hostname), int(parts.port or 0)), 5)


@pytest.mark.parametrize(
    "first", [b"", b"GET", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nX: "]
)
def test_who_never_says_what_they_want_is_left(impatient: str, first: bytes) -> None:
    with connect(impatient) as line:
        began = time.monotonic()
        line.sendall(first)
        assert line.recv(100) == b""
        assert time.monotonic() - began < 3


def test_who_says_it_in_pieces_is_waited_for(impatient: str) -> None:
    with connect(impatient) as line:
        for _ in range(2):  # two requests over one connection, each in its own time
            for piece in (b"GET /healthz HTTP/1.1\r\n", b"Host: x\r\n", b"\r\n"):
                line.sendall(piece)
                time.sleep(0.1)
            assert line.recv(4096).startswith(b"HTTP/1.1 200")


def test_headers_are_measured(impatient: str) -> None:
    with connect(impatient) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nX: " + b"a" * (MOST * 8))
        assert line.recv(100).startswith(b"HTTP/1.1 431")
    large = httpx.get(f"{impatient}/healthz", headers={"X": "a" * (MOST // 2)})
    assert large.status_code == 200


def test_no_redirect_names_another_host(impatient: str) -> None:
    sent = httpx.get(f"{impatient}/v1/profiles/", headers={"Host": "evil.example"})
    assert (sent.status_code, "evil" in str(sent.headers)) == (404, False)
