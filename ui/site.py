"""The web site: the API, and the chat page where no route of the API is."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, HTTPException
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import Access
from api.app import create_app
from api.bounds import Bounds
from assistant.career_assistant import CareerAssistant
from ui.widget_pages import add_widget

_log = logging.getLogger(__name__)

# What a browser asks for to show the page and hold a conversation. Gradio would answer much more
# (uploads, log-in, a proxy, an API of its own); all that is "not found", as the API says it.
_PAGE_PATHS = ("/config", "/theme.css", "/favicon.ico", "/robots.txt")
_PAGE_FOLDERS = (
    "/assets/",
    "/static/",
    "/svelte/",
    "/gradio_api/app_id",
    "/gradio_api/heartbeat/",
    "/gradio_api/queue/",
    "/gradio_api/reset",
    "/gradio_api/startup-events",
)
# The browser itself refuses whatever would come from elsewhere. Gradio's page needs its inline
# scripts, and evaluates some; what visitors and profiles write is escaped (ui/message_html.py).
_POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)


def create_site(
    assistant: Callable[[], CareerAssistant],
    access: Access | None = None,
    bounds: Bounds | None = None,
    log_questions: bool = False,
) -> FastAPI:
    """Return the API's application with the chat page at "/", the widget and its demonstration."""
    app = create_app(assistant, access, bounds, log_questions)
    add_widget(app, key_required=access is not None and access.required)
    page = ChatPage(assistant, otherwise=app.router.default)
    # Not `app.mount("/", page)`: a mount takes every path that no route matches in full, and so
    # would take the API's 405 for a wrong method.
    app.router.default = page
    lifespan_of_api = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with lifespan_of_api(app) as state, page.lifespan():
            yield state

    app.router.lifespan_context = lifespan
    return app


class ChatPage:
    """The chat page as an ASGI application that is built while the API already answers.

    Importing Gradio takes seconds: a thread does it, and requests for the page wait for it.
    """

    def __init__(self, assistant: Callable[[], CareerAssistant], otherwise: ASGIApp) -> None:
        self._assistant = assistant
        self._otherwise = otherwise
        self._built: asyncio.Future[FastAPI | None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the page's own paths, and leave the rest to `otherwise`."""
        if self._built is None or scope["type"] != "http" or not _is_of_page(scope["path"]):
            await self._otherwise(scope, receive, send)
            return
        # Shielded: a visitor who leaves cancels their own wait, not everybody's.
        page = await asyncio.shield(self._built)
        if page is None:
            raise HTTPException(503, "The chat page cannot be shown")
        await page(scope, receive, _with_policy(send))

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Build the page, and run it until the server stops."""
        self._built = asyncio.get_running_loop().create_future()
        closing = asyncio.Event()
        running = asyncio.create_task(self._run(self._built, closing))
        try:
            yield
        finally:
            closing.set()
            await running

    async def _run(self, built: asyncio.Future[FastAPI | None], closing: asyncio.Event) -> None:
        """Enter and leave the page's lifespan, in one task as its cancel scopes require."""
        try:
            page = await asyncio.to_thread(self._build)
            async with page.router.lifespan_context(page):
                built.set_result(page)
                await closing.wait()
        except Exception:  # noqa: BLE001 - without its page the API still answers
            _log.exception("the chat page cannot be shown")
            if not built.done():
                built.set_result(None)

    def _build(self) -> FastAPI:
        from ui.chat import chat_app

        return chat_app(self._assistant)


def _with_policy(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Content-Security-Policy"] = _POLICY
        await send(message)

    return sent


def _is_of_page(path: str) -> bool:
    return path == "/" or path in _PAGE_PATHS or path.startswith(_PAGE_FOLDERS)
