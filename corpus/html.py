"""Reads a saved web page: headings, lists, tables and paragraphs, without the site's frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from lxml import etree
from lxml.html import HTMLParser

from corpus.dates import PublicationDate, published_in
from corpus.headings import announces_date, is_frame_title, is_noise, opens_aside
from corpus.html_about import about_page
from corpus.html_frame import Element, leave_out_frame
from corpus.html_pieces import Piece, pieces_of
from corpus.lines import LONGEST_HEADING, Item, items_of, known_heading
from corpus.outline import make_profile
from corpus.page_frame import body_of, title_of
from corpus.plain_text import AMOUNT, blocks_of
from corpus.profile import CorpusError, Profile, Source, Span
from corpus.words import plain, words

_LONGEST_DATE_LINE, _FEWEST_SENTENCE_WORDS = 15, 6


def read_html(text: str, profile_id: str) -> Profile:
    """Read a web page. The profile's text is what the page says, laid out as plain text."""
    root = _parsed(text)
    about = about_page(root)
    leave_out_frame(root)
    pieces = _without_asides(_in_main(pieces_of(root)))
    heading = _title_heading(pieces, about.title)
    if heading is None and about.title:  # shown in the window's bar only
        pieces = [Piece(about.title), *pieces]
    laid_out = _LaidOut.of(pieces)
    if heading is None:
        title = title_of(laid_out.items, laid_out.text)
        profession, body_start = title.profession, title.body_start
    else:
        profession = _profession(about.title, heading.text)
        body_start = pieces.index(heading) + 1
    items, date = laid_out.body(profession, body_start)
    return make_profile(
        profile_id=profile_id,
        title=profession,
        text=laid_out.text,
        blocks=list(blocks_of(items, laid_out.text, profession, laid_out.tagged(items))),
        source=_source(about.source, heading, date),
        language=about.language,
        published=date,
    )


@dataclass(frozen=True)
class _LaidOut:
    """Pieces as one plain text, and their places in it."""

    text: str
    items: tuple[Item, ...]
    pieces: dict[Span, Piece]

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "_LaidOut":
        """Join pieces; a blank line stands between those that are no neighbours in a list."""
        written: list[str] = []
        items: list[Item] = []
        end = 0
        for i, piece in enumerate(pieces):
            in_list = i > 0 and ((piece.bullet and pieces[i - 1].bullet) or not piece.alone)
            gap = "" if i == 0 else " : " if piece.beside else "\n" if in_list else "\n\n"
            before = gap + piece.mark
            span = Span(end + len(before), end + len(before) + len(piece.text))
            lines = piece.text.count("\n") + 1
            items.append(Item(span, piece.bullet, False, piece.alone and not piece.bullet, lines))
            written += (before, piece.text)
            end = span.end
        spans = (item.span for item in items)
        return cls("".join(written), tuple(items), dict(zip(spans, pieces, strict=True)))

    def body(self, profession: str, body_start: int) -> tuple[list[Item], PublicationDate | None]:
        """Leave out the frame that only wording tells, and the title where it is said again."""
        body = body_of(self.items, self.text, body_start)
        date = body.date
        if date is None:
            date = self._date_above_headings()
        return [item for item in body.items if not self._repeats(item, profession, date)], date

    def _date_above_headings(self) -> PublicationDate | None:
        for span, piece in self.pieces.items():
            if known_heading(piece.text) and not piece.bullet:
                return None
            if piece.dated and (date := published_in(self.text, span)) is not None:
                return date
        return None

    def tagged(self, items: Sequence[Item]) -> dict[Span, int]:
        """Return the headings' levels, counted from 1 without gaps; 0 for what stands out."""
        levels = {item.span: self.pieces[item.span].level for item in items}
        said = {span: level for span, level in levels.items() if level is not None}
        heads = {span: level for span, level in said.items() if _may_head(self.pieces[span].text)}
        used = sorted({level for level in heads.values() if level})
        return {span: used.index(level) + 1 if level else 0 for span, level in heads.items()}

    def _repeats(self, item: Item, profession: str, date: PublicationDate | None) -> bool:
        piece = self.pieces[item.span]
        if piece.level is not None and plain(piece.text) == plain(profession):
            return True
        is_date = date is not None and item.span.start <= date.span.start < item.span.end
        return is_date and len(words(piece.text)) <= _LONGEST_DATE_LINE


def _parsed(text: str) -> Element:
    """Parse a page. Raises CorpusError when there is nothing in it, or it is nested too deep."""
    # Comments go, CDATA sections too: browsers take them for comments.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:  # as lxml.html says it
        root = None
    if any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log):
        raise CorpusError("its elements are nested too deep; save the page again, or as text")
    if root is None:
        raise CorpusError("there is nothing in this page; save it again once it has loaded")
    return root


def _source(declared: Source, heading: Piece | None, date: PublicationDate | None) -> Source:
    """What the page shows goes before what it only declares."""
    return replace(
        declared,
        title=declared.title or (heading.text if heading else None),
        published=date.iso if date else declared.published,
    )


def _in_main(pieces: Sequence[Piece]) -> list[Piece]:
    """Keep what the page declares to be its content, where that holds a known heading, and the
    title and date around it."""
    if not any(piece.main and known_heading(piece.text) for piece in pieces):
        return list(pieces)
    return [piece for piece in pieces if piece.main or piece.level == 1 or _is_date(piece)]


def _is_date(piece: Piece) -> bool:
    said = piece.text
    return (
        len(words(said)) <= _LONGEST_DATE_LINE
        and any(char.isdigit() for char in said)
        and (piece.dated or announces_date(said))
    )


def _without_asides(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what stands under « Voir aussi », up to the next heading of its level."""
    kept: list[Piece] = []
    aside: int | None = None
    within = False  # the body
    for piece in pieces:
        known = known_heading(piece.text)
        within = within or known
        if piece.level and (aside is None or piece.level <= aside):
            aside = piece.level if within and not known and opens_aside(piece.text) else None
        if aside is None:
            kept.append(piece)
    return kept


def _title_heading(pieces: Sequence[Piece], window: str) -> Piece | None:
    """Return the <h1> that names the profession: before any known heading, in the declared content
    and first in the window's title."""
    before = takewhile(lambda piece: piece.bullet or not known_heading(piece.text), pieces)
    candidates = [
        piece
        for piece in before
        if piece.level == 1 and not is_frame_title(piece.text) and not is_noise(piece.text)
    ]
    return max(
        candidates,
        key=lambda piece: (piece.main, -_place(piece.text, window)),
        default=None,
    )


def _place(said: str, window: str) -> int:
    """Return where these words stand in the window's title; past its end where they do not."""
    named, title = (f" {' '.join(words(part))} " for part in (said, window))
    place = title.find(named)
    return place if place >= 0 else len(title)


def _profession(window: str, heading: str) -> str:
    """Return the profession that a heading names: whole where the window's title says it too."""
    both = f"{window}\n\n{heading}"
    title = title_of(items_of(both), both)
    if window and title.body_start > 1:
        return title.profession
    return title_of(items_of(heading), heading).profession


def _may_head(said: str) -> bool:
    """Tell a heading from a sentence or an amount that only looks like one on the page."""
    if known_heading(said):
        return True
    is_sentence = said.endswith(".") and len(words(said)) >= _FEWEST_SENTENCE_WORDS
    return len(said) <= LONGEST_HEADING and not is_sentence and not AMOUNT.search(said)
