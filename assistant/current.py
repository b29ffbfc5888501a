"""Hands out the assistant over the published index, opened when it is first asked for."""

from pathlib import Path
from threading import Lock

from assistant.career_assistant import CareerAssistant


class CurrentAssistant:
    """Call it for the assistant. Raises NothingIngested until the data folder holds an index."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = Lock()
        self._opened: CareerAssistant | None = None

    def __call__(self) -> CareerAssistant:
        """Return the assistant, the same one each time."""
        with self._lock:
            if self._opened is None:
                self._opened = CareerAssistant.open(self._data)
            return self._opened
