"""Reads the date that a page gives of itself."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.profile import Span

_DATE = re.compile(
    r"\d{4}[-/.]\d{2}[-/.]\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
    r"|(?:\d{1,2}(?:er|st|nd|rd|th)?\s+)?[^\W\d_]{3,10}[.,]?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}"
)


@dataclass(frozen=True)
class PublicationDate:
    """An ISO 8601 date and where it stands."""

    iso: str
    span: Span


def published_in(text: str, span: Span) -> PublicationDate | None:
    """Return the first date in this part of `text`; day before month, as in France."""
    for match in _DATE.finditer(text, *span):
        iso = iso_date(match.group())
        if iso is not None:
            return PublicationDate(iso, Span(*match.span()))
    return None


@lru_cache(maxsize=1024)
def iso_date(written: str) -> str | None:
    """Return a written French or English date as ISO 8601, or None when it is none."""
    from dateparser import parse  # loads its language data; only reading documents needs it

    order = "YMD" if re.match(r"\d{4}[-/.]", written) else "DMY"
    found = parse(
        written,
        languages=["fr", "en"],
        settings={"DATE_ORDER": order, "REQUIRE_PARTS": ["year", "month", "day"]},
    )
    return found.date().isoformat() if found else None
