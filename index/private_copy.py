"""Copies a folder for one process; what one that died has left, the next one removes."""

import shutil
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "career-chroma-"
_LOCK = "lock"
_NEW = 60  # seconds in which a copy may not have its lock yet


class PrivateCopy:
    """A copy among the temporary files. The system drops its lock when its process dies."""

    def __init__(self, folder: Path) -> None:
        _remove_abandoned()
        self._place = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = FileLock(self._place / _LOCK, thread_local=False)
        self._lock.acquire()
        self.folder = self._place / folder.name
        try:
            shutil.copytree(folder, self.folder)
        except BaseException:
            self.remove()
            raise

    def remove(self) -> None:
        """Remove it."""
        shutil.rmtree(self._place, ignore_errors=True)
        self._lock.release()


def _remove_abandoned() -> None:
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if time.time() - place.stat().st_mtime > _NEW:
                with FileLock(place / _LOCK, timeout=0):
                    shutil.rmtree(place, ignore_errors=True)
        except (Timeout, OSError):
            continue  # in use, or another user's, or gone
