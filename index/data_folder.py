"""The data folder: `generations/<name>/`, and `current`, a file with the name of the one to read.

Publishing is renaming one pointer, so a crash at any moment leaves the last good generation.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from index.chroma import remove_vectors
from index.errors import IndexFault, NothingIngested, VectorsUnavailable
from index.generation import Generation

_log = logging.getLogger(__name__)

_KEPT_GENERATIONS = 2


def current_name(data: Path) -> str | None:
    """Return the name of the published generation, or None."""
    try:
        return (data / "current").read_text("utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexFault(
            f"{data / 'current'} cannot be read; write into it the name of a folder of "
            f"{data / 'generations'}"
        ) from error


def open_current(data: Path, source: str | None = None) -> Generation:
    """Open the published generation of a data folder; if it is damaged, the one before it.

    Raises NothingIngested if there is none, IndexFault if none can be read.
    """
    name = current_name(data)
    if name is None:
        raise NothingIngested(f"{data}: nothing was ingested here; run career ingest PATH first")
    try:
        return Generation(data / "generations" / name, source)
    except IndexFault as error:
        if current_name(data) != name:  # removed while it was being opened: a newer one is there
            return open_current(data, source)
        for earlier in reversed([n for n in _published(data) if n < name]):
            try:
                opened = Generation(data / "generations" / earlier, source)
            except IndexFault:
                continue
            _log.error("%s; serving the generation before it, %s", error, earlier)
            return opened
        raise


@contextmanager
def locked(data: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder for writing; call `waiting` with who holds it when one has to wait.

    The system drops a lock when its process dies, so none is ever left behind.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock, holder = FileLock(data / "lock"), data / "lock.holder"
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting(f"waiting for {_read(holder) or 'another process'} to finish with {data}")
            lock.acquire()
        holder.write_text(f"process {os.getpid()}, since {datetime.now():%H:%M:%S},", "utf-8")
    except OSError as error:
        raise IndexFault(f"{data}: cannot be written ({error.strerror or error})") from error
    try:
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


@contextmanager
def new_generation(data: Path) -> Iterator[Path]:
    """Give an empty folder to write the next generation into, and publish it at the end.

    Raises IndexFault when it cannot be written; then nothing is published.
    """
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid4().hex[:6]}"
    generations = data / "generations"
    partial = generations / f".partial-{name}"
    try:
        _remove_partial(generations)
        partial.mkdir(parents=True)
        yield partial
        partial.rename(generations / name)
        (data / ".current").write_text(name, "utf-8")
        os.replace(data / ".current", data / "current")
    except OSError as error:
        raise IndexFault(
            f"{data}: the index cannot be written ({error.strerror or error}); "
            "the one before stays in use"
        ) from error
    finally:
        if partial.exists():
            _remove(partial)
    for old in _published(data)[:-_KEPT_GENERATIONS]:
        _remove(generations / old)


def _published(data: Path) -> list[str]:
    """Return the names of complete generations, oldest first."""
    generations = data / "generations"
    if not generations.is_dir():
        return []
    return sorted(p.name for p in generations.iterdir() if not p.name.startswith("."))


def _remove_partial(generations: Path) -> None:
    """Remove what a crash left behind; the lock says that nobody is writing it."""
    for left in generations.glob(".partial-*"):
        _remove(left)


def _remove(generation: Path) -> None:
    """Remove a generation, what a server keeps of it first: while its folder is there, the next
    writer tries again."""
    try:
        remove_vectors(generation)
    except VectorsUnavailable as error:
        _log.warning("%s; %s is removed later", error.what, generation)
        return
    shutil.rmtree(generation, ignore_errors=True)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""
