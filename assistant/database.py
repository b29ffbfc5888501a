"""The database of conversations: opened and brought up to date when it is first needed."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import resources, util
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from assistant.errors import BadSetting, ConversationsUnavailable

_log = logging.getLogger(__name__)

_PATIENCE = 5  # seconds that one waits for another's lock, or for a server
# WAL: readers and a writer at once, from several processes; NORMAL syncs at checkpoints only, so
# that a power cut may lose the last turns, and never the file. secure_delete: freed means zeroed.
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "secure_delete = ON",
    f"busy_timeout = {_PATIENCE * 1000}",
)
_MIGRATING = "migration"  # the name of the lock


class Database:
    """A SQLite file or a PostgreSQL database.

    Whatever keeps it from being used is ConversationsUnavailable; the next use tries it anew.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._opening = Lock()
        self._writing = Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Hold a connection."""
        with self._reached() as engine, engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, locked: str) -> Iterator[Connection]:
        """Hold a transaction that no other of the same lock runs beside."""
        with self._in_line(), self._reached() as engine, engine.begin() as connection:
            _lock(connection, locked)
            yield connection

    def leave_no_trace(self) -> None:
        """Rewrite a SQLite file without what was deleted from it. Its size gives the time.

        secure_delete zeroes what is freed, but not the copies that SQLite leaves behind when it
        moves rows between pages; and the write-ahead log has all that was written until it is cut.
        A reader of long standing keeps that from being cut; the next call will do it.
        """
        if self._url.get_backend_name() != "sqlite":
            return
        with self._reached() as engine, engine.connect() as connection:
            bare = connection.execution_options(isolation_level="AUTOCOMMIT")
            bare.execute(text("VACUUM"))
            busy = bare.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
        if busy:
            _log.warning("erased text may be in the write-ahead log until it is next erased")

    def _in_line(self) -> AbstractContextManager[object]:
        # SQLite lets one write, and who waits there tries again at random: of many threads one may
        # lose for seconds. Here they wait in line; only processes are left to chance.
        return self._writing if self._url.get_backend_name() == "sqlite" else nullcontext()

    @contextmanager
    def _reached(self) -> Iterator[Engine]:
        engine = None
        try:
            engine = self._opened()
            yield engine
        except (SQLAlchemyError, OSError) as error:
            self._close(engine)
            reason = _reason(error)
            _log.error("the database of conversations cannot be used: %s", reason)
            raise ConversationsUnavailable(
                f"The database of conversations cannot be used ({reason}); try again later."
            ) from None  # a driver's error may quote the row

    def _opened(self) -> Engine:
        # Where a server does not answer, one waits for it and not each after the other.
        if not self._opening.acquire(timeout=_PATIENCE):
            raise OSError("it does not answer")
        try:
            if self._engine is None:
                engine = _create_engine(self._url)
                _migrate(engine)
                self._engine = engine
            return self._engine
        finally:
            self._opening.release()

    def _close(self, failed: Engine | None) -> None:
        """Let go of an engine that failed, unless another took its place."""
        if failed is not None and self._engine is failed:
            self._engine = None
            failed.dispose()


def database_url(said: str | None, data: Path) -> URL:
    """Return the URL that CAREER_DATABASE_URL says; by default, of a file in the data folder."""
    if not said:
        return URL.create("sqlite", database=str(data / "conversations.sqlite"))
    try:
        url = make_url(said)
    except ArgumentError:
        raise BadSetting(_WANTED) from None  # it may hold a password
    if url.drivername not in ("sqlite", "postgresql", "postgresql+psycopg") or not url.database:
        raise BadSetting(_WANTED)
    if url.drivername == "sqlite":
        return url
    if util.find_spec("psycopg") is None:
        raise BadSetting("PostgreSQL needs psycopg; pip install 'career-assistant[postgresql]'")
    return url.set(drivername="postgresql+psycopg")


_WANTED = (
    "CAREER_DATABASE_URL is no database's address; write sqlite:////folder/file or "
    "postgresql://user:password@host/database"
)


def newest_revision() -> str:
    """Return the revision that the last migration leads to: the first part of its file's name."""
    versions = resources.files("assistant") / "migrations" / "versions"
    return max(file.name for file in versions.iterdir() if file.name.endswith(".py"))[:4]


def _create_engine(url: URL) -> Engine:
    # Parameters hold questions: neither logged nor shown in an error.
    common: dict[str, Any] = {"hide_parameters": True, "pool_timeout": _PATIENCE}
    if url.get_backend_name() != "sqlite":
        waiting = {
            "connect_timeout": _PATIENCE,
            "tcp_user_timeout": _PATIENCE * 1000,  # of a network that swallows what is sent
            "options": f"-c lock_timeout={_PATIENCE}s",
        }
        return create_engine(url, pool_pre_ping=True, connect_args=waiting, **common)
    file = Path(str(url.database))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)  # what people ask is for no other user of the machine
    engine = create_engine(url, **common)
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    for pragma in reversed(_PRAGMAS):  # the patience first: the rest may have to wait
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _lock(connection: Connection, name: str) -> None:
    """Let one transaction at a time in; on SQLite that is one of the file."""
    if connection.dialect.name == "sqlite":
        # The driver itself would begin at the first write, and fail if another wrote meanwhile.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def _migrate(engine: Engine) -> None:
    """Bring the tables up to date; of two processes that start together, one does."""
    with engine.connect() as connection:
        if _revision(connection) == newest_revision():
            return
    from alembic import command  # 0.1 s, for the first start of a version alone
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "assistant:migrations")
    with engine.begin() as connection:
        _lock(connection, _MIGRATING)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:  # a revision that this version does not know
            raise OSError("it was written by a newer version") from error


def _revision(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _reason(error: Exception) -> str:
    """Return what went wrong, without what the row held."""
    if isinstance(error, DBAPIError):
        return str(error.orig).partition("\n")[0]
    return str(error).partition("\n")[0]
