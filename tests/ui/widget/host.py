"""A careers site's page with the widget in it, as a visitor sees it."""

import json
from typing import Any
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page, Route, expect

SALARY = "Quel est le salaire d'un responsable communication en ligne ?"
AMBIGUOUS = "Combien gagne un développeur ou un responsable ?"
LAUNCHER = '<script src="{assistant}/widget.js" data-lang="fr" async></script>'
BY_HAND = '<script src="{assistant}/widget.js" type="module"></script>'
BUTTON = "Une question sur un métier"  # on the launcher
ANSWER: dict[str, Any] = {
    "id": "a",
    "conversation_id": "c",
    "status": "answered",
    "language": "fr",
    "citations": [],
    "profiles": [],
    "suggestions": [],
}


class Host:
    """A careers site's page with the widget in it, and what went wrong there."""

    def __init__(self, context: BrowserContext, site: str, host: str) -> None:
        self.site, self.host = site, host
        self.page = context.new_page()
        self.requested: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", lambda said: self.said.append(said.text))

    def open(self, embed: str = LAUNCHER) -> Page:
        """Open the page that embeds the widget so."""
        self.page.goto(f"{self.host}/?embed={quote(embed)}")
        self.page.wait_for_function("Boolean(customElements.get('career-assistant'))")
        return self.page

    def opened(self, embed: str = LAUNCHER) -> Page:
        """Open that page, and the widget in it."""
        page = self.open(embed)
        page.get_by_role("button", name=BUTTON).click()
        return page

    def ask(self, question: str) -> None:
        """Ask, and wait for what comes of it."""
        answers = self.page.locator(".log > .answer")
        before = answers.count()
        self.page.get_by_role("textbox").fill(question)
        self.page.get_by_role("textbox").press("Enter")
        expect(answers).to_have_count(before + 1)

    def told(self) -> list[str]:
        """Return what the console tells the site's owner."""
        return [said for said in self.said if said.startswith("[career-assistant]")]

    def from_assistant(self) -> list[str]:
        """Return what was asked of the assistant's server, as paths."""
        return [url.removeprefix(self.site) for url in self.requested if url.startswith(self.site)]


def streamed(route: Route, *events: tuple[str, dict[str, Any]]) -> None:
    """Answer a request with these events, as a server would that misbehaves."""
    body = ": open\n\n" + "".join(
        f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events
    )
    route.fulfill(
        body=body,
        content_type="text/event-stream",
        headers={"Access-Control-Allow-Origin": "*"},
    )
