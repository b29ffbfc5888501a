"""What travels over HTTP when passages are searched, and when an answer is rated."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.shapes import READABLE, PassageShape, Whole
from assistant.draft import passage_url
from assistant.errors import UnknownProfile
from assistant.feedback import Rating
from assistant.question import clean_question
from corpus.profile import SectionKind
from index.generation import Generation
from index.search import PassageSearch

_MOST = 50
_LOOKED_AT = 500  # passages of all kinds among which those of one are chosen


class SearchShape(BaseModel):
    """What to look for, optionally in one profile or in sections of one kind."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"query": "travail de nuit", "limit": 3}]}
    )

    query: Annotated[
        str,
        Field(
            description="Words or a question, 1 to 1,000 characters.",
            json_schema_extra=READABLE,
        ),
    ]
    profile_id: str | None = Field(None, description="Search in this profile only.")
    section: SectionKind | None = Field(None, description="Search in this kind of section only.")
    limit: Whole = Field(10, ge=1, le=_MOST, description="How many passages at most.")


class FoundPassageShape(PassageShape):
    """A passage and how well it fits."""

    score: float = Field(description="Higher is nearer; it compares passages of one search alone.")


class FoundShape(BaseModel):
    """Passages found, best first."""

    passages: list[FoundPassageShape] = Field(description="None where nothing was found.")


class FeedbackShape(BaseModel):
    """What a person thinks of an answer; a later one takes the place of the one before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"answer_id": "x1Y2…", "rating": "down", "reason": "incomplete"}]
        }
    )

    answer_id: str = Field(max_length=100, description="The `id` of the answer.")
    rating: Rating = Field(description="`up` or `down`.")
    reason: str | None = Field(None, max_length=100, description="Why, in a word or two.")
    comment: str | None = Field(
        None, max_length=1000, description="Why, in the person's words; kept without personal data."
    )


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
    shapes = []
    for match in wanted:
        passage = match.passage
        profile = generation.profiles[passage.profile_id]
        shape = PassageShape.of(passage, profile, passage_url(profile.id, passage.span))
        shapes.append(FoundPassageShape(**shape.model_dump(), score=round(match.score, 4)))
    return FoundShape(passages=shapes)
