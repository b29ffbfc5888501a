"""Remembers what a conversation is about, so that the next question need not repeat it."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Protocol

from assistant.answer import Answer
from assistant.errors import UnknownAnswer, UnknownConversation
from assistant.feedback import Feedback
from assistant.personal_data import redacted
from corpus.profile import Language

_MOST_CONVERSATIONS = 10_000  # in memory; the oldest are forgotten first


@dataclass(frozen=True)
class Conversation:
    """The state of a conversation: an opaque id; of the last answer its professions, its language,
    what was asked, without the profession's name, and the professions offered to choose from; how
    many turns it has had.

    It is stored as JSON: a field added here has a default, for conversations that lack it.
    """

    id: str
    profile_ids: tuple[str, ...] = ()
    language: Language | None = None
    question: str = ""
    offered: tuple[str, ...] = ()
    turns: int = 0
    owner: str = ""  # the id of the key that began it
    kind: str = ""  # of the last question, for insights: a word of ours, none of the person's

    def after_a_turn(self) -> "Conversation":
        """Return the conversation with one turn more."""
        return replace(self, turns=self.turns + 1)


@dataclass(frozen=True)
class Turn:
    """A question without what is personal in it, and its answer, which has the id and the time."""

    question_redacted: str
    answer: Answer

    @classmethod
    def of(cls, question: str, answer: Answer) -> "Turn":
        """Return the turn as it may be kept."""
        if not answer.citations:  # then it may say the question's words, and no span counts in it
            answer = replace(answer, text=redacted(answer.text, answer.language))
        return cls(redacted(question, answer.language), answer)


class Conversations(Protocol):
    """Where conversations are kept. Whatever a part cannot reach is ConversationsUnavailable."""

    def get(self, conversation_id: str | None) -> Conversation:
        """Return the conversation to continue, or a new one. Raises UnknownConversation."""

    def remember(self, conversation: Conversation, turn: Turn) -> None:
        """Keep a turn and the conversation as it stands after it.

        A conversation that was erased while its question was answered stays erased.
        """

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Return what was asked and answered, oldest first. Raises UnknownConversation."""

    def erase(self, conversation_id: str) -> None:
        """Erase a conversation for good. Raises UnknownConversation."""

    def rate(self, feedback: Feedback, owner: str = "") -> None:
        """Keep what is thought of an answer, instead of what was. Raises UnknownAnswer."""

    def erase_older_than(self, moment: datetime) -> int:
        """Erase the turns answered before a moment, and return how many they were.

        A conversation none of whose turns is left is erased with them.
        """

    def check(self) -> None:
        """Reach the place where they are kept."""


class ConversationsInMemory:
    """The conversations of one process."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Conversation, tuple[Turn, ...]]] = OrderedDict()
        self._lock = Lock()

    def get(self, conversation_id: str | None) -> Conversation:
        """Return the conversation to continue, or a new one. Raises UnknownConversation."""
        if conversation_id is None:
            return Conversation(new_id())
        with self._lock:
            return self._found(conversation_id)[0]

    def remember(self, conversation: Conversation, turn: Turn) -> None:
        """Keep a turn and the conversation as it stands after it."""
        with self._lock:
            before = self._known.get(conversation.id)
            if before is None and conversation.turns:
                return
            turns = (*(before[1] if before else ()), turn)
            self._known[conversation.id] = conversation.after_a_turn(), turns
            self._known.move_to_end(conversation.id)
            while len(self._known) > _MOST_CONVERSATIONS:
                self._known.popitem(last=False)

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Return what was asked and answered, oldest first. Raises UnknownConversation."""
        with self._lock:
            return self._found(conversation_id)[1]

    def erase(self, conversation_id: str) -> None:
        """Erase a conversation. Raises UnknownConversation."""
        with self._lock:
            self._found(conversation_id)
            del self._known[conversation_id]

    def rate(self, feedback: Feedback, owner: str = "") -> None:
        """Check that there is such an answer. Raises UnknownAnswer; one process keeps no more."""
        with self._lock:
            answers = {
                turn.answer.id
                for conversation, turns in self._known.values()
                if conversation.owner == owner
                for turn in turns
            }
        if feedback.answer_id not in answers:
            raise unknown_answer()

    def erase_older_than(self, moment: datetime) -> int:
        """Erase the turns answered before a moment, and return how many they were."""
        erased = 0
        with self._lock:
            for known, (conversation, turns) in list(self._known.items()):
                kept = tuple(turn for turn in turns if answered_at(turn) >= moment)
                erased += len(turns) - len(kept)
                if kept:
                    self._known[known] = conversation, kept
                else:
                    del self._known[known]
        return erased

    def check(self) -> None:
        """Nothing is to be reached."""

    def _found(self, conversation_id: str) -> tuple[Conversation, tuple[Turn, ...]]:
        found = self._known.get(conversation_id)
        if found is None:
            raise unknown_conversation()
        return found


def new_id() -> str:
    """Return an unguessable id of 144 random bits."""
    return secrets.token_urlsafe(18)


def answered_at(turn: Turn) -> datetime:
    """Return when a turn was answered."""
    return datetime.fromisoformat(turn.answer.created_at)


def owned(conversations: Conversations, conversation_id: str | None, owner: str) -> Conversation:
    """Return a conversation of `owner`'s to go on, or a new one. Raises UnknownConversation, for
    another's too: nobody learns that there is one."""
    conversation = conversations.get(conversation_id)
    if conversation_id is None:
        return replace(conversation, owner=owner)
    if conversation.owner != owner:
        raise unknown_conversation()
    return conversation


def unknown_answer() -> UnknownAnswer:
    """Return the error of an id that no answer has, or none any longer."""
    return UnknownAnswer("This answer is not known; rate one that was just given.")


def unknown_conversation() -> UnknownConversation:
    """Return the error of an id that no conversation has, or none any longer."""
    return UnknownConversation("This conversation is not known; begin a new one.")
