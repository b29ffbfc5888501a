"""Profiles and passages of a generation, read from disk when they are asked for.

A country's catalogue has 160,000 passages: a question needs those of one profession.
"""

import json
import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import overload

import numpy as np
from pydantic import TypeAdapter

from corpus.passages import passages_of
from corpus.profile import SECTION_KINDS, Language, Passage, Profile, SectionKind, Source
from index.embedding import Vectors

_PROFILES_KEPT = 64  # parsed; a conversation asks the same one again
_PROFILE = TypeAdapter(Profile)
_PASSAGE = TypeAdapter(Passage)
_PASSAGES = TypeAdapter(list[Passage])
_ID_LENGTH = 24  # hexadecimal characters


@dataclass(frozen=True)
class ProfileSummary:
    """What a list of profiles shows, where the profile stands in the file (bytes), and the row of
    its first passage."""

    id: str
    title: str
    other_titles: tuple[str, ...]
    language: Language
    source: Source
    offset: int
    length: int
    first_row: int


def write_shelf(folder: Path, profiles: Sequence[Profile]) -> list[Passage]:
    """Write profiles, their table of contents, and their passages; return the passages, whose
    places in the list are their rows."""
    passages: list[Passage] = []
    contents: list[dict[str, object]] = []
    with (folder / "profiles.jsonl").open("wb") as file:
        for profile in profiles:
            line = _PROFILE.dump_json(profile)
            summary = ProfileSummary(
                id=profile.id,
                title=profile.title,
                other_titles=profile.other_titles,
                language=profile.language,
                source=profile.source,
                offset=file.tell(),
                length=len(line),
                first_row=len(passages),
            )
            contents.append(asdict(summary))
            passages += passages_of(profile)
            file.write(line + b"\n")
    (folder / "contents.json").write_text(json.dumps(contents, ensure_ascii=False), "utf-8")
    _write_passages(folder, passages)
    return passages


def _write_passages(folder: Path, passages: Sequence[Passage]) -> None:
    """Write passages, where each of them starts (bytes), and their ids and kinds as arrays."""
    starts = [0]
    with (folder / "passages.jsonl").open("wb") as file:
        for passage in passages:
            file.write(_PASSAGE.dump_json(passage) + b"\n")
            starts.append(file.tell())
    np.save(folder / "starts.npy", np.array(starts, dtype=np.int64))
    np.save(folder / "ids.npy", np.array([p.id for p in passages], dtype=f"S{_ID_LENGTH}"))
    kinds = [SECTION_KINDS.index(passage.kind) for passage in passages]
    np.save(folder / "kinds.npy", np.array(kinds, dtype=np.uint8))


def read_contents(folder: Path) -> list[ProfileSummary]:
    """Return the table of contents, in the order of the rows."""
    rows = json.loads((folder / "contents.json").read_text("utf-8"))
    return [
        ProfileSummary(
            **{
                **row,
                "other_titles": tuple(row["other_titles"]),
                "source": Source(**row["source"]),
            }
        )
        for row in rows
    ]


def _mapped(path: Path) -> mmap.mmap:
    """Map a file: a generation that is removed meanwhile can still be read to its end."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class Profiles(Mapping[str, Profile]):
    """Profile id → profile, parsed when it is asked for."""

    def __init__(self, folder: Path, contents: Sequence[ProfileSummary]) -> None:
        self._file = _mapped(folder / "profiles.jsonl")
        self._summaries = {summary.id: summary for summary in contents}
        self._parsed = lru_cache(_PROFILES_KEPT)(self._parse)

    def __getitem__(self, profile_id: str) -> Profile:
        summary = self._summaries[profile_id]
        return self._parsed(summary.offset, summary.length)

    def __iter__(self) -> Iterator[str]:
        return iter(self._summaries)

    def __len__(self) -> int:
        return len(self._summaries)

    def __contains__(self, profile_id: object) -> bool:
        return profile_id in self._summaries

    def _parse(self, offset: int, length: int) -> Profile:
        return _PROFILE.validate_json(self._file[offset : offset + length])


class Passages(Sequence[Passage]):
    """Row → passage, read alone: a search across professions needs ten, each of another profile."""

    def __init__(self, folder: Path) -> None:
        self._file = _mapped(folder / "passages.jsonl")
        self._starts = np.load(folder / "starts.npy").tolist()

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> list[Passage]: ...
    def __getitem__(self, row: int | slice) -> Passage | list[Passage]:
        if isinstance(row, slice):
            first, end, step = row.indices(len(self))
            if step != 1 or first >= end:
                return [self[i] for i in range(first, end, step)]
            # As one list: a line holds no line break, since JSON escapes it.
            lines = self._file[self._starts[first] : self._starts[end]].rstrip(b"\n")
            return _PASSAGES.validate_json(b"[" + lines.replace(b"\n", b",") + b"]")
        if not 0 <= row < len(self):
            raise IndexError(row)
        return _PASSAGE.validate_json(self._file[self._starts[row] : self._starts[row + 1]])

    def __len__(self) -> int:
        return len(self._starts) - 1


class PassageRows(Mapping[str, int]):
    """Passage id → row."""

    def __init__(self, folder: Path) -> None:
        self._ids = np.load(folder / "ids.npy", mmap_mode="r")
        self._order: np.ndarray[tuple[int, ...], np.dtype[np.intp]] | None = None

    def __getitem__(self, passage_id: str) -> int:
        if self._order is None:
            self._order = np.argsort(self._ids)
        wanted = passage_id.encode("ascii", "replace")
        place = int(np.searchsorted(self._ids, wanted, sorter=self._order))
        if len(wanted) > _ID_LENGTH or place == len(self._ids):
            raise KeyError(passage_id)
        row = int(self._order[place])
        if self._ids[row] != wanted:
            raise KeyError(passage_id)
        return row

    def __iter__(self) -> Iterator[str]:
        return (str(i, "ascii") for i in self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class SectionKinds:
    """Row → kind of section."""

    def __init__(self, folder: Path) -> None:
        self._kinds = np.load(folder / "kinds.npy", mmap_mode="r")

    def evidence(self, rows: Sequence[int], kinds: Mapping[SectionKind, float]) -> Vectors:
        """Return the evidence for the kind of each row."""
        table = np.array([kinds.get(kind, 0.0) for kind in SECTION_KINDS], dtype=np.float32)
        found: Vectors = table[self._kinds[rows]]
        return found
