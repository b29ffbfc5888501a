"""Keeps conversations in a database, for `career serve`: they outlive the process."""

from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, Integer, MetaData, Table, Text, delete, insert, select

from assistant.answer import Answer
from assistant.conversations import (
    Conversation,
    Turn,
    answered_at,
    new_id,
    unknown_conversation,
)
from assistant.database import Database

# A conversation is its turns, each with the state that it left: one write a turn, never a change.
# What the columns are is said by assistant/migrations; a test compares.
METADATA = MetaData()
_turns = Table(
    "turns",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("conversation_id", Text, nullable=False, index=True),
    Column("answer_id", Text, nullable=False, unique=True),
    Column("created_at", Text, nullable=False, index=True),  # RFC 3339, UTC: sorts as time does
    Column("question_redacted", Text, nullable=False),
    Column("state", JSON, nullable=False),
    Column("answer", JSON, nullable=False),
)
_state = TypeAdapter(Conversation)
_answer = TypeAdapter(Answer)
_RETENTION = "retention"  # the name of a lock


class StoredConversations:
    """The conversations of all processes that share a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, conversation_id: str | None) -> Conversation:
        """Return the conversation to continue, or a new one. Raises UnknownConversation."""
        if conversation_id is None:
            return Conversation(new_id())
        wanted = (
            select(_turns.c.state)
            .where(_turns.c.conversation_id == conversation_id)
            .order_by(_turns.c.number.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            state = connection.execute(wanted).scalar()
        if state is None:
            raise unknown_conversation()
        return _state.validate_python(state)

    def remember(self, conversation: Conversation, turn: Turn) -> None:
        """Keep a turn and the conversation as it stands after it."""
        of_it = select(_turns.c.number).where(_turns.c.conversation_id == conversation.id).limit(1)
        added = insert(_turns).values(
            conversation_id=conversation.id,
            answer_id=turn.answer.id,
            created_at=_text(answered_at(turn)),
            question_redacted=turn.question_redacted,
            state=_state.dump_python(conversation.after_a_turn(), mode="json"),
            answer=_answer.dump_python(turn.answer, mode="json"),
        )
        with self._database.writing(conversation.id) as connection:
            if conversation.turns and connection.execute(of_it).scalar() is None:
                return  # erased while its question was answered
            connection.execute(added)

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Return what was asked and answered, oldest first. Raises UnknownConversation."""
        wanted = (
            select(_turns.c.question_redacted, _turns.c.answer)
            .where(_turns.c.conversation_id == conversation_id)
            .order_by(_turns.c.number)
        )
        with self._database.reading() as connection:
            found = connection.execute(wanted).all()
        if not found:
            raise unknown_conversation()
        return tuple(
            Turn(row.question_redacted, _answer.validate_python(row.answer)) for row in found
        )

    def erase(self, conversation_id: str) -> None:
        """Erase a conversation for good. Raises UnknownConversation."""
        with self._database.writing(conversation_id) as connection:
            gone = delete(_turns).where(_turns.c.conversation_id == conversation_id)
            erased = connection.execute(gone).rowcount
        if not erased:
            raise unknown_conversation()
        self._database.leave_no_trace()

    def erase_older_than(self, moment: datetime) -> int:
        """Erase the turns answered before a moment, and return how many they were."""
        with self._database.writing(_RETENTION) as connection:
            gone = delete(_turns).where(_turns.c.created_at < _text(moment))
            erased = connection.execute(gone).rowcount
        if erased:
            self._database.leave_no_trace()
        return erased


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
