"""Tells French from English."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from corpus.profile import Language


@cache
def load_language_model() -> LanguageIdentifier:
    """Return the model, read when it is first needed."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["fr", "en"])
    return identifier


def language_of(text: str) -> Language:
    """Return the language of a text, the likelier of French and English."""
    return "en" if load_language_model().classify(text)[0] == "en" else "fr"
