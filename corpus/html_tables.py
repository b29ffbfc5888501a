"""Reads the rows of a web page's table, each as one line: « header : cell | header : cell »."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from corpus.html_frame import HEADINGS, Element
from corpus.lines import LONGEST_HEADING, known_heading
from corpus.profile import CorpusError

_LAYOUT = ("table", "ul", "ol", "dl", "hr", *HEADINGS)  # what a table of values does not hold
_MOST_PARAGRAPHS_IN_A_CELL, _MOST_LINES_IN_A_CELL = 2, 6
_MOST_COLUMNS, _MOST_ROWS_OF_A_CELL = 50, 200

MOST_BLOCKS = 20_000  # of a page, and cells of a table; the real pages have under 1,000

LinesOf = Callable[[Element], list[str]]


@dataclass(frozen=True)
class Row:
    """A row in words. `heading`: it heads the rows below; `label`: what heads this row alone,
    where the table's labels are headings of job profiles (« Rémunération », « Formation »)."""

    text: str
    heading: bool = False
    label: str = ""


@dataclass(frozen=True)
class _Cell:
    text: str
    heads: bool
    columns: range


@dataclass
class _Grid:
    """What cells above reach into the next rows, by column: the cell and how many rows more."""

    reaching: dict[int, tuple[_Cell, int]] = field(default_factory=dict)

    def row(self, row: Element, lines_of: LinesOf) -> list[_Cell]:
        cells: list[_Cell] = []
        reached = {column: cell for column, (cell, _) in self.reaching.items()}
        self.reaching = {c: (cell, n - 1) for c, (cell, n) in self.reaching.items() if n > 1}
        column = 0
        for element in row.iterchildren("td", "th"):
            while column in reached:
                cells.append(reached.pop(column))
                column += 1
            columns = range(column, column + _number(element.get("colspan"), _MOST_COLUMNS))
            cell = _Cell(_joined(lines_of(element)), _heads(element), columns)
            cells.append(cell)
            rows_more = _number(element.get("rowspan"), _MOST_ROWS_OF_A_CELL) - 1
            if rows_more and column < _MOST_COLUMNS and len(cell.text) <= LONGEST_HEADING:
                self.reaching[column] = (cell, rows_more)
            column = columns.stop
        return [*cells, *reached.values()]


def is_data(table: Element) -> bool:
    """Tell a table of values from one that lays out a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next((inner for inner in table.iter(*_LAYOUT) if inner is not table), None) is not None:
        return False
    return not any(_holds_many_paragraphs(cell) for cell in table.iter("td"))


def too_long() -> CorpusError:
    """Say that a page is far longer than a profile."""
    return CorpusError(
        f"it has more than {MOST_BLOCKS:,} blocks; split it into one document a profile"
    )


def rows_of(table: Element, lines_of: LinesOf) -> Iterator[Row]:
    """Yield the caption and the rows of a table; `lines_of` gives the lines of a cell.

    Raises CorpusError when it has more cells than any profile.
    """
    for caption in table.iter("caption"):
        if said := " ".join(lines_of(caption)):
            yield Row(said, heading=True)
    if next(islice(table.iter("td", "th"), MOST_BLOCKS, None), None) is not None:
        raise too_long()
    rows = list(_rows(table, lines_of))
    labelled = any(known_heading(row.label) for row in rows)
    for row in rows:
        yield row if labelled or not row.label else Row(f"{row.label} : {row.text}")


def _rows(table: Element, lines_of: LinesOf) -> Iterator[Row]:
    grid = _Grid()
    labels: dict[int, str] = {}
    heading_rows = True
    for element in table.iter("tr"):
        cells = [cell for cell in grid.row(element, lines_of) if cell.text]
        in_head = element.getparent().tag == "thead"
        heading_rows = heading_rows and len(cells) > 1 and all(cell.heads for cell in cells)
        if in_head or heading_rows:
            _add_labels(labels, cells)
        elif cells:
            yield _row(cells, labels)


def _add_labels(labels: dict[int, str], cells: Sequence[_Cell]) -> None:
    for cell in cells:
        said = cell.text.rstrip(" :\u00a0\u202f")
        for column in cell.columns:
            above = labels.get(column, "")
            if said != above and len(above) + len(said) < LONGEST_HEADING:
                labels[column] = f"{above} {said}".strip()


def _row(cells: Sequence[_Cell], labels: dict[int, str]) -> Row:
    first, *others = cells
    if not others and first.heads:
        return Row(first.text, heading=True)
    label = first.text.rstrip(" :\u00a0\u202f")
    if others and (first.heads or not labels) and (first.heads or len(others) == 1):
        values = " | ".join(_labelled(cell, labels) for cell in others)
        return Row(values, label=label)
    return Row(" | ".join(_labelled(cell, labels) for cell in cells))


def _labelled(cell: _Cell, labels: dict[int, str]) -> str:
    label = labels.get(cell.columns.start, "")
    return f"{label} : {cell.text}" if label and label != cell.text else cell.text


def _joined(lines: Sequence[str]) -> str:
    """Return a cell's lines as one; a comma stands where its line breaks were."""
    said = ""
    for line in lines:
        said += ("" if not said else " " if said[-1] in ",;:.!?" else ", ") + line
    return said.replace("\n", " ")


def _heads(cell: Element) -> bool:
    """Tell a cell that heads its row or column: by its tag, or because it is all in bold."""
    if cell.tag == "th":
        return True
    if len(cell) != 1 or cell[0].tag not in ("b", "strong"):
        return False
    return not (cell.text or "").strip() and not (cell[0].tail or "").strip()


def _holds_many_paragraphs(cell: Element) -> bool:
    more_paragraphs = islice(cell.iter("p", "div"), _MOST_PARAGRAPHS_IN_A_CELL, None)
    more_lines = islice(cell.iter("br"), _MOST_LINES_IN_A_CELL, None)
    return next(more_paragraphs, None) is not None or next(more_lines, None) is not None


def _number(said: str | None, most: int) -> int:
    written = (said or "").strip()
    return min(max(int(written), 1), most) if written.isdecimal() and len(written) < 6 else 1
