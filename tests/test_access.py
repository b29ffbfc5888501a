"""Attacks on the door, over a real socket: who is let in, how much and how often."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from api.access import Access
from api.app import create_app
from api.bounds import Bounds
from assistant.career_assistant import CareerAssistant
from assistant.database import Database, database_url
from assistant.keys import Keys
from assistant.stored_conversations import StoredConversations
from index.generation import Generation
from tests.serving import serving_app

SITE = "https://careers.example"
QUESTION = {"question": "Quels diplômes pour devenir boulanger ?"}


class Door:
    """A server that lets in who has a key."""

    def __init__(self, address: str, keys: Keys, data: Path) -> None:
        self.address, self.keys, self.data = address, keys, data
        _, self.secret = keys.create("server")
        _, self.public = keys.create("pages", [SITE])

    def ask(
        self, key: str | None = None, path: str = "/v1/answers", **headers: str
    ) -> httpx.Response:
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        return httpx.post(self.address + path, json=QUESTION, headers=headers)


@pytest.fixture(scope="module")
def door(
    shipped_generation: Generation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Door]:
    data = tmp_path_factory.mktemp("door")
    database = Database(database_url(None, data))
    assistant = CareerAssistant(shipped_generation)
    assistant.conversations = StoredConversations(database)
    keys = Keys(database)
    access = Access(keys, required=True, rate="1000/minute", key_rate="1000/minute")
    bounds = Bounds(seconds_of_body=0.5)
    with serving_app(create_app(lambda: assistant, access, bounds)) as address:
        yield Door(address, keys, data)


def check_problem(refused: httpx.Response, status: int) -> None:
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["status"] == status
    assert refused.headers["x-request-id"]


@pytest.mark.parametrize(
    "key", [None, "x y", "wrong", "career_secret_", "' OR 1=1 --", "\u00e9" * 4]
)
def test_no_key_and_wrong_keys_are_refused(door: Door, key: str | None) -> None:
    headers = {} if key is None else {b"Authorization": f"Bearer {key}".encode("latin-1")}
    for path in ("/v1/profiles", "/metrics", "/v1/conversations/x"):
        refused = httpx.get(door.address + path, headers=headers)
        check_problem(refused, 401)
        assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "path",
    [
        "//v1/profiles",
        "/v1/../v1/profiles",
        "/%76%31/profiles",
        "/V1/profiles",
        "/v1/profiles/",
        "/v1//profiles",
    ],
)
def test_no_spelling_of_a_path_goes_round_the_door(door: Door, path: str) -> None:
    host, port = urlsplit(door.address).netloc.split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        said = b"".join(iter(lambda: raw.recv(65536), b""))
    assert int(said.split()[1]) in (307, 401, 404)
    assert b'"profiles"' not in said


def test_a_secret_key_is_for_servers(door: Door) -> None:
    assert door.ask(door.secret).status_code == 200
    assert httpx.get(f"{door.address}/metrics", headers=bearer(door.secret)).status_code == 200
    check_problem(door.ask(door.secret, Origin=SITE), 403)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", f"{SITE}.evil.example", "http://careers.example", None],
)
def test_a_publishable_key_is_for_its_sites(door: Door, origin: str | None) -> None:
    refused = door.ask(door.public, **({"Origin": origin} if origin else {}))
    check_problem(refused, 403)
    assert "access-control-allow-origin" not in refused.headers


def test_a_publishable_key_is_for_asking_alone(door: Door) -> None:
    answered = door.ask(door.public, Origin=SITE)
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in answered.headers
    for path in ("/v1/compare", "/v1/match", "/v1/search", "/v1/answersx"):
        check_problem(door.ask(door.public, path, Origin=SITE), 403)


def test_a_revoked_key_is_refused_at_once(door: Door) -> None:
    key, said = door.keys.create("short")
    assert door.ask(said).status_code == 200
    assert door.keys.revoke(key.id)
    assert not door.keys.revoke(key.id)
    check_problem(door.ask(said), 401)


def test_a_key_is_not_on_the_disk(door: Door) -> None:
    held = b"".join(file.read_bytes() for file in door.data.iterdir())
    assert b"pages" in held
    for said in (door.secret, door.public):
        assert said.encode() not in held


def test_a_conversation_belongs_to_its_key(door: Door) -> None:
    _, other = door.keys.create("other")
    began = door.ask(door.secret).json()
    path = f"{door.address}/v1/conversations/{began['conversation_id']}"
    going_on = {**QUESTION, "conversation_id": began["conversation_id"]}
    for way in ("answers", "answers/stream"):
        refused = httpx.post(f"{door.address}/v1/{way}", json=going_on, headers=bearer(other))
        check_problem(refused, 404)
    check_problem(httpx.get(path, headers=bearer(other)), 404)
    check_problem(httpx.delete(path, headers=bearer(other)), 404)
    rating = {"answer_id": began["id"], "rating": "up"}
    feedback = f"{door.address}/v1/feedback"
    check_problem(httpx.post(feedback, json=rating, headers=bearer(other)), 404)
    assert httpx.post(feedback, json=rating, headers=bearer(door.secret)).status_code == 201
    assert httpx.get(path, headers=bearer(door.secret)).status_code == 200


def test_browsers_of_known_sites_alone_are_told_yes(door: Door) -> None:
    asked = {"Access-Control-Request-Method": "POST"}
    yes = httpx.options(f"{door.address}/v1/answers", headers={**asked, "Origin": SITE})
    assert (yes.status_code, yes.headers["access-control-allow-origin"]) == (204, SITE)
    assert "Authorization" in yes.headers["access-control-allow-headers"]
    no = httpx.options(
        f"{door.address}/v1/answers", headers={**asked, "Origin": "https://e.example"}
    )
    check_problem(no, 403)
    assert "access-control-allow-origin" not in no.headers


def test_pages_are_framed_by_known_sites_alone(door: Door) -> None:
    page = httpx.get(f"{door.address}/profiles/web-developer", headers={"Accept": "text/html"})
    own, gates = page.headers.get_list("content-security-policy")
    assert own.startswith("default-src 'none'; ")
    assert gates == f"frame-ancestors 'self' {SITE}"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("sent", ["said", "hidden"])
def test_a_large_body_is_refused_before_it_is_read(door: Door, sent: str) -> None:
    body = b"x" * (64 * 1024 + 1)
    content: Any = body if sent == "said" else iter([body] * 3)
    refused = httpx.post(f"{door.address}/v1/answers", content=content, headers=bearer(door.secret))
    check_problem(refused, 413)


def test_a_slow_body_is_given_up(door: Door) -> None:
    def slow() -> Iterator[bytes]:
        yield b'{"question": '
        time.sleep(2)
        yield b'"a"}'

    began = time.monotonic()
    refused = httpx.post(f"{door.address}/v1/answers", content=slow(), headers=bearer(door.secret))
    check_problem(refused, 408)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("given", ["x\ty", "{}", "é", "a" * 65, '"},{"admin":"'])
def test_a_request_id_that_would_be_another_line_is_not_taken(door: Door, given: str) -> None:
    said = httpx.get(f"{door.address}/healthz", headers={b"X-Request-Id": given.encode("latin-1")})
    assert said.headers["x-request-id"] != given
    kept = httpx.get(f"{door.address}/healthz", headers={"X-Request-Id": "mine-1"})
    assert kept.headers["x-request-id"] == "mine-1"


def limited(generation: Generation, data: Path, **rules: Any) -> tuple[Any, Keys]:
    database = Database(database_url(None, data))
    assistant = CareerAssistant(generation)
    return (
        lambda **more: create_app(lambda: assistant, Access(Keys(database), **rules), **more)
    ), Keys(database)


def test_many_requests_from_one_key(shipped_generation: Generation, tmp_path: Path) -> None:
    app, keys = limited(shipped_generation, tmp_path, required=True, key_rate="100/hour")
    _, said = keys.create("greedy")
    _, other = keys.create("other")
    got: Counter[int] = Counter()
    with serving_app(app()) as address:

        def ask_many(count: int) -> None:
            with httpx.Client(base_url=address, headers=bearer(said)) as client:
                for _ in range(count):
                    response = client.get("/v1/profiles?limit=1")
                    got[response.status_code] += 1
                    if response.status_code == 429:
                        check_problem(response, 429)
                        assert response.headers["ratelimit-remaining"] == "0"
                        assert int(response.headers["retry-after"]) > 0

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(ask_many, [250] * 4))
        assert got == {200: 100, 429: 900}
        assert httpx.get(f"{address}/v1/profiles", headers=bearer(other)).status_code == 200


def test_a_publishable_key_has_its_day(shipped_generation: Generation, tmp_path: Path) -> None:
    app, keys = limited(shipped_generation, tmp_path, required=True)
    _, said = keys.create("pages", [SITE], daily=2)
    with serving_app(app()) as address:
        door = [
            httpx.post(
                f"{address}/v1/answers", json=QUESTION, headers={**bearer(said), "Origin": SITE}
            )
            for _ in range(3)
        ]
    assert [response.status_code for response in door] == [200, 200, 429]


def test_guessing_keys_is_counted(shipped_generation: Generation, tmp_path: Path) -> None:
    app, _ = limited(shipped_generation, tmp_path, required=True, rate="5/minute")
    with serving_app(app()) as address:
        got = [
            httpx.get(f"{address}/v1/profiles", headers=bearer(str(n))).status_code
            for n in range(7)
        ]
    assert got == [401] * 5 + [429] * 2


class Slow(CareerAssistant):
    """Answers when it is let."""

    let = threading.Event()

    def start(self, *words: Any, **more: Any) -> Any:
        self.let.wait(10)
        return super().start(*words, **more)


def test_overload_is_shed(shipped_generation: Generation) -> None:
    slow = Slow(shipped_generation)
    app = create_app(lambda: slow, bounds=Bounds(at_once=3))
    with serving_app(app) as address, ThreadPoolExecutor(8) as threads:
        asked = [
            threads.submit(httpx.post, f"{address}/v1/answers", json=QUESTION, timeout=20)
            for _ in range(8)
        ]
        while sum(one.done() for one in asked) < 5:
            time.sleep(0.02)
        assert httpx.get(f"{address}/healthz").status_code == 200
        slow.let.set()
        responses = [one.result() for one in asked]
        after = httpx.post(f"{address}/v1/answers", json=QUESTION)
    assert sorted(r.status_code for r in responses) == [200] * 3 + [503] * 5
    assert all("retry-after" in r.headers for r in responses if r.status_code == 503)
    assert after.status_code == 200


def test_an_answer_that_takes_too_long_is_given_up(shipped_generation: Generation) -> None:
    slow = Slow(shipped_generation)
    slow.let = threading.Event()
    app = create_app(lambda: slow, bounds=Bounds(seconds=0.2))
    with serving_app(app) as address:
        late = httpx.post(f"{address}/v1/answers", json=QUESTION)
        slow.let.set()
        check_problem(late, 503)
        time.sleep(0.1)
        assert httpx.post(f"{address}/v1/answers", json=QUESTION).status_code == 200


def test_on_this_machine_all_is_open(shipped_generation: Generation, tmp_path: Path) -> None:
    app, _ = limited(shipped_generation, tmp_path, rate="1/minute")
    with serving_app(app()) as address:
        got = [httpx.get(f"{address}/v1/profiles") for _ in range(3)]
    assert [response.status_code for response in got] == [200] * 3
    assert "ratelimit-limit" not in got[0].headers
