"""Keeps conversations in a database, for `career serve`: they outlive the process."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, Integer, MetaData, Table, Text, delete, insert, select

from assistant.answer import Answer
from assistant.conversations import (
    Conversation,
    Turn,
    answered_at,
    new_id,
    unknown_answer,
    unknown_conversation,
)
from assistant.database import Database
from assistant.feedback import Feedback

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
_feedback = Table(
    "feedback",
    METADATA,
    Column("answer_id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False, index=True),
    Column("created_at", Text, nullable=False, index=True),
    Column("rating", Text, nullable=False),
    Column("reason", Text, nullable=True),
    Column("comment", Text, nullable=True),
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
            rated = delete(_feedback).where(_feedback.c.conversation_id == conversation_id)
            connection.execute(rated)
        if not erased:
            raise unknown_conversation()
        self._database.leave_no_trace()

    def rate(self, feedback: Feedback, owner: str = "") -> None:
        """Keep what is thought of an answer, instead of what was. Raises UnknownAnswer.

        PostgreSQL holds the answer's row meanwhile: what erases it waits, and erases this with it.
        """
        rated = (
            select(_turns.c.conversation_id, _turns.c.state)
            .where(_turns.c.answer_id == feedback.answer_id)
            .with_for_update()
        )
        with self._database.writing("feedback") as connection:
            turn = connection.execute(rated).first()
            if turn is None or _state.validate_python(turn.state).owner != owner:
                raise unknown_answer()
            before = delete(_feedback).where(_feedback.c.answer_id == feedback.answer_id)
            connection.execute(before)
            kept = {
                **vars(feedback.without_personal_data()),
                "conversation_id": turn.conversation_id,
                "created_at": _text(datetime.now(UTC)),
            }
            connection.execute(insert(_feedback).values(kept))

    def check(self) -> None:
        """Reach the database."""
        with self._database.reading():
            pass

    def feedback(self) -> Iterator[tuple[str, Feedback]]:
        """Yield what is thought of answers, each with its time, oldest first."""
        with self._database.reading() as connection:
            for row in connection.execute(select(_feedback).order_by(_feedback.c.created_at)):
                yield (
                    row.created_at,
                    Feedback(row.answer_id, row.rating, row.reason, row.comment),
                )

    def uncovered(self) -> Counter[tuple[str, str, str]]:
        """Count what was asked that the profiles do not cover: by status, profile and kind."""
        asked: Counter[tuple[str, str, str]] = Counter()
        with self._database.reading() as connection:
            for row in connection.execute(select(_turns.c.state, _turns.c.answer)):
                if row.answer["status"] in ("not_covered", "partial"):
                    about = row.answer["profiles"]
                    profile = about[0]["id"] if about else ""
                    asked[row.answer["status"], profile, row.state.get("kind", "")] += 1
        return asked

    def erase_older_than(self, moment: datetime) -> int:
        """Erase the turns answered before a moment, and return how many they were."""
        with self._database.writing(_RETENTION) as connection:
            gone = delete(_turns).where(_turns.c.created_at < _text(moment))
            erased = connection.execute(gone).rowcount
            kept = select(_turns.c.answer_id)
            connection.execute(delete(_feedback).where(_feedback.c.answer_id.not_in(kept)))
        if erased:
            self._database.leave_no_trace()
        return erased


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
