"""What travels over HTTP when professions are compared."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from api.shapes import CitationShape, NamedProfileShape, Shape
from assistant.comparison import FEWEST, MOST, Comparison
from corpus.profile import SECTION_KINDS, Language, SectionKind


class ComparedShape(BaseModel):
    """Professions to compare, optionally in some sections only, or in a given language."""

    # The bounds are checked by the assistant, whose sentence says what to do.
    profile_ids: Annotated[
        list[str],
        Field(
            description="2 to 5 different profiles, in the order in which to show them.",
            json_schema_extra={"minItems": FEWEST, "maxItems": MOST, "uniqueItems": True},
        ),
    ]
    sections: Annotated[
        list[str] | None,
        Field(
            description="Kinds of section, one a row; by default those that matter to a jobseeker.",
            json_schema_extra={
                "anyOf": [
                    {
                        "type": "array",
                        "uniqueItems": True,
                        "items": {"type": "string", "enum": list(SECTION_KINDS)},
                    },
                    {"type": "null"},
                ]
            },
        ),
    ] = None
    language: Language | None = Field(
        None, description="Of what is said around the profiles; by default the first profile's."
    )


class CellShape(Shape):
    """What one profile says."""

    profile_id: str = Field(description="The profile that says it.")
    text: str = Field(
        description="Markdown with markers `[1]`; where the profile is silent, it says so."
    )
    citations: list[CitationShape] = Field(
        description="The evidence behind this cell's markers; empty where the profile is silent."
    )


class RowShape(Shape):
    """What each profile says in sections of one kind."""

    section: SectionKind = Field(description="The kind of section.")
    cells: list[CellShape] = Field(description="One a profile, in their order.")


class ComparisonShape(Shape):
    """Professions side by side."""

    language: Language = Field(description="The language of what is said around the profiles.")
    profiles: list[NamedProfileShape] = Field(description="As they were given.")
    rows: list[RowShape] = Field(description="One a kind of section.")

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        """Return the comparison as it travels."""
        return cls.model_validate(comparison)
