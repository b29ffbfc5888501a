"""Keeps the server's conversations where, and as long as, the environment says."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Thread

from assistant.conversations import Conversations
from assistant.retention import keep_erasing, retention


def keep_conversations(data: Path) -> Future[Conversations]:
    """Open the conversations while the caller goes on, and erase old ones from then on.

    Raises BadSetting, at once or as the result, when a setting is wrong.
    """
    kept = retention(os.environ.get("CAREER_RETENTION_DAYS"))
    thread = ThreadPoolExecutor(max_workers=1)
    opening = thread.submit(_open, data, kept)
    thread.shutdown(wait=False)
    return opening


def _open(data: Path, kept: timedelta) -> Conversations:
    # SQLAlchemy takes 0.15 s to import: while the index is being opened.
    from assistant.database import Database, database_url
    from assistant.stored_conversations import StoredConversations

    url = database_url(os.environ.get("CAREER_DATABASE_URL"), data)
    conversations = StoredConversations(Database(url))
    Thread(target=keep_erasing, args=(conversations, kept), daemon=True).start()
    return conversations
