"""The site: which part answers for which address."""

import subprocess
import sys

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.career_assistant import CareerAssistant
from ui.site import ChatPage, create_site


def test_importing_the_site_leaves_the_heavy_library_for_later() -> None:
    code = "import sys, ui.site; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_page_stands_at_the_root(site: str) -> None:
    page = httpx.get(f"{site}/", timeout=60)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/healthz", "/v1/profiles", "/docs", "/openapi.json"])
def test_the_api_answers_for_its_own_paths(site: str, path: str) -> None:
    answer = httpx.get(site + path)
    assert answer.status_code == 200
    assert "gradio" not in answer.text


def test_a_wrong_method_is_still_the_apis_to_refuse(site: str) -> None:
    refused = httpx.get(f"{site}/v1/answers")
    assert refused.status_code == 405
    assert refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nowhere"),
        ("GET", "/v1/nowhere"),
        ("POST", "/login"),
        ("GET", "/monitoring"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/file=pyproject.toml"),
        ("GET", "/gradio_api/proxy=http://example.org"),
        ("POST", "/gradio_api/call/ask"),
    ],
)
def test_all_else_is_not_found(site: str, method: str, path: str) -> None:
    missing = httpx.request(method, site + path)
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"


def test_nothing_from_elsewhere_is_let_into_the_page(site: str) -> None:
    policy = httpx.get(f"{site}/").headers["content-security-policy"]
    assert policy.startswith("default-src 'self' ")


def test_a_page_that_cannot_be_built_leaves_the_api_standing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def build(page: ChatPage) -> None:
        raise ImportError("no such library")

    def assistant() -> CareerAssistant:
        raise AssertionError("not asked for")

    monkeypatch.setattr(ChatPage, "_build", build)
    with TestClient(create_site(assistant)) as client:
        assert client.get("/").status_code == 503
        assert client.get("/healthz").status_code == 200
