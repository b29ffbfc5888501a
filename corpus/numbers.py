"""Numbers compared by value: « cinq » is 5, 45 k€ is 45 000 €."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from text_to_num import alpha2digit

from corpus.profile import Language

_SPACE = "[ \u00a0\u202f\u2009]"
_DIGITS = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d{{1,3}}(?:[.,]\d{{3}})+(?!\d)|\d+"
NUMBER = re.compile(
    rf"(?<![\w.,])(?P<digits>{_DIGITS})(?P<decimals>[.,]\d{{1,2}}(?!\d))?"
    rf"(?:{_SPACE}?(?P<thousand>[kK])(?=€|{_SPACE}*(?:€|euros?|EUR|\$|£)|\b(?![\w-])|[-–][€$£]?\d))?"
)
# The bounds of a range share their unit: in « 45 à 65 k€ », 45 is 45 000.
_RANGE_LINK = re.compile(
    rf"{_SPACE}*(?:€|\$|£)?{_SPACE}*(?:à|et|a|-|–|—|to|and){_SPACE}*[$£€]?{_SPACE}*"
)


@dataclass(frozen=True)
class Number:
    """A number written in digits, at `start`..`end` of the text that it was read from."""

    value: float
    start: int
    end: int


def numbers_in_digits(text: str) -> list[Number]:
    """Return the numbers written in digits, with thousands (k) multiplied out."""
    matches = list(NUMBER.finditer(text))
    thousands = [match["thousand"] is not None for match in matches]
    for i, (left, right) in reversed(list(enumerate(pairwise(matches)))):
        linked = _RANGE_LINK.fullmatch(text[left.end() : right.start()]) is not None
        if linked and thousands[i + 1] and _value(left) < 1000:
            thousands[i] = True
    return [
        Number(_value(match) * (1000 if thousand else 1), match.start(), match.end())
        for match, thousand in zip(matches, thousands, strict=True)
    ]


def values_in(text: str, language: Language) -> set[float]:
    """Return the values of all numbers in `text`, in digits and in words, but the word « un »."""
    return set(_all_values(text, language))


def value_of_words(text: str, language: Language) -> float | None:
    """Return the value of a number written in words or digits, or None."""
    return next(_all_values(text, language), None)


def _all_values(text: str, language: Language) -> Iterator[float]:
    yield from (number.value for number in numbers_in_digits(text))
    spelled = alpha2digit(re.sub(r"\d", " ", text.replace("’", "'")), language, threshold=0)
    # « un » is an article far more often than a number.
    yield from (number.value for number in numbers_in_digits(spelled) if number.value != 1)


def _value(match: re.Match[str]) -> float:
    digits = re.sub(r"\D", "", match["digits"])
    decimals = (match["decimals"] or "").replace(",", ".")
    return float(digits + decimals)
