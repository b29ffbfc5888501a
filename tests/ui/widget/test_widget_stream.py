"""An answer that comes piece by piece, over a real connection."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.ui.servers import careers_site, served
from tests.ui.widget.host import ANSWER, Host
from ui.widget_script import widget_script

PIECES = ("Le **premier** mot, ", "puis le deuxième, ", "enfin le dernier.")
STREAMING = ".body > .answer"


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


@contextmanager
def visited(browser: Browser, pause: float, ends: bool) -> Iterator[Host]:
    """A visit to a site whose assistant writes slowly, and may break off before the answer."""

    async def events() -> AsyncIterator[str]:
        yield ": open\n\n"
        yield _event("start", {"id": "a", "conversation_id": "begun"})
        for piece in PIECES:
            event = _event("token", {"text": piece})
            half = len(event) // 2
            yield event[:half]  # where the network likes to cut
            await asyncio.sleep(pause)
            yield event[half:]
        await asyncio.sleep(pause)
        if ends:
            yield _event("answer", {**ANSWER, "text": "".join(PIECES)})

    async def stream(request: Request) -> Response:
        return StreamingResponse(events(), media_type="text/event-stream")

    async def erase(request: Request) -> Response:
        return Response(status_code=204)

    async def script(request: Request) -> Response:
        return Response(widget_script().plain, media_type="text/javascript")

    assistant = Starlette(
        routes=[
            Route("/v1/answers/stream", stream, methods=["POST"]),
            Route("/v1/conversations/begun", erase, methods=["DELETE"]),
            Route("/widget.js", script),
        ],
        middleware=[Middleware(CORSMiddleware, ["*"], ["*"], ["*"])],
    )
    with served(assistant) as address, served(careers_site(address)) as site:
        context = browser.new_context(locale="fr-FR")
        yield Host(context, address, site)
        context.close()


def test_words_are_shown_as_they_come_and_announced_once_at_the_end(browser: Browser) -> None:
    with visited(browser, pause=0.5, ends=True) as host:
        page = host.opened()
        page.get_by_role("textbox").fill("?")
        page.get_by_role("textbox").press("Enter")
        streaming, log = page.locator(STREAMING), page.get_by_role("log")
        expect(streaming).to_have_text("Je cherche dans les fiches…")
        expect(streaming).to_have_text("Le premier mot, ")
        expect(streaming.locator("strong")).to_have_text("premier")
        expect(log.locator(".answer")).to_have_count(0)
        expect(streaming).to_have_attribute("aria-hidden", "true")
        expect(log.locator(".answer")).to_have_text(
            "Le premier mot, puis le deuxième, enfin le dernier."
        )
        expect(streaming).to_be_hidden()
        assert host.said == []


def test_a_stream_that_breaks_off_can_be_asked_again(browser: Browser) -> None:
    with visited(browser, pause=0, ends=False) as host:
        page = host.opened()
        host.ask("?")
        expect(page.locator(".problem")).to_contain_text("La connexion est perdue")
        expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
        expect(page.locator(STREAMING)).to_be_hidden()


def test_an_erasure_while_it_answers_leaves_nothing(browser: Browser) -> None:
    with visited(browser, pause=1.0, ends=True) as host:
        page = host.opened()
        page.get_by_role("textbox").fill("?")
        page.get_by_role("textbox").press("Enter")
        expect(page.locator(STREAMING)).to_contain_text("Le premier mot, ")
        with page.expect_response("**/v1/conversations/begun"):
            page.get_by_role("button", name="Effacer la conversation").click()
        page.wait_for_timeout(4000)  # longer than the answer would have taken
        expect(page.get_by_role("log")).to_have_text("La conversation est effacée.")
        expect(page.locator(STREAMING)).to_be_hidden()
