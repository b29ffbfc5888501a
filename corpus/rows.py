"""Reads the rows of a CSV or JSONL file by the names of its columns, and tells which it cannot."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.profile import CorpusError, Notice, Refusal
from corpus.tables import LARGEST_TABLE
from corpus.text_file import content_of, decoded

LONGEST_ROW = 500_000  # characters; the longest fiche of ROME has 40,000

_JSONL_SUFFIXES = frozenset({".jsonl", ".ndjson"})
TABLE_SUFFIXES = frozenset({".csv", ".tsv"}) | _JSONL_SUFFIXES

_SEPARATORS = ",;\t"
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")  # JSON's escapes can make halves of characters
_HEADER_SIZE = 64 * 1024  # bytes that tell what a file is about
_MOST_NAMED = 10


@dataclass(frozen=True)
class Columns:
    """The columns that a file must have and may have, and which may hold lists in JSONL."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    lists: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """All that are read."""
        return frozenset((*self.required, *self.optional))


@dataclass(frozen=True)
class Row:
    """The line that a row begins on, and its known cells; a list became lines with bullets."""

    line: int
    cells: dict[str, str]

    def said(self, column: str) -> str:
        """Return a cell on one line, empty where there is none."""
        return " ".join(self.cells.get(column, "").split())


def read_rows(path: Path, columns: Columns) -> Iterator[Row | Notice | Refusal]:
    """Yield the rows of a file, and a refusal for each that cannot be read.

    A file that is no such table is refused as a whole. Raises OSError.
    """
    try:
        text = decoded(content_of(path, LARGEST_TABLE, "several files"))
        names, rows = _opened(path, text, columns)
        missing = [column for column in columns.required if column not in names]
        if missing:
            raise CorpusError(f"it lacks the columns {', '.join(missing)}")
        if twice := {name for name in names if names.count(name) > 1 and name in columns.known}:
            raise CorpusError(f"it names these columns twice: {', '.join(sorted(twice))}")
    except CorpusError as error:
        yield Refusal(path, str(error))
        return
    if unknown := [name or "(no name)" for name in names if name not in columns.known]:
        named = ", ".join(unknown[:_MOST_NAMED]) + (" …" if len(unknown) > _MOST_NAMED else "")
        yield Notice(path, f"it has columns that are not read: {named}")
    for row in rows:
        yield _checked(path, row) if isinstance(row, Row) else row


def is_table(path: Path) -> bool:
    """Tell whether a path is a file whose name says that it holds rows."""
    return path.suffix.lower() in TABLE_SUFFIXES and path.is_file()


def has_column(path: Path, column: str) -> bool:
    """Tell whether a file's header, or its first object, names a column."""
    try:
        with path.open("rb") as opened:
            start = opened.read(_HEADER_SIZE).decode("utf-8-sig", "replace")
    except OSError:
        return False
    if _is_jsonl(path):
        first = next((line for line in start.split("\n") if line.strip()), "")
        # Of a line longer than what was read there is no object, but its names can be seen.
        return column in (_object(first) or re.findall(r'"(\w+)"\s*:', first))
    return any(column in _header(start, separator) for separator in _SEPARATORS)


def _is_jsonl(path: Path) -> bool:
    return path.suffix.lower() in _JSONL_SUFFIXES


def _opened(
    path: Path, text: str, columns: Columns
) -> tuple[Sequence[str], Iterator[Row | Refusal]]:
    """Return the names of a file's columns, and its rows to come."""
    if _is_jsonl(path):
        objects = list(_objects(text))
        if objects[0][1] is None:
            raise CorpusError("its first line is no JSON object; write one object a line (JSONL)")
        keys = dict.fromkeys(key for _, said in objects if said is not None for key in said)
        return list(keys), _json_rows(path, objects, columns)
    # Longer cells are refused by their line below; the limit of csv, which is one for the whole
    # process, would end the file there.
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_TABLE))
    headers = {separator: _header(text, separator) for separator in _SEPARATORS}
    separator = max(headers, key=lambda s: len(columns.known.intersection(headers[s])))
    return headers[separator], _csv_rows(path, text, separator, headers[separator])


def _checked(path: Path, row: Row) -> Row | Refusal:
    size = sum(map(len, row.cells.values()))
    if size > LONGEST_ROW:
        reason = f"it has {size:,} characters, more than {LONGEST_ROW:,}; shorten it"
        return _refused(path, row.line, reason)
    if any(map(_NO_TEXT.search, row.cells.values())):
        return _refused(path, row.line, "it holds half a character or a null; mend the export")
    return row


def _refused(path: Path, line: int, reason: str) -> Refusal:
    return Refusal(path, f"line {line}: {reason}")


def _name(written: str) -> str:
    return written.strip().casefold()


# CSV


def _reader(text: str, separator: str) -> Any:
    # Without `strict`, a quote that is never closed would swallow all the rows after it.
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _header(text: str, separator: str) -> list[str]:
    try:
        cells: list[str] = next(filter(None, _reader(text, separator)), [])
    except csv.Error:
        return []
    return [_name(cell) for cell in cells]


def _csv_rows(
    path: Path, text: str, separator: str, names: Sequence[str]
) -> Iterator[Row | Refusal]:
    reader = _reader(text, separator)
    next(filter(None, reader))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            reason = f"its quotes do not match ({error}); mend them: no row from there on was read"
            yield _refused(path, line, reason)
            return
        if cells is None:
            return
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > len(names):
            reason = f"it has {len(cells)} cells where the header has {len(names)}; quote its cells"
            yield _refused(path, line, reason)
        elif cells:
            yield Row(line, dict(zip(names, cells, strict=False)))


# JSONL

_Object = dict[str, Any]


def _object(line: str) -> _Object | None:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return {_name(key): value for key, value in said.items()} if isinstance(said, dict) else None


def _objects(text: str) -> Iterator[tuple[int, _Object | None]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _object(line)


def _json_rows(
    path: Path, objects: list[tuple[int, _Object | None]], columns: Columns
) -> Iterator[Row | Refusal]:
    for line, said in objects:
        if said is None:
            yield _refused(path, line, "it is no JSON object; write one object a line")
            continue
        known = {column: value for column, value in said.items() if column in columns.known}
        try:
            yield Row(line, {c: _cell(c, known[c], c in columns.lists) for c in known})
        except CorpusError as error:
            yield _refused(path, line, str(error))


def _cell(column: str, value: Any, may_be_list: bool) -> str:
    if value is None:
        return ""
    if may_be_list and isinstance(value, list):
        items = [re.sub(r"[\r\n]+", " ", _cell(column, item, False)) for item in value]
        return "\n".join(f"- {item}" for item in items)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    wanted = "a text or a list of texts" if may_be_list else "a text"
    raise CorpusError(f"its column {column} is not {wanted}")
