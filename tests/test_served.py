"""`career serve` and what an operator does beside it, in processes of their own."""

import csv
import io
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from index.ingest import ingest
from tests.conftest import REPOSITORY, SHIPPED_PROFILES
from ui.served import is_loopback

_CAREER = (sys.executable, "-c", "from ui.command_line import main; main()")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    ingest([SHIPPED_PROFILES], folder)
    return folder


def career(*words: str | Path) -> str:
    said = [*_CAREER, *map(str, words)]
    return subprocess.run(said, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


@contextmanager
def serve(
    data: Path, *words: str, until: int = 200
) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run `career serve` from when /readyz says `until` to the end of the block."""
    said = [*_CAREER, "serve", "--port", "0", "--data", str(data), *words]
    log = (data / "log").open("w")
    started = subprocess.Popen(said, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert started.stdout is not None
        found = re.search(r"http://[\w.:]+", started.stdout.readline())
        assert found is not None
        address = found[0].replace("0.0.0.0", "127.0.0.1")
        deadline = time.monotonic() + 60
        while not _says(address, until):
            assert time.monotonic() < deadline, (data / "log").read_text()
            time.sleep(0.1)
        yield address, started
    finally:
        started.terminate()
        started.wait(60)
        log.close()


def _says(address: str, wanted: int) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=30).status_code == wanted
    except httpx.TransportError:
        return False


def ask(address: str, question: str, **more: str) -> dict[str, object]:
    # Each over a connection of its own, which either process may take.
    response = httpx.post(f"{address}/v1/answers", json={"question": question, **more}, timeout=30)
    assert response.status_code == 200, response.text
    told: dict[str, object] = response.json()
    return told


def test_two_processes_are_as_one(data: Path) -> None:
    with serve(data, "--workers", "2") as (address, _):
        first = ask(address, "Quels diplômes pour devenir boulanger ?")
        known = str(first["conversation_id"])
        for _ in range(12):
            again = ask(address, "Et le lieu de travail ?", conversation_id=known)
            assert again["conversation_id"] == known
            assert again["profiles"] == first["profiles"]
        kept = httpx.get(f"{address}/v1/conversations/{known}").json()
        assert len(kept["turns"]) == 13
        figures = httpx.get(f"{address}/metrics").text
        counted = [
            float(line.split()[-1])
            for line in figures.splitlines()
            if "career_answers_total{" in line
        ]
        assert sum(counted) == 13
        assert "boulanger ?" not in figures
        rating = {"answer_id": first["id"], "rating": "down", "comment": "=1+1 jean@exemple.fr"}
        assert httpx.post(f"{address}/v1/feedback", json=rating).status_code == 201
        ask(address, "Combien de chats faut-il pour être boulanger ?")
    rows = list(csv.DictReader(io.StringIO(career("feedback", "--data", data))))
    assert [(row["answer_id"], row["rating"]) for row in rows] == [(first["id"], "down")]
    assert rows[0]["comment"] == "'=1+1 [adresse électronique]"
    found = career("insights", "--data", data)
    assert found.startswith("count,status,profile,kind")
    assert "chats" not in found


def test_a_signal_ends_it_in_time(data: Path) -> None:
    with serve(data) as (address, started):
        ask(address, "Quels diplômes pour devenir boulanger ?")
        began = time.monotonic()
        started.send_signal(signal.SIGTERM)
        started.wait(30)
        assert time.monotonic() - began < 30
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{address}/healthz")


def test_beyond_this_machine_a_key_is_required(data: Path) -> None:
    said = career("keys", "create", "--name", "site", "--data", data).strip()
    with serve(data, "--host", "0.0.0.0") as (address, _):
        assert httpx.get(f"{address}/v1/profiles").status_code == 401
        key = {"Authorization": f"Bearer {said}"}
        assert httpx.get(f"{address}/v1/profiles", headers=key).status_code == 200
        listed = career("keys", "list", "--data", data)
        assert said not in listed
        career("keys", "revoke", listed.split("\t")[0], "--data", data)
        assert httpx.get(f"{address}/v1/profiles", headers=key).status_code == 401
    log = (data / "log").read_text()
    assert '"status": 401' in log
    assert said not in log
    with serve(data, "--host", "0.0.0.0", "--open-to-everyone") as (address, _):
        opened = httpx.get(f"{address}/v1/profiles")
        assert (opened.status_code, opened.headers["ratelimit-limit"]) == (200, "60")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_which_addresses_are_of_this_machine(host: str, loopback: bool) -> None:
    assert is_loopback(host) == loopback
