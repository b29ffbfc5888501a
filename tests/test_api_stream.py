"""Answers as server-sent events, over a real socket."""

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.app import create_app
from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant, Started
from assistant.errors import ConversationsUnavailable
from index.generation import Generation
from tests.serving import serving_app

QUESTION = "Quels diplômes pour devenir boulanger ?"


@pytest.fixture(scope="module")
def address(shipped_assistant: CareerAssistant) -> Iterator[str]:
    with serving_app(create_app(lambda: shipped_assistant)) as address:
        yield address


def events(body: str) -> list[tuple[str, Any]]:
    """Read events as a browser does; a line that begins with a colon is none."""
    found = []
    for block in body.split("\n\n"):
        fields = dict(
            line.split(": ", 1) for line in block.split("\n") if line[:1] not in ("", ":")
        )
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def check_whole(told: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in told]
    assert names[0] == "start"
    assert names[-1] == "answer"
    assert names[1:-1] == ["token"] * (len(names) - 2)
    assert len(names) > 3
    answer = told[-1][1]
    assert {key: answer[key] for key in ("id", "conversation_id")} == told[0][1]
    assert "".join(data["text"] for _, data in told[1:-1]) == answer["text"]
    assert answer["status"] == "answered"
    assert answer["citations"]


def test_the_pieces_are_the_text_of_the_answer(address: str) -> None:
    with httpx.stream("POST", f"{address}/v1/answers/stream", json={"question": QUESTION}) as told:
        assert told.status_code == 200
        assert told.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert told.headers["cache-control"] == "no-cache"
        assert told.headers["x-accel-buffering"] == "no"
        check_whole(events(told.read().decode()))


def test_curl_reads_it(address: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        missing = "no curl here; apt-get install curl"
        if "CI" in os.environ:
            pytest.fail(missing)
        pytest.skip(missing)
    words = [
        "-sSN",
        "-H",
        "Content-Type: application/json",
        "-d",
        json.dumps({"question": QUESTION}),
    ]
    done = subprocess.run(
        [curl, *words, f"{address}/v1/answers/stream"], capture_output=True, text=True, check=True
    )
    check_whole(events(done.stdout))


def test_a_streamed_answer_is_remembered(address: str) -> None:
    first = events(httpx.post(f"{address}/v1/answers/stream", json={"question": QUESTION}).text)
    begun = first[0][1]["conversation_id"]
    follow_up = {"question": "Et le salaire ?", "conversation_id": begun}
    second = events(httpx.post(f"{address}/v1/answers/stream", json=follow_up).text)
    kept = httpx.get(f"{address}/v1/conversations/{begun}").json()
    assert [turn["answer"]["id"] for turn in kept["turns"]] == [
        first[0][1]["id"],
        second[0][1]["id"],
    ]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"question": ""}, 422),
        ({}, 422),
        ({"question": QUESTION, "profile_id": "none"}, 404),
        ({"question": QUESTION, "conversation_id": "none"}, 404),
    ],
)
def test_what_cannot_be_started_is_a_problem(address: str, asked: object, status: int) -> None:
    refused = httpx.post(f"{address}/v1/answers/stream", json=asked)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"


class Halting(CareerAssistant):
    """Says one piece and then does what a test wants."""

    def __init__(self, generation: Generation, after: Any) -> None:
        super().__init__(generation)
        self.after = after
        self.closed = threading.Event()

    def go_on(self, started: Started) -> Any:
        try:
            yield "Un. "
            while True:
                self.after()
                yield "Encore. "
        finally:
            self.closed.set()


def fail() -> None:
    raise ConversationsUnavailable("password in /secret")


def test_a_fault_after_the_start_is_an_event(shipped_generation: Generation) -> None:
    halting = Halting(shipped_generation, fail)
    with serving_app(create_app(lambda: halting)) as address:
        told = events(httpx.post(f"{address}/v1/answers/stream", json={"question": "?a"}).text)
    assert [name for name, _ in told] == ["start", "token", "error"]
    assert told[-1][1]["status"] == 503
    assert "secret" not in str(told)


def test_the_work_ends_when_the_reader_goes(shipped_generation: Generation) -> None:
    halting = Halting(shipped_generation, lambda: time.sleep(0.05))
    with (
        serving_app(create_app(lambda: halting)) as address,
        httpx.stream("POST", f"{address}/v1/answers/stream", json={"question": "?a"}) as told,
    ):
        lines = told.iter_lines()
        assert "event: token" in [next(lines) for _ in range(5)]
        assert not halting.closed.is_set()
        told.close()
        assert halting.closed.wait(5)


def test_silence_is_filled_with_a_comment(
    shipped_generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.05)
    halting = Halting(shipped_generation, lambda: time.sleep(0.3))
    with (
        serving_app(create_app(lambda: halting)) as address,
        httpx.stream("POST", f"{address}/v1/answers/stream", json={"question": "?a"}) as told,
    ):
        lines = told.iter_lines()
        said = [next(lines) for _ in range(12)]
    assert any(line.startswith(":") for line in said)


def test_streaming_says_what_answering_says(shipped_assistant: CareerAssistant) -> None:
    *pieces, streamed = shipped_assistant.stream(QUESTION)
    answered = shipped_assistant.answer(QUESTION)
    assert isinstance(streamed, Answer)
    assert "".join(str(piece) for piece in pieces) == streamed.text == answered.text
    assert streamed.citations == answered.citations
