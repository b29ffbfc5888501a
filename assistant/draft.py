"""Writes an answer statement by statement, each with its markers, and keeps the evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote as url_quote

from assistant.answer import Citation, Status
from corpus.profile import Passage, Profile, SectionKind, Source, Span


@dataclass(frozen=True)
class Evidence:
    """A part of a profile's text that a statement rests on: one passage, or consecutive ones of
    one section; `passage_id` is the first's, or None for the page's frame."""

    profile: Profile
    passage_id: str | None
    section: SectionKind
    heading: str
    span: Span

    @property
    def quote(self) -> str:
        """The profile's own words."""
        return self.span.of(self.profile.text)

    @property
    def source(self) -> Source:
        """Where those words come from: a section can have a source of its own."""
        return self.profile.source_at(self.span)


def evidence_of(profile: Profile, passages: list[Passage]) -> Evidence:
    """Return the evidence of consecutive passages of one section."""
    first, last = passages[0], passages[-1]
    span = Span(first.span.start, last.span.end)
    return Evidence(profile, first.id, first.kind, first.heading, span)


@dataclass(frozen=True)
class Statement:
    """What was said, without its markers, what it rests on, and what stands after it."""

    text: str
    evidence: tuple[Evidence, ...]
    end: str


@dataclass
class Draft:
    """An answer in the making; `about` are the professions that it is about, or offers."""

    status: Status
    about: list[Profile] = field(default_factory=list)
    said: list[Statement] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    spans: list[list[Span]] = field(default_factory=list)
    counts: set[int] = field(default_factory=set)  # of listed items, said in the text
    length: int = 0

    def say(self, text: str, *evidence: Evidence, end: str = "\n\n") -> None:
        """Add a statement with a marker for each piece of evidence, then `end`."""
        self.said.append(Statement(text, evidence, end))
        start = self.length
        if evidence:
            text += " " + "".join(f"[{self._number(e)}]" for e in evidence)
        self._add(text)
        for piece in evidence:
            self.spans[self._number(piece) - 1].append(Span(start, self.length))
        self._add(end)

    def go_on(self, other: "Draft") -> None:
        """Say all that another draft says, with markers that go on from here; what only leads in,
        « Selon la fiche … : », once."""
        self.counts |= other.counts
        said = {statement.text for statement in self.said if not statement.evidence}
        for statement in other.said:
            if statement.text in said and not statement.evidence and statement.text:
                continue
            self.say(statement.text, *statement.evidence, end=statement.end)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _number(self, evidence: Evidence) -> int:
        if evidence not in self.evidence:
            self.evidence.append(evidence)
            self.spans.append([])
        return self.evidence.index(evidence) + 1

    @property
    def text(self) -> str:
        """The Markdown written so far."""
        return "".join(self.parts).rstrip()

    def pieces(self) -> Iterator[str]:
        """Yield the text statement by statement; together they are `text`."""
        left = len(self.text)
        for text, end in zip(self.parts[::2], self.parts[1::2], strict=True):
            if piece := f"{text}{end}"[:left]:
                yield piece
            left -= len(piece)

    def citations(self) -> tuple[Citation, ...]:
        """Return the citations behind the markers, in the order of their numbers."""
        return tuple(
            citation_of(piece, number, spans)
            for number, (piece, spans) in enumerate(zip(self.evidence, self.spans, strict=True), 1)
        )


def citation_of(evidence: Evidence, number: int, spans: Sequence[Span] = ()) -> Citation:
    """Return the citation of a piece of evidence, and the spans of the text that rests on it."""
    return Citation(
        number=number,
        passage_id=evidence.passage_id,
        profile_id=evidence.profile.id,
        profile_title=evidence.profile.title,
        section=evidence.section,
        heading=evidence.heading,
        quote=evidence.quote,
        start=evidence.span.start,
        end=evidence.span.end,
        url=passage_url(evidence.profile.id, evidence.span),
        source=evidence.source,
        answer_spans=tuple(spans),
    )


def passage_url(profile_id: str, span: Span) -> str:
    """Return the address of the profile page, opened at the marked span."""
    return f"/profiles/{url_quote(profile_id)}?start={span.start}&end={span.end}#passage"
