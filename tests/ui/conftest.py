"""A real server with the shipped profiles, and a real browser."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect

from assistant.career_assistant import CareerAssistant
from index.ingest import ingest
from tests.ui.servers import served
from ui.site import create_site

expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow

_ROOT = Path(__file__).parents[2]
_MESSAGES = ("info", "log", "debug")  # what a console says when nothing is wrong
# Questions and answers as they are shown, and whether the last is a new answer.
_BLOCKS = """() => [...document.querySelectorAll("#conversation :is(.question, .answer)")]
  .map((block) => block.className + block.innerText).join()"""
_ANSWERED = f"""(before) => {{
  const last = [...document.querySelectorAll("#conversation :is(.question, .answer)")].pop();
  return last?.matches(".answer:not(.waiting, .writing)") && ({_BLOCKS})() !== before;
}}"""


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The site over the shipped profiles."""
    data = tmp_path_factory.mktemp("data")
    ingest([_ROOT / "corpus" / "profiles"], data)
    return create_site(cache(lambda: CareerAssistant.open(data)))


@pytest.fixture(scope="session")
def site(application: FastAPI) -> Iterator[str]:
    """The address of the site, served on a free port."""
    with served(application) as address:
        yield address


class Visit:
    """A visitor's window on the chat page, and what went wrong in it."""

    def __init__(self, browser: Browser, site: str, locale: str, **options: Any) -> None:
        self.site = site
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(locale=locale, **options)
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.context.on("request", lambda request: self.requested.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("response", self._got)

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type not in _MESSAGES:
            self.complaints.append(f"{said.type}: {said.text}")

    def _got(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def open(self, query: str = "") -> Page:
        """Open the page, and wait until it can be used."""
        self.page.goto(f"{self.site}/{query}")
        self.page.locator("#conversation .example").first.wait_for()
        return self.page

    def ask(self, question: str) -> str:
        """Ask a question and return the answer as it is read."""
        before = self.page.evaluate(_BLOCKS)
        box = self.page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        self.page.wait_for_function(_ANSWERED, arg=before)
        return self.page.locator("#conversation .answer").last.inner_text()


@pytest.fixture
def french(browser: Browser, site: str) -> Iterator[Visit]:
    """A visitor whose browser is French."""
    visit = Visit(browser, site, "fr-FR")
    yield visit
    visit.context.close()


@pytest.fixture
def english(browser: Browser, site: str) -> Iterator[Visit]:
    """A visitor whose browser is English."""
    visit = Visit(browser, site, "en-GB")
    yield visit
    visit.context.close()
