"""What travels over HTTP, as pydantic models: what several calls share."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.question import LONGEST_QUESTION
from corpus.profile import SectionKind

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

    start: int = Field(description="Where it begins, counted from 0.")
    end: int = Field(description="Where it ends: the place after its last character.")


class SourceShape(Shape):
    """Where the publisher keeps the profile, and under which licence."""

    uri: str | None = Field(description="The publisher's address, never a path of the server.")
    title: str | None = Field(description="What the publisher calls it.")
    publisher: str | None = Field(description="Who publishes it.")
    published: str | None = Field(description="When it was published or last changed, ISO 8601.")
    licence: str | None = Field(description="What may be done with it.")


class CitationShape(Shape):
    """The evidence behind a marker: `profile_text[start:end] == quote`."""

    number: int = Field(description="The number of its marker: 1 is `[1]`.")
    passage_id: str | None = Field(
        description="The passage, or the first of several in a row; null for what a page's frame "
        "says (its date)."
    )
    profile_id: str = Field(description="The profile that says it.")
    profile_title: str = Field(description="The title of that profile.")
    section: SectionKind = Field(description="The kind of section that it stands in.")
    heading: str = Field(description="The heading above it, in the source's own words.")
    quote: str = Field(description="What the profile says there, character by character.")
    start: int = Field(description="Where the quote begins in the profile's text.")
    end: int = Field(description="Where the quote ends in the profile's text.")
    url: str = Field(description="The profile as a page of this server, opened at the quote.")
    source: SourceShape = Field(description="Where the publisher keeps it.")
    answer_spans: list[SpanShape] = Field(description="Parts of `text` that rest on this citation.")
    page: int | None = Field(None, description="The document's page, where it has pages (PDF).")


class NamedProfileShape(Shape):
    """A profession, the subject of an answer or a choice."""

    id: str = Field(description="The id of its profile.")
    title: str = Field(description="What the profile calls it.")


class HealthShape(BaseModel):
    """That all is well."""

    status: str = Field(description="Always `ok`; anything else is a problem.")


class ProblemShape(BaseModel):
    """An error, as RFC 9457 describes it."""

    type: str = Field(
        default="about:blank", description="Always `about:blank`: the status tells the kind."
    )
    title: str = Field(description="What happened, for a person.")
    status: int = Field(description="The HTTP status, again.")
    detail: str = Field(description="What to do next.")
    request_id: str | None = Field(
        default=None, description="The `X-Request-Id`, which the server's log has too."
    )
