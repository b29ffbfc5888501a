"""Tells a passage that speaks to whoever answers from it from one that speaks of a profession."""

import re
import tomllib
from functools import cache
from importlib import resources

from assistant.typed import as_read
from corpus.words import plain


def gives_instructions(text: str) -> bool:
    """Tell whether a passage tells an assistant, or whoever reads it, what to answer."""
    said = [plain(text), plain(as_read(text))]  # the second without what cannot be seen
    return any(_always().search(s) or (_addressee().search(s) and _order().search(s)) for s in said)


@cache
def _always() -> re.Pattern[str]:
    return re.compile("|".join(_table()["always"]), re.MULTILINE)


@cache
def _addressee() -> re.Pattern[str]:
    return _whole("addressees")


@cache
def _order() -> re.Pattern[str]:
    return _whole("orders")


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_table()[name])})(?!\w)")


@cache
def _table() -> dict[str, list[str]]:
    content = resources.files("assistant").joinpath("instructions.toml").read_text("utf-8")
    return tomllib.loads(content)
