"""Checks the words of what a chat model wrote, which may inflect and join those of its passages."""

import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources

from rapidfuzz.distance import Prefix

from corpus.words import words

AMOUNT = re.compile(r"\d+k?|k")  # compared by value, not as a word
_SHORTEST, _LONGEST_ENDING = 3, 5  # letters that stay, and that conjugation or plural may change


def unheld_words(text: str, held: Collection[str]) -> Iterator[str]:
    """Yield a fault for each word that neither is held in some form nor only joins others."""
    for word in words(text):
        known = word in held or word in _joining_words() or AMOUNT.fullmatch(word)
        if not (known or any(_is_form_of(word, other) for other in held)):
            yield f"rule 3: the word « {word} » stands in nothing cited for it"


def _is_form_of(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    return bool(Prefix.similarity(one, other) >= max(_SHORTEST, longest - _LONGEST_ENDING))


@cache
def _joining_words() -> frozenset[str]:
    content = resources.files("assistant").joinpath("chat_words.toml").read_text("utf-8")
    kinds = tomllib.loads(content).values()
    return frozenset(word for kind in kinds for said in kind.values() for word in words(said))
