"""What travels over HTTP when profiles are listed and read."""

from typing import Any, Self

from pydantic import BaseModel, Field

from api.shapes import Shape, SourceShape
from corpus.profile import EducationLevels, Fact, Language, Profile, Salary, SectionKind


class PlaceShape(BaseModel):
    """Where something was read."""

    start: int = Field(description="Where it begins in the profile's text, in code points.")
    end: int = Field(description="Where it ends in the profile's text.")


class SectionShape(PlaceShape):
    """A heading and what stands right under it."""

    kind: SectionKind = Field(description="What the section is about.")
    heading: str = Field(description="The source's own heading.")
    empty: bool = Field(description="Nothing stands under this heading nor its sub-headings.")


class SalaryShape(PlaceShape):
    """A pay as read."""

    min: float = Field(description="The lower bound, multiplied out: 45 k€ is 45000.")
    max: float = Field(description="The upper bound; the same where there is one amount.")
    currency: str | None = Field(description="ISO 4217, or null where the source does not say.")
    period: str | None = Field(
        description="`year`, `month`, `week`, `day`, `hour`, or null where it does not say."
    )
    level: str | None = Field(description="Who earns it, in the source's words, or null.")
    text: str = Field(description="The line that says it.")


class NumberFactShape(PlaceShape):
    """A whole number and where it was read."""

    value: int = Field(description="The number.")


class TextFactShape(PlaceShape):
    """A code or a date and where it was read."""

    value: str = Field(description="A language as ISO 639-1, or a date as ISO 8601.")


class EducationShape(PlaceShape):
    """Levels of study, and where they were read."""

    min_level: int = Field(description="Years after the baccalauréat, at least; -1 is a CAP.")
    max_level: int = Field(description="Years after the baccalauréat, at most; -1 is a CAP.")


class FactsShape(BaseModel):
    """What could be read with certainty; absent rather than guessed."""

    salary: list[SalaryShape] = Field(default=[], description="Each pay that it states.")
    experience_years_min: NumberFactShape | None = Field(
        default=None, description="Years of experience that are required at least."
    )
    education: EducationShape | None = Field(
        default=None, description="The studies that are required."
    )
    languages: list[TextFactShape] = Field(
        default=[], description="Each language that is required."
    )
    published: TextFactShape | None = Field(
        default=None, description="The date that it gives of itself."
    )

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

    id: str = Field(description="Stays the same when the document is read again.")
    title: str = Field(description="What the profession is called.")
    other_titles: list[str] = Field(description="What else it is called.")
    language: Language = Field(description="The language that the profile is written in.")
    source: SourceShape = Field(description="Where the publisher keeps it.")


class ProfileShape(ProfileSummaryShape):
    """A profile with its sections and facts."""

    facts: FactsShape = Field(description="What could be read with certainty.")
    sections: list[SectionShape] = Field(description="Its sections, in the order of its text.")

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
    """A page of profiles."""

    total: int = Field(description="How many there are on all pages.")
    profiles: list[ProfileSummaryShape] = Field(description="Those of this page, best match first.")
