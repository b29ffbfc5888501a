"""Starts a PostgreSQL server of its own, on a free port of this machine, in a temporary folder."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = "/usr/lib/postgresql/*/bin"  # where Debian puts it


def server_programs() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, or None."""
    folders = [*sorted(Path("/").glob(_PLACES[1:]), reverse=True)]
    if on_path := shutil.which("pg_ctl"):
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


class PostgreSQL:
    """A server over a folder: made, started, stopped and started again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._user = _owner(folder)
        self._runs = False
        self._port = free_port()
        self.url = f"postgresql://career@127.0.0.1:{self._port}/postgres"
        self._run("initdb", "--auth=trust", "--username=career", "--encoding=UTF8", "--no-sync")

    def start(self) -> None:
        """Start it, unless it runs."""
        if self._runs:
            return
        options = f"-h 127.0.0.1 -p {self._port} -k {self._folder} -c fsync=off"
        self._run("pg_ctl", "-w", "-o", options, "-l", f"{self._folder}/log", "start")
        self._runs = True

    def stop(self) -> None:
        """Stop it at once, whatever it is doing."""
        self._run("pg_ctl", "-m", "immediate", "stop")
        self._runs = False

    def _run(self, program: str, *words: str) -> None:
        # Its server goes on writing to where it writes: a file, or one would wait for it.
        subprocess.run(
            [self._programs / program, "-D", str(self._folder / "data"), *words],
            user=self._user,
            cwd=self._folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def serving(programs: Path) -> Iterator[PostgreSQL]:
    """Run a server until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        server = PostgreSQL(programs, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _owner(folder: Path) -> int | None:
    """Give the folder to a user who may run a server, which root may not, and return their id."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user.pw_uid for user in pwd.getpwall()}
    user = names.get("postgres", names["nobody"])
    os.chown(folder, user, -1)
    return user


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
