"""`career serve` and what an operator does beside it, in processes of their own."""

import csv
import hashlib
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
from tests.chroma_process import ChromaProcess
from tests.conftest import REPOSITORY, SHIPPED_PROFILES
from ui.served import is_loopback

SEARCHES: list[tuple[str, dict[str, str]]] = [
    ("/v1/search", {"query": "travailler de ses mains"}),
    ("/v1/match", {"text": "J’aime faire du pain"}),
]
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


def files_of(data: Path) -> dict[str, tuple[str, int]]:
    """Return what each file of the generations is, and when it was written (nanoseconds)."""
    files = [path for path in (data / "generations").rglob("*") if path.is_file()]
    assert [path for path in files if "chroma" in path.parts]
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in files
    }


def test_two_processes_are_as_one(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = files_of(data)
    with serve(data, "--workers", "2") as (address, _):
        for path, body in SEARCHES * 3:  # all that opens Chroma, in either process
            assert httpx.post(f"{address}{path}", json=body, timeout=30).status_code == 200
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
        assert files_of(data) == before
        assert list(tmp_path.glob("career-chroma-*/chroma"))
        rating = {"answer_id": first["id"], "rating": "down", "comment": "=1+1 jean@exemple.fr"}
        assert httpx.post(f"{address}/v1/feedback", json=rating).status_code == 201
        ask(address, "Combien de chats faut-il pour être boulanger ?")
    assert not list(tmp_path.glob("career-*"))
    rows = list(csv.DictReader(io.StringIO(career("feedback", "--data", data))))
    assert [(row["answer_id"], row["rating"]) for row in rows] == [(first["id"], "down")]
    assert rows[0]["comment"] == "'=1+1 [adresse électronique]"
    found = career("insights", "--data", data)
    assert found.startswith("count,status,profile,kind")
    assert "chats" not in found


def test_two_processes_on_the_same_servers_are_as_one(
    chroma: ChromaProcess, postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREER_CHROMA_URL", chroma.url)
    monkeypatch.setenv("CAREER_DATABASE_URL", postgresql)
    ingest([SHIPPED_PROFILES], tmp_path)
    # Not two workers, but two servers: either is known to be asked.
    with serve(tmp_path) as (one, _), serve(tmp_path) as (other, _):
        first = ask(one, "Quels diplômes pour devenir boulanger ?")
        known = str(first["conversation_id"])
        for address in (other, one, other):
            again = ask(address, "Et le lieu de travail ?", conversation_id=known)
            assert again["profiles"] == first["profiles"]
        kept = [httpx.get(f"{a}/v1/conversations/{known}").json() for a in (one, other)]
        assert kept[0] == kept[1]
        assert len(kept[0]["turns"]) == 4
        for path, body in SEARCHES:
            found = [httpx.post(f"{a}{path}", json=body, timeout=30).json() for a in (one, other)]
            assert found[0] == found[1]
        assert httpx.delete(f"{other}/v1/conversations/{known}").status_code == 204
        assert httpx.get(f"{one}/v1/conversations/{known}").status_code == 404


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
