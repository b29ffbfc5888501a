"""Each call gives the fields that the contract names, and lists come page by page."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.career_assistant import CareerAssistant

QUESTION = {"question": "Quel est le salaire d’un responsable communication en ligne ?"}
BAKER, COMMUNICATION = "boulanger-boulangere", "responsable-communication-en-ligne"
CITATION = {
    "number",
    "passage_id",
    "profile_id",
    "profile_title",
    "section",
    "heading",
    "quote",
    "start",
    "end",
    "url",
    "source",
    "answer_spans",
    "page",
}
PASSAGE = {
    "passage_id",
    "profile_id",
    "profile_title",
    "section",
    "heading",
    "text",
    "start",
    "end",
    "url",
    "score",
}
SUMMARY = {"id", "title", "other_titles", "language", "source"}
SOURCE = {"uri", "title", "publisher", "published", "licence"}


@pytest.fixture(scope="module")
def client(shipped_assistant: CareerAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: shipped_assistant)) as client:
        yield client


def posted(client: TestClient, path: str, body: dict[str, Any], status: int = 200) -> Any:
    answered = client.post(path, json=body)
    assert answered.status_code == status, answered.text
    return answered.json()


def test_search_and_passages(client: TestClient) -> None:
    body = {"query": "travail de nuit", "profile_id": BAKER, "section": "work_environment"}
    found = posted(client, "/v1/search", body)
    assert set(found) == {"passages"}
    text = client.get(f"/v1/profiles/{BAKER}/text").text
    scores = [passage["score"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)
    for passage in found["passages"]:
        assert set(passage) == PASSAGE
        assert passage["section"] == "work_environment"
        assert text[passage["start"] : passage["end"]] == passage["text"]
        alone = client.get(f"/v1/passages/{passage['passage_id']}").json()
        assert alone == {**passage, "score": None}
    assert len(posted(client, "/v1/search", {"query": "travail"})["passages"]) == 10
    assert len(posted(client, "/v1/search", {"query": "travail", "limit": 3.0})["passages"]) == 3


def test_profiles(client: TestClient) -> None:
    listed = client.get("/v1/profiles").json()
    assert set(listed) == {"total", "profiles"}
    for profile in listed["profiles"]:
        assert set(profile) == SUMMARY
        assert set(profile["source"]) == SOURCE
        whole = client.get(f"/v1/profiles/{profile['id']}").json()
        assert set(whole) == {*SUMMARY, "facts", "sections"}
        assert {name: whole[name] for name in SUMMARY} == profile
        assert set(whole["facts"]) == {
            "salary",
            "experience_years_min",
            "education",
            "languages",
            "published",
        }
        for section in whole["sections"]:
            assert set(section) == {"kind", "heading", "start", "end", "empty"}
    pay = client.get(f"/v1/profiles/{COMMUNICATION}").json()["facts"]["salary"][0]
    assert {"min", "max", "currency", "period", "level", "text"} <= set(pay)


def test_comparisons_and_matches(client: TestClient) -> None:
    body = {"profile_ids": [BAKER, COMMUNICATION], "sections": ["salary", "education"]}
    compared = posted(client, "/v1/compare", body)
    assert {"profiles", "rows"} <= set(compared)
    for row in compared["rows"]:
        assert set(row) == {"section", "cells"}
        for cell in row["cells"]:
            assert set(cell) == {"profile_id", "text", "citations"}
            assert all(set(citation) == CITATION for citation in cell["citations"])
    matched = posted(client, "/v1/match", {"text": "J’aime faire du pain.", "limit": 1})
    (match,) = matched["matches"]
    assert set(match) == {"profile", "score", "matched", "missing"}
    assert set(match["matched"][0]) == {"said", "citation"}
    assert all(set(citation) == CITATION for citation in match["missing"])


def test_conversations_and_feedback(client: TestClient) -> None:
    answer = posted(client, "/v1/answers", QUESTION)
    conversation = client.get(f"/v1/conversations/{answer['conversation_id']}").json()
    assert conversation == {
        "id": answer["conversation_id"],
        "turns": [{**QUESTION, "answer": answer}],
    }
    posted(client, "/v1/feedback", {"answer_id": answer["id"], "rating": "up"}, 201)


@pytest.mark.parametrize("query", ["", "a", "e", "responsable", "boulanger", "zzz"])
@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_are_the_list(rome_assistant: CareerAssistant, query: str, limit: int) -> None:
    with TestClient(create_app(lambda: rome_assistant)) as client:

        def page(offset: int, limit: int) -> dict[str, Any]:
            asked: dict[str, str | int] = {"query": query, "limit": limit, "offset": offset}
            told: dict[str, Any] = client.get("/v1/profiles", params=asked).json()
            return told

        whole = page(0, 100)
        some = min(40, len(whole["profiles"]))
        pages = [page(offset, limit) for offset in range(0, some, limit)]
        listed = [profile["id"] for told in pages for profile in told["profiles"]]
        assert listed[:some] == [profile["id"] for profile in whole["profiles"][:some]]
        assert len(set(listed)) == len(listed)  # ties do not make one come twice
        assert {told["total"] for told in pages} <= {whole["total"]}
        assert page(whole["total"], limit)["profiles"] == []
        last = page(max(0, whole["total"] - 1), limit)["profiles"]
        assert len(last) == min(1, whole["total"])


@pytest.mark.parametrize(
    "bound", ["limit=0", "limit=101", "limit=-1", "limit=x", "offset=-1", "offset=1000001"]
)
def test_pages_have_bounds(client: TestClient, bound: str) -> None:
    refused = client.get(f"/v1/profiles?{bound}")
    assert refused.status_code == 422
    assert bound.split("=")[0] in refused.json()["detail"]
