"""What a site needs of the widget: the script at /widget.js, and /demo, a page that embeds it."""

import base64
import hashlib
import re
from importlib import resources

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from ui.widget_script import widget_script

_SCRIPT_HEADERS = {
    # A site may be embedded for years by one line: a new version reaches it within the hour.
    "Cache-Control": "public, max-age=3600",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}
# As strict as a careers site may be: the widget must live with it.
_DEMO_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-{style}'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def add_widget(app: FastAPI) -> None:
    """Serve the widget's script and its demonstration page."""
    app.get("/widget.js", tags=["pages"], response_class=Response)(script)
    app.get("/demo", tags=["pages"], response_class=HTMLResponse)(demo)


def script(request: Request) -> Response:
    """Return the script that a site embeds in one line; 304 where a browser has this version."""
    made = widget_script()
    headers = {**_SCRIPT_HEADERS, "ETag": made.etag}
    if made.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = made.plain
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = made.gzipped
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="text/javascript", headers=headers)


def demo() -> HTMLResponse:
    """Show a careers page that embeds the widget, under a strict policy."""
    page = resources.files("ui").joinpath("demo.html").read_text("utf-8")
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = hashlib.sha256(styles[0].encode()).digest()
    policy = _DEMO_POLICY.format(style=base64.b64encode(digest).decode())
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})
