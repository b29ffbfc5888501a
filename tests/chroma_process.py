"""Starts a Chroma server of its own, on a free port of this machine, in a temporary folder."""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.postgresql import free_port

COLLECTIONS = "/tenants/default_tenant/databases/default_database/collections"
_RUN = (sys.executable, "-c", "from chromadb.cli.cli import app; app()", "run")  # `chroma run`


class ChromaProcess:
    """A server over a folder: started, stopped, frozen and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self._running is not None:
            return
        words = ("--path", str(self._folder / "data"), "--host", "127.0.0.1", "--port")
        with (self._folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [*_RUN, *words, str(self._port)], cwd=self._folder, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self._running.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < deadline, "the Chroma server did not start"
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once, whatever it is doing."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it answer nobody, and refuse nobody, until the end of the block."""
        assert self._running is not None
        self._running.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._running.send_signal(signal.SIGCONT)

    def call(self, method: str, path: str, said: object = None) -> Any:
        """Call the server's own API, beside the project's clients; return what it says."""
        response = httpx.request(method, f"{self.url}/api/v2{path}", json=said)
        response.raise_for_status()
        return response.json()

    def collections(self) -> list[str]:
        """Return the names of its collections."""
        return sorted(collection["name"] for collection in self.call("GET", COLLECTIONS))

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1).is_success
        except httpx.TransportError:
            return False


@contextmanager
def serving_chroma() -> Iterator[ChromaProcess]:
    """Run a server until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="chroma-") as folder:
        server = ChromaProcess(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
