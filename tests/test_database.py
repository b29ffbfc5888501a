"""The database: its tables, its start, what it leaves on the disk, and what happens without it."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from assistant.career_assistant import CareerAssistant
from assistant.conversations import Conversation
from assistant.database import Database, database_url, newest_revision
from assistant.errors import (
    BadSetting,
    ConversationsUnavailable,
    UnknownAnswer,
    UnknownConversation,
)
from assistant.feedback import Feedback
from assistant.keys import METADATA
from assistant.stored_conversations import StoredConversations
from tests.conftest import REPOSITORY
from tests.test_conversations import NOW, turn


def stored(data: Path) -> StoredConversations:
    return StoredConversations(Database(database_url(None, data)))


def raw_bytes(data: Path) -> bytes:
    """All that is on the disk: the file, its write-ahead log and that one's index."""
    return b"".join(file.read_bytes() for file in sorted(data.glob("conversations.sqlite*")))


def word(number: int) -> str:
    return f"Secret{number:04d}Word"


def keep(conversations: StoredConversations, known: str, number: int, length: int) -> None:
    said = turn(word(number), NOW + timedelta(seconds=number))
    said = replace(said, answer=replace(said.answer, text=word(number) + "x" * length))
    conversations.remember(Conversation(known, question=word(number)), said)


def test_no_word_of_an_erased_question_is_left_on_the_disk(tmp_path: Path) -> None:
    conversations = stored(tmp_path)
    chance = random.Random(1)
    asked: dict[str, list[int]] = {}
    for number in range(200):  # of several lengths, so that SQLite moves rows between pages
        known = f"conversation{chance.randrange(60)}"
        keep(conversations, known, number, chance.choice((0, 300, 5000)))
        asked.setdefault(known, []).append(number)
    before = raw_bytes(tmp_path)
    assert all(word(number).encode() in before for number in range(200))
    left = list(asked)
    chance.shuffle(left)
    for known in left[:40]:
        conversations.erase(known)
        after = raw_bytes(tmp_path)
        assert not [number for number in asked[known] if word(number).encode() in after]
    kept = next(number for known in left[40:] for number in asked[known])
    assert word(kept).encode() in after


def test_no_word_of_an_old_question_is_left_on_the_disk(tmp_path: Path) -> None:
    conversations = stored(tmp_path)
    for number in range(100):
        keep(conversations, f"conversation{number % 7}", number, 40 * number)
    assert conversations.erase_older_than(NOW + timedelta(seconds=60)) == 60
    left = raw_bytes(tmp_path)
    assert [number for number in range(100) if word(number).encode() in left] == [*range(60, 100)]


def test_nobody_else_of_the_machine_may_read_it(tmp_path: Path) -> None:
    keep(stored(tmp_path), "one", 1, 0)
    files = list(tmp_path.glob("conversations.sqlite*"))
    assert files
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


