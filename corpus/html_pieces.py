"""Splits a web page into headings, list items, table rows and paragraphs, in reading order."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from corpus.html_frame import HEADINGS, Element, main_of, names_of
from corpus.html_tables import MOST_BLOCKS, is_data, rows_of, too_long
from corpus.lines import BLANK, items_of, known_heading

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset "
    "figcaption figure footer form header hgroup hr html legend li main menu nav ol p pre search "
    "section summary table tbody td tfoot th thead tr ul".split()
) | frozenset(HEADINGS)
_LISTS = ("ul", "ol", "menu", "dir")
_TITLE_NAMES = frozenset("heading intertitre subheading title titre".split())
_SPACES = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")
_SPACES_ON_A_LINE = re.compile(r"[ \t\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # they only say where a line may break
_EDGES = re.compile(rf"^[{BLANK}]+|[{BLANK}]+$")
_DEEPEST_INDENT = 8
_MOST_PARTS_OF_A_HEADING = 10


@dataclass(frozen=True)
class Piece:
    """A heading, list item, row or paragraph of a page.

    `level` is a heading's, from 1; 0 where the mark-up only makes a line stand out (bold, a class
    named title), None elsewhere. `mark` is what stands before a list item. `alone` tells that a
    block begins here, `beside` that it follows its heading on the same line, `main` that it lies
    in the page's declared content, `dated` that it holds a <time>.
    """

    text: str
    level: int | None = None
    mark: str = ""
    bullet: bool = False
    alone: bool = True
    beside: bool = False
    main: bool = False
    dated: bool = False


def pieces_of(root: Element) -> list[Piece]:
    """Split an element. Raises CorpusError when there is far more of it than of a profile.

    No recursion: a page may be nested as deep as its parser allows.
    """
    reading = _Reading(main_of(root))
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            reading.leave(element)
            if element is not root:
                reading.say(element.tail)
        elif element.tag == "table" and is_data(element):
            reading.read_table(element)
            walk.skip_subtree()
        else:
            reading.enter(element)
            reading.say(element.text)
    reading.finish_block()
    return reading.pieces


def _lines_of(element: Element) -> list[str]:
    return [piece.text for piece in pieces_of(element)]


class _Reading:
    """What has been read so far of the block that is open, and what it stands in."""

    def __init__(self, main: Element | None) -> None:
        self.pieces: list[Piece] = []
        self._main = main
        self._in_main = False
        self._said: list[str] = []
        self._length = 0
        self._bold: list[tuple[int, int]] = []  # places in the open block
        self._bold_depth = 0
        self._headings: list[tuple[Element, int]] = []
        self._lists: list[int] = []  # items counted, 0 always where they are not numbered
        self._items = 0
        self._mark = ""
        self._pre = 0
        self._dated = False
        self._after_link = False
        self._heading_above = Piece("", level=1)
        self._content_since = True
        self._terms_level: int | None = None  # where the terms of a list are headings
        self._terms_lists = 0
        self._in_term = False
        self._term = ""
        self._term_waits = False  # for the first words of its description

    def enter(self, element: Element) -> None:
        tag = element.tag
        if _is_block(tag):
            self.finish_block()
            self._enter_block(element, tag)
        elif tag in ("b", "strong"):
            self._bold_depth += 1
        elif tag == "br":
            self._break_line()
        elif tag == "a" and self._after_link:
            self.say(" ")  # menus and keywords: links set apart by their style alone
        elif tag == "time":
            self._dated = True
        self._after_link = False

    def leave(self, element: Element) -> None:
        tag = element.tag
        if _is_block(tag):
            self.finish_block()
            self._leave_block(element, tag)
        elif tag in ("b", "strong"):
            self._bold_depth -= 1
        self._after_link = tag == "a"

    def say(self, raw: str | None) -> None:
        """Add words to the open block, white space as a browser shows it."""
        if not raw:
            return
        said = _UNSEEN.sub("", (_SPACES_ON_A_LINE if self._pre else _SPACES).sub(" ", raw))
        if not self._said or self._said[-1][-1] in " \n":
            said = said if self._pre else said.lstrip(" ")
        if not said:
            return
        if self._bold_depth:
            self._bold.append((self._length, self._length + len(said)))
        self._said.append(said)
        self._length += len(said)
        self._after_link = False

    def read_table(self, table: Element) -> None:
        """Add a table of values: each row is a piece."""
        self.finish_block()
        level = self._level_below()
        for row in rows_of(table, _lines_of):
            if row.label:
                self._add(Piece(row.label, level))
                self._add(Piece(row.text, bullet=True, beside=True))
            elif row.heading:
                self._add(Piece(row.text, level=0))
            else:
                self._add(Piece(row.text, mark="- ", bullet=True))

    def finish_block(self) -> None:
        """Turn the words said since the last block into pieces."""
        said, bold = "".join(self._said), self._bold
        self._said, self._bold, self._length = [], [], 0
        if _EDGES.sub("", said):
            level = self._headings[-1][1] if self._headings else None
            if level or (level == 0 and not self._in_term):
                self._heading_above = Piece(one_line(said), level=level)
                self._content_since = False
                self._add(self._heading_above)
            elif self._in_term:
                self._finish_term(one_line(said))
            else:
                self._content_since = True
                self._add_lines(said, bold)
        self._dated = False

    def _add(self, piece: Piece) -> None:
        if len(self.pieces) == MOST_BLOCKS:
            raise too_long()
        self.pieces.append(replace(piece, main=self._in_main, dated=self._dated))

    def _add_lines(self, said: str, bold: Sequence[tuple[int, int]]) -> None:
        in_list = self._items > 0
        for item in items_of(said):
            line = item.span.of(said)
            if self._term_waits and not in_list:
                self._term_waits = False
                self._add(Piece(f"{self._term} : {line}", mark="- ", bullet=True))
                continue
            self._say_term_alone(":")
            # What a heading of a list describes is no heading, whatever its words.
            bullet = in_list or item.bullet or self._terms_level is not None
            level = 0 if not bullet and _covers(bold, *item.span, said) else None
            mark = self._take_mark() if in_list else "- " if item.bullet else ""
            self._add(Piece(line, level, mark, bullet, item.alone))

    def _finish_term(self, term: str) -> None:
        """In a list of known headings a term heads its description; elsewhere it goes before it."""
        if self._terms_level is not None:
            self._add(Piece(term, self._terms_level))
            return
        self._term, self._term_waits = term.rstrip(" :\u00a0\u202f"), True

    def _say_term_alone(self, end: str = "") -> None:
        if self._term_waits:
            self._term_waits = False
            self._add(Piece(f"{self._term} {end}".strip()))

    def _take_mark(self) -> str:
        depth = min(len(self._lists), _DEEPEST_INDENT)
        mark, self._mark = self._mark, ""
        return "  " * (depth - 1) + mark if mark else "  " * depth

    def _break_line(self) -> None:
        if self._headings or self._in_term:
            self.say(" ")
        elif self._said:
            self._said.append("\n")
            self._length += 1

    def _enter_block(self, element: Element, tag: str) -> None:
        self._in_main = self._in_main or element is self._main
        if (level := _heading_level(element)) is not None:
            self._headings.append((element, level))
        if tag in _LISTS:
            self._lists.append(0)
        elif tag == "li":
            self._items += 1
            self._mark = "- "
            parent = element.getparent()
            if self._lists and parent is not None and parent.tag == "ol":
                self._lists[-1] += 1
                self._mark = f"{self._lists[-1]}. "
        elif tag == "pre":
            self._pre += 1
        elif tag == "dl":
            self._terms_lists += 1
            if self._terms_lists == 1 and any(map(_names_section, element.iter("dt"))):
                self._terms_level = self._level_below()
        elif tag == "dt":
            self._say_term_alone()
            self._in_term = True
        elif tag == "dd":
            self._term_waits = bool(self._term)

    def _leave_block(self, element: Element, tag: str) -> None:
        if element is self._main:
            self._in_main = False
        if self._headings and self._headings[-1][0] is element:
            self._headings.pop()
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._items -= 1
            self._mark = ""
        elif tag == "pre":
            self._pre -= 1
        elif tag == "dt":
            self._in_term = False
        elif tag == "dl":
            self._say_term_alone()
            self._term = ""
            self._terms_lists -= 1
            if self._terms_lists == 0:
                self._terms_level = None

    def _level_below(self) -> int:
        """Return the level of headings that a list or table holds: beside the section above when
        that is one of a job profile and has had its say, otherwise within it."""
        above = self._heading_above
        beside = self._content_since and known_heading(above.text)
        return (above.level or 1) + (0 if beside else 1)


def _is_block(tag: str) -> bool:
    return tag in _BLOCKS or "-" in tag  # with a hyphen: an element of the page's own making


def _names_section(term: Element) -> bool:
    start = "".join(islice(term.itertext(), _MOST_PARTS_OF_A_HEADING))
    return known_heading(one_line(start))


def _heading_level(element: Element) -> int | None:
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if element.get("role") == "heading":
        level = element.get("aria-level") or ""
        return int(level) if re.fullmatch("[1-9]", level) else 2  # 2 as ARIA has it
    named = element.tag == "summary" or any(
        not _TITLE_NAMES.isdisjoint(name) for name in names_of(element)
    )
    return 0 if named and not any(_is_block(e.tag) for e in element.iterdescendants()) else None


def one_line(said: str) -> str:
    """Return words as they stand on one line, without white space around them."""
    return _EDGES.sub("", _SPACES.sub(" ", said))


def _covers(ranges: Sequence[tuple[int, int]], start: int, end: int, said: str) -> bool:
    """Tell whether these ranges leave nothing but white space of `said[start:end]` uncovered."""
    place = start
    for first, last in ranges[bisect_right(ranges, start, key=lambda r: r[1]) :]:
        if place >= end or said[place:first].strip():
            break
        place = last
    return place >= end
