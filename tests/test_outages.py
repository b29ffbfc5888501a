"""Servers that are stopped and started again while people ask: what needs them says 503, what does
not goes on, and nothing that was acknowledged is lost."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.access import Access
from api.app import create_app
from api.bounds import Bounds
from assistant.career_assistant import CareerAssistant
from assistant.conversations import Conversation, ConversationsInMemory
from assistant.database import Database, database_url
from assistant.keys import Keys
from assistant.stored_conversations import StoredConversations
from index.generation import Generation
from index.ingest import ingest
from tests.chroma_process import ChromaProcess
from tests.conftest import SHIPPED_PROFILES
from tests.postgresql import PostgreSQL
from tests.serving import serving_app
from tests.test_served import serve

BAKER = "boulanger-boulangere"
SECONDS = Bounds.seconds  # that a request may take
# What people call: a name, the path and the body.
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "answer": ("/v1/answers", {"question": "Quels diplômes ?", "profile_id": BAKER}),
    "search inside": ("/v1/search", {"query": "pain", "profile_id": BAKER}),
    "search": ("/v1/search", {"query": "travailler de ses mains"}),
    "match": ("/v1/match", {"text": "J’aime faire du pain"}),
    "compare": ("/v1/compare", {"profile_ids": [BAKER, "web-developer"]}),
}


@dataclass(frozen=True)
class Heard:
    """What came of a call, and when it was made (monotonic seconds)."""

    name: str
    at: float
    seconds: float
    response: httpx.Response

    @property
    def is_good(self) -> bool:
        """Whether it was answered."""
        return self.response.is_success


@dataclass
class Visitors:
    """People who call a server, over and over, and remember what they heard."""

    address: str
    heard: list[Heard] = field(default_factory=list)
    acknowledged: dict[str, set[str]] = field(default_factory=dict)  # conversation → answers
    rated: set[str] = field(default_factory=set)
    faults: list[Exception] = field(default_factory=list)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Call until the end of the block."""
        done = threading.Event()
        people = [threading.Thread(target=self._ask, args=(name, done)) for name in CALLS]
        for person in people:
            person.start()
        try:
            yield
        finally:
            done.set()
            for person in people:
                person.join(60)

    def call(self, name: str, path: str, body: dict[str, Any]) -> httpx.Response:
        """Call once, over a connection of its own, which either process may take."""
        at = time.monotonic()
        response = httpx.post(f"{self.address}{path}", json=body, timeout=2 * SECONDS)
        self.heard.append(Heard(name, at, time.monotonic() - at, response))
        return response

    def statuses(self, name: str, since: float = 0, until: float = float("inf")) -> set[int]:
        """Return what a call was answered with, of those made and answered between two moments."""
        heard = [h for h in self.heard if h.name == name]
        found = [h for h in heard if h.at >= since and h.at + h.seconds <= until]
        return {h.response.status_code for h in found}

    def _ask(self, name: str, done: threading.Event) -> None:
        path, body = CALLS[name]
        known: dict[str, str] = {}
        try:
            while not done.is_set():
                response = self.call(name, path, body | known)
                if name == "answer" and response.status_code == 200:
                    known = self._acknowledge(response.json())
                done.wait(0.05)
        except Exception as error:  # noqa: BLE001 - told to the test's own thread
            self.faults.append(error)

    def _acknowledge(self, answer: dict[str, Any]) -> dict[str, str]:
        """Remember that an answer was given, rate it, and return what goes on with it."""
        conversation = str(answer["conversation_id"])
        answers = self.acknowledged.setdefault(conversation, set())
        answers.add(answer["id"])
        rating = {"answer_id": answer["id"], "rating": "up"}
        if self.call("feedback", "/v1/feedback", rating).status_code == 201:
            self.rated.add(answer["id"])
        return {"conversation_id": conversation} if len(answers) < 5 else {}


