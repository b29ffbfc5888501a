"""What the words before the name of a profession say of it: whether it is the person's own, and
whether the question is about it."""

import re
import tomllib
from functools import cache
from importlib import resources

from assistant.profession_tagger import spoken
from corpus.words import plain


def is_own(text: str, first: int) -> bool:
    """Tell whether the word at `first` begins the profession that the person has."""
    words = list(re.finditer(r"[^\W_]+", text))
    return bool(_before_own().search(plain(text[: words[first].start()])))


def is_in_company(text: str, first: int) -> bool:
    """Tell « avec un vendeur ? », « un CAP de pâtissier ? »: whether the word at `first`
    begins what is only mentioned beside what the question is about."""
    return not _table()["in_company"].isdisjoint(_before(text, first))


def is_subject(text: str, first: int) -> bool:
    """Tell « et pour un astronaute ? »: whether the word at `first` begins what is asked about."""
    *leads, article = _before(text, first) or [""]
    return article in _table()["articles"] and bool(leads) and _table()["leads"].issuperset(leads)


def _before(text: str, first: int) -> list[str]:
    return [plain(word) for word in spoken(text)[:first]]


@cache
def _before_own() -> re.Pattern[str]:
    said = "|".join(re.escape(plain(words)) for words in _table()["own"])
    return re.compile(rf"(?:^|\W)(?:{said})\s+(?:(?:une?|an?)\s+)?$")


@cache
def _table() -> dict[str, frozenset[str]]:
    content = resources.files("assistant").joinpath("professions.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(content).items()}
