"""What every request passes before the API sees it: bounds, access, and headers on the way out."""

import re
import secrets
from time import perf_counter

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import Access, Pass, Refusal
from api.bounds import Bounds, InFlight, read_body, replayed
from api.metrics import REFUSALS
from api.problems import described, problem
from api.request_log import REQUEST_ID, log_request
from assistant.errors import ConversationsUnavailable

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_TO_BROWSERS = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Request-Id",
    "Access-Control-Max-Age": "600",
}
_EXPOSED = "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id"


async def owner_of(request: Request) -> str:
    """Return the id of the key that a request came with, or ""."""
    admitted: Pass | None = request.scope.get("state", {}).get("admitted")
    return admitted.key.id if admitted and admitted.key else ""


class Gate:
    """ASGI middleware over the whole application."""

    def __init__(self, app: ASGIApp, access: Access, bounds: Bounds) -> None:
        self._app = app
        self._access = access
        self._bounds = bounds
        self._in_flight = InFlight(bounds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        REQUEST_ID.set(request_id)
        added = {**_HEADERS, "X-Request-Id": request_id}
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                leaving = MutableHeaders(scope=message)
                for name, said in added.items():
                    leaving.append(name, said)  # a page's own policy stays: browsers keep to both
            await send(message)

        try:
            await self._pass(scope, receive, sent, headers, added)
        finally:
            log_request(scope, request_id, status, perf_counter() - began)

    async def _pass(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers, added: dict[str, str]
    ) -> None:
        refused: Response | None = None
        try:
            origins = await self._origins(scope, headers)
            self._tell_browsers(headers, origins, added)
            if _is_preflight(scope, headers):
                refused = _preflight(headers["origin"] in origins, added)
            else:
                await self._admitted(scope, receive, send, headers, added)
        except Refusal as refusal:
            REFUSALS.labels(str(refusal.status)).inc()
            refused = problem(refusal.status, refusal.title, refusal.detail)
            refused.headers.update(refusal.headers)
        except Exception as error:
            told = described(error)
            if told.status == 500:
                raise
            REFUSALS.labels(str(told.status)).inc()
            refused = problem(told.status, told.title, told.detail)
        if refused is not None:
            await refused(scope, receive, send)

    async def _origins(self, scope: Scope, headers: Headers) -> frozenset[str]:
        """Return the sites that may embed a page or call from one, where that matters."""
        of_page = not scope["path"].startswith("/v1/") and scope["method"] == "GET"
        if "origin" in headers or (of_page and "text/html" in headers.get("accept", "")):
            try:
                return await run_in_threadpool(self._access.origins)
            except ConversationsUnavailable:
                if _is_preflight(scope, headers):
                    raise
        return frozenset()  # closed, as by default; what needs the database will say so itself

    def _tell_browsers(
        self, headers: Headers, origins: frozenset[str], added: dict[str, str]
    ) -> None:
        added["Content-Security-Policy"] = " ".join(("frame-ancestors 'self'", *sorted(origins)))
        origin = headers.get("origin")
        if origin is not None:
            added["Vary"] = "Origin"
            if origin in origins:
                added["Access-Control-Allow-Origin"] = origin
                added["Access-Control-Expose-Headers"] = _EXPOSED

    async def _admitted(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers, added: dict[str, str]
    ) -> None:
        client = scope.get("client")
        asks = (scope["method"], scope["path"], headers, client[0] if client else "")
        if self._access.waits(headers):
            admitted = await run_in_threadpool(self._access.admit, *asks)
        else:
            admitted = self._access.admit(*asks)
        added.update(admitted.headers)
        scope.setdefault("state", {})["admitted"] = admitted
        body = await read_body(scope, headers, receive, self._bounds)
        if scope["path"].startswith("/v1/"):
            await self._in_flight.run(self._app, scope, replayed(body, receive), send)
        else:
            await self._app(scope, replayed(body, receive), send)


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    asks = "access-control-request-method" in headers
    return scope["method"] == "OPTIONS" and "origin" in headers and asks


def _preflight(allowed: bool, added: dict[str, str]) -> Response:
    if not allowed:
        raise Refusal(
            403,
            "This site may not call the assistant",
            "Its operator creates a key with `career keys create --origins`.",
        )
    added.update(_TO_BROWSERS)
    return Response(status_code=204)
