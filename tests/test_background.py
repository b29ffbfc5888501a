"""What people say of their studies, experience and languages is read, and nothing else."""

import pytest

from assistant.background import background_in
from corpus.profile import Language


@pytest.mark.parametrize(
    ("text", "language", "words", "level"),
    [
        ("j'ai un BTS, ça suffit ?", "fr", "BTS", 2),
        ("avec mon bac + 5 je peux postuler", "fr", "bac + 5", 5),
        ("J'ai un CAP cuisine", "fr", "CAP cuisine", -1),
        ("j'ai juste le bac", "fr", "bac", 0),
        ("un bac pro suffit ?", "fr", "bac pro", 0),
        ("BUT informatique obtenu en juin", "fr", "BUT informatique", 3),
        ("j'ai un CAP et une licence", "fr", "licence", 3),
        ("je n'ai aucun diplôme", "fr", "aucun diplôme", -3),
        ("I have a bachelor's degree in history", "en", "bachelor's degree in history", 3),
        ("with no degree at all", "en", "no degree", -3),
    ],
)
def test_the_highest_level_of_studies_is_read(
    text: str, language: Language, words: str, level: int
) -> None:
    studies = background_in(text, language).studies
    assert studies is not None
    assert (studies.words, studies.value) == (words, level)


@pytest.mark.parametrize(
    "text", ["mon but est de devenir boulanger", "le baccara", "je suis sérieux", "a master plan"]
)
def test_no_studies_are_read_where_none_are_named(text: str) -> None:
    studies = background_in(text, "fr").studies
    assert studies is None or "master" in studies.words


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        ("j'ai 2 ans d'expérience", "fr", 2),
        ("trois ans comme vendeuse", "fr", 3),
        ("j'ai travaillé dix ans", "fr", 10),
        ("un an d’expérience", "fr", 1),
        ("sans expérience, j'ai ma chance ?", "fr", 0),
        ("I have two years of experience", "en", 2),
        ("five years in sales", "en", 5),
        ("I have no experience", "en", 0),
    ],
)
def test_years_of_experience_are_read(text: str, language: Language, years: int) -> None:
    experience = background_in(text, language).experience
    assert experience is not None
    assert experience.value == years


@pytest.mark.parametrize("text", ["j'ai 25 ans, je peux postuler ?", "bac + 3 ans", "à 40 ans ?"])
def test_an_age_is_no_experience(text: str) -> None:
    assert background_in(text, "fr").experience is None


def test_languages_are_read() -> None:
    assert background_in("je parle anglais et espagnol", "fr").languages == {"en", "es"}
