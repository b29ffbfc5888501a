"""Numbers by value, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers import numbers_in_digits, value_of_words, values_in
from corpus.profile import Language


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("45 000 €", [45_000]),
        ("45\u202f000 €", [45_000]),
        ("45\u00a0000 €", [45_000]),
        ("45.000 €", [45_000]),
        ("£45,000", [45_000]),
        ("45 k€", [45_000]),
        ("45K€", [45_000]),
        ("45k euros", [45_000]),
        ("1 766,92 euros", [1766.92]),
        ("11.88 an hour", [11.88]),
        ("1 234 567", [1_234_567]),
        ("3 400 000 et 12", [3_400_000, 12]),
        ("Bac +2 à +5", [2, 5]),
        ("13/09/2017", [13, 9, 2017]),
        ("4k", [4000]),
        ("aucun", []),
    ],
)
def test_a_number_in_digits(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers_in_digits(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "entre 45 et 65 k€",
        "45-65 k€",
        "de 45 à 65k€",
        "45 k€ à 65 k€",
        "€45k-€65k",
        "45 000 à 65 000 €",
        "45 to 65k",
    ],
)
def test_the_bounds_of_a_range_share_their_unit(text: str) -> None:
    assert [number.value for number in numbers_in_digits(text)] == [45_000, 65_000]


def test_what_is_no_range_shares_no_unit() -> None:
    assert [number.value for number in numbers_in_digits("12 personnes et un budget de 65 k€")] == [
        12,
        65_000,
    ]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("cinq ans", "fr", {5}),
        ("deux ans", "fr", {2}),
        ("two years", "en", {2}),
        ("vingt-cinq", "fr", {25}),
        ("soixante-dix", "fr", {70}),
        ("mille cinq cents", "fr", {1500}),
        ("twenty-five of 30", "en", {25, 30}),
        ("un poste", "fr", set[float]()),
        ("one of them", "en", set[float]()),
    ],
)
def test_numbers_in_words(text: str, language: Language, values: set[float]) -> None:
    assert values_in(text, language) == values


def test_the_value_of_what_is_no_number_is_none() -> None:
    assert value_of_words("plusieurs", "fr") is None


@given(st.integers(1000, 999_999), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_thousands_parted_by_any_space_keep_their_value(value: int, space: str) -> None:
    written = f"{value:,}".replace(",", space)
    assert [n.value for n in numbers_in_digits(f"environ {written} €")] == [value]


@given(st.text(max_size=60))
def test_places_of_numbers_lie_in_the_text(text: str) -> None:
    for number in numbers_in_digits(text):
        assert 0 <= number.start < number.end <= len(text)
        assert any(char.isdigit() for char in text[number.start : number.end])
