"""Reads a job profile page saved as plain text: no mark-up, the site's frame around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.dates import PublicationDate, published_in
from corpus.headings import (
    announces_date,
    group_of,
    is_breadcrumb,
    is_frame_title,
    is_noise,
    kind_of,
)
from corpus.outline import Block, make_profile
from corpus.profile import Profile, SectionKind, Source, Span
from corpus.words import plain, words

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANK = "\\s\u200b\u200c\u200d\u2060\ufeff"
_BULLET = re.compile(
    rf"(?:[•·▪▫◦‣⁃●○■□➢➤✓✔*–—-]|o(?=\s{{2}}|\t)|\d{{1,2}}[.)](?=\s))[{_BLANK}]+(?=\S)"
)
_RULE = re.compile(r"[-=_*~#\s]{3,}")
_SENTENCE_END = re.compile(r"[.!;,…]$")
_AMOUNT = re.compile(r"\d[\d\s]*\s*(?:k?€|euros?|\$|£|%)", re.IGNORECASE)
_INLINE_HEADING = re.compile(
    rf"(?P<heading>[^:.!?]{{2,60}}?)[{_BLANK}]*:[{_BLANK}]*(?P<content>\S.*)", re.S
)
_PAGE_TITLE_SEPARATOR = re.compile(r"\s[-–—|·»]\s")
_TITLE_PREFIX = re.compile(
    r"(?:fiche[ -]m[ée]tiers?|fiche de poste|job profile|m[ée]tier)\s*[:–—-]\s*", re.I
)

_WRAPPED_LINE = 60  # a line at least this long may go on in the next one
_LONGEST_HEADING = 100
_MOST_HEADING_WORDS = 13


@dataclass(frozen=True)
class _Item:
    """A bullet, or lines that belong together; `alone` when nothing stands right above it."""

    span: Span
    bullet: bool
    alone: bool
    lines: int


def read_plain_text(text: str, profile_id: str) -> Profile:
    """Read a page saved as plain text. The profile's text is the document itself, unchanged."""
    items = list(_items(text))
    title, page_title, body_start = _title(items, text)
    date, body = _without_frame(items, text, body_start)
    return make_profile(
        profile_id=profile_id,
        title=title,
        text=text,
        blocks=list(_blocks(body, text, title)),
        source=_source(page_title, date),
        published=date,
    )


def _items(text: str) -> Iterator[_Item]:
    """Split `text` at blank lines, bullets and short lines."""
    pending: list[Span] = []
    bullet = alone = False
    previous_end = 0
    for line in _LINE.finditer(text):
        span = _stripped(text, Span(*line.span()))
        gap = re.search(
            r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\r\n[^\S\r\n]*\r\n", text[previous_end : line.start() + 1]
        )
        if span.start == span.end:
            continue
        blank_above = not pending or gap is not None
        previous_end = line.end()
        mark = _BULLET.match(text, span.start, span.end)
        goes_on = (
            pending
            and not blank_above
            and not mark
            and _continues(text, pending[-1], span, line.start(), bullet)
        )
        if not goes_on:
            if pending:
                yield _Item(Span(pending[0].start, pending[-1].end), bullet, alone, len(pending))
            pending, bullet, alone = [], mark is not None, blank_above
            if mark:
                span = Span(mark.end(), span.end)
        pending.append(span)
    if pending:
        yield _Item(Span(pending[0].start, pending[-1].end), bullet, alone, len(pending))


def _continues(text: str, above: Span, line: Span, line_start: int, bullet: bool) -> bool:
    """Tell whether a line goes on with what stands right above it."""
    if _known_heading(line.of(text)) or _RULE.fullmatch(line.of(text)):
        return False
    if bullet:
        return line.start > line_start or text[line.start].islower()
    if _known_heading(above.of(text)) or above.of(text).rstrip().endswith(":"):
        return False
    return above.end - above.start >= _WRAPPED_LINE or text[line.start].islower()


def _stripped(text: str, span: Span) -> Span:
    raw = span.of(text)
    left = re.match(rf"[{_BLANK}]*", raw)
    start = span.start + (left.end() if left else 0)
    right = re.search(rf"[{_BLANK}]*$", raw)
    end = span.start + (right.start() if right else len(raw))
    return Span(start, max(start, end))


