"""What travels over HTTP when passages are searched and read."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from api.shapes import READABLE, Shape, Whole
from assistant.draft import passage_url
from assistant.errors import UnknownProfile
from assistant.question import clean_question
from corpus.profile import Passage, Profile, SectionKind
from index.generation import Generation
from index.search import PassageSearch

_MOST = 50
_LOOKED_AT = 500  # passages of all kinds among which those of one are chosen


class SearchShape(BaseModel):
    """What to look for, optionally in one profile or in sections of one kind."""

    query: Annotated[
        str,
        Field(
            description="Words or a question, in 1 to 1,000 characters.",
            json_schema_extra=READABLE,
        ),
    ]
    profile_id: str | None = Field(None, description="Search in this profile only.")
    section: SectionKind | None = Field(None, description="Search in this kind of section only.")
    limit: Whole = Field(10, ge=1, le=_MOST, description="How many passages at most.")


class PassageShape(Shape):
    """A bullet or paragraph of a profile: `profile_text[start:end] == text`."""

    passage_id: str = Field(description="Comes from its content: another text is another passage.")
    profile_id: str = Field(description="The profile that it stands in.")
    profile_title: str = Field(description="The title of that profile.")
    section: SectionKind = Field(description="The kind of section that it stands in.")
    heading: str = Field(description="The heading above it, in the source's own words.")
    text: str = Field(description="What it says.")
    start: int = Field(description="Where it begins in the profile's text, in code points.")
    end: int = Field(description="Where it ends in the profile's text.")
    url: str = Field(description="The profile as a page of this server, opened at the passage.")
    score: float | None = Field(
        description="Higher is nearer, among passages of one search; null where none was made."
    )

    @classmethod
    def of(cls, passage: Passage, profile: Profile, score: float | None = None) -> Self:
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
            url=passage_url(profile.id, passage.span),
            score=None if score is None else round(score, 4),
        )


class FoundShape(BaseModel):
    """Passages found."""

    passages: list[PassageShape] = Field(description="Best first; none where nothing was found.")


def found(generation: Generation, asked: SearchShape) -> FoundShape:
    """Search the passages of a generation. Raises BadQuestion or UnknownProfile."""
    if asked.profile_id is not None and asked.profile_id not in generation.profiles:
        raise UnknownProfile(f"There is no profile {asked.profile_id!r}; see the list of profiles.")
    matches = PassageSearch(generation).find(
        clean_question(asked.query),
        profile_ids=None if asked.profile_id is None else [asked.profile_id],
        kinds={asked.section: 1.0} if asked.section else None,
        limit=asked.limit if asked.section is None else _LOOKED_AT,
    )
    wanted = [m for m in matches if asked.section in (None, m.passage.kind)][: asked.limit]
    return FoundShape(
        passages=[
            PassageShape.of(
                match.passage, generation.profiles[match.passage.profile_id], match.score
            )
            for match in wanted
        ]
    )
