"""What the log says of a request: its id everywhere, and its question only where told to."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from api import metrics
from api.app import create_app
from api.request_log import LOGGER
from assistant.career_assistant import CareerAssistant
from tests.serving import serving_app

QUESTION = {"question": "Quels diplômes pour devenir boulanger ? Je suis diabétique, a@b.fr"}


@contextmanager
def lines() -> Iterator[list[dict[str, object]]]:
    said: list[dict[str, object]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(json.loads(record.getMessage()))

    logger, kept = logging.getLogger(LOGGER), Kept()
    logger.addHandler(kept)
    logger.setLevel(logging.INFO)
    try:
        yield said
    finally:
        logger.removeHandler(kept)
        logger.setLevel(logging.NOTSET)


@pytest.mark.parametrize("way", ["answers", "answers/stream"])
@pytest.mark.parametrize("told", [True, False])
def test_a_question_is_logged_only_where_told_to(
    shipped_assistant: CareerAssistant, way: str, told: bool
) -> None:
    app = create_app(lambda: shipped_assistant, log_questions=told)
    with lines() as said, serving_app(app) as address:
        assert httpx.post(f"{address}/v1/{way}", json=QUESTION).status_code == 200
        person = {"text": "J’aime le pain."}
        assert httpx.post(f"{address}/v1/match", json=person).status_code == 200
    asked, matched = said
    assert asked["route"] == f"/v1/{way}"
    assert "question" not in matched
    if told:
        words = "Quels diplômes pour devenir boulanger ? Je suis [santé], [adresse électronique]"
        assert asked["question"] == words
    else:
        assert "boulanger" not in json.dumps(said)


def test_an_id_goes_from_the_request_to_its_problem_and_its_line(
    shipped_assistant: CareerAssistant,
) -> None:
    expected = []
    with lines() as said, serving_app(create_app(lambda: shipped_assistant)) as address:
        for given, kept in (("mine-1", True), ('x"},{"a":"', False), (None, False)):
            headers = {"X-Request-Id": given} if given else {}
            for path in ("/v1/profiles/nobody", "/nowhere", "/v1/profiles?limit=0"):
                refused = httpx.get(address + path, headers=headers)
                told = refused.headers["x-request-id"]
                assert (told == given) == kept
                assert refused.json()["request_id"] == told
                expected.append((told, refused.status_code))
    # The server has stopped: a line is written after its response was sent.
    assert [(line["request_id"], line["status"]) for line in said] == expected
    assert len({told for told, _ in expected}) == 7


def test_a_broken_stream_tells_its_id(shipped_assistant: CareerAssistant) -> None:
    class Broken(CareerAssistant):
        def go_on(self, started: object) -> Iterator[str]:  # type: ignore[override]
            yield "Un. "
            raise OSError("gone")

    broken = Broken(shipped_assistant.generation)
    with serving_app(create_app(lambda: broken)) as address:
        told = httpx.post(f"{address}/v1/answers/stream", json=QUESTION)
    problem = json.loads(told.text.rsplit("data: ", 1)[1])
    assert (problem["status"], problem["request_id"]) == (500, told.headers["x-request-id"])


def test_profiles_told_apart_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_told_apart", set())
    monkeypatch.setattr(metrics, "_MOST_PROFILES", 2)
    assert [metrics._label(said) for said in ("a", "b", "c", "a", "d")] == [
        "a",
        "b",
        "others",
        "a",
        "others",
    ]


def test_all_figures_are_there(shipped_assistant: CareerAssistant) -> None:
    with serving_app(create_app(lambda: shipped_assistant)) as address:
        httpx.post(f"{address}/v1/answers", json=QUESTION)
        httpx.post(f"{address}/v1/answers", content=b"x" * 70_000)
        figures = httpx.get(f"{address}/metrics").text
    for said in (
        'career_answers_total{kind="education",profile="boulanger-boulangere",status="answered"}',
        'career_answer_seconds_bucket{le="0.1",stage="retrieve"}',
        'career_refusals_total{status="413"}',
        "career_index_passages ",
        "career_index_profiles ",
        "career_index_age_seconds ",
    ):
        assert said in figures
