"""Reads a PDF that has a text layer: its lines by their place and size, as a page with mark-up."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from io import BytesIO
from typing import Any

from corpus.html import read_html
from corpus.lines import BULLET
from corpus.profile import CorpusError, Profile
from corpus.words import plain

MOST_PAGES = 100  # a profile has two to ten

_LARGER = 1.08  # times the size of most of the text: a heading
_SAME_LINE = 0.5  # of a line's height: how far down a word of it may stand
_NEW_PARAGRAPH = 1.45  # of a line's height from one line to the next
_LONGEST_BULLET, _FARTHEST_BULLET = 8.0, 30.0  # points: a dot that is drawn, left of its line
_IN_MARGIN = 0.12  # of a page's height, where its running heads stand
_SENTENCE_END = re.compile(r"[.!?;:…]\W*$")
_BROKEN_WORD = re.compile(r"(?P<first>[^\W\d_]+)(?P<hyphen>[-\u2010\u00ad])$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,3}(?:\s*(?:/|of|sur|de)\s*\d{1,3})?\W*", re.I)

_Word = dict[str, Any]


@dataclass(frozen=True)
class _Line:
    """A line of a page; lengths in points, from its top left corner."""

    text: str
    page: int
    left: float
    right: float
    top: float
    size: float
    bold: bool
    first_word: float  # its width
    edge: float = 0.0  # how far right the lines of its column reach
    bullet: bool = False

    def is_like(self, other: "_Line") -> bool:
        return abs(self.size - other.size) < 0.5 and self.bold == other.bold


@dataclass
class _Block:
    lines: list[_Line] = field(default_factory=list)
    text: str = ""

    @property
    def first(self) -> _Line:
        return self.lines[0]


def read_pdf(content: bytes, profile_id: str) -> Profile:
    """Read a PDF. The profile's text is what it says, laid out as plain text, and `pages` says
    where each page begins in it. Raises CorpusError with the reason and the remedy."""
    lines, title = _read(content)
    blocks = _blocks(_without_running_heads(lines))
    profile = read_html(_marked_up(blocks, title), profile_id)
    return replace(profile, pages=tuple(_pages(blocks, profile.text)))


def _read(content: bytes) -> tuple[list[_Line], str]:
    """Return the lines of all pages, in the order in which they were written, and the title that
    the file says it has."""
    import pdfplumber  # a tenth of a second that only a PDF is worth
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(content)) as document:
            if len(document.pages) > MOST_PAGES:
                raise CorpusError(
                    f"it has {len(document.pages):,} pages, more than {MOST_PAGES}; "
                    "split it into one document a profile"
                )
            lines = [line for page in document.pages for line in _lines_of(page)]
            title = str(document.metadata.get("Title", ""))
    except (PDFEncryptionError, PDFPasswordIncorrect) as error:
        raise _protected() from error
    except PdfminerException as error:
        if isinstance(error.args[0], PDFEncryptionError | PDFPasswordIncorrect):
            raise _protected() from error
        raise _damaged() from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        # What pdfminer meets in a file that is cut or made up.
        raise _damaged() from error
    if not lines:
        raise CorpusError("it has no text layer, only pictures of pages; recognise its text (OCR)")
    return lines, title


def _protected() -> CorpusError:
    return CorpusError("it is protected by a password; save it again without one")


def _damaged() -> CorpusError:
    return CorpusError("it is no readable PDF: it is damaged or cut short; export it again")


def _lines_of(page: Any) -> Iterator[_Line]:
    """Yield a page's lines: its words in the order in which they were written, so that a column is
    read to its end."""
    drawn = [*page.curves, *page.rects]
    dots = [d for d in drawn if max(d["width"], d["height"]) <= _LONGEST_BULLET]
    found = page.extract_words(use_text_flow=True, extra_attrs=["size", "fontname"])
    lines = [_line(words, page.page_number, dots) for words in _on_one_line(found)]
    for line in lines:
        beside = [x for x in lines if x.left < line.right and line.left < x.right]
        yield replace(line, edge=max(x.right for x in beside))


def _on_one_line(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    line: list[_Word] = []
    for word in words:
        if line:
            last = line[-1]
            height = max(last["bottom"] - last["top"], word["bottom"] - word["top"])
            moved = abs(word["bottom"] - last["bottom"]) > _SAME_LINE * height
            if moved or word["x0"] < last["x0"]:
                yield line
                line = []
        line.append(word)
    if line:
        yield line


def _line(words: Sequence[_Word], page: int, dots: Sequence[_Word]) -> _Line:
    first = words[0]
    letters = Counter[tuple[float, bool]]()
    for word in words:
        is_bold = re.search(r"bold|black|heavy|semibold", word["fontname"], re.I) is not None
        letters[(round(word["size"], 1), is_bold)] += len(word["text"])
    (size, bold), _ = letters.most_common(1)[0]
    text = " ".join(word["text"] for word in words)
    mark = BULLET.match(text)
    return _Line(
        text=text[mark.end() :] if mark else text,
        page=page,
        left=first["x0"],
        right=words[-1]["x1"],
        top=first["bottom"] - size,
        size=size,
        bold=bold,
        first_word=first["x1"] - first["x0"],
        bullet=mark is not None or any(_marks(dot, first) for dot in dots),
    )


def _marks(dot: _Word, word: _Word) -> bool:
    """Tell whether a dot that is drawn stands right before a word."""
    is_left = 0 < word["x0"] - dot["x1"] <= _FARTHEST_BULLET
    return is_left and bool(word["top"] < (dot["top"] + dot["bottom"]) / 2 < word["bottom"])


def _without_running_heads(lines: Sequence[_Line]) -> list[_Line]:
    """Leave out what stands at the same height on several pages but for its numbers, in the
    margins, and page numbers."""
    pages = {line.page for line in lines}
    bottom = max(line.top for line in lines) or 1.0

    def key(line: _Line) -> tuple[str, int]:
        return re.sub(r"\d+", "0", line.text), round(line.top)

    repeated = Counter(k for k, _ in {(key(line), line.page) for line in lines})
    kept = []
    for line in lines:
        in_margin = line.top < _IN_MARGIN * bottom or line.top > (1 - _IN_MARGIN) * bottom
        often = repeated[key(line)] > 1 and 2 * repeated[key(line)] >= len(pages)
        if not (in_margin and (often or _PAGE_NUMBER.fullmatch(line.text))):
            kept.append(line)
    return kept


def _blocks(lines: Sequence[_Line]) -> list[_Block]:
    """Join the lines of each heading, item and paragraph, and the words broken at their ends."""
    known = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    blocks: list[_Block] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line):
            blocks[-1].text = _joined(blocks[-1].text, line.text, known)
            blocks[-1].lines.append(line)
        else:
            blocks.append(_Block([line], line.text))
    return blocks


def _goes_on(block: _Block, line: _Line) -> bool:
    """Tell whether a line goes on with the block above it."""
    above = block.lines[-1]
    if line.bullet or not line.is_like(above):
        return False
    is_below = line.page == above.page and line.top > above.top
    if is_below and line.top - above.top > _NEW_PARAGRAPH * line.size:
        return False
    if _BROKEN_WORD.search(above.text) or line.text[0].islower():
        return True
    if not is_below and _SENTENCE_END.search(above.text):
        return False
    would_have_fitted = above.right + line.first_word + 0.3 * line.size <= above.edge
    return not would_have_fitted and (line.left >= block.first.left - 1 or not is_below)


def _joined(above: str, below: str, known: Counter[str]) -> str:
    """Join two lines; of a word broken between them, keep the hyphen only if it is its own."""
    broken = _BROKEN_WORD.search(above)
    if broken is None or not below[0].isalpha():
        return f"{above} {below}" if broken is None else above + below
    start, rest = _WORD.findall(above)[-1].lower(), _WORD.findall(below)[0].lower()
    whole, hyphenated = start + rest, f"{start}-{rest}"
    is_own = broken["hyphen"] == "-" and not known[whole] and (
        known[hyphenated] > 0 or known[start] > 1 or not below[0].islower()
    )  # fmt: skip
    return (above if is_own else above[: broken.start("hyphen")]) + below


def _marked_up(blocks: Sequence[_Block], title: str) -> str:
    """Return the blocks as a web page: larger text heads what follows, bold text stands out."""
    sizes = Counter[float]()
    for block in blocks:
        sizes[block.first.size] += len(block.text)
    usual = sizes.most_common(1)[0][0]
    larger = sorted({b.first.size for b in blocks if b.first.size > _LARGER * usual}, reverse=True)
    written = []
    in_list = False
    for block in blocks:
        said = escape(block.text)
        if in_list != block.first.bullet:
            written.append("</ul>" if in_list else "<ul>")
            in_list = block.first.bullet
        if block.first.bullet:
            written.append(f"<li>{said}</li>")
        elif block.first.size in larger:
            level = min(larger.index(block.first.size) + 1, 6)
            written.append(f"<h{level}>{said}</h{level}>")
        else:
            written.append(f"<p><b>{said}</b></p>" if block.first.bold else f"<p>{said}</p>")
    # A file's own title is often that of another one, which it was made of.
    is_its_own = any(b.first.size in larger[:1] and plain(b.text) in plain(title) for b in blocks)
    head = f"<title>{escape(title)}</title>" if is_its_own else ""
    return f"<html><head>{head}</head><body>{''.join(written)}</body></html>"


def _pages(blocks: Sequence[_Block], text: str) -> Iterator[int]:
    """Yield where each page begins in the profile's text; a page of which nothing was kept begins
    where the one before ends."""
    place, page = 0, 0
    for block in blocks:
        found = text.find(block.text, place)
        while page < block.first.page:
            page += 1
            yield max(found, place)
        place = found + len(block.text) if found >= 0 else place
