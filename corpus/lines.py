"""Splits a page saved as plain text into bullets and paragraphs, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.headings import group_of, kind_of
from corpus.profile import Span

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_BREAK = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
BLANK = "\\s\u200b\u200c\u200d\u2060\ufeff"
# The last four are the bullets of word processors, in Unicode's private area.
_MARKS = "*•·▪▫◦‣⁃●○■□➢➤➔➜→►▶▸⇒❖◆◇★☑✅✓✔–—‒−\uf0b7\uf0a7\uf076\uf0d8-"
BULLET = re.compile(
    rf"(?:[{_MARKS}]|o(?=\s{{2}}|\t)|(?P<number>\d{{1,2}}[.)]|[a-z]\)))[{BLANK}]+(?=\S)"
    r"|[•●▪\uf0b7](?=\w)|[–-](?=[^\W\d_])"
)
RULE = re.compile(r"[-=_*~#\s]{3,}")
_LABEL = re.compile(r"[^\W\d_][^\s:.!?]*(?:\s+[^\s:.!?]+){0,3}\s*:\s+\S")

LONGEST_HEADING = 100  # characters
_SHORTEST_WRAPPED, _WIDEST_PAGE = 60, 100  # characters of a line that may go on in the next one


@dataclass(frozen=True)
class Item:
    """A bullet, or lines that belong together; `alone` when nothing stands right above it."""

    span: Span
    bullet: bool
    numbered: bool
    alone: bool
    lines: int


@dataclass(frozen=True)
class _Line:
    """A line that is not blank: its words, where they begin and end in the line, what is before."""

    span: Span
    indent: int
    end: int
    bullet: bool
    numbered: bool
    alone: bool


def items_of(text: str) -> list[Item]:
    """Split `text` at blank lines, bullets and lines that were not broken to fit a width."""
    lines = list(_lines(text))
    width = _width(lines, text)
    items: list[Item] = []
    pending: list[_Line] = []
    listed = False  # under a line that ends with a colon, each line is an item of its own
    for line in lines:
        if pending and _continues(text, pending, line, width, listed):
            pending.append(line)
            continue
        if pending:
            items.append(_item(pending))
            listed = _ends_with_colon(text, pending[-1]) or (listed and not line.alone)
        pending = [line]
    return [*items, _item(pending)] if pending else items


def known_heading(line: str) -> bool:
    """Tell whether a line has the wording of a heading."""
    if len(line) > LONGEST_HEADING:
        return False
    return kind_of(line) is not None or group_of(line) is not None


def _item(lines: Sequence[_Line]) -> Item:
    first = lines[0]
    span = Span(first.span.start, lines[-1].span.end)
    return Item(span, first.bullet, first.numbered, first.alone, len(lines))


def _lines(text: str) -> Iterator[_Line]:
    previous_end: int | None = None
    for match in _LINE.finditer(text):
        span = _stripped(text, Span(*match.span()))
        if span.start == span.end:
            continue
        above = "" if previous_end is None else text[previous_end : match.start()]
        alone = previous_end is None or len(_LINE_BREAK.findall(above)) > 1
        previous_end = match.end()
        indent, end = span.start - match.start(), span.end - match.start()
        mark = BULLET.match(text, *span)
        if mark and mark["number"] and _is_heading_by_itself(text[mark.end() : span.end]):
            mark = None
        numbered = mark is not None and mark["number"] is not None
        if mark:
            span = Span(mark.end(), span.end)
        yield _Line(span, indent, end, mark is not None, numbered, alone)


def _is_heading_by_itself(words_after_number: str) -> bool:
    """Tell « 1. MISSIONS » from the first of several numbered items."""
    return known_heading(words_after_number) or (
        words_after_number.isupper() and len(words_after_number) > 3
    )


def _stripped(text: str, span: Span) -> Span:
    raw = span.of(text)
    left = re.match(rf"[{BLANK}]*", raw)
    start = span.start + (left.end() if left else 0)
    right = re.search(rf"[{BLANK}]*$", raw)
    end = span.start + (right.start() if right else len(raw))
    return Span(start, max(start, end))


def _width(lines: Sequence[_Line], text: str) -> int:
    """Return the width to which paragraphs were broken, or 0 where they were not."""
    width = max((line.end for line in lines if line.end <= _WIDEST_PAGE), default=0)
    broken = any(
        _SHORTEST_WRAPPED <= above.end <= width
        and not below.alone
        and not below.bullet
        and text[below.span.start].islower()
        and not _would_have_fitted(text, above, below, width)
        for above, below in pairwise(lines)
    )
    return width if broken else 0


def _continues(text: str, pending: Sequence[_Line], line: _Line, width: int, listed: bool) -> bool:
    """Tell whether a line goes on with those right above it."""
    first, above = pending[0], pending[-1]
    said = line.span.of(text)
    if line.alone or line.bullet or RULE.fullmatch(said) or known_heading(said):
        return False
    if first.bullet:
        return line.indent > first.indent or said[0].islower()
    if known_heading(above.span.of(text)) or _ends_with_colon(text, above):
        return False
    if _LABEL.match(said) and not said[0].islower():
        return False
    fitted = _would_have_fitted(text, above, line, width or _WIDEST_PAGE)
    if said[0].islower():
        return not (listed and fitted)
    return _SHORTEST_WRAPPED <= above.end <= width and not fitted


def _would_have_fitted(text: str, above: _Line, line: _Line, width: int) -> bool:
    """Tell whether the line's first word had room above: then the break was meant."""
    first_word = line.span.of(text).split()[0]
    return above.end + 1 + len(first_word) <= width


def _ends_with_colon(text: str, line: _Line) -> bool:
    return text[line.span.end - 1] == ":"
