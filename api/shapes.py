"""What travels over HTTP: the answer contract as pydantic models."""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.answer import Answer, Status
from assistant.conversations import Turn
from assistant.question import LONGEST_QUESTION
from corpus.profile import (
    EducationLevels,
    Fact,
    Language,
    Passage,
    Profile,
    Salary,
    SectionKind,
)

# What the assistant itself checks, whose sentence says what to do: no control characters, and
# something that can be read.
_CONTROLS = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
READABLE: dict[str, Any] = {
    "minLength": 1,
    "maxLength": LONGEST_QUESTION,
    "pattern": rf"^[^{_CONTROLS}]*[^\s{_CONTROLS}][^{_CONTROLS}]*$",
}


def _without_fraction(said: object) -> object:
    return int(said) if isinstance(said, float) and said.is_integer() else said


# A JSON integer: 4.0 is one, “4” and true are none.
Whole = Annotated[int, BeforeValidator(_without_fraction), Field(strict=True)]


class Shape(BaseModel):
    """Reads from the domain's own types, whose field names are the contract's."""

    model_config = ConfigDict(from_attributes=True)


class SpanShape(Shape):
    """A half-open range of Unicode code points."""

    start: int
    end: int


class SourceShape(Shape):
    """Where the publisher keeps the profile, and under which licence."""

    uri: str | None = Field(description="The publisher's address, never a path of the server.")
    title: str | None
    publisher: str | None
    published: str | None = Field(description="ISO 8601 date.")
    licence: str | None


class CitationShape(Shape):
    """The evidence behind a marker: `profile_text[start:end] == quote`."""

    number: int
    passage_id: str | None = Field(description="Null for what a page's frame says (its date).")
    profile_id: str
    profile_title: str
    section: SectionKind
    heading: str = Field(description="The source's own heading.")
    quote: str
    start: int
    end: int
    url: str = Field(description="The profile page, opened at the marked quote.")
    source: SourceShape
    answer_spans: list[SpanShape] = Field(description="Parts of `text` that rest on this citation.")
    page: int | None = Field(None, description="The document's page, where it has pages (PDF).")


class NamedProfileShape(Shape):
    """A profession, the subject of an answer or a choice."""

    id: str
    title: str


class TimingShape(Shape):
    """Milliseconds."""

    understand: float
    retrieve: float
    compose: float
    total: float


class AnswerShape(Shape):
    """An answer with its evidence."""

    id: str
    conversation_id: str
    created_at: str = Field(description="RFC 3339, UTC.")
    status: Status
    language: Language = Field(description="The language of `text`.")
    text: str = Field(description="Markdown, every statement followed by its markers `[1]`.")
    citations: list[CitationShape]
    profiles: list[NamedProfileShape]
    suggestions: list[str] = Field(description="Next questions that the corpus can answer.")
    generator: str = Field(description="`extractive`, or the chat model's name.")
    timing_ms: TimingShape

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return the answer as it travels."""
        return cls.model_validate(answer)


class TurnShape(BaseModel):
    """A question and its answer."""

    question: str = Field(description="Placeholders stand where it had personal data.")
    answer: AnswerShape

    @classmethod
    def of(cls, turn: Turn) -> Self:
        """Return the turn as it travels."""
        return cls(question=turn.question_redacted, answer=AnswerShape.of(turn.answer))


class ConversationShape(BaseModel):
    """A conversation's turns, oldest first."""

    id: str
    turns: list[TurnShape]

    @classmethod
    def of(cls, conversation_id: str, turns: Sequence[Turn]) -> Self:
        """Return the conversation as it travels."""
        return cls(id=conversation_id, turns=[TurnShape.of(turn) for turn in turns])


