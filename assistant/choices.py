"""Tells which of the professions that were offered a person chooses: « le deuxième »."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from corpus.words import words

_MOST_WORDS = 5  # more say something else than a choice


def chosen(text: str, offered: Sequence[str]) -> str | None:
    """Return the one of the offered profiles that a text of a few words chooses by its place."""
    said = words(text)
    if not offered or len(said) > _MOST_WORDS:
        return None
    places = {_places()[word] for word in said if word in _places()}
    if len(places) != 1:
        return None
    place = places.pop()
    return offered[place] if place < len(offered) else None


@cache
def _places() -> dict[str, int]:
    content = resources.files("assistant").joinpath("choices.toml").read_text("utf-8")
    return {
        word: place
        for place, said in enumerate([*tomllib.loads(content)["places"]])
        for word in words(said)
    } | dict.fromkeys(words(tomllib.loads(content)["last"]), -1)