def _known_heading(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and (
        kind_of(line) is not None or group_of(line) is not None
    )


def _title(items: Sequence[_Item], text: str) -> tuple[str, str, int]:
    """Return the profession's title, the page's title, and how many items stand before the body."""
    if not items:
        return "", "", 0
    page_title = " ".join(items[0].span.of(text).split())
    parts = [page_title, *_PAGE_TITLE_SEPARATOR.split(page_title)]
    named = {plain(part) for part in parts}
    for i, item in enumerate(items[1:], 1):
        line = " ".join(item.span.of(text).split())
        if _known_heading(line):
            break
        if plain(line) in named and not is_frame_title(line):
            return _without_prefix(line), page_title, i + 1
    for i, item in enumerate(items):
        line = " ".join(item.span.of(text).split())
        if _known_heading(line) and i > 0:
            break
        if not (
            is_frame_title(line) or is_noise(line) or announces_date(line) or is_breadcrumb(line)
        ):
            shown = _PAGE_TITLE_SEPARATOR.split(line)[0] if i == 0 else line
            return _without_prefix(shown), page_title, i + 1
    return _without_prefix(parts[1]), page_title, 1


def _without_prefix(title: str) -> str:
    return _TITLE_PREFIX.sub("", title, count=1).strip() or title


def _without_frame(
    items: Sequence[_Item], text: str, body_start: int
) -> tuple[PublicationDate | None, list[_Item]]:
    """Return the page's date and the items of the body, without what belongs to the frame."""
    date: PublicationDate | None = None
    body: list[_Item] = []
    for i, item in enumerate(items):
        line = item.span.of(text)
        if announces_date(line) and len(words(line)) <= 15:
            found = published_in(text, item.span)
            if found is not None:
                date = date or found
                continue
        if i >= body_start and not _RULE.fullmatch(line) and not _is_frame(item, line):
            body.append(item)
    return date, body


def _is_frame(item: _Item, line: str) -> bool:
    return not item.bullet and not _known_heading(line) and (is_noise(line) or is_breadcrumb(line))


def _source(page_title: str, date: PublicationDate | None) -> Source:
    parts = _PAGE_TITLE_SEPARATOR.split(page_title)
    return Source(
        title=page_title or None,
        publisher=parts[-1].strip() if len(parts) > 1 else None,
        published=date.iso if date else None,
    )


@dataclass
class _Position:
    """Where the reader stands: what it needs to know to give an unknown heading its level."""

    level: int = 0
    holds: frozenset[SectionKind] = frozenset()
    direct_content: bool = False
    sub_headings: bool = False


def _blocks(items: Sequence[_Item], text: str, title: str) -> Iterator[Block]:
    position = _Position()
    for i, item in enumerate(items):
        line = item.span.of(text)
        following = items[i + 1] if i + 1 < len(items) else None
        if _is_known_heading(item, line, title):
            yield _known(item, line, title, position)
        elif (inline := _inline_heading(item, text, title)) is not None:
            heading, content = inline
            yield _known(heading, heading.span.of(text), title, position)
            yield Block("paragraph", content)
            position.direct_content = True
        elif _looks_like_heading(item, following, text, title):
            yield Block("heading", item.span, _level_of_unknown(line, position))
        else:
            position.direct_content = position.direct_content or not position.sub_headings
            yield Block("bullet" if item.bullet else "paragraph", item.span)


def _is_known_heading(item: _Item, line: str, title: str) -> bool:
    if item.bullet or item.lines > 1 or len(line) > _LONGEST_HEADING or line.endswith("."):
        return False
    return kind_of(line, title) is not None or group_of(line) is not None


def _known(item: _Item, line: str, title: str, position: _Position) -> Block:
    group = group_of(line)
    if group is not None:
        position.level, position.holds = 1, group.holds
    elif kind_of(line, title) in position.holds:
        position.level = 2
    else:
        position.level, position.holds = 1, frozenset()
    position.direct_content = position.sub_headings = False
    return Block("heading", item.span, position.level)


def _inline_heading(item: _Item, text: str, title: str) -> tuple[_Item, Span] | None:
    """Split « Mots-clés : … » into its heading and its content."""
    match = _INLINE_HEADING.fullmatch(item.span.of(text))
    if match is None or item.bullet or kind_of(match["heading"], title) is None:
        return None
    heading = Span(item.span.start, item.span.start + match.end("heading"))
    content = Span(item.span.start + match.start("content"), item.span.end)
    return _Item(heading, False, item.alone, 1), content


def _looks_like_heading(item: _Item, following: _Item | None, text: str, title: str) -> bool:
    """Tell a heading of unknown wording from its structure, never from its words."""
    line = item.span.of(text)
    if item.bullet or item.lines > 1 or following is None or len(line) > _LONGEST_HEADING:
        return False
    if len(words(line)) > _MOST_HEADING_WORDS or _SENTENCE_END.search(line) or _AMOUNT.search(line):
        return False
    if not (line[0].isupper() or line[0].isdigit()) or re.search(r"\s:\s", line):
        return False
    if _is_known_heading(following, following.span.of(text), title):
        return False
    strong = line.endswith(":") or (line.isupper() and len(line) > 3)
    return strong or (item.alone and (following.alone or following.bullet))


def _level_of_unknown(line: str, position: _Position) -> int:
    """An unknown heading divides the section it stands in, unless that section has had its say:
    then, without a colon, it opens a new one."""
    divides = line.endswith(":") or position.sub_headings or not position.direct_content
    if position.level and divides:
        position.sub_headings = True
        return position.level + 1
    position.level, position.holds = 1, frozenset()
    position.direct_content = position.sub_headings = False
    return 1