def wait_until(what: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def status(address: str, path: str) -> int:
    return httpx.get(f"{address}{path}", timeout=2 * SECONDS).status_code


def check_all_said_what_they_should(visitors: Visitors) -> None:
    assert not visitors.faults
    for heard in visitors.heard:
        assert heard.seconds < SECONDS
        assert heard.response.status_code in (200, 201, 503), heard.response.text
        if heard.response.status_code == 503:
            assert heard.response.headers["content-type"] == "application/problem+json"
            assert int(heard.response.headers["retry-after"]) > 0
            assert heard.response.json()["detail"] == "Try again later."


def check_nothing_acknowledged_is_lost(visitors: Visitors, url: str | None, data: Path) -> None:
    assert visitors.rated
    for conversation, answers in visitors.acknowledged.items():
        kept = httpx.get(f"{visitors.address}/v1/conversations/{conversation}").json()
        assert answers <= {turn["answer"]["id"] for turn in kept["turns"]}
    stored = StoredConversations(Database(database_url(url, data)))
    assert visitors.rated <= {feedback.answer_id for _, feedback in stored.feedback()}


def check_all_were_told_the_same(visitors: Visitors) -> None:
    """Check that what was answered before, meanwhile and afterwards is one and the same."""
    for name in CALLS:
        told = [h.response.json() for h in visitors.heard if (h.name, h.is_good) == (name, True)]
        said = {str(each["text"]) if name == "answer" else str(each) for each in told}
        assert len(said) == 1, name


@contextmanager
def without(*servers: PostgreSQL | ChromaProcess) -> Iterator[None]:
    """Stop servers until the end of the block."""
    for server in servers:
        server.stop()
    try:
        yield
    finally:
        for server in servers:
            server.start()


@dataclass(frozen=True)
class Outage:
    """When a server was about to stop, had stopped, was about to start, and when all was well."""

    stopping: float
    stopped: float
    starting: float
    well: float


def outage(visitors: Visitors, server: PostgreSQL | ChromaProcess) -> Outage:
    """Stop a server under load, and start it again."""
    with visitors.asking():
        wait_until(lambda: all(visitors.statuses(name) for name in CALLS))
        stopping = time.monotonic()
        with without(server):
            stopped = time.monotonic()
            wait_until(lambda: status(visitors.address, "/readyz") == 503)
            assert status(visitors.address, "/healthz") == 200
            wait_until(lambda: all(visitors.statuses(name, stopped) for name in CALLS))
            starting = time.monotonic()
        wait_until(lambda: status(visitors.address, "/readyz") == 200)
        well = time.monotonic()
        wait_until(lambda: all(visitors.statuses(name, well) for name in CALLS))
    return Outage(stopping, stopped, starting, well)


def test_conversations_while_postgresql_is_gone(
    postgresql_server: PostgreSQL,
    postgresql: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAREER_DATABASE_URL", postgresql)
    ingest([SHIPPED_PROFILES], tmp_path)
    with serve(tmp_path, "--workers", "2") as (address, _):
        visitors = Visitors(address)
        gone = outage(visitors, postgresql_server)
        check_all_said_what_they_should(visitors)
        check_all_were_told_the_same(visitors)
        check_nothing_acknowledged_is_lost(visitors, postgresql, tmp_path)
    assert visitors.statuses("answer", until=gone.stopping) == {200}
    assert visitors.statuses("answer", gone.stopped, gone.starting) == {503}
    assert visitors.statuses("answer", since=gone.well) == {200}
    for name in ("search inside", "search", "match", "compare"):
        assert visitors.statuses(name) == {200}


def test_searches_while_the_chroma_server_is_gone(
    chroma: ChromaProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREER_CHROMA_URL", chroma.url)
    ingest([SHIPPED_PROFILES], tmp_path)
    with serve(tmp_path, "--workers", "2") as (address, _):
        visitors = Visitors(address)
        gone = outage(visitors, chroma)
        check_all_said_what_they_should(visitors)
        check_all_were_told_the_same(visitors)
        check_nothing_acknowledged_is_lost(visitors, None, tmp_path)
    # A visitor is told to try again; the operator, why.
    assert f"the Chroma server {chroma.url} cannot be used" in (tmp_path / "log").read_text()
    for name in ("search", "match"):
        assert visitors.statuses(name, until=gone.stopping) == {200}
        assert visitors.statuses(name, gone.stopped, gone.starting) == {503}
        assert visitors.statuses(name, since=gone.well) == {200}
    for name in ("answer", "feedback", "search inside", "compare"):
        assert visitors.statuses(name) <= {200, 201}


def test_a_server_starts_before_those_that_it_needs(
    chroma: ChromaProcess,
    postgresql_server: PostgreSQL,
    postgresql: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAREER_CHROMA_URL", chroma.url)
    monkeypatch.setenv("CAREER_DATABASE_URL", postgresql)
    ingest([SHIPPED_PROFILES], tmp_path)
    servers = (chroma, postgresql_server)
    with without(*servers), serve(tmp_path, until=503) as (address, _):
        visitors = Visitors(address)
        told = {name: visitors.call(name, *CALLS[name]).status_code for name in CALLS}
        assert told == {
            "answer": 503, "search inside": 200, "search": 503, "match": 503, "compare": 200
        }  # fmt: skip
        # What streams has begun before it is kept: an event tells.
        body = CALLS["answer"][1]
        streamed = httpx.post(f"{address}/v1/answers/stream", json=body, timeout=SECONDS)
        last = streamed.text.strip().split("\n\n")[-1]
        assert last.startswith("event: error")
        assert '"status":503' in last
        for server in servers:
            server.start()
        wait_until(lambda: status(address, "/readyz") == 200)
        told = {name: visitors.call(name, *CALLS[name]).status_code for name in CALLS}
        assert set(told.values()) == {200}
        check_all_said_what_they_should(visitors)


def unreachable() -> Database:
    return Database(database_url("postgresql://career@127.0.0.1:1/none", Path()))


def test_pages_are_shown_while_the_database_is_gone(shipped_generation: Generation) -> None:
    app = create_app(lambda: CareerAssistant(shipped_generation), Access(Keys(unreachable())))
    page, site = {"Accept": "text/html"}, {"Origin": "https://careers.example"}
    asks = {**site, "Access-Control-Request-Method": "POST"}
    with TestClient(app) as client:
        shown = client.get(f"/profiles/{BAKER}", headers=page)
        assert shown.status_code == 200
        policies = shown.headers.get_list("content-security-policy")
        assert "frame-ancestors 'self'" in policies
        told = client.get("/v1/profiles", headers=site)
        assert told.status_code == 200
        assert "access-control-allow-origin" not in told.headers
        assert client.options("/v1/answers", headers=asks).status_code == 503
        keyed = client.get("/v1/profiles", headers={"Authorization": "Bearer some-key"})
        assert keyed.status_code == 503


class Stuck(ConversationsInMemory):
    """Conversations behind a server that answers only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def get(self, conversation_id: str | None) -> Conversation:
        self.let_go.wait(30)
        return super().get(conversation_id)


def test_no_call_waits_beyond_its_limit(shipped_generation: Generation) -> None:
    assistant, stuck = CareerAssistant(shipped_generation), Stuck()
    assistant.conversations = stuck
    app = create_app(lambda: assistant, bounds=Bounds(seconds=0.3, at_once=1))
    with serving_app(app) as address:
        path = f"{address}/v1/conversations/one"
        for refused in (httpx.get(path), httpx.delete(path), httpx.get(path)):
            assert refused.status_code == 503
            assert refused.json()["title"] == "The answer took too long"
        stuck.let_go.set()
        wait_until(lambda: httpx.get(path).status_code == 404)
