"""Tells French from English, and both from other languages."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from corpus.profile import Language

# Languages that jobseekers in France write. The fewer there are, the surer is a short text's.
_TOLD_APART = (
    "fr en es de it pt nl pl tr ro ar fa ru uk zh vi ja ko el he hi sv sq sr hr bg hu cs ca da no "
    "fi ka hy ku ps ur bn ta th so sk sl lt bs mk am"
).split()


@cache
def load_language_model() -> LanguageIdentifier:
    """Return the model, read when it is first needed."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_TOLD_APART)
    return identifier


def language_likelihoods(text: str) -> dict[str, float]:
    """Return how likely a text is in each language, by its ISO 639-1 code; they add up to 1."""
    return dict(load_language_model().rank(text))


def language_of(text: str) -> Language:
    """Return the language of a text, the likelier of French and English."""
    likely = language_likelihoods(text)
    return "en" if likely["en"] > likely["fr"] else "fr"
