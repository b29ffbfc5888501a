"""Keeps the server's conversations and keys where, and as long as, the environment says."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from assistant.retention import keep_erasing, retention

if TYPE_CHECKING:  # SQLAlchemy takes 0.15 s to import: while the index is being opened
    from assistant.database import Database
    from assistant.keys import Keys
    from assistant.stored_conversations import StoredConversations


@dataclass(frozen=True)
class Kept:
    """What is kept in the database."""

    conversations: "StoredConversations"
    keys: "Keys"


def open_database(data: Path) -> "Database":
    """Return the database of a data folder, or the one that the environment names."""
    from assistant.database import Database, database_url

    return Database(database_url(os.environ.get("CAREER_DATABASE_URL"), data))


def keep_conversations(data: Path) -> Future[Kept]:
    """Open the database while the caller goes on, and erase old conversations from then on.

    Raises BadSetting, at once or as the result, when a setting is wrong.
    """
    kept_for = retention(os.environ.get("CAREER_RETENTION_DAYS"))
    thread = ThreadPoolExecutor(max_workers=1)
    opening = thread.submit(_open, data, kept_for)
    thread.shutdown(wait=False)
    return opening


def _open(data: Path, kept_for: timedelta) -> Kept:
    from assistant.keys import Keys
    from assistant.stored_conversations import StoredConversations

    database = open_database(data)
    conversations = StoredConversations(database)
    Thread(target=keep_erasing, args=(conversations, kept_for), daemon=True).start()
    return Kept(conversations, Keys(database))
