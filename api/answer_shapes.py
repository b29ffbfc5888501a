"""What travels over HTTP when a question is asked, answered, remembered and rated."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, Field

from api.shapes import READABLE, CitationShape, NamedProfileShape, Shape
from assistant.answer import Answer, Status
from assistant.conversations import Turn
from assistant.feedback import Rating
from corpus.profile import Language


class QuestionShape(BaseModel):
    """A question, optionally about one profile, in a conversation, or in a given language."""

    question: Annotated[
        str,
        Field(
            description="What the person asks, in 1 to 1,000 characters.",
            json_schema_extra=READABLE,
        ),
    ]
    profile_id: str | None = Field(None, description="Answer from this profile only.")
    conversation_id: str | None = Field(
        None, description="Continue this conversation, which an answer before gave."
    )
    language: Language | None = Field(
        None, description="The language to answer in; by default the question's own."
    )


class TimingShape(Shape):
    """How long each step took."""

    understand: float = Field(description="Milliseconds to tell what is asked, of which profile.")
    retrieve: float = Field(description="Milliseconds to find the passages.")
    compose: float = Field(description="Milliseconds to write the answer and to verify it.")
    total: float = Field(description="Milliseconds in all.")


class AnswerShape(Shape):
    """An answer with its evidence."""

    id: str = Field(description="The id of this answer, to rate it with.")
    conversation_id: str = Field(description="The conversation, to ask on in; nobody can guess it.")
    created_at: str = Field(description="When it was answered, RFC 3339, UTC.")
    status: Status = Field(
        description="`answered`; `partial`, where the text says which part has no evidence; "
        "`not_covered`, where the profiles say nothing on it; `clarify`, where the text asks which "
        "of `profiles` is meant; `out_of_scope`, not about professions; `smalltalk`; `refused`, an "
        "attempt to turn the assistant against its purpose."
    )
    language: Language = Field(description="The language of `text`.")
    text: str = Field(description="Markdown, every statement followed by its markers `[1]`.")
    citations: list[CitationShape] = Field(
        description="The evidence behind the markers; none unless `answered` or `partial`."
    )
    profiles: list[NamedProfileShape] = Field(
        description="The professions that it is about, the main one first, or those to choose from."
    )
    suggestions: list[str] = Field(description="Up to three next questions that can be answered.")
    generator: str = Field(
        description="What wrote it: `extractive`, from the profiles' own words, or a chat model."
    )
    timing_ms: TimingShape = Field(description="Milliseconds of each step.")

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return the answer as it travels."""
        return cls.model_validate(answer)


class TurnShape(BaseModel):
    """A question and its answer."""

    question: str = Field(description="Placeholders stand where it had personal data.")
    answer: AnswerShape = Field(description="What was answered.")

    @classmethod
    def of(cls, turn: Turn) -> Self:
        """Return the turn as it travels."""
        return cls(question=turn.question_redacted, answer=AnswerShape.of(turn.answer))


class ConversationShape(BaseModel):
    """A conversation."""

    id: str = Field(description="The id of the conversation.")
    turns: list[TurnShape] = Field(description="What was asked and answered, oldest first.")

    @classmethod
    def of(cls, conversation_id: str, turns: Sequence[Turn]) -> Self:
        """Return the conversation as it travels."""
        return cls(id=conversation_id, turns=[TurnShape.of(turn) for turn in turns])


class FeedbackShape(BaseModel):
    """What a person thinks of an answer; a later one takes the place of the one before."""

    answer_id: str = Field(max_length=100, description="The `id` of the answer.")
    rating: Rating = Field(description="`up` or `down`.")
    reason: str | None = Field(None, max_length=100, description="Why, in a word or two.")
    comment: str | None = Field(
        None, max_length=1000, description="Why, in the person's words; kept without personal data."
    )
