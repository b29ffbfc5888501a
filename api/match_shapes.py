"""What travels over HTTP when a person looks for professions that suit them."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, Field

from api.shapes import READABLE, CitationShape, NamedProfileShape, Shape, Whole
from assistant.matching import MOST, ProfessionMatch
from corpus.profile import Language


class PersonShape(BaseModel):
    """What a person likes, can do and has done. It is neither stored nor logged."""

    text: Annotated[
        str,
        Field(
            description="In the person’s own words, 1 to 1,000 characters.",
            json_schema_extra=READABLE,
        ),
    ]
    limit: Whole = Field(5, ge=1, le=MOST, description="How many professions at most.")
    language: Language | None = Field(
        None,
        description="Of the profile, where one profession has several; by default the text's own.",
    )


class MetShape(Shape):
    """Something that the person said, and the profile's line that it meets."""

    said: str = Field(description="The person's own words.")
    citation: CitationShape = Field(description="The profile's line.")


class MatchShape(Shape):
    """A profession that suits, why, and what is missing."""

    profile: NamedProfileShape = Field(description="The profession.")
    score: float = Field(description="How well it suits, 0 to 1; weak ones are left out.")
    matched: list[MetShape] = Field(description="Why it suits, the nearest first.")
    missing: list[CitationShape] = Field(
        description="Up to three main requirements that nothing that was said meets."
    )


class MatchesShape(BaseModel):
    """Professions that suit."""

    matches: list[MatchShape] = Field(description="Best first; none where none suits well enough.")

    @classmethod
    def of(cls, matches: Sequence[ProfessionMatch]) -> Self:
        """Return the matches as they travel."""
        return cls(matches=[MatchShape.model_validate(match) for match in matches])
