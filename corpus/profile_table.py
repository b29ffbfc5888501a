"""Reads the table of profiles that a careers site exports from its own database.

One profile a row, one section a column: the format is told in docs/tables.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from corpus.cells import (
    OVERLAY_COLUMN,
    SOURCE_COLUMNS,
    USUAL_HEADINGS,
    add_section,
    add_source,
    lines_of,
    source_of,
)
from corpus.dates import PublicationDate
from corpus.language import language_of
from corpus.outline import make_profile
from corpus.profile import (
    SECTION_KINDS,
    CorpusError,
    Language,
    Notice,
    Profile,
    Refusal,
    SectionKind,
    Source,
)
from corpus.record import RecordText
from corpus.rows import Columns, Row, has_column, is_table, read_rows
from corpus.words import slug

LONGEST_TITLE = 200  # characters

_COLUMNS = Columns(
    required=("title",),
    optional=("id", "language", *SOURCE_COLUMNS, *SECTION_KINDS),
    lists=frozenset(SECTION_KINDS),
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_NO_PROFILE_ALONE: frozenset[SectionKind] = frozenset({"definition", "other"})


def is_profile_table(path: Path) -> bool:
    """Tell whether a path is a file of rows, other than one of overlays."""
    return is_table(path) and not has_column(path, OVERLAY_COLUMN)


def read_profile_table(path: Path) -> Iterator[Profile | Notice | Refusal]:
    """Yield a profile for each row of a CSV or JSONL file, and a refusal for each bad one.

    A file that is no such table is refused as a whole. Raises OSError.
    """
    read: dict[str, int] = {}
    for row in read_rows(path, _COLUMNS):
        if isinstance(row, Notice):
            yield row
            continue
        source, left_out = source_of(row)
        try:
            profile = _profile(row, source)
            if profile.id in read:
                raise CorpusError(
                    f"its id {profile.id!r} is that of line {read[profile.id]}; "
                    "give each row an id of its own"
                )
        except CorpusError as error:
            yield Refusal(path, f"line {row.line}: {error}")
            continue
        for reason in left_out:
            yield Notice(path, f"line {row.line}: {reason}")
        read[profile.id] = row.line
        yield profile


def _profile(row: Row, source: Source) -> Profile:
    title = _title(row)
    sections = _sections(row)
    other_titles = _other_titles(sections.pop("other_titles", ""), title)
    if other_titles:
        sections["other_titles"] = "\n".join(f"- {other}" for other in other_titles)
    if _NO_PROFILE_ALONE.issuperset(sections):
        raise CorpusError("it has no section beside its definition; fill one, such as duties")
    language = _language(row, sections)
    text = RecordText()
    text.line(title)
    date = add_source(text, source, language)
    for kind in SECTION_KINDS:
        if kind in sections:
            add_section(text, kind, USUAL_HEADINGS[language][kind], sections[kind])
    profile = make_profile(
        profile_id=_id(row, title),
        title=title,
        text=text.text,
        blocks=text.blocks,
        source=source,
        language=language,
        published=PublicationDate(date.of(text.text), date) if date else None,
    )
    # A title of this column is whole: « Peintre, décorateur » is not two.
    return replace(profile, other_titles=tuple(other_titles))


def _title(row: Row) -> str:
    title = row.said("title")
    if not title:
        raise CorpusError("it has no title")
    if len(title) > LONGEST_TITLE:
        raise CorpusError(f"its title has {len(title)} characters, more than {LONGEST_TITLE}")
    return title


def _id(row: Row, title: str) -> str:
    given = row.said("id")
    made = given or slug(title)[:100].strip("-")
    if not made:
        raise CorpusError("its title has no Latin letters to make an id of; give it an id")
    if not _ID.fullmatch(made):
        raise CorpusError(
            f"its id {given[:80]!r} is not up to 100 letters, digits, points, hyphens, underscores"
        )
    return made


def _sections(row: Row) -> dict[SectionKind, str]:
    """Return the cells that hold a section; an empty one says nothing."""
    cells = {kind: row.cells.get(kind, "") for kind in SECTION_KINDS}
    return {kind: cell for kind, cell in cells.items() if any(lines_of(cell))}


def _other_titles(cell: str, title: str) -> Sequence[str]:
    parts = (part for _, line in lines_of(cell) for part in line.split("|"))
    titles = dict.fromkeys(" ".join(part.split()) for part in parts)
    return [other for other in titles if other and other != title]


def _language(row: Row, sections: dict[SectionKind, str]) -> Language:
    named = row.said("language").lower()
    if not named:
        return language_of(" ".join(sections.values()))
    if named not in get_args(Language):
        raise CorpusError(f"its language is {named[:80]!r}: only fr and en are known")
    return cast(Language, named)
