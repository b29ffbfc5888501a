"""Hands out the assistant over the published index, and moves on when another is published."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread

from assistant.career_assistant import CareerAssistant
from assistant.conversations import Conversations, ConversationsInMemory
from corpus.language import load_language_model
from index.data_folder import current_name
from index.errors import IndexFault

_log = logging.getLogger(__name__)


class CurrentAssistant:
    """Call it for the assistant. Raises NothingIngested until the data folder holds an index.

    A new generation is opened beside the one in use; until it answers, the old one does, as long as
    it is there. All share the conversations.
    """

    def __init__(
        self, data: Path, conversations: Callable[[], Conversations] = ConversationsInMemory
    ) -> None:
        self._data = data
        self._conversations = conversations
        self._lock = Lock()
        self._opening = Lock()
        self._opened: CareerAssistant | None = None
        self._name: str | None = None  # of the generation that was last opened, or tried

    def __call__(self) -> CareerAssistant:
        """Return the assistant over the newest generation that could be opened."""
        opened = self._opened
        if opened is None:
            with self._lock:
                if self._opened is None:
                    self._open()
                opened = self._opened
            assert opened is not None
        elif current_name(self._data) != self._name:
            if not opened.generation.folder.exists():
                # It was removed while nobody asked, and what it had on a server with it.
                with self._opening:
                    if self._opened is opened:
                        self._move_on(opened)
                return self._opened or opened
            if self._opening.acquire(blocking=False):
                Thread(target=self._move_on_meanwhile, args=(opened,), daemon=True).start()
        return opened

    def close(self) -> None:
        """Let go of what the assistant in use has opened, when the server stops."""
        if self._opened is not None:
            self._opened.generation.nearest.close()

    def _open(self) -> None:
        name = current_name(self._data)
        opened = CareerAssistant.open(self._data)
        opened.conversations = self._conversations()
        # A second to unpack, for the few questions that need it: not while one of them waits.
        load_language_model()
        self._opened, self._name = opened, name

    def _move_on_meanwhile(self, before: CareerAssistant) -> None:
        try:
            self._move_on(before)
        finally:
            self._opening.release()

    def _move_on(self, before: CareerAssistant) -> None:
        name = current_name(self._data)
        try:
            after = CareerAssistant.open(self._data)
            after.conversations = before.conversations
            self._opened = after
            _log.info("moved to generation %s", name)
        except IndexFault as error:
            _log.error("%s; the generation before it stays in use", error)
        self._name = name
