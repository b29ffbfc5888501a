"""The words of personal_data.toml: what is said in place of a detail, and how health is told."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpus.profile import Language
from corpus.words import stems_of, words

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class HealthWordings:
    """A language's words, as personal_data.toml explains them; phrases of stems, or of words."""

    language: Language
    openers: frozenset[Phrase]
    pronouns: frozenset[Phrase]
    relatives: frozenset[Phrase]
    between: frozenset[str]
    topics: frozenset[Phrase]
    health: frozenset[Phrase]
    complements: frozenset[Phrase]


def placeholder(kind: str, language: Language) -> str:
    """Return what is said in place of a personal detail of that kind."""
    return str(_table()["placeholders"][language][kind])


@cache
def health_wordings(language: Language) -> HealthWordings:
    """Return the words that tell health in that language."""
    said = _table()[language]
    return HealthWordings(
        language=language,
        openers=_phrases(said["openers"]),
        pronouns=_phrases(said["pronouns"]),
        relatives=_stem_phrases(said["relatives"], language),
        between=frozenset(word.casefold() for word in said["between"]),
        topics=_stem_phrases(said["topics"], language),
        health=_stem_phrases(said["health"], language),
        complements=_phrases(said["complements"]),
    )


@cache
def _table() -> dict[str, Any]:
    content = resources.files("assistant").joinpath("personal_data.toml").read_text("utf-8")
    return tomllib.loads(content)


def _phrases(said: Sequence[str]) -> frozenset[Phrase]:
    return frozenset(words(phrase) for phrase in said)


def _stem_phrases(said: Sequence[str], language: Language) -> frozenset[Phrase]:
    return frozenset(stems_of(words(phrase), language) for phrase in said)
