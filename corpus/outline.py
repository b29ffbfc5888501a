"""Puts blocks of text under their headings: the common end of all readers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.dates import PublicationDate
from corpus.facts import read_facts
from corpus.headings import group_of, kind_of, opening_kind
from corpus.language import language_of
from corpus.profile import CorpusError, Fact, Language, Profile, Section, SectionKind, Source, Span

Role = Literal["heading", "bullet", "paragraph"]

# Under these, « Formation » or « Outils » names a field of work, not a section of its own.
DIVIDED_BY_SUBJECT: frozenset[SectionKind] = frozenset(
    {"duties", "occasional_duties", "variations"}
)


@dataclass(frozen=True)
class Block:
    """A heading, bullet or paragraph. `level` counts from 1, the outermost, for headings only.

    `kind` is set where the reader knows it better than the wording does, `language` where a
    profile says the same in both.
    """

    role: Role
    span: Span
    level: int = 0
    kind: SectionKind | None = None
    language: Language | None = None


def sections_from(blocks: Sequence[Block], text: str, title: str) -> tuple[Section, ...]:
    """Gather `blocks`, in the order of `text`, into sections; blocks before the first heading
    define the profession, under its title."""
    open_sections: list[_Open] = []
    finished: list[_Open] = []
    for block in blocks:
        if block.role == "heading":
            _open(block, text, title, open_sections, finished)
            continue
        if not open_sections:
            lead = _Open(title, "definition", 99, (title,), block.span)
            open_sections.append(lead)
            finished.append(lead)
        open_sections[-1].blocks.append(block.span)
        for section in open_sections:
            section.has_content = True
    return tuple(section.closed() for section in finished)


@dataclass
class _Open:
    heading: str
    kind: SectionKind
    level: int
    path: tuple[str, ...]
    heading_span: Span
    blocks: list[Span] = field(default_factory=list)
    has_content: bool = False
    gathers: bool = False
    language: Language | None = None

    def closed(self) -> Section:
        end = self.blocks[-1].end if self.blocks else self.heading_span.end
        return Section(
            kind=self.kind,
            heading=self.heading,
            path=self.path,
            span=Span(self.heading_span.start, end),
            blocks=tuple(self.blocks),
            empty=not self.has_content,
            language=self.language,
        )


def _open(
    block: Block, text: str, title: str, open_sections: list[_Open], finished: list[_Open]
) -> None:
    while open_sections and open_sections[-1].level >= block.level:
        open_sections.pop()
    heading = heading_text(block.span.of(text))
    parent = open_sections[-1] if open_sections else None
    kind, gathers = (block.kind, False) if block.kind else _kind(heading, title, parent)
    path = (*(section.heading for section in open_sections), heading)
    section = _Open(
        heading, kind, block.level, path, block.span, gathers=gathers, language=block.language
    )
    open_sections.append(section)
    finished.append(section)


def _kind(heading: str, title: str, parent: _Open | None) -> tuple[SectionKind, bool]:
    """Return a heading's kind, and whether it gathers sections of several kinds."""
    if parent is not None and parent.kind in DIVIDED_BY_SUBJECT and not parent.gathers:
        return parent.kind, False
    group = group_of(heading, title)
    if group is not None:
        return group.kind, True
    known = kind_of(heading, title)
    if known is not None:
        return known, False
    if parent is None or parent.gathers:
        return opening_kind(heading) or (parent.kind if parent else "other"), False
    return parent.kind, False


def heading_text(raw: str) -> str:
    """Return a heading as it is shown: on one line, without its final colon."""
    one_line = re.sub(r"[ \t\r\n\v\f]+", " ", raw.strip())
    return one_line.rstrip(" \u00a0\u202f:") or one_line


def _listed(block: str) -> list[str]:
    """Return the titles of a block: one a bullet, or several between commas or semicolons."""
    titles = [" ".join(part.split()).rstrip(".") for part in re.split(r"[,;\n]", block)]
    return [title for title in titles if title and len(title) <= 120]


def make_profile(
    *,
    profile_id: str,
    title: str,
    text: str,
    blocks: Sequence[Block],
    source: Source,
    other_titles: Sequence[str] = (),
    language: Language | None = None,
    published: PublicationDate | None = None,
    foreign_title: str | None = None,
    lists_titles: bool = True,
) -> Profile:
    """Make a profile of what a reader found; its facts are read here, the same for all readers.

    What stands in its sections of other titles is added to them, if it `lists_titles`.
    Raises CorpusError when no heading has a known wording: then this is no job profile.
    """
    sections = sections_from(blocks, text, title)
    if all(section.kind in ("definition", "other") for section in sections):
        raise CorpusError("no heading of a job profile was recognised: see corpus/wordings.toml")
    language = language or language_of(text)
    listed = [
        other
        for section in sections
        if section.kind == "other_titles" and lists_titles
        for block in section.blocks
        for other in _listed(block.of(text))
    ]
    facts = read_facts(text, sections, language)
    if published is not None:
        facts = (*facts, Fact("published", published.iso, published.span))
    return Profile(
        id=profile_id,
        title=title,
        other_titles=tuple(dict.fromkeys([*other_titles, *listed])),
        language=language,
        source=source,
        text=text,
        sections=sections,
        facts=facts,
        foreign_title=foreign_title,
    )
