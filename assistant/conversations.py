"""Remembers what a conversation is about, so that the next question need not repeat it."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from assistant.errors import UnknownConversation
from corpus.profile import Language

_MOST_CONVERSATIONS = 10_000  # the oldest are forgotten first


@dataclass(frozen=True)
class Conversation:
    """An opaque id; of the last answer its professions, its language, and what was asked, without
    the profession's name."""

    id: str
    profile_ids: tuple[str, ...] = ()
    language: Language | None = None
    question: str = ""


def new_id() -> str:
    """Return an unguessable id of 144 random bits."""
    return secrets.token_urlsafe(18)


class Conversations:
    """The conversations of one process, in memory."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = Lock()

    def get(self, conversation_id: str | None) -> Conversation:
        """Return the conversation to continue, or a new one. Raises UnknownConversation."""
        if conversation_id is None:
            return Conversation(new_id())
        with self._lock:
            found = self._known.get(conversation_id)
        if found is None:
            raise UnknownConversation("This conversation is not known; begin a new one.")
        return found

    def remember(self, conversation: Conversation) -> None:
        """Keep a conversation as it stands after an answer."""
        with self._lock:
            self._known[conversation.id] = conversation
            self._known.move_to_end(conversation.id)
            while len(self._known) > _MOST_CONVERSATIONS:
                self._known.popitem(last=False)
