"""The keys by which sites use the API: shown once, kept as hashes."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import JSON, Column, Integer, Row, Table, Text, insert, select, update

from assistant.database import Database
from assistant.errors import BadSetting
from assistant.stored_conversations import METADATA

_keys = Table(
    "keys",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("hashed", Text, nullable=False, unique=True),
    Column("created_at", Text, nullable=False),
    Column("origins", JSON, nullable=False),
    Column("daily", Integer, nullable=True),
    Column("revoked_at", Text, nullable=True),
)
__all__ = ["METADATA", "Key", "Keys"]  # METADATA: with every table

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?|https?://\[[0-9a-f:]+\](?::\d{1,5})?")
DAILY = 1000  # answers a day of a publishable key, unless it says otherwise


@dataclass(frozen=True)
class Key:
    """Who may use the API. With origins it is publishable: it stands in pages of these sites, and
    is good for asking alone; without, it is a server's secret. `daily` bounds its answers a day.
    """

    id: str
    name: str
    created_at: str
    origins: tuple[str, ...]
    daily: int | None
    revoked_at: str | None = None

    @property
    def publishable(self) -> bool:
        """Whether it may be seen by visitors."""
        return bool(self.origins)


class Keys:
    """The keys of all processes that share a database. Raises ConversationsUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self, name: str, origins: Sequence[str] = (), daily: int | None = None
    ) -> tuple[Key, str]:
        """Make a key and return it with what its holder says, which is kept nowhere.

        Raises BadSetting for an origin that no browser sends.
        """
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise BadSetting(
                    f"{origin!r} is no origin; write https://careers.example, without a path"
                )
        kind = "public" if origins else "secret"
        said = f"career_{kind}_{secrets.token_urlsafe(32)}"
        daily = DAILY if origins and daily is None else daily
        key = Key(secrets.token_hex(4), name, _now(), tuple(origins), daily)
        row = {**vars(key), "origins": list(origins), "hashed": _hashed(said)}
        with self._database.writing("keys") as connection:
            connection.execute(insert(_keys).values(row))
        return key, said

    def list(self) -> list[Key]:
        """Return all keys, oldest first, revoked ones too."""
        with self._database.reading() as connection:
            found = connection.execute(select(_keys).order_by(_keys.c.created_at)).all()
        return [_key(row) for row in found]

    def revoke(self, key_id: str) -> bool:
        """End a key's use at once; return whether there was such a key in use."""
        wanted = (_keys.c.id == key_id) & _keys.c.revoked_at.is_(None)
        with self._database.writing("keys") as connection:
            changed = connection.execute(update(_keys).where(wanted).values(revoked_at=_now()))
        return bool(changed.rowcount)

    def known(self, said: str) -> Key | None:
        """Return the key in use that `said` belongs to."""
        wanted = (_keys.c.hashed == _hashed(said)) & _keys.c.revoked_at.is_(None)
        with self._database.reading() as connection:
            row = connection.execute(select(_keys).where(wanted)).first()
        return _key(row) if row else None

    def origins(self) -> frozenset[str]:
        """Return the origins of all keys in use."""
        with self._database.reading() as connection:
            rows = connection.execute(select(_keys.c.origins).where(_keys.c.revoked_at.is_(None)))
            return frozenset(origin for row in rows for origin in row.origins)


def _hashed(said: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(said.encode()).hexdigest()


def _key(row: Row[tuple[object, ...]]) -> Key:
    return Key(row.id, row.name, row.created_at, tuple(row.origins), row.daily, row.revoked_at)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
