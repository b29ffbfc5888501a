"""Tells what a few words say of what was offered: « le deuxième », « oui », « pas ça »."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from corpus.words import words

_MOST_WORDS = 5  # more say something else than a choice


def chosen(text: str, offered: Sequence[str]) -> str | None:
    """Return the one of the offered profiles that a text of a few words chooses: by its place, or
    the only one by « oui »."""
    said = words(text)
    if not offered or len(said) > _MOST_WORDS:
        return None
    if is_only_a_reply(text):
        return offered[0] if len(offered) == 1 and _agrees(said) else None
    places = {_places()[word] for word in said if word in _places()}
    if len(places) != 1:
        return None
    place = places.pop()
    return offered[place] if place < len(offered) else None


def is_only_a_reply(text: str) -> bool:
    """Tell whether a text only agrees, disagrees or points: « oui », « pas ça », « l’autre »."""
    said = words(text)
    return 0 < len(said) <= _MOST_WORDS and _replies().issuperset(said)


def _agrees(said: Sequence[str]) -> bool:
    return not _said("yes").isdisjoint(said) and _said("no").isdisjoint(said)


@cache
def _table() -> dict[str, Any]:
    content = resources.files("assistant").joinpath("choices.toml").read_text("utf-8")
    return tomllib.loads(content)


@cache
def _said(name: str) -> frozenset[str]:
    return frozenset(words(_table()[name]))


@cache
def _replies() -> frozenset[str]:
    return frozenset().union(*(_said(name) for name in ("yes", "no", "pointing")))


@cache
def _places() -> dict[str, int]:
    return {
        word: place for place, said in enumerate(_table()["places"]) for word in words(said)
    } | dict.fromkeys(_said("last"), -1)
