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


@contextmanager
def serving(programs: Path) -> Iterator[str]:
    """Run a server until the end of the block, and give the URL of a database."""
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        data = Path(folder) / "data"
        user = _owner(Path(folder))
        port = _free_port()

        def run(program: str, *words: str) -> None:
            # Its server goes on writing to where it writes: a file, or one would wait for it.
            subprocess.run(
                [programs / program, "-D", str(data), *words],
                user=user,
                cwd=folder,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

        run("initdb", "--auth=trust", "--username=career", "--encoding=UTF8", "--no-sync")
        options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
        run("pg_ctl", "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql://career@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


def _owner(folder: Path) -> int | None:
    """Give the folder to a user who may run a server, which root may not, and return their id."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user.pw_uid for user in pwd.getpwall()}
    user = names.get("postgres", names["nobody"])
    os.chown(folder, user, -1)
    return user


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
