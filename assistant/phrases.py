"""What the assistant says around the profiles' own words, in French and English."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from assistant.question_kinds import question_kinds
from corpus.profile import Language
from index.words import question_words

_SPECIAL = re.compile(r"([\\`*\[\]<&|]|(?<!\w)_|_(?!\w)|^(?:#|[-+](?= )|\d+(?=[.)] )))")
_SPACES = re.compile(r"[ \t\r\n\v\f]+")  # no-break spaces are meant
_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "January February March April May June July August September October November December".split(),
)


@cache
def _table() -> dict[str, dict[str, str]]:
    content = resources.files("assistant").joinpath("phrases.toml").read_text("utf-8")
    return tomllib.loads(content)


def phrase(name: str, language: Language, **values: object) -> str:
    """Return a phrase of phrases.toml with its values filled in."""
    return _table()[language][name].format(**values)


@cache
def scaffolding_words() -> frozenset[str]:
    """Return the stems of all that the assistant says on its own account."""
    said = [text for listed in _table().values() for text in listed.values()]
    said += [label for kind in question_kinds() for label in kind.label.values()]
    said += [month for months in _MONTHS for month in months]
    return frozenset(word for text in said for word in question_words(text))


def escaped(text: str) -> str:
    """Return a profile's words on one line, with what Markdown or HTML would act on escaped."""
    return _SPECIAL.sub(_escape, _SPACES.sub(" ", text))


def _escape(match: re.Match[str]) -> str:
    said = match[0]
    return f"{said}\\" if said.isdigit() else f"\\{said}"  # « 1\\. » is no numbered list


def unescaped(text: str) -> str:
    """Undo `escaped`."""
    return re.sub(r"\\([\\`*\[\]<&|_#+.)-])", r"\1", text)


def enumeration(parts: Sequence[str], language: Language) -> str:
    """Return « a, b et c »."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + phrase("and", language) + parts[-1]


def long_date(iso: str, language: Language) -> str:
    """Return an ISO 8601 date as it is written in a sentence."""
    year, month, day = (int(part) for part in iso.split("-"))
    if language == "en":
        return f"{day} {_MONTHS[1][month - 1]} {year}"
    return f"{'1er' if day == 1 else day} {_MONTHS[0][month - 1]} {year}"


def money(value: float, currency: str | None, language: Language, thousands: bool) -> str:
    """Return an amount as it is written in that language: 45 k€, 2 000 €, €45,000."""
    sign = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency or "", currency or "")
    if language == "en":
        return f"{sign}{value:,.10g}" if len(sign) == 1 else f"{value:,.10g} {sign}".strip()
    if thousands and value % 1000 == 0:
        return f"{value / 1000:g}\u00a0k{sign}"
    return f"{value:,.10g}".replace(",", "\u202f").replace(".", ",") + f"\u00a0{sign}".rstrip()
