"""The page's own words, and in which language they are said."""

import re

import pytest

from ui.labels import _LABELS, browser_language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fr"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-CA", "fr"),
        ("de, en;q=0.5, fr;q=0.8", "fr"),
        ("fr;q=0, en;q=0.1", "en"),
        ("en;q=high, fr;q=0.1", "fr"),
        ("*", "fr"),
    ],
)
def test_the_first_language_of_the_browser_that_is_spoken(accepted: str, language: str) -> None:
    assert browser_language(accepted) == language


def test_both_languages_say_the_same_things() -> None:
    assert _LABELS["fr"].keys() == _LABELS["en"].keys()


def test_french_has_no_break_spaces_where_they_belong() -> None:
    for text in _LABELS["fr"].values():
        assert not re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]", text)
