"""Tells an old source from a young one, and dates what an old one says of its own time."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources

from assistant.draft import Draft, Evidence
from assistant.phrases import enumeration, escaped, phrase, unescaped
from corpus.profile import Language
from corpus.words import plain

_YEARS = 3  # after which what a source says may no longer hold


def is_old(published: str | None, today: date | None = None) -> bool:
    """Tell whether what was published on an ISO 8601 date is older than three years."""
    today = today or datetime.now(UTC).date()
    # Compared as text, since there is no 29 February three years before one.
    return published is not None and published < f"{today.year - _YEARS}-{today:%m-%d}"


def say_how_to_read_time(draft: Draft, language: Language, today: date | None = None) -> None:
    """End an answer that quotes « aujourd’hui » from an old source with the year to read it at."""
    by_year: dict[str, list[tuple[str, Evidence]]] = {}
    for said, piece in _words_of_their_time(draft):
        published = piece.source.published
        if published and is_old(published, today):
            by_year.setdefault(published[:4], []).append((said, piece))
    for year, found in by_year.items():
        quoted = dict.fromkeys(phrase("quote", language, quote=escaped(said)) for said, _ in found)
        words = enumeration(list(quoted), language)
        cited = dict.fromkeys(piece for _, piece in found)
        draft.say(phrase("read_at_its_time", language, year=year, words=words), *cited)


def words_of_their_time(text: str) -> list[str]:
    """Return the words of a text that mean the time at which it was written, once each, in
    lower case."""
    # As long as the text: apostrophes and set phrases are replaced sign by sign.
    read = _set_phrases().sub(lambda match: " " * len(match[0]), text.replace("’", "'"))
    found = (text[match.start() : match.end()] for match in _of_their_time().finditer(read))
    return list(dict.fromkeys(said.lower() for said in found))


def _words_of_their_time(draft: Draft) -> Iterator[tuple[str, Evidence]]:
    """Yield such words of a draft, each with the evidence that it is quoted from."""
    for statement in draft.said:
        for said in words_of_their_time(unescaped(statement.text)):
            for piece in statement.evidence:
                if plain(said) in plain(piece.quote):
                    yield said, piece


@cache
def _set_phrases() -> re.Pattern[str]:
    return _any_of("set_phrases")


@cache
def _of_their_time() -> re.Pattern[str]:
    return _any_of("of_their_time")


def _any_of(name: str) -> re.Pattern[str]:
    content = resources.files("assistant").joinpath("age.toml").read_text("utf-8")
    patterns = "|".join(tomllib.loads(content)[name])
    return re.compile(rf"(?<!\w)(?:{patterns})(?!\w)", re.IGNORECASE)
