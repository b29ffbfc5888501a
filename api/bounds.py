"""How much one request may send, how long it may take, and how many are answered at once."""

import asyncio
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import Refusal


@dataclass(frozen=True)
class Bounds:
    """Sizes in bytes, times in seconds."""

    body: int = 64 * 1024
    body_of_page: int = 1024 * 1024  # the chat page's, which is Gradio's
    seconds_of_body: float = 10
    seconds: float = 30  # until a response begins
    at_once: int = 64


async def read_body(scope: Scope, headers: Headers, receive: Receive, bounds: Bounds) -> bytes:
    """Return the body of a request. Raises Refusal for one that is too large, or too slow."""
    most = bounds.body if scope["path"].startswith("/v1/") else bounds.body_of_page
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said[:20]) > most:
        raise too_large(most)
    if said == "0" and "transfer-encoding" not in headers:
        return b""
    body = bytearray()
    try:
        async with asyncio.timeout(bounds.seconds_of_body):
            more = True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > most:
                    raise too_large(most)
    except TimeoutError:
        raise too_slow() from None
    return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read, and then what comes after it."""
    left = [body]

    async def again() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return again


class InFlight:
    """Runs so many requests at once, and refuses the rest at the door: overload is shed."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._running = 0

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application on a request. Raises Refusal if there is no time, or no room: what
        is read or erased takes none."""
        takes_room = scope["method"] == "POST"
        if takes_room and self._running >= self._bounds.at_once:
            raise busy()
        is_late = False
        began = asyncio.Event()

        async def sent(message: Message) -> None:
            if not is_late:
                began.set()
                await send(message)

        self._running += takes_room
        running = asyncio.ensure_future(app(scope, receive, sent))
        # A thread cannot be interrupted: its place is taken until it is done.
        running.add_done_callback(partial(self._ended, takes_room))
        waiting = asyncio.ensure_future(began.wait())
        try:
            first = asyncio.FIRST_COMPLETED
            await asyncio.wait({running, waiting}, timeout=self._bounds.seconds, return_when=first)
            if not running.done() and not began.is_set():
                is_late = True
                raise late()
            await running
        finally:
            waiting.cancel()
            running.cancel()

    def _ended(self, took_room: bool, task: "asyncio.Future[None]") -> None:
        self._running -= took_room
        if not task.cancelled():
            task.exception()  # an error after the time limit has nobody to hear it


def too_large(most: int) -> Refusal:
    """Return the refusal of a body of more than `most` bytes."""
    said = f"Send at most {most // 1024} KB."
    return Refusal(413, "The request is too large", said, {"Connection": "close"})


def too_slow() -> Refusal:
    """Return the refusal of a body that does not come."""
    return Refusal(408, "The request came too slowly", "Send it again.", {"Connection": "close"})


def busy() -> Refusal:
    """Return the refusal of what there is no room for."""
    return _not_now("Too many questions at once")


def late() -> Refusal:
    """Return the refusal of what takes too long."""
    return _not_now("The answer took too long")


def _not_now(title: str) -> Refusal:
    return Refusal(503, title, "Try again in a few seconds.", {"Retry-After": "2"})
