"""The API's description reads well: nothing in it goes without saying, and what it shows is so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from api.app import create_app
from assistant.career_assistant import CareerAssistant
from assistant.current import CurrentAssistant
from ui.site import create_site

_METHODS = ("get", "post", "delete")


@pytest.fixture(scope="module")
def client(shipped_assistant: CareerAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: shipped_assistant)) as client:
        yield client


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    made: dict[str, Any] = client.get("/openapi.json").json()
    return made


def calls(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield path, method, methods[method]


def without_description(part: Any, where: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        properties = part.get("properties", {})
        for name, said in properties.items() if "type" in part else ():
            if not said.get("description"):
                yield f"{where}/{name}"
        for name, inner in part.items():
            if name not in ("example", "examples"):
                yield from without_description(inner, f"{where}/{name}")
    elif isinstance(part, list):
        for inner in part:
            yield from without_description(inner, where)


def test_every_field_has_its_sentence(described: dict[str, Any]) -> None:
    assert list(without_description(described)) == []
    assert list(without_description({"type": "object", "properties": {"a": {}}})) == ["/a"]
    for name, shape in described["components"]["schemas"].items():
        assert shape["description"].endswith((".", "`.")), name


def test_every_call_says_what_it_does(described: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in described["tags"]}
    for path, method, call in calls(described):
        assert len(call["summary"].split()) > 3, (method, path)
        assert set(call["tags"]) <= tags
        assert call["operationId"].isidentifier()
        for parameter in call.get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])
            assert parameter["schema"]["examples"], (path, parameter["name"])
        for status, response in call["responses"].items():
            assert response["description"], (path, status)
            for header in response.get("headers", {}).values():
                assert header["description"]


def test_the_pages_are_described_too(shipped_assistant: CareerAssistant) -> None:
    described = create_site(lambda: shipped_assistant).openapi()
    assert list(without_description(described)) == []


def shown(described: dict[str, Any], content: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the examples of a body, each with its schema."""
    schema = content.get("schema", {})
    name = schema.get("$ref", "").removeprefix("#/components/schemas/")
    inner = described["components"]["schemas"].get(name, {})
    yield from ((example, schema) for example in inner.get("examples", ()))
    yield from ((example["value"], schema) for example in content.get("examples", {}).values())
    if "example" in content:
        yield content["example"], schema


def test_every_body_has_an_example_that_is_one(described: dict[str, Any]) -> None:
    for path, method, call in calls(described):
        bodies = [*call["responses"].values(), *([call["requestBody"]] if method == "post" else [])]
        for body in bodies:
            for media, content in body.get("content", {}).items():
                examples = list(shown(described, content))
                assert examples, (path, method, media)
                for example, schema in examples:
                    check = Draft202012Validator({**schema, "components": described["components"]})
                    check.validate(example)


def test_a_problem_shown_has_the_status_that_it_is_shown_for(described: dict[str, Any]) -> None:
    for path, _, call in calls(described):
        for status, response in call["responses"].items():
            if int(status) >= 400:
                content = response["content"]["application/problem+json"]
                assert {example["status"] for example, _ in shown(described, content)} == {
                    int(status)
                }, path


def test_what_is_shown_as_a_request_is_answered(
    client: TestClient, described: dict[str, Any]
) -> None:
    for path, method, call in calls(described):
        if method == "post" and path != "/v1/feedback":  # whose answer is long gone
            content = call["requestBody"]["content"]["application/json"]
            for example, _ in shown(described, content):
                answered = client.post(path, json=example)
                assert answered.status_code == 200, (path, answered.text)


LONG = "x" * 70_000
PROVOKED: list[tuple[str, str, dict[str, Any]]] = [
    ("post", "/v1/answers", {"json": {"question": ""}}),
    ("post", "/v1/answers", {"json": {}}),
    ("post", "/v1/answers", {"content": b"\xff", "headers": {"Content-Type": "application/json"}}),
    ("post", "/v1/answers", {"json": {"question": "?", "profile_id": "x"}}),
    ("post", "/v1/answers", {"json": {"question": "?", "conversation_id": "x"}}),
    ("post", "/v1/answers", {"json": {"question": LONG}}),
    ("post", "/v1/answers/stream", {"json": {"question": "?", "profile_id": "x"}}),
    ("post", "/v1/answers/stream", {"json": {"question": "\x00"}}),
    ("post", "/v1/compare", {"json": {"profile_ids": ["x"]}}),
    ("post", "/v1/compare", {"json": {"profile_ids": ["x", "y"]}}),
    ("post", "/v1/match", {"json": {"text": " "}}),
    ("post", "/v1/match", {"json": {"text": "?", "limit": "5"}}),
    ("post", "/v1/search", {"json": {"query": ""}}),
    ("post", "/v1/search", {"json": {"query": "?", "profile_id": "x"}}),
    ("post", "/v1/feedback", {"json": {"answer_id": "x", "rating": "up"}}),
    ("post", "/v1/feedback", {"json": {"answer_id": "x", "rating": "left"}}),
    ("get", "/v1/conversations/{conversation_id}", {}),
    ("delete", "/v1/conversations/{conversation_id}", {}),
    ("get", "/v1/profiles", {"params": {"limit": 0}}),
    ("get", "/v1/profiles/{profile_id}", {}),
    ("get", "/v1/profiles/{profile_id}/text", {}),
    ("get", "/v1/passages/{passage_id}", {}),
    ("get", "/profiles/{profile_id}", {}),
]


def titles(described: dict[str, Any], method: str, path: str, status: int) -> set[str]:
    responses = described["paths"][path][method]["responses"]
    content = responses[str(status)]["content"]["application/problem+json"]
    return {example["title"] for example, _ in shown(described, content)}


@pytest.mark.parametrize(("method", "path", "sent"), PROVOKED)
def test_what_goes_wrong_is_described(
    client: TestClient, described: dict[str, Any], method: str, path: str, sent: dict[str, Any]
) -> None:
    refused = client.request(method, path.replace("{", "").replace("}", ""), **sent)
    problem = refused.json()
    assert refused.headers["content-type"] == "application/problem+json"
    assert problem["title"] in titles(described, method, path, refused.status_code)


def test_what_is_missing_is_described(tmp_path: Path, described: dict[str, Any]) -> None:
    with TestClient(create_app(CurrentAssistant(tmp_path))) as client:
        for path, method, call in calls(described):
            if "503" in call["responses"]:
                body: dict[str, Any] = {"json": {}} if method == "post" else {}
                refused = client.request(method, path, **body)
                assert refused.status_code in (503, 422), path
                if refused.status_code == 503:
                    assert refused.json()["title"] in titles(described, method, path, 503)
