"""Tells the frame of a page saved as plain text from its body: title, date, navigation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import PublicationDate, published_in
from corpus.headings import (
    announces_date,
    group_of,
    is_address,
    is_breadcrumb,
    is_frame_title,
    is_noise,
    kind_of,
    opens_aside,
)
from corpus.lines import RULE, Item, known_heading
from corpus.profile import SectionKind, Source
from corpus.words import plain, words

_SEPARATOR = re.compile(r"\s[-–—|·»]\s")
_SEPARATOR_OF_TOPICS = re.compile(r"\s[-–—|·»]\s|\s?:\s")
_LABEL_BEFORE = re.compile(
    r"(?:fiches?[ -](?:m[ée]tiers?|emploi|de poste|de fonction)|job profile|m[ée]tier|poste|emploi)"
    r"\s*[:–—-]\s*",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(
    r"(?:(?:intitul[ée]|titre|libell[ée])(?: exact)?(?: (?:du|de la|de l['’]) ?"
    r"(?:poste|m[ée]tier|fonction|emploi))?|job title|position title|position)\s*[:–—]\s*(?=\S)",
    re.IGNORECASE,
)
_BOTH_GENDERS = re.compile(r"\(?\b(?:h\s?[/-]\s?f|f\s?[/-]\s?h|m\s?/\s?[fw])\b\)?", re.IGNORECASE)
_GENRE_AFTER = re.compile(r"\s+(?:job (?:profile|description)|fiche m[ée]tier)$", re.IGNORECASE)

_LONGEST_DATE_LINE, _LONGEST_DATE_ALONE = 15, 5  # words
_LONGEST_TITLE = 10  # words
_FIRST_LINES = 12  # among which a label names the profession
_FEWEST_CONTENTS = 3  # headings one right after the other that make a table of contents


@dataclass(frozen=True)
class Title:
    """The profession's title, the page's own title, and how many items stand before the body."""

    profession: str
    page: str
    body_start: int


@dataclass(frozen=True)
class Body:
    """What a page says of the profession, and the date that its frame gives."""

    items: tuple[Item, ...]
    date: PublicationDate | None


def title_of(items: Sequence[Item], text: str, name: str = "") -> Title:
    """Find the profession's title: what the page's title and a line of its own both say, or a
    line that looks like the title of a post, or like the document's `name`."""
    lines = [" ".join(item.span.of(text).split()) for item in items]
    if not lines:
        return Title("", "", 0)
    page = lines[0]
    for i, line in enumerate(lines[:_FIRST_LINES]):
        if label := _TITLE_LABEL.match(line):
            return Title(line[label.end() :], page, i + 1)
    until = next((i for i, line in enumerate(lines) if i and known_heading(line)), len(lines))
    candidates = [i for i in range(until) if not _is_no_title(lines[i])]
    repeated = _repeated(page, [i for i in candidates if i], lines)
    if repeated is not None:
        return Title(_bare(lines[repeated]), page, repeated + 1)
    marked = _marked(candidates, lines, name)
    if marked is not None:
        return Title(_bare(lines[marked]), page, marked + 1)
    if not candidates or candidates[0] == 0:
        return Title(_profession_in(page), page, 1)
    return Title(_bare(lines[candidates[0]]), page, candidates[0] + 1)


def body_of(items: Sequence[Item], text: str, body_start: int) -> Body:
    """Leave out what belongs to the frame, before, amid and after the body."""
    date: PublicationDate | None = None
    body: list[Item] = []
    aside = False
    for i, item in enumerate(items):
        line = item.span.of(text)
        if not item.bullet and is_date_line(line):
            date = date or published_in(text, item.span) or _date_below(items[i + 1 : i + 2], text)
            continue
        if date is not None and item.span.start <= date.span.start < item.span.end:
            continue
        aside = not known_heading(line) and (aside or (bool(body) and opens_aside(line)))
        if i >= body_start and not aside and not _is_frame(item, line):
            body.append(item)
    return Body(tuple(_without_contents(body, text)), date)


def source_of(page_title: str, date: PublicationDate | None) -> Source:
    """Return what a page's title and date say of where it comes from."""
    parts = _SEPARATOR.split(page_title)
    return Source(
        title=page_title or None,
        publisher=parts[-1].strip() if len(parts) > 1 else None,
        published=date.iso if date else None,
    )


def _repeated(page: str, candidates: Sequence[int], lines: Sequence[str]) -> int | None:
    """Return the line that is a part of the page's title, or else one that stands in it."""
    parts = {plain(part) for part in [page, *_SEPARATOR.split(page)]}
    for i in candidates:
        if plain(lines[i]) in parts or plain(_bare(lines[i])) in parts:
            return i
    held = f" {' '.join(words(page))} "
    inside = [i for i in candidates if words(lines[i]) and f" {' '.join(words(lines[i]))} " in held]
    return max(inside, key=lambda i: len(words(lines[i])), default=None)


def _marked(candidates: Sequence[int], lines: Sequence[str], name: str) -> int | None:
    """Return the line that ends as titles of posts do, « (H/F) », or else one that the document
    is named after."""
    for i in candidates:
        if _BOTH_GENDERS.search(lines[i]):
            return i
    named = set(words(name))
    for i in candidates:
        said = set(words(_bare(lines[i])))
        if said and len(said) <= _LONGEST_TITLE and 2 * len(said & named) > len(said):
            return i
    return None


def _profession_in(page: str) -> str:
    return _bare(
        _SEPARATOR_OF_TOPICS.split(_LABEL_BEFORE.sub("", page, count=1))[0].strip() or page
    )


def _bare(title: str) -> str:
    bare = _GENRE_AFTER.sub("", _LABEL_BEFORE.sub("", title, count=1))
    return _BOTH_GENDERS.sub("", bare).strip(" -–,") or title


def _is_no_title(line: str) -> bool:
    return is_frame_title(line) or is_noise(line) or announces_date(line) or is_breadcrumb(line)


def is_date_line(line: str) -> bool:
    """Tell a line that dates the page, or begins to, from a sentence about updating."""
    if not announces_date(line) or len(words(line)) > _LONGEST_DATE_LINE:
        return False
    return any(char.isdigit() for char in line) or len(words(line)) <= _LONGEST_DATE_ALONE


def _date_below(following: Sequence[Item], text: str) -> PublicationDate | None:
    if not following or len(words(following[0].span.of(text))) > _LONGEST_DATE_ALONE:
        return None
    return published_in(text, following[0].span)


def _is_frame(item: Item, line: str) -> bool:
    if RULE.fullmatch(line) or is_address(line):
        return True
    return not item.bullet and not known_heading(line) and (is_noise(line) or is_breadcrumb(line))


def _without_contents(items: Sequence[Item], text: str) -> list[Item]:
    """Leave out a table of contents: headings one right after the other, found again below."""
    kinds = [_kind_named(item, text) for item in items]
    first = next((i for i, kind in enumerate(kinds) if kind is not None), len(items))
    end = first
    while end < len(items) and kinds[end] is not None and kinds[end] not in kinds[first:end]:
        end += 1
    found_again = sum(kind in kinds[end:] for kind in kinds[first:end])
    if end - first < _FEWEST_CONTENTS or 2 * found_again <= end - first:
        return list(items)
    # The last one may be the first heading of the body itself.
    kept = [] if kinds[end - 1] in kinds[end:] else [items[end - 1]]
    return [*items[:first], *kept, *items[end:]]


def _kind_named(item: Item, text: str) -> SectionKind | None:
    line = item.span.of(text)
    if not known_heading(line):
        return None
    group = group_of(line)
    return group.kind if group is not None else kind_of(line)
