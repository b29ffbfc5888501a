"""The widget's script: the files of ui/widget, joined as they are into one function."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

_PARTS = (
    "start",
    "texts",
    "nodes",
    "markdown",
    "service",
    "quotes",
    "answers",
    "panel",
    "element",
    "mount",
)
_STYLES = ("widget", "conversation")


@dataclass(frozen=True)
class Script:
    """The script as it is sent, plain and gzipped, and what tells one version from another."""

    plain: bytes
    gzipped: bytes
    etag: str


@cache
def widget_script() -> Script:
    """Return the script that a site embeds."""
    folder = resources.files("ui").joinpath("widget")
    style = "".join(folder.joinpath(f"{name}.css").read_text("utf-8") for name in _STYLES)
    parts = [folder.joinpath(f"{name}.js").read_text("utf-8") for name in _PARTS]
    parts.insert(1, f"const STYLE = {json.dumps(style, ensure_ascii=False)};\n")
    plain = "\n".join(['(() => {\n"use strict";', *parts, "})();\n"]).encode()
    etag = hashlib.sha256(plain).hexdigest()[:16]
    return Script(plain, gzip.compress(plain, mtime=0), f'"{etag}"')
