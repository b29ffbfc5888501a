"""Servers on free loopback ports, and the page of another site that embeds the widget."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

# What a page may do to all that stands in it.
HOSTILE_STYLE = """
body *, career-assistant {
  color: red !important; background: yellow !important; font: 40px/3 fantasy !important;
  position: absolute !important; transform: rotate(30deg) !important; opacity: .1 !important;
  letter-spacing: 1em !important; text-transform: uppercase !important; zoom: 2 !important;
  pointer-events: none !important; visibility: hidden !important; direction: rtl !important;
  box-sizing: content-box !important; filter: blur(9px) !important;
  clip-path: circle(1px) !important;
}
button, textarea, div, career-assistant { display: none !important; }
"""


@contextmanager
def served(app: ASGIApp, lifespan: Literal["auto", "off"] = "auto") -> Iterator[str]:
    """Serve an application on a free port, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan=lifespan))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


def careers_site(assistant: str) -> Starlette:
    """Return a site whose pages embed the widget as their address says: `?embed=` is put into the
    page; `{assistant}` in it is where the assistant is. Its policy is strict, its style hostile."""
    policy = (
        f"default-src 'none'; script-src {assistant}; connect-src {assistant}; "
        "style-src 'self'; img-src data:; "
        "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )

    def page(request: Request) -> HTMLResponse:
        embedded = request.query_params["embed"].replace("{assistant}", assistant)
        return HTMLResponse(
            '<!doctype html><html lang="fr"><head><title>Métiers</title>'
            '<link rel="icon" href="data:,"><link rel="stylesheet" href="/hostile.css"></head>'
            f"<body><main><h1>Métiers</h1></main>{embedded}</body></html>",
            headers={"Content-Security-Policy": policy},
        )

    def style(request: Request) -> Response:
        return Response(HOSTILE_STYLE, media_type="text/css")

    return Starlette(routes=[Route("/", page), Route("/hostile.css", style)])