class QuestionShape(BaseModel):
    """A question, optionally about one profile, in a conversation, or in a given language."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "Quels diplômes pour devenir boulanger ?"}]}
    )

    question: Annotated[
        str,
        Field(
            description="1 to 1,000 characters.",
            json_schema_extra=READABLE,
        ),
    ]
    profile_id: str | None = Field(None, description="Answer from this profile only.")
    conversation_id: str | None = Field(None, description="Continue this conversation.")
    language: Language | None = Field(None, description="By default the question's own.")


class PassageShape(Shape):
    """A bullet or paragraph of a profile."""

    passage_id: str
    profile_id: str
    profile_title: str
    section: SectionKind
    heading: str
    text: str
    start: int
    end: int
    url: str

    @classmethod
    def of(cls, passage: Passage, profile: Profile, url: str) -> Self:
        """Return the passage as it travels."""
        return cls(
            passage_id=passage.id,
            profile_id=profile.id,
            profile_title=profile.title,
            section=passage.kind,
            heading=passage.heading,
            text=passage.text,
            start=passage.span.start,
            end=passage.span.end,
            url=url,
        )


class SectionShape(BaseModel):
    """A heading and what stands right under it."""

    kind: SectionKind
    heading: str
    start: int
    end: int
    empty: bool = Field(description="Nothing stands under this heading nor its sub-headings.")


class SalaryShape(BaseModel):
    """Amounts as read; `period` and `level` are null when the source does not say."""

    min: float
    max: float
    currency: str | None
    period: str | None
    level: str | None
    text: str
    start: int
    end: int


class NumberFactShape(BaseModel):
    """A whole number and where it was read."""

    value: int
    start: int
    end: int


class TextFactShape(BaseModel):
    """A code or a date and where it was read."""

    value: str
    start: int
    end: int


class EducationShape(BaseModel):
    """Years after the baccalauréat, -1 for a CAP before it, and where they were read."""

    min_level: int
    max_level: int
    start: int
    end: int


class FactsShape(BaseModel):
    """What could be read with certainty; absent rather than guessed."""

    salary: list[SalaryShape] = []
    experience_years_min: NumberFactShape | None = None
    education: EducationShape | None = None
    languages: list[TextFactShape] = []
    published: TextFactShape | None = None

    @classmethod
    def of(cls, facts: tuple[Fact, ...]) -> Self:
        """Return the facts as they travel; of several of a kind that is single, the first."""
        shape = cls()
        for fact in facts:
            place: dict[str, Any] = {"start": fact.span.start, "end": fact.span.end}
            match fact.name, fact.value:
                case "salary", Salary() as salary:
                    shape.salary.append(SalaryShape(**vars(salary), **place))
                case "education", EducationLevels() as levels if shape.education is None:
                    shape.education = EducationShape(**vars(levels), **place)
                case "languages", str() as code:
                    shape.languages.append(TextFactShape(value=code, **place))
                case "published", str() as date if shape.published is None:
                    shape.published = TextFactShape(value=date, **place)
                case "experience_years_min", int() as years if shape.experience_years_min is None:
                    shape.experience_years_min = NumberFactShape(value=years, **place)
        return shape


class ProfileSummaryShape(Shape):
    """A profile as listed."""

    id: str
    title: str
    other_titles: list[str]
    language: Language
    source: SourceShape


class ProfileShape(ProfileSummaryShape):
    """A profile with its sections and facts."""

    facts: FactsShape
    sections: list[SectionShape]

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Return the profile as it travels."""
        return cls(
            **ProfileSummaryShape.model_validate(profile).model_dump(),
            facts=FactsShape.of(profile.facts),
            sections=[
                SectionShape(
                    kind=section.kind,
                    heading=section.heading,
                    start=section.span.start,
                    end=section.span.end,
                    empty=section.empty,
                )
                for section in profile.sections
            ],
        )


class ProfilesShape(BaseModel):
    """A page of profiles, and how many there are in all."""

    total: int
    profiles: list[ProfileSummaryShape]


class HealthShape(BaseModel):
    """`ok`."""

    status: str


class ProblemShape(BaseModel):
    """An error, as RFC 9457 describes it."""

    type: str = "about:blank"
    title: str = Field(description="What happened, for a person.")
    status: int
    detail: str = Field(description="What to do next.")
