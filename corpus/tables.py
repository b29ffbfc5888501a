"""Reads the CSV and Excel tables of a folder or zip archive, trusting neither names nor sizes."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.profile import CorpusError

LARGEST_TABLE = 100 * 1024 * 1024  # bytes; ROME's largest measures 3 MB
LARGEST_ARCHIVE = 500 * 1024 * 1024  # bytes, unpacked

Row = dict[str, str]


@dataclass(frozen=True)
class Tables:
    """The files of a folder or of an archive, by name without their folder."""

    path: Path

    def names(self) -> list[str]:
        """Return the names of all files. Raises CorpusError for an archive not to be trusted."""
        if self.path.is_dir():
            return sorted(entry.name for entry in self.path.iterdir() if entry.is_file())
        with self._archive() as archive:
            return sorted(PurePosixPath(info.filename).name for info in _members(archive))

    def content(self, name: str) -> str:
        """Return a file as text: UTF-8, or Latin-1 where it is not (one of ROME's tables)."""
        content = self._bytes(name)
        if b"\x00" in content:
            raise CorpusError(f"{name} is a binary file, not a table")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("latin-1")

    def rows(self, name: str, columns: set[str]) -> Iterator[Row]:
        """Yield the rows of a table. Raises CorpusError naming the columns that it lacks."""
        reader = csv.DictReader(io.StringIO(self.content(name), newline=""))
        missing = columns - set(reader.fieldnames or ())
        if missing:
            raise CorpusError(f"{name} lacks the columns {', '.join(sorted(missing))}")
        try:
            for row in reader:
                yield {column: row[column] or "" for column in columns}
        except csv.Error as error:
            raise CorpusError(f"{name}, line {reader.line_num}: {error}") from error

    def columns(self, name: str) -> set[str]:
        """Return the names of a CSV table's columns."""
        return set(csv.DictReader(io.StringIO(self.content(name), newline="")).fieldnames or ())

    def sheet(self, name: str, columns: set[str]) -> Iterator[Row]:
        """Yield the rows of an Excel table's first sheet. Raises CorpusError as `rows` does."""
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        try:
            content = self._bytes(name)
            if sum(info.file_size for info in zipfile.ZipFile(io.BytesIO(content)).infolist()) > (
                LARGEST_ARCHIVE
            ):
                raise CorpusError(f"{name} unpacks to more than {LARGEST_ARCHIVE / 1e6:.0f} MB")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
            raise CorpusError(f"{name} is no readable Excel table ({error})") from error
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = ["" if cell is None else str(cell).strip() for cell in next(rows, ())]
        if missing := columns - set(names):
            raise CorpusError(f"{name} lacks the columns {', '.join(sorted(missing))}")
        places = {column: names.index(column) for column in columns}
        for row in rows:
            said = {c: row[i] if i < len(row) else None for c, i in places.items()}
            yield {c: "" if cell is None else str(cell).strip() for c, cell in said.items()}

    def _bytes(self, name: str) -> bytes:
        if self.path.is_dir():
            file = self.path / name
            if file.stat().st_size > LARGEST_TABLE:
                raise CorpusError(f"{name} is larger than {LARGEST_TABLE / 1e6:.0f} MB")
            return file.read_bytes()
        with self._archive() as archive:
            member = next(i for i in _members(archive) if PurePosixPath(i.filename).name == name)
            with archive.open(member) as opened:
                # What an archive says of a size is not to be trusted: read no further than that.
                content = opened.read(LARGEST_TABLE + 1)
        if len(content) > LARGEST_TABLE:
            raise CorpusError(f"{name} is larger than {LARGEST_TABLE / 1e6:.0f} MB when unpacked")
        return content

    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except zipfile.BadZipFile as error:
            raise CorpusError(f"it is not a readable zip archive ({error})") from error


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    for info in members:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise CorpusError(f"it holds {info.filename!r}, a path that leads out of the archive")
    if sum(info.file_size for info in members) > LARGEST_ARCHIVE:
        raise CorpusError(f"it unpacks to more than {LARGEST_ARCHIVE / 1e6:.0f} MB")
    return members
