"""Adds what others publish on a profession to its profile: dated salaries, for instance.

An overlay is a section with a source of its own: the format is told in docs/tables.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.cells import (
    OVERLAY_COLUMN,
    SOURCE_COLUMNS,
    USUAL_HEADINGS,
    add_section,
    add_source,
    lines_of,
    source_of,
)
from corpus.facts import read_facts
from corpus.outline import sections_from
from corpus.profile import (
    SECTION_KINDS,
    CorpusError,
    Notice,
    Profile,
    Refusal,
    Section,
    SectionKind,
    Source,
    Span,
)
from corpus.record import RecordText
from corpus.rows import Columns, Row, has_column, is_table, read_rows

_COLUMNS = Columns(
    required=(OVERLAY_COLUMN, "section", "text"),
    optional=("heading", *SOURCE_COLUMNS),
    lists=frozenset({"text"}),
)
_LONGEST_HEADING = 200  # characters
_JOINT = "\n\n"  # between a profile's own text and what was added


@dataclass(frozen=True)
class Overlay:
    """A section for the profile of that id. Without a `heading` it gets the usual one of its kind;
    the lines of `text` are paragraphs, or bullets where they begin with « - »."""

    profile_id: str
    kind: SectionKind
    heading: str
    text: str
    source: Source


def is_overlay_table(path: Path) -> bool:
    """Tell a file of overlays from a table of profiles: it has the column profile_id."""
    return is_table(path) and has_column(path, OVERLAY_COLUMN)


def read_overlays(path: Path) -> Iterator[Overlay | Notice | Refusal]:
    """Yield an overlay for each row of a CSV or JSONL file, and a refusal for each bad one.

    A file that is no such table is refused as a whole. Raises OSError.
    """
    read: dict[Overlay, int] = {}
    for row in read_rows(path, _COLUMNS):
        if isinstance(row, Notice):
            yield row
            continue
        source, left_out = source_of(row)
        try:
            overlay = _overlay(row, source)
            if overlay in read:
                raise CorpusError(f"it says the same as line {read[overlay]}; remove one")
        except CorpusError as error:
            yield Refusal(path, f"line {row.line}: {error}")
            continue
        for reason in left_out:
            yield Notice(path, f"line {row.line}: {reason}")
        read[overlay] = row.line
        yield overlay


def _overlay(row: Row, source: Source) -> Overlay:
    profile_id, kind, heading = row.said("profile_id"), row.said("section"), row.said("heading")
    if not profile_id:
        raise CorpusError("it has no profile_id")
    if kind not in SECTION_KINDS:
        raise CorpusError(f"its section {kind[:80]!r} is none of {', '.join(SECTION_KINDS)}")
    if len(heading) > _LONGEST_HEADING:
        raise CorpusError(f"its heading has more than {_LONGEST_HEADING} characters")
    text = row.cells.get("text", "")
    if not any(lines_of(text)):
        raise CorpusError("it has no text")
    return Overlay(profile_id, kind, heading, text, source)


def with_overlays(profile: Profile, overlays: Sequence[Overlay]) -> Profile:
    """Return the profile with each overlay at its end, as a section of its own.

    All that stood there before keeps its place, so that its passages keep their ids.
    """
    for overlay in overlays:
        profile = _with_overlay(profile, overlay)
    return profile


def without_overlays(profile: Profile) -> Profile:
    """Return the profile as it was before `with_overlays`, to which newer ones can be added."""
    added = [section for section in profile.sections if section.source is not None]
    if not added:
        return profile
    end = added[0].span.start - len(_JOINT)
    return replace(
        profile,
        text=profile.text[:end],
        sections=tuple(s for s in profile.sections if s.source is None),
        facts=tuple(fact for fact in profile.facts if fact.span.end <= end),
    )


def _with_overlay(profile: Profile, overlay: Overlay) -> Profile:
    language = profile.language
    added = RecordText()
    heading = overlay.heading or USUAL_HEADINGS[language][overlay.kind]
    add_section(added, overlay.kind, heading, overlay.text)
    add_source(added, overlay.source, language)
    offset = len(profile.text) + len(_JOINT)
    text = profile.text + _JOINT + added.text.rstrip("\n")
    blocks = [replace(block, span=_moved(block.span, offset)) for block in added.blocks]
    sections: tuple[Section, ...] = tuple(
        replace(section, source=overlay.source)
        for section in sections_from(blocks, text, profile.title)
    )
    return replace(
        profile,
        text=text,
        sections=(*profile.sections, *sections),
        facts=(*profile.facts, *read_facts(text, sections, language)),
    )


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)
