"""What a site needs of the widget: the script at /widget.js, and /demo, a page that embeds it."""

import base64
import hashlib
import re
from functools import cache

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ui.widget_script import widget_script

_PUBLISHABLE = re.compile(r"career_public_[A-Za-z0-9_-]{1,100}")

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


def add_widget(app: FastAPI, key_required: bool = False) -> None:
    """Serve the widget's script and its demonstration page, which may need a key as sites do."""
    app.get("/widget.js", tags=["pages"], response_class=Response)(script)

    @app.get("/demo", tags=["pages"], response_class=HTMLResponse)
    def demo(request: Request, key: str = "") -> HTMLResponse:
        """Show a careers page that embeds the widget, with the publishable key of its address."""
        return _demo(request, key, key_required)


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


def _demo(request: Request, key: str, key_required: bool) -> HTMLResponse:
    fits = _PUBLISHABLE.fullmatch(key) is not None
    page = _demo_template().render(
        key=key if fits else "",
        wrong=bool(key) and not fits,
        embeds=fits or not (key or key_required),
        origin=f"{request.url.scheme}://{request.url.netloc}",
    )
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = hashlib.sha256(styles[0].encode()).digest()
    policy = _DEMO_POLICY.format(style=base64.b64encode(digest).decode())
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


@cache
def _demo_template() -> Template:
    environment = Environment(
        loader=PackageLoader("ui", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("demo.html")