@pytest.fixture(params=["sqlite", "postgresql"])
def said(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("postgresql") if request.param == "postgresql" else None


def test_the_migrations_make_the_tables_that_are_used(said: str | None, tmp_path: Path) -> None:
    url = database_url(said, tmp_path)
    StoredConversations(Database(url)).erase_older_than(NOW)
    with create_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_newest_migration_is_told_by_its_file() -> None:
    config = Config()
    config.set_main_option("script_location", "assistant:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == newest_revision()


def test_processes_that_start_together_share_a_new_database(
    said: str | None, tmp_path: Path
) -> None:
    code = f"""
from datetime import UTC, datetime
from pathlib import Path
from assistant.database import Database, database_url
from assistant.stored_conversations import StoredConversations
input()
url = database_url({said!r}, Path({str(tmp_path)!r}))
StoredConversations(Database(url)).erase_older_than(datetime.now(UTC))
"""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in started:
        _, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, complaint


def test_the_second_start_needs_no_alembic(tmp_path: Path) -> None:
    stored(tmp_path).erase_older_than(NOW)
    code = f"""
import sys
from pathlib import Path
from tests.test_database import NOW, Database, StoredConversations, database_url
for name in [name for name in sys.modules if name.startswith("alembic")]:
    del sys.modules[name]
StoredConversations(Database(database_url(None, Path({str(tmp_path)!r})))).erase_older_than(NOW)
assert "alembic.command" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)


def test_a_locked_database_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.database._PRAGMAS", ("busy_timeout = 50",))
    conversations = stored(tmp_path)
    keep(conversations, "one", 1, 0)
    with closing(sqlite3.connect(tmp_path / "conversations.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ConversationsUnavailable, match=r"database is locked.*try again later"):
            keep(conversations, "two", 2, 0)
        other.rollback()
    keep(conversations, "two", 2, 0)
    assert conversations.get("two").question == word(2)


class Paused(Feedback):
    """Feedback that is being kept, its answer found, while something else begins."""

    def __init__(self, answer_id: str, meanwhile: Callable[[], object]) -> None:
        super().__init__(answer_id, "down", comment="Un mot")
        object.__setattr__(self, "_meanwhile", Thread(target=meanwhile))

    def without_personal_data(self) -> Feedback:
        meanwhile = vars(self)["_meanwhile"]
        meanwhile.start()
        meanwhile.join(1)  # time enough to erase, if nothing holds it back
        return Feedback(self.answer_id, self.rating, comment=self.comment)

    def wait(self) -> None:
        vars(self)["_meanwhile"].join(30)


@pytest.mark.parametrize("way", ["erased", "old"])
def test_feedback_that_comes_while_its_answer_is_erased_goes_with_it(
    said: str | None, way: str, tmp_path: Path
) -> None:
    url = database_url(said, tmp_path)
    rating, erasing = StoredConversations(Database(url)), StoredConversations(Database(url))
    answered = turn("Quels diplômes ?", NOW)
    rating.remember(Conversation("one"), answered)
    if way == "erased":
        feedback = Paused(answered.answer.id, lambda: erasing.erase("one"))
    else:
        later = NOW + timedelta(seconds=1)
        feedback = Paused(answered.answer.id, lambda: erasing.erase_older_than(later))
    rating.rate(feedback)
    feedback.wait()
    assert list(rating.feedback()) == []
    with pytest.raises(UnknownConversation):
        rating.get("one")
    with pytest.raises(UnknownAnswer):
        rating.rate(Feedback(answered.answer.id, "up"))


def test_feedback_on_an_answer_that_is_kept_is_kept(said: str | None, tmp_path: Path) -> None:
    conversations = StoredConversations(Database(database_url(said, tmp_path)))
    old, new = turn(at=NOW), turn(at=NOW + timedelta(days=1))
    conversations.remember(Conversation("one"), old)
    conversations.remember(Conversation("one", turns=1), new)
    for answered in (old, new):
        conversations.rate(Feedback(answered.answer.id, "up"))
    assert conversations.erase_older_than(NOW + timedelta(hours=1)) == 1
    assert [feedback.answer_id for _, feedback in conversations.feedback()] == [new.answer.id]


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    stored(tmp_path).erase_older_than(NOW)
    with closing(sqlite3.connect(tmp_path / "conversations.sqlite")) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConversationsUnavailable, match="newer version"):
        stored(tmp_path).get("one")


def test_a_database_that_is_gone_is_a_503_and_comes_back(
    shipped_assistant: CareerAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").write_text("no folder")
    monkeypatch.setattr(shipped_assistant, "conversations", stored(tmp_path / "data"))
    question = {"question": "Quels diplômes pour devenir boulanger ?"}
    with TestClient(create_app(lambda: shipped_assistant)) as client:
        for response in (
            client.post("/v1/answers", json=question),
            client.get("/v1/conversations/one"),
            client.delete("/v1/conversations/one"),
        ):
            assert response.status_code == 503
            assert response.headers["content-type"] == "application/problem+json"
            assert response.json()["title"] == "Conversations cannot be read or kept right now"
            assert str(tmp_path) not in response.text
        (tmp_path / "data").unlink()
        assert client.post("/v1/answers", json=question).status_code == 200


def test_a_server_that_does_not_answer_is_said_to_be_so() -> None:
    url = database_url("postgresql://career@127.0.0.1:1/none", Path())
    with pytest.raises(ConversationsUnavailable, match="try again later"):
        StoredConversations(Database(url)).get("one")


@pytest.mark.parametrize(
    "wrong", ["nonsense", "mysql://host/name", "sqlite://", "postgres://host/name"]
)
def test_a_wrong_address_is_one_line_without_a_password(wrong: str) -> None:
    with pytest.raises(BadSetting, match="CAREER_DATABASE_URL") as raised:
        database_url(wrong.replace("host", "me:secret@host"), Path())
    assert "secret" not in str(raised.value)


def test_the_file_can_be_named(tmp_path: Path) -> None:
    url = database_url(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}", Path("nowhere"))
    StoredConversations(Database(url)).erase_older_than(NOW)
    assert (tmp_path / "elsewhere.sqlite").exists()
