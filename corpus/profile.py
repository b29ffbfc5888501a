"""What a job profile is: its source, sections, passages and facts, all with exact places."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple, get_args

SectionKind = Literal[
    "definition",
    "other_titles",
    "duties",
    "occasional_duties",
    "variations",
    "salary",
    "technical_skills",
    "soft_skills",
    "education",
    "experience",
    "previous_roles",
    "employers",
    "reporting_line",
    "work_environment",
    "career_path",
    "context",
    "keywords",
    "other",
]
SECTION_KINDS: tuple[SectionKind, ...] = get_args(SectionKind)

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class CorpusError(Exception):
    """A document that cannot be read: the message says which and what to do."""


@dataclass(frozen=True)
class Notice:
    """Something about a document or catalogue that its owner should know; `str()` is the line."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class Refusal(Notice):
    """A document that could not be read, and why."""

    @classmethod
    def because(cls, path: Path, error: Exception) -> "Refusal":
        """Return the refusal of what `error` kept from being read."""
        said = (isinstance(error, OSError) and error.strerror) or str(error)
        return cls(path, said.removeprefix(f"{path}: "))


class Span(NamedTuple):
    """A half-open range of Unicode code points in a profile's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` in this span."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Source:
    """Where a profile comes from, as its publisher gives it. `published` is an ISO 8601 date."""

    uri: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it, up to the next heading.

    `path` holds the headings above, outermost first, then `heading`; `blocks` are the bullets and
    paragraphs directly under it. `empty` means that nothing stands under it nor under its
    sub-headings: knowing that is knowledge too. `source` is None where it is the profile's own;
    `language` is set where a profile says the same in both.
    """

    kind: SectionKind
    heading: str
    path: tuple[str, ...]
    span: Span
    blocks: tuple[Span, ...]
    empty: bool
    source: Source | None = None
    language: Language | None = None


@dataclass(frozen=True)
class Passage:
    """A bullet or paragraph, the unit that is searched and cited. `id` comes from its content."""

    id: str
    profile_id: str
    kind: SectionKind
    path: tuple[str, ...]
    span: Span
    text: str

    @property
    def heading(self) -> str:
        """The nearest heading, in the source's own words."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class Salary:
    """Amounts per `period` ("year", "month", "week", "day", "hour"); what the source does not say
    is None."""

    min: float
    max: float
    currency: str | None
    period: str | None
    level: str | None
    text: str


@dataclass(frozen=True)
class EducationLevels:
    """The least and most education named, in years after the baccalauréat: -1 for a CAP, which
    comes a year before it."""

    min_level: int
    max_level: int


FactName = Literal["salary", "experience_years_min", "education", "languages", "published"]


@dataclass(frozen=True)
class Fact:
    """Something read with certainty, and where. `languages` and `published` are strings:
    an ISO 639-1 code and an ISO 8601 date."""

    name: FactName
    value: Salary | EducationLevels | int | str
    span: Span


@dataclass(frozen=True)
class Profile:
    """A job profile as read from one document or catalogue record. `foreign_title` is its title in
    the other language, where the source gives one; `pages` are the places in the text where each
    page of a document begins, none where it has no pages."""

    id: str
    title: str
    other_titles: tuple[str, ...]
    language: Language
    source: Source
    text: str
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    foreign_title: str | None = None
    pages: tuple[int, ...] = ()

    @property
    def added_titles(self) -> tuple[str, ...]:
        """The other titles that another source adds to it."""
        added = (s for s in self.sections if s.source is not None and s.kind == "other_titles")
        return tuple(block.of(self.text) for section in added for block in section.blocks)

    def in_language(self, language: Language) -> "Profile":
        """Return the profile as it is read in a language: of what it says in both, that one, but
        titles in both; its text, and so every span, stays the same."""
        spoken = {section.kind for section in self.sections if section.language == language}
        kept = tuple(
            section
            for section in self.sections
            if section.language in (None, language)
            or section.kind not in spoken
            or section.kind == "other_titles"
        )
        is_foreign = self.foreign_title is not None and language != self.language
        title = self.foreign_title if is_foreign and self.foreign_title else self.title
        if title == self.title and len(kept) == len(self.sections):
            return self
        return replace(self, title=title, sections=kept)

    def facts_named(self, name: FactName) -> list[Fact]:
        """Return the facts of one name, in the order of the text."""
        return [fact for fact in self.facts if fact.name == name]

    def page_at(self, span: Span) -> int | None:
        """Return the page that a span begins on, counted from 1."""
        return bisect_right(self.pages, span.start) or None

    def source_at(self, span: Span) -> Source:
        """Return the source of the section that a span begins in, otherwise the profile's."""
        for section in self.sections:
            if section.source and section.span.start <= span.start < section.span.end:
                return section.source
        return self.source
