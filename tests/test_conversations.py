"""One contract for wherever conversations are kept: in memory, in SQLite, in PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, NamedProfile, Timing
from assistant.conversations import (
    Conversation,
    Conversations,
    ConversationsInMemory,
    Turn,
    new_id,
)
from assistant.database import Database, database_url
from assistant.errors import UnknownConversation
from assistant.stored_conversations import StoredConversations
from corpus.profile import Source, Span

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
STATE = Conversation("", ("baker", "web-developer"), "fr", "Quels diplômes ?")


def turn(question: str = "Quels diplômes ?", at: datetime = NOW) -> Turn:
    source = Source("https://example.org/é", "Titre", None, "2017-09-13", None)
    citation = Citation(
        1, None, "baker", "Boulanger", "education", "Diplômes", "CAP", 3, 6, "/p", source,
        (Span(0, 4), Span(7, 9)),
    )  # fmt: skip
    return Turn.of(
        question,
        Answer(
            id=new_id(),
            conversation_id="",
            created_at=at.isoformat(timespec="milliseconds"),
            status="answered",
            language="fr",
            text="Un CAP [1]",
            citations=(citation,),
            profiles=(NamedProfile("baker", "Boulanger"),),
            suggestions=("Qui recrute ?",),
            generator="extractive",
            timing_ms=Timing(0.1, 0.2, 0.3, 0.6),
        ),
    )


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Conversations]:
    """Open the same conversations again, as another process would; in memory there is but one."""
    if request.param == "memory":
        in_memory = ConversationsInMemory()
        return lambda: in_memory
    said = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    return lambda: StoredConversations(Database(database_url(said, tmp_path)))


@pytest.fixture
def conversations(opened: Callable[[], Conversations]) -> Conversations:
    return opened()


def begun(conversations: Conversations, *turns: Turn) -> str:
    conversation = conversations.get(None)
    for said in turns:
        conversations.remember(replace(STATE, id=conversation.id, turns=conversation.turns), said)
        conversation = conversations.get(conversation.id)
    return conversation.id


def test_a_new_conversation_is_known_from_its_first_turn(conversations: Conversations) -> None:
    new = conversations.get(None)
    assert new == Conversation(new.id)
    assert len(new.id) >= 22  # 128 bits
    with pytest.raises(UnknownConversation):
        conversations.get(new.id)


def test_state_and_turns_come_back_as_they_were(opened: Callable[[], Conversations]) -> None:
    turns = (turn("Quels diplômes ?"), turn("Et « l’anglais » ? 🥖 \\u0041 'x'"))
    known = begun(opened(), *turns)
    assert opened().get(known) == replace(STATE, id=known, turns=2)
    assert opened().turns(known) == turns


def test_erasing_erases_one_conversation(conversations: Conversations) -> None:
    gone, kept = begun(conversations, turn(), turn()), begun(conversations, turn())
    conversations.erase(gone)
    for call in (conversations.get, conversations.turns, conversations.erase):
        with pytest.raises(UnknownConversation):
            call(gone)
    assert len(conversations.turns(kept)) == 1


def test_what_is_erased_while_it_is_answered_stays_erased(conversations: Conversations) -> None:
    known = begun(conversations, turn())
    answering = conversations.get(known)
    conversations.erase(known)
    conversations.remember(answering, turn())
    with pytest.raises(UnknownConversation):
        conversations.get(known)


def test_what_is_old_is_erased_turn_by_turn(conversations: Conversations) -> None:
    old, new = turn(at=NOW - timedelta(days=31)), turn("Qui recrute ?")
    past, going_on = begun(conversations, old, old_again()), begun(conversations, old_again(), new)
    assert conversations.erase_older_than(NOW - timedelta(days=30)) == 3
    assert conversations.erase_older_than(NOW - timedelta(days=30)) == 0
    assert conversations.turns(going_on) == (new,)
    assert conversations.get(going_on).turns == 2
    with pytest.raises(UnknownConversation):
        conversations.turns(past)


def old_again() -> Turn:
    return turn(at=NOW - timedelta(days=30, milliseconds=1))


def test_times_of_other_zones_compare(conversations: Conversations) -> None:
    begun(conversations, turn(at=NOW.astimezone()))
    assert conversations.erase_older_than(NOW) == 0
    assert conversations.erase_older_than(NOW + timedelta(milliseconds=1)) == 1


def test_many_ask_at_once(opened: Callable[[], Conversations]) -> None:
    shared = begun(opened(), turn())

    def ask(number: int) -> str:
        conversations = opened()
        conversations.remember(conversations.get(shared), turn(f"Question {number} ?"))
        return begun(conversations, turn(), turn())

    with ThreadPoolExecutor(max_workers=8) as threads:
        known = list(threads.map(ask, range(16)))
    assert len(opened().turns(shared)) == 17
    assert all(len(opened().turns(each)) == 2 for each in known)
    assert opened().erase_older_than(NOW + timedelta(days=1)) == 17 + 32


def test_only_what_may_be_kept_of_a_question_is(conversations: Conversations) -> None:
    said = turn("Je suis diabétique, joignable au 06 12 34 56 78")
    asked = replace(said.answer, id=new_id(), citations=(), text="Rien sur « jean@exemple.fr »")
    known = begun(conversations, said, Turn.of("Pour jean@exemple.fr ?", asked))
    first, second = conversations.turns(known)
    assert first.question_redacted == "Je suis [santé], joignable au [téléphone]"
    assert second.question_redacted == "Pour [adresse électronique] ?"
    assert second.answer.text == "Rien sur « [adresse électronique] »"
