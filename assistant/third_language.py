"""Tells a question in a third language from one in French or English, and answers it in its own."""

import re
import tomllib
from functools import cache
from importlib import resources

from assistant.question_model import question_model
from assistant.typed import without_addresses
from corpus.language import language_likelihoods
from corpus.profile import LANGUAGES
from corpus.words import words

# Chosen on 80 questions in 31 languages, and on all that was written for training, misspelt too.
_FEWEST_UNKNOWN = 2  # words
_UNKNOWN = 0.3  # share of the words
_OURS = 0.04  # probability of French and English together, up to which it is neither
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u036f]{2}")  # in what `plain` leaves of a text


def third_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text that is neither French nor English."""
    text = without_addresses(text)
    if not _has_foreign_words(words(text)):
        return None
    likely = language_likelihoods(text)
    ours = sum(likely.pop(language) for language in LANGUAGES)
    return max(likely, key=lambda language: likely[language]) if ours <= _OURS else None


def _has_foreign_words(said: tuple[str, ...]) -> bool:
    """Tell whether enough words are unknown for a look at the letters, which takes a model."""
    unknown = [word for word in said if word.isalpha() and word not in question_model().words]
    # Chinese has no spaces: a question is one word.
    are_enough = len(unknown) >= _FEWEST_UNKNOWN or any(map(_NOT_LATIN.search, unknown))
    return are_enough and len(unknown) >= _UNKNOWN * len(said)


def which_languages(language: str | None) -> str | None:
    """Return, in a language by its code, that French and English are understood; None where the
    assistant does not have the sentence."""
    return _sentences().get(language or "")


@cache
def _sentences() -> dict[str, str]:
    content = resources.files("assistant").joinpath("third_languages.toml").read_text("utf-8")
    return tomllib.loads(content)
