"""Reads what a web page says of itself, not of the profession: address, publisher, language."""

import re
from dataclasses import dataclass
from typing import get_args

from corpus.dates import iso_date
from corpus.html_frame import Element
from corpus.html_pieces import one_line
from corpus.page_frame import source_of
from corpus.profile import Language, Source

_META_DATES = ("article:published_time", "datepublished", "dcterms.issued", "dc.date", "date")
_META_PUBLISHERS = ("og:site_name", "publisher", "dc.publisher")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d{2}-\d{2})')


@dataclass(frozen=True)
class About:
    """What a page says of itself outside what it shows."""

    title: str
    source: Source
    language: Language | None


def about_page(root: Element) -> About:
    """Read the head of a page, and what is declared for machines anywhere in it."""
    meta = _meta(root)
    window = one_line(next((e.text or "" for e in root.iter("title")), ""))
    title = window or one_line(meta.get("og:title", ""))
    language = (root.get("lang") or "")[:2].lower()
    canonical = _linked(root, "canonical") or meta.get("og:url", "")
    publisher = next((meta[name] for name in _META_PUBLISHERS if name in meta), None)
    return About(
        title=title,
        source=Source(
            uri=canonical if re.match(r"https?://\S+$", canonical) else None,
            title=title or None,
            publisher=publisher or source_of(title, None).publisher or meta.get("author"),
            published=_declared_date(root, meta),
            licence=_linked(root, "license"),
        ),
        language=next((known for known in get_args(Language) if known == language), None),
    )


def _meta(root: Element) -> dict[str, str]:
    """Return what the page's <meta> elements say, by name in lower case; the first one counts."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = one_line(element.get("content") or "")
        if content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked(root: Element, relation: str) -> str | None:
    for element in root.iter("link", "a"):
        if relation in (element.get("rel") or "").lower().split() and element.get("href"):
            return str(element.get("href")).strip()
    return None


def _declared_date(root: Element, meta: dict[str, str]) -> str | None:
    declared = [meta[name][:10] for name in _META_DATES if name in meta]
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and (
            match := _JSON_DATE.search(script.text or "")
        ):
            declared.append(match[1])
    times = (e for e in root.iter("time") if e.get("itemprop") == "datePublished")
    declared += [(time.get("datetime") or "")[:10] for time in times]
    dates = (iso_date(said) for said in declared if re.match(r"\d{4}-\d{2}-\d{2}$", said))
    return next((date for date in dates if date is not None), None)
