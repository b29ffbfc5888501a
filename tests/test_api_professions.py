"""Comparing and matching professions over HTTP: shapes, errors, and what the documentation says."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.career_assistant import CareerAssistant

BAKER, WEB = "boulanger-boulangere", "web-developer"
TOLD = "J’aime faire du pain et je sais tenir un commerce."


@pytest.fixture(scope="module")
def client(shipped_assistant: CareerAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: shipped_assistant)) as client:
        yield client


def post(client: TestClient, path: str, **body: object) -> dict[str, Any]:
    response = client.post(path, json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def check_quote(client: TestClient, citation: dict[str, Any]) -> None:
    text = client.get(f"/v1/profiles/{citation['profile_id']}/text").text
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_comparison_has_every_field_of_the_contract(client: TestClient) -> None:
    compared = post(client, "/v1/compare", profile_ids=[BAKER, WEB])
    assert set(compared) == {"language", "profiles", "rows"}
    assert [profile["id"] for profile in compared["profiles"]] == [BAKER, WEB]
    for row in compared["rows"]:
        assert set(row) == {"section", "cells"}
        for cell in row["cells"]:
            assert set(cell) == {"profile_id", "text", "citations"}
            for citation in cell["citations"]:
                check_quote(client, citation)


def test_sections_and_language_are_kept_to(client: TestClient) -> None:
    compared = post(
        client, "/v1/compare", profile_ids=[BAKER, WEB], sections=["salary"], language="en"
    )
    assert [row["section"] for row in compared["rows"]] == ["salary"]
    (baker, _) = compared["rows"][0]["cells"]
    assert baker["text"] == "The profile says nothing about it."
    assert baker["citations"] == []


def test_a_match_has_every_field_of_the_contract(client: TestClient) -> None:
    (match,) = post(client, "/v1/match", text=TOLD)["matches"]
    assert set(match) == {"profile", "score", "matched", "missing"}
    assert match["profile"] == {"id": BAKER, "title": "Boulanger / Boulangère"}
    assert 0 < match["score"] <= 1
    assert match["matched"][0]["said"] == "J’aime faire du pain"
    for citation in [*(met["citation"] for met in match["matched"]), *match["missing"]]:
        check_quote(client, citation)


def test_what_suits_none_is_an_empty_list(client: TestClient) -> None:
    assert post(client, "/v1/match", text="bonjour") == {"matches": []}


def test_a_limit_without_fraction_is_whole(client: TestClient) -> None:
    assert len(post(client, "/v1/match", text=TOLD, limit=1.0)["matches"]) == 1


def test_the_limit_is_kept_to(client: TestClient) -> None:
    text = "J’aime faire du pain. J’aime programmer. J’aime la publicité en ligne."
    assert len(post(client, "/v1/match", text=text)["matches"]) > 1
    assert len(post(client, "/v1/match", text=text, limit=1)["matches"]) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/compare", {}, 422),
        ("/v1/compare", {"profile_ids": []}, 422),
        ("/v1/compare", {"profile_ids": [BAKER]}, 422),
        ("/v1/compare", {"profile_ids": [BAKER, BAKER]}, 422),
        ("/v1/compare", {"profile_ids": ["a", "b", "c", "d", "e", "f"]}, 422),
        ("/v1/compare", {"profile_ids": [BAKER, WEB], "sections": ["pay"]}, 422),
        ("/v1/compare", {"profile_ids": [BAKER, WEB], "language": "de"}, 422),
        ("/v1/compare", {"profile_ids": [BAKER, "nobody"]}, 404),
        ("/v1/match", {}, 422),
        ("/v1/match", {"text": " "}, 422),
        ("/v1/match", {"text": "a" * 1001}, 422),
        ("/v1/match", {"text": "pain\x00"}, 422),
        ("/v1/match", {"text": TOLD, "limit": 0}, 422),
        ("/v1/match", {"text": TOLD, "limit": 11}, 422),
        ("/v1/match", {"text": TOLD, "limit": "1"}, 422),
        ("/v1/match", {"text": TOLD, "limit": 1.5}, 422),
        ("/v1/match", {"text": TOLD, "limit": True}, 422),
    ],
)
def test_what_is_asked_badly_is_a_problem_in_one_sentence(
    client: TestClient, path: str, body: dict[str, Any], status: int
) -> None:
    response = client.post(path, json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert problem["detail"].count(". ") == 0


def test_the_documentation_describes_both_calls_field_by_field(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    compare, match = (document["paths"][path]["post"] for path in ("/v1/compare", "/v1/match"))
    door = {"401", "403", "408", "413", "429"}
    assert {"200", "400", "404", "422", "503"} | door == set(compare["responses"])
    assert {"200", "400", "422", "503"} | door == set(match["responses"])
    for name in ("Compared", "Comparison", "Row", "Cell", "Person", "Matches", "Match", "Met"):
        shape = document["components"]["schemas"][name]
        assert all("description" in field for field in shape["properties"].values()), name
    for name in ("Compared", "Person"):
        assert document["components"]["schemas"][name]["examples"]


@pytest.mark.parametrize("path", ["/v1/compare", "/v1/match"])
def test_the_documented_example_can_be_sent(client: TestClient, path: str) -> None:
    document = client.get("/openapi.json").json()
    body = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    name = body["schema"]["$ref"].rsplit("/", 1)[1]
    (example,) = document["components"]["schemas"][name]["examples"]
    assert client.post(path, json=example).status_code == 200


def test_no_log_line_holds_what_was_told(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    post(client, "/v1/match", text=f"{TOLD} Je suis épileptique, jean@exemple.fr")
    client.post("/v1/match", json={"text": "épileptique\x00"})
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "épileptique" not in logged
    assert "jean@exemple.fr" not in logged
