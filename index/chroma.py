"""Where Chroma keeps the vectors of a generation: in its folder, or on a server."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.errors import IndexFault, VectorsMissing, VectorsUnavailable
from index.private_copy import PrivateCopy

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.config import Settings

_FOLDER = "chroma"
_CONNECTED, _ANSWERED, _WRITTEN = 2.0, 5.0, 120.0  # seconds that one waits for a server
# Neither a path nor a password: messages show it.
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[\w.-]+|\[[\da-f:]+\])(?::(?P<port>\d{1,5}))?"
)
_TOKEN = "CHROMA_CLIENT_AUTH_CREDENTIALS"  # Chroma's own variable


@dataclass(frozen=True)
class Opened:
    """A client, and what lets go of it."""

    client: "Client"
    close: Callable[[], None]


class ChromaFolder:
    """The vectors of one generation in its own folder. Its faults are OSError."""

    collection = "passages"
    most_at_once = 5461  # records that Chroma takes

    def __init__(self, generation: Path) -> None:
        self._folder = generation / _FOLDER
        self.opening = Lock()  # for each copy takes its time and its place

    def __str__(self) -> str:
        return str(self._folder)

    def written(self) -> Opened:
        """Open it for its one writer."""
        return self._opened(self._folder)

    def read(self) -> Opened:
        """Open a copy of it: Chroma writes into the folder that it reads (its SQLite file at every
        start, its graph at a count), and several processes read the same generation."""
        copy = PrivateCopy(self._folder)
        try:
            opened = self._opened(copy.folder)
        except BaseException:
            copy.remove()
            raise

        def close() -> None:
            opened.close()
            copy.remove()

        return Opened(opened.client, close)

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Raise OSError where Chroma raises its own error: a full disk, for instance."""
        from chromadb.errors import ChromaError

        try:
            yield
        except ChromaError as error:
            raise OSError(_first_line(error)) from error

    def _opened(self, folder: Path) -> Opened:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False, is_persistent=True)
        return _closable(chromadb.PersistentClient(path=str(folder), settings=settings))


class ChromaServer:
    """The vectors of one generation as a collection of a server. Its faults are VectorsUnavailable.

    A token is Chroma's own matter: CHROMA_CLIENT_AUTH_CREDENTIALS, and the variables beside it.
    """

    most_at_once = 1000  # records: 20 MB of the longest vectors, where a server takes 40 MB

    def __init__(self, url: str, generation: Path) -> None:
        found = _ADDRESS.fullmatch(url)
        if found is None or int(found["port"] or 0) > 65535:
            raise IndexFault(
                "CAREER_CHROMA_URL is no server's address; write http://host:8000 (a token goes "
                f"into {_TOKEN})"
            )
        self._host = found["host"]
        self._is_secure = found["scheme"] == "https"
        self._port = int(found["port"] or (443 if self._is_secure else 80))
        self._url = url
        self.collection = f"career-{generation.name.removeprefix('.partial-')}"
        self.opening = nullcontext()  # nobody waits for who waits in vain

    def __str__(self) -> str:
        return f"the Chroma server {self._url}"

    def written(self) -> Opened:
        """Connect to it as the writer."""
        return self._connected(_WRITTEN)

    def read(self) -> Opened:
        """Connect to it as one of many readers."""
        return self._connected(_ANSWERED)

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Raise VectorsUnavailable whatever keeps it from being used."""
        from chromadb.errors import NotFoundError

        try:
            yield
        except NotFoundError as error:
            what = f"{self} does not hold the vectors of this index ({self.collection})"
            raise VectorsMissing(what, "career ingest its documents again") from error
        except Exception as error:  # httpx's, Chroma's own, ValueError, and bare ones
            what = f"{self} cannot be used ({_first_line(error)})"
            raise VectorsUnavailable(what, "start it, or correct CAREER_CHROMA_URL") from error

    def remove(self) -> None:
        """Delete the collection, if there is one. Raises VectorsUnavailable."""
        from chromadb.errors import NotFoundError

        with self.faults():
            opened = self.written()
            try:
                opened.client.delete_collection(self.collection)
            except NotFoundError:
                pass
            finally:
                opened.close()

    def _connected(self, seconds: float) -> Opened:
        import chromadb
        import httpx

        # Chroma's client waits without end: so first whether anybody answers, then no longer.
        httpx.get(f"{self._url}/api/v2/heartbeat", timeout=(_CONNECTED, _ANSWERED, None, None))
        opened = _closable(
            chromadb.HttpClient(
                self._host, self._port, self._is_secure, settings=_server_settings()
            )
        )
        sessions = _sessions(opened.client)
        for session in sessions:
            session.timeout = (_CONNECTED, seconds, seconds, seconds)

        def close() -> None:
            opened.close()
            for session in sessions:
                session.close()

        return Opened(opened.client, close)


Chroma = ChromaFolder | ChromaServer


def chroma_to_write(generation: Path) -> Chroma:
    """Return where the vectors of a new generation go. Raises IndexFault for a wrong setting."""
    url = _server()
    return ChromaServer(url, generation) if url else ChromaFolder(generation)


def chroma_to_read(generation: Path) -> Chroma | None:
    """Return where the vectors of a generation are: in its folder, or else on the server; None
    where no server is named. Raises IndexFault for a wrong setting."""
    if (generation / _FOLDER).is_dir():
        return ChromaFolder(generation)
    url = _server()
    return ChromaServer(url, generation) if url else None


def remove_vectors(generation: Path) -> None:
    """Remove what a generation, complete or not, has on the server. Raises VectorsUnavailable."""
    url = _server()
    if url and not (generation / _FOLDER).is_dir():
        ChromaServer(url, generation).remove()


def _server() -> str | None:
    return os.environ.get("CAREER_CHROMA_URL", "").rstrip("/") or None


def _server_settings() -> "Settings":
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)  # reads Chroma's own variables
    if settings.chroma_client_auth_credentials and not settings.chroma_client_auth_provider:
        settings.chroma_client_auth_provider = "chromadb.auth.token_authn.TokenAuthClientProvider"
    return settings


def _closable(client: "ClientAPI") -> Opened:
    from chromadb.api.client import Client

    assert isinstance(client, Client)  # declared as its interface, which cannot be closed
    return Opened(client, client.close)


def _sessions(client: "Client") -> "list[httpx.Client]":
    """Return the connections of a server's client, which leaves them open when it is closed."""
    from chromadb.api.client import AdminClient
    from chromadb.api.fastapi import FastAPI

    admin = client._admin_client
    assert isinstance(admin, AdminClient)
    servers = [server for server in (client._server, admin._server) if isinstance(server, FastAPI)]
    return [server._session for server in servers]


def _first_line(error: Exception) -> str:
    said = str(error).strip() or type(error).__name__
    return said.splitlines()[0][:200]
