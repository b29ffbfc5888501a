"""The answer contract: what every surface gives back."""

from dataclasses import dataclass
from typing import Literal

from corpus.profile import Language, SectionKind, Source, Span

Status = Literal[
    "answered", "partial", "not_covered", "clarify", "out_of_scope", "smalltalk", "refused"
]


@dataclass(frozen=True)
class Citation:
    """The evidence behind a marker. `quote` is the profile's text from `start` to `end`.

    `passage_id` is None for what was read from a page's frame rather than its body (its date).
    `answer_spans` are the parts of the answer's text that rest on it; `page` is the document's page
    that it stands on, where it has pages.
    """

    number: int
    passage_id: str | None
    profile_id: str
    profile_title: str
    section: SectionKind
    heading: str
    quote: str
    start: int
    end: int
    url: str
    source: Source
    answer_spans: tuple[Span, ...]
    page: int | None = None


@dataclass(frozen=True)
class NamedProfile:
    """A profession, as a choice or a subject."""

    id: str
    title: str


@dataclass(frozen=True)
class Timing:
    """How long each step took, in milliseconds."""

    understand: float
    retrieve: float
    compose: float
    total: float


@dataclass(frozen=True)
class Answer:
    """What was answered, with its evidence. `text` is Markdown; `created_at` is RFC 3339, UTC."""

    id: str
    conversation_id: str
    created_at: str
    status: Status
    language: Language
    text: str
    citations: tuple[Citation, ...]
    profiles: tuple[NamedProfile, ...]
    suggestions: tuple[str, ...]
    generator: str
    timing_ms: Timing
