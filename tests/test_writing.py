"""Many threads of a process write to one SQLite file: each of them gets its turn."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant import database
from assistant.database import Database, database_url


def test_no_thread_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patience = [pragma for pragma in database._PRAGMAS if "busy_timeout" not in pragma]
    monkeypatch.setattr(database, "_PRAGMAS", (*patience, "busy_timeout = 100"))
    kept = Database(database_url(None, tmp_path))
    with kept.writing("table") as connection:
        connection.execute(text("CREATE TABLE said (number INTEGER)"))

    def write(number: int) -> None:
        with kept.writing("a") as connection:
            connection.execute(text(f"INSERT INTO said VALUES ({number})"))
            time.sleep(0.03)  # all of them take longer than one would wait

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(write, range(24)))
    with kept.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM said")).scalar() == 24
