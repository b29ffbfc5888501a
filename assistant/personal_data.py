"""Takes out of a text what is personal in it: addresses, numbers that name a person, health."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from assistant.health_details import health_details
from assistant.personal_wordings import placeholder
from corpus.profile import Language, Span

_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+(?:@|\s?(?:\(at\)|\[at\]|\(a\))\s?|\s(?:arobase|at)\s(?=\w+\.))"
    r"[\w-]+(?:\.[\w-]+)+"
)
_SPACE = r"[ .\-\u00a0\u202f]?"
_LONG_NUMBER = re.compile(rf"(?<![\w+])\d(?:{_SPACE}\d){{12,18}}(?!\w)")
# Sex, year, month (20 and more where it is not known), department, commune, order, and maybe a key.
_FRENCH_NUMBER = re.compile(
    r"(?<!\w)[1-478]_\d\d_(?:0[1-9]|1[0-2]|[2-9]\d)_(?:\d\d|2[ABab])_\d{3}_\d{3}(?:_\d\d)?(?!\w)".replace(
        "_", _SPACE
    )
)
_AMERICAN_NUMBER = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_BRITISH_NUMBER = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}_\d\d_\d\d_\d\d_[A-D]\b".replace("_", _SPACE))
# Of the payment networks, with their lengths: a SIRET has a valid last digit too, and 14 digits.
_CARD = re.compile(r"3[47]\d{13}|3[0689]\d{12}|[2-6]\d{15}(?:\d{2,3})?")
_FEWEST_DIGITS = 6  # of a number that names a person
_REGIONS = ("FR", "GB", "US", "BE", "CH", "DE", "ES", "IT")  # whose telephone numbers are known
# Without a leading zero or plus an amount or a year could be one: 4 500 000, 2017-2018.
_TELEPHONE = re.compile(r"[+(]?0|\+|\(\d{3}\)|\d{3}[-.]\d{3}[-.]\d{4}$")


class Detail(NamedTuple):
    """What is personal: its kind, a name of personal_data.toml, and where it stands."""

    kind: str
    span: Span


def redacted(text: str, language: Language) -> str:
    """Return the text with each personal detail replaced by a placeholder in that language."""
    for details in (_addresses, _numbers, _health):
        for detail in sorted(details(text), key=lambda detail: detail.span, reverse=True):
            said = placeholder(detail.kind, language)
            text = text[: detail.span.start] + said + text[detail.span.end :]
    return text


def _addresses(text: str) -> Iterator[Detail]:
    for match in _ADDRESS.finditer(text):
        yield Detail("address", Span(*match.span()))


def _health(text: str) -> Iterator[Detail]:
    for span in health_details(text):
        yield Detail("health", span)


def _numbers(text: str) -> Iterator[Detail]:
    """Find numbers; of two that overlap, the first kind's."""
    if sum(character.isdigit() for character in text) < _FEWEST_DIGITS:
        return
    taken: list[Span] = []
    finders: tuple[tuple[str, Callable[[str], Iterator[Span]]], ...] = (
        ("social_security", _social_security),
        ("card", _cards),
        ("telephone", _telephones),
    )
    for kind, find in finders:
        for span in find(text):
            if all(span.end <= other.start or other.end <= span.start for other in taken):
                taken.append(span)
                yield Detail(kind, span)


def _social_security(text: str) -> Iterator[Span]:
    from stdnum.fr import nir  # only for a question that has as many digits
    from stdnum.us import ssn

    for match in _FRENCH_NUMBER.finditer(text):
        digits = re.sub(_SPACE, "", match[0]).upper()
        # Written without spaces, 13 or 15 digits could be anything: the key tells.
        if digits != match[0].upper() or nir.is_valid(digits):
            yield Span(*match.span())
    for match in _AMERICAN_NUMBER.finditer(text):
        if ssn.is_valid(match[0]):
            yield Span(*match.span())
    for match in _BRITISH_NUMBER.finditer(text):
        yield Span(*match.span())


def _cards(text: str) -> Iterator[Span]:
    from stdnum import luhn

    for match in _LONG_NUMBER.finditer(text):
        for length in range(len(match[0]), 12, -1):  # an expiry date may follow it
            said = match[0][:length]
            digits = re.sub(r"\D", "", said)
            parted = not match[0][length : length + 1].isdigit()
            if not (parted and said[-1].isdigit() and _CARD.fullmatch(digits)):
                continue
            if luhn.is_valid(digits):
                yield Span(match.start(), match.start() + length)
                break


def _telephones(text: str) -> Iterator[Span]:
    from phonenumbers import PhoneNumberMatcher

    found: set[Span] = set()
    for region in _REGIONS:
        for match in PhoneNumberMatcher(text, region):
            digits = sum(character.isdigit() for character in match.raw_string)
            if digits >= _FEWEST_DIGITS and _TELEPHONE.match(match.raw_string):
                found.add(Span(match.start, match.end))
    yield from sorted(found, key=lambda span: span.start - span.end)  # the longest first
