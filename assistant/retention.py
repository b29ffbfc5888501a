"""Erases conversations when they have been kept long enough."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from assistant.conversations import Conversations
from assistant.errors import BadSetting, ConversationsUnavailable

_log = logging.getLogger(__name__)

_DAYS = 30
_HOUR = 3600  # seconds


def retention(said: str | None) -> timedelta:
    """Return how long turns are kept, as CAREER_RETENTION_DAYS says; 30 days by default."""
    if not said:
        return timedelta(days=_DAYS)
    try:
        kept = timedelta(days=float(said))
    except (ValueError, OverflowError):
        kept = timedelta(0)
    if not timedelta(0) < kept <= timedelta(days=36_500):
        raise BadSetting("CAREER_RETENTION_DAYS is no number of days; write 30, for instance")
    return kept


def keep_erasing(
    conversations: Conversations,
    kept: timedelta,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    wait: Callable[[float], object] = time.sleep,
) -> None:
    """Erase what is older than `kept`, at once and then every hour, for ever."""
    while True:
        try:
            conversations.erase_older_than(now() - kept)
        except ConversationsUnavailable:
            _log.error("conversations could not be erased in time; tried again in an hour")
        wait(_HOUR)
