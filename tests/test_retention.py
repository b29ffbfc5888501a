"""How long conversations are kept, by a clock that is passed in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from assistant.conversations import ConversationsInMemory
from assistant.errors import BadSetting, ConversationsUnavailable, UnknownConversation
from assistant.retention import keep_erasing, retention
from tests.test_conversations import NOW, STATE, turn


class Stopped(Exception):
    """Ends what goes on for ever."""


class Clock:
    """Passes as long as one waits, until it has been waited for often enough."""

    def __init__(self, waits: int) -> None:
        self.now = NOW
        self._left = waits

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        if not self._left:
            raise Stopped
        self._left -= 1
        self.now += timedelta(seconds=seconds)


def erased_after(clock: Clock, kept: timedelta, conversations: ConversationsInMemory) -> None:
    with pytest.raises(Stopped):
        keep_erasing(conversations, kept, clock, clock.wait)


def test_a_turn_is_kept_for_its_days_and_no_hour_longer() -> None:
    conversations = ConversationsInMemory()
    conversations.remember(STATE, turn(at=NOW))
    erased_after(Clock(waits=30 * 24), timedelta(days=30), conversations)
    assert len(conversations.turns(STATE.id)) == 1
    erased_after(Clock(waits=30 * 24 + 1), timedelta(days=30), conversations)
    with pytest.raises(UnknownConversation):
        conversations.turns(STATE.id)


def test_what_is_old_at_the_start_is_erased_then() -> None:
    conversations = ConversationsInMemory()
    conversations.remember(STATE, turn(at=NOW - timedelta(days=31)))
    erased_after(Clock(waits=0), timedelta(days=30), conversations)
    with pytest.raises(UnknownConversation):
        conversations.get(STATE.id)


class OnceGone(ConversationsInMemory):
    """Cannot be reached the first time."""

    def __init__(self) -> None:
        super().__init__()
        self._faults: Iterator[None] = iter([None])

    def erase_older_than(self, moment: datetime) -> int:
        for _ in self._faults:
            raise ConversationsUnavailable
        return super().erase_older_than(moment)


def test_a_database_that_is_gone_is_tried_again_in_an_hour() -> None:
    conversations = OnceGone()
    conversations.remember(STATE, turn(at=NOW - timedelta(days=31)))
    erased_after(Clock(waits=1), timedelta(days=30), conversations)
    with pytest.raises(UnknownConversation):
        conversations.get(STATE.id)


@pytest.mark.parametrize(("said", "days"), [(None, 30), ("", 30), ("7", 7), ("0.5", 0.5)])
def test_the_days_are_a_setting(said: str | None, days: float) -> None:
    assert retention(said) == timedelta(days=days)


@pytest.mark.parametrize("said", ["0", "-1", "a month", "nan", "inf", "1e300"])
def test_days_that_are_none_are_refused(said: str) -> None:
    with pytest.raises(BadSetting, match="CAREER_RETENTION_DAYS"):
        retention(said)
