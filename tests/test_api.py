"""The API's calls, its errors, and the page of a profile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.career_assistant import CareerAssistant
from assistant.current import CurrentAssistant
from assistant.database import Database, database_url
from assistant.stored_conversations import StoredConversations
from index.ingest import ingest
from tests.conftest import SHIPPED_PROFILES

SALARY = "Quel est le salaire d’un responsable communication en ligne ?"


@pytest.fixture(scope="module")
def client(shipped_assistant: CareerAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: shipped_assistant)) as client:
        yield client


def ask(client: TestClient, question: str, **more: str) -> dict[str, Any]:
    response = client.post("/v1/answers", json={"question": question, **more})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_an_answer_has_every_field_of_the_contract(client: TestClient) -> None:
    answer = ask(client, SALARY)
    assert set(answer) == {
        "id",
        "conversation_id",
        "created_at",
        "status",
        "language",
        "text",
        "citations",
        "profiles",
        "suggestions",
        "generator",
        "timing_ms",
    }
    assert set(answer["timing_ms"]) == {"understand", "retrieve", "compose", "total"}
    (citation,) = answer["citations"]
    assert set(citation) == {
        "number",
        "passage_id",
        "profile_id",
        "page",
        "profile_title",
        "section",
        "heading",
        "quote",
        "start",
        "end",
        "url",
        "source",
        "answer_spans",
    }
    assert set(citation["source"]) == {"uri", "title", "publisher", "published", "licence"}


def test_a_quote_is_the_profile_text_at_its_place(client: TestClient) -> None:
    (citation,) = ask(client, SALARY)["citations"]
    response = client.get(f"/v1/profiles/{citation['profile_id']}/text")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text[citation["start"] : citation["end"]] == citation["quote"]


def test_answer_spans_hold_the_marker_that_they_rest_on(client: TestClient) -> None:
    answer = ask(client, SALARY)
    for citation in answer["citations"]:
        for span in citation["answer_spans"]:
            said = answer["text"][span["start"] : span["end"]]
            assert f"[{citation['number']}]" in said


def test_the_text_of_a_document_is_the_document_unchanged(client: TestClient) -> None:
    page = Path(__file__).parent.parent / "corpus/profiles/web-developer.md"
    assert client.get("/v1/profiles/web-developer/text").content == page.read_bytes()


def test_a_passage_is_found_by_its_id(client: TestClient) -> None:
    (citation,) = ask(client, SALARY)["citations"]
    passage = client.get(f"/v1/passages/{citation['passage_id']}").json()
    assert passage["text"] == citation["quote"]
    assert passage["url"] == citation["url"]
    assert passage["section"] == "salary"


def test_a_conversation_goes_on(client: TestClient) -> None:
    first = ask(client, SALARY)
    second = ask(client, "Et les diplômes ?", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    assert [profile["id"] for profile in second["profiles"]] == [
        "responsable-communication-en-ligne"
    ]


def test_a_given_profile_and_language_are_kept_to(client: TestClient) -> None:
    answer = ask(client, "Quels diplômes ?", profile_id="web-developer", language="en")
    assert answer["language"] == "en"
    assert {citation["profile_id"] for citation in answer["citations"]} == {"web-developer"}


@pytest.mark.parametrize("query", ["boulang", "Boulangère", "boulanger-boulangere", "fournier"])
def test_profiles_are_found_by_title_other_title_or_code(client: TestClient, query: str) -> None:
    found = client.get("/v1/profiles", params={"query": query}).json()
    assert [profile["id"] for profile in found["profiles"]] == ["boulanger-boulangere"]


def test_profiles_are_listed_by_page(client: TestClient) -> None:
    every = client.get("/v1/profiles").json()
    second = client.get("/v1/profiles", params={"limit": 1, "offset": 1}).json()
    assert second["total"] == every["total"] == len(list(SHIPPED_PROFILES.glob("*.md")))
    assert second["profiles"] == every["profiles"][1:2]


def test_a_profile_has_its_facts_where_they_stand(client: TestClient) -> None:
    profile = client.get("/v1/profiles/responsable-communication-en-ligne").json()
    text = client.get("/v1/profiles/responsable-communication-en-ligne/text").text
    facts = profile["facts"]
    (salary,) = facts["salary"]
    assert (salary["min"], salary["max"], salary["currency"]) == (45000, 65000, "EUR")
    assert text[salary["start"] : salary["end"]].startswith("45")
    assert facts["experience_years_min"]["value"] == 5
    assert (facts["education"]["min_level"], facts["education"]["max_level"]) == (2, 5)
    assert [language["value"] for language in facts["languages"]] == ["en"]
    published = facts["published"]
    assert text[published["start"] : published["end"]] == published["value"] == "2017-09-13"


def test_sections_say_where_they_stand(client: TestClient) -> None:
    profile = client.get("/v1/profiles/boulanger-boulangere").json()
    text = client.get("/v1/profiles/boulanger-boulangere/text").text
    for section in profile["sections"]:
        if section["kind"] != "definition":
            assert text[section["start"] :].startswith(section["heading"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": ""}, 422),
        ({"question": "   "}, 422),
        ({"question": "a" * 2000}, 422),
        ({"question": "salaire\x00"}, 422),
        ({}, 422),
        ({"question": 3}, 422),
        ({"question": "salaire", "language": "de"}, 422),
        ({"question": "salaire", "profile_id": "nobody"}, 404),
        ({"question": "salaire", "conversation_id": "nothing"}, 404),
    ],
)
def test_a_bad_question_is_a_problem_that_says_what_to_do(
    client: TestClient, body: dict[str, Any], status: int
) -> None:
    response = client.post("/v1/answers", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize(
    "path",
    ["/v1/profiles/nobody", "/v1/profiles/nobody/text", "/v1/passages/none", "/profiles/nobody"],
)
def test_what_does_not_exist_is_a_404_problem(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_before_anything_is_ingested_only_health_answers(tmp_path: Path) -> None:
    with TestClient(create_app(CurrentAssistant(tmp_path))) as client:
        assert client.get("/healthz").status_code == 200
        for response in (
            client.get("/readyz"),
            client.post("/v1/answers", json={"question": "salaire ?"}),
        ):
            assert response.status_code == 503
            assert response.headers["content-type"] == "application/problem+json"
            assert str(tmp_path) not in response.text


def test_the_documentation_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "swagger" in page
    assert "https://" not in page


def test_the_profile_page_marks_the_cited_quote(client: TestClient) -> None:
    (citation,) = ask(client, SALARY)["citations"]
    address, fragment = urldefrag(citation["url"])
    page = client.get(address)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert fragment == "passage"
    mark = page.text.split('<mark id="passage"')[1].split(">", 1)[1].split("</mark>")[0]
    assert mark == citation["quote"]


def test_the_profile_page_marks_every_block_of_a_list(client: TestClient) -> None:
    *_, citation = ask(client, "Quels diplômes pour devenir boulanger ?")["citations"]
    page = client.get(urldefrag(citation["url"])[0]).text
    assert page.count('id="passage"') == 1
    assert page.count("<mark") == len(citation["quote"].split("\n- "))


def test_the_profile_page_shows_what_stands_outside_its_body(client: TestClient) -> None:
    answer = ask(client, "De quand date la fiche du boulanger ?")
    (citation,) = answer["citations"]
    assert citation["passage_id"] is None
    assert citation["section"] == "other"
    page = client.get(urldefrag(citation["url"])[0]).text
    assert f">{citation['quote']}</mark>" in page


@pytest.mark.parametrize("span", ["start=5&end=2", "start=a&end=b", "start=0&end=99999999", ""])
def test_the_profile_page_marks_nothing_for_no_span(client: TestClient, span: str) -> None:
    page = client.get(f"/profiles/web-developer?{span}")
    assert page.status_code == 200
    assert "<mark" not in page.text


def test_a_profile_is_data_never_markup(tmp_path: Path) -> None:
    document = tmp_path / "job.md"
    document.write_text("# <script>alert(1)</script>\n\n## Missions\n\n- Dire <b>oui</b>\n")
    data = tmp_path / "data"
    ingest([document], data)
    with TestClient(create_app(CurrentAssistant(data))) as client:
        page = client.get("/profiles/job").text
        assert "<script>alert" not in page
        assert "&lt;b&gt;oui&lt;/b&gt;" in page
        assert r"Dire \<b>oui\</b>" in ask(client, "Quelles missions ?")["text"]


def test_a_conversation_can_be_read_and_erased(client: TestClient) -> None:
    first = ask(client, SALARY)
    second = ask(
        client,
        "Et les diplômes ? Je suis enceinte, jean@exemple.fr",
        conversation_id=first["conversation_id"],
    )
    path = f"/v1/conversations/{first['conversation_id']}"
    conversation = client.get(path).json()
    assert conversation["id"] == first["conversation_id"]
    assert [turn["answer"] for turn in conversation["turns"]] == [first, second]
    assert [turn["question"] for turn in conversation["turns"]] == [
        SALARY,
        "Et les diplômes ? Je suis [santé], [adresse électronique]",
    ]
    erased = client.delete(path)
    assert (erased.status_code, erased.content) == (204, b"")
    for response in (client.get(path), client.delete(path)):
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
    follow_up = {"question": "Et ?", "conversation_id": first["conversation_id"]}
    assert client.post("/v1/answers", json=follow_up).status_code == 404


def test_the_documentation_has_the_calls_on_conversations(client: TestClient) -> None:
    calls = client.get("/openapi.json").json()["paths"]["/v1/conversations/{conversation_id}"]
    assert set(calls) == {"get", "delete"}
    assert {"204", "404", "503"} <= set(calls["delete"]["responses"])
    assert {"200", "404", "503"} <= set(calls["get"]["responses"])


@pytest.mark.parametrize(
    "question",
    ["Zorglubier, quel salaire ?", "Quel salaire pour un boulanger zorglub ?", "zorglub", "hi"],
)
def test_no_log_line_holds_a_question(
    client: TestClient,
    question: str,
    tmp_path: Path,
    shipped_assistant: CareerAssistant,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    conversations = StoredConversations(Database(database_url(None, tmp_path)))
    monkeypatch.setattr(shipped_assistant, "conversations", conversations)
    caplog.set_level("DEBUG")
    answer = ask(client, f"{question} Je suis épileptique, jean@exemple.fr")
    ask(client, question, conversation_id=answer["conversation_id"])
    monkeypatch.setattr("assistant.career_assistant.breaches", lambda *_: [f"« {question} »"])
    ask(client, f"{question} Je suis épileptique, jean@exemple.fr")
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "épileptique" not in logged
    assert "jean@exemple.fr" not in logged
