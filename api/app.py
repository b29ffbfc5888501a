"""The answer API."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from fastapi_offline import FastAPIOffline

from api.access import Access
from api.bounds import Bounds
from api.comparison_shapes import ComparedShape, ComparisonShape
from api.gate import Gate, owner_of
from api.match_shapes import MatchesShape, PersonShape
from api.metrics import exposed, measure_answer
from api.problems import NotFound, documented, handle_problems
from api.profile_page import render_profile
from api.search_shapes import FeedbackShape, FoundShape, SearchShape, found
from api.shapes import (
    AnswerShape,
    ConversationShape,
    HealthShape,
    PassageShape,
    ProfileShape,
    ProfilesShape,
    ProfileSummaryShape,
    QuestionShape,
)
from api.stream import STREAMED, Writing
from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from assistant.conversations import owned
from assistant.draft import passage_url
from assistant.feedback import Feedback
from corpus.profile import Profile

_DESCRIPTION = """Answers questions about professions from job profiles, in French or English.

Every statement carries the passage that it comes from: `profile_text[start:end] == quote`, where
`profile_text` is the body of `GET /v1/profiles/{id}/text`."""


_READY = "Quel est le salaire ?"


def create_app(
    assistant: Callable[[], CareerAssistant],
    access: Access | None = None,
    bounds: Bounds | None = None,
) -> FastAPI:
    """Return the API over an assistant, which is asked for at each request; without `access` it is
    open to all."""
    # FastAPI's own /docs page loads its script from a network elsewhere; this one brings it.
    app = FastAPIOffline(title="Career assistant", version="1", description=_DESCRIPTION)
    handle_problems(app)
    app.add_middleware(Gate, access=access or Access(), bounds=bounds or Bounds())
    opened = Annotated[CareerAssistant, Depends(assistant)]

    owner = Annotated[str, Depends(owner_of)]

    @app.post("/v1/answers", tags=["answers"], responses=documented(404, 422, 503))
    def answer(asked: QuestionShape, assistant: opened, owner: owner) -> AnswerShape:
        """Answer a question, with the passages that the answer rests on."""
        *_, answer = assistant.go_on(assistant.start(**asked.model_dump(), owner=owner))
        assert isinstance(answer, Answer)
        measure_answer(answer)
        return AnswerShape.of(answer)

    def writing(asked: QuestionShape, assistant: opened, owner: owner) -> Iterator[Writing]:
        yield from Writing.of(assistant, assistant.start(**asked.model_dump(), owner=owner))

    @app.post(
        "/v1/answers/stream",
        tags=["answers"],
        response_class=EventSourceResponse,
        responses=documented(404, 422, 503) | STREAMED,
    )
    async def stream(
        writing: Annotated[Writing, Depends(writing)],
    ) -> AsyncIterator[ServerSentEvent]:
        """Answer a question as server-sent events, piece by piece, every piece verified."""
        async for event in writing.events():
            yield event

    @app.post("/v1/compare", tags=["professions"], responses=documented(404, 422, 503))
    def compare(asked: ComparedShape, assistant: opened) -> ComparisonShape:
        """Compare professions side by side, each cell with the passages that it rests on."""
        return ComparisonShape.of(
            assistant.compare(asked.profile_ids, asked.sections, asked.language)
        )

    @app.post("/v1/match", tags=["professions"], responses=documented(422, 503))
    def match(told: PersonShape, assistant: opened) -> MatchesShape:
        """Find the professions that suit what a person tells, why, and what is missing."""
        return MatchesShape.of(assistant.match(told.text, told.limit, told.language))

    @app.get(
        "/v1/conversations/{conversation_id}",
        tags=["conversations"],
        responses=documented(404, 503),
    )
    def conversation(conversation_id: str, assistant: opened, owner: owner) -> ConversationShape:
        """Return what was asked and answered, oldest first, without personal data."""
        owned(assistant.conversations, conversation_id, owner)
        turns = assistant.conversations.turns(conversation_id)
        return ConversationShape.of(conversation_id, turns)

    @app.delete(
        "/v1/conversations/{conversation_id}",
        tags=["conversations"],
        status_code=204,
        responses=documented(404, 503),
    )
    def erase_conversation(conversation_id: str, assistant: opened, owner: owner) -> None:
        """Erase a conversation for good: its questions, its answers and what it was about."""
        owned(assistant.conversations, conversation_id, owner)
        assistant.conversations.erase(conversation_id)

    @app.post(
        "/v1/feedback", tags=["answers"], status_code=201, responses=documented(404, 422, 503)
    )
    def feedback(told: FeedbackShape, assistant: opened, owner: owner) -> HealthShape:
        """Keep what a person thinks of an answer."""
        assistant.conversations.rate(Feedback(**told.model_dump()), owner)
        return HealthShape(status="ok")

    @app.post("/v1/search", tags=["passages"], responses=documented(404, 422, 503))
    def search(asked: SearchShape, assistant: opened) -> FoundShape:
        """Find the passages that bear on a question, without an answer."""
        return found(assistant.generation, asked)

    @app.get("/v1/profiles", tags=["profiles"], responses=documented(422, 503))
    def profiles(
        assistant: opened,
        query: Annotated[
            str, Query(max_length=200, description="Title, other title or code.")
        ] = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> ProfilesShape:
        """List profiles, best match first."""
        found = assistant.generation.titles.search(query)
        page = found[offset : offset + limit]
        return ProfilesShape(
            total=len(found),
            profiles=[ProfileSummaryShape.model_validate(profile) for profile in page],
        )

    @app.get("/v1/profiles/{profile_id}", tags=["profiles"], responses=documented(404, 503))
    def profile(profile_id: str, assistant: opened) -> ProfileShape:
        """Return a profile's sections and facts, with their places in its text."""
        return ProfileShape.of(_profile(assistant, profile_id))

    @app.get(
        "/v1/profiles/{profile_id}/text",
        tags=["profiles"],
        response_class=PlainTextResponse,
        responses=documented(404, 503),
    )
    def profile_text(profile_id: str, assistant: opened) -> PlainTextResponse:
        """Return the source text that every span refers to, in Unicode code points."""
        return PlainTextResponse(_profile(assistant, profile_id).text)

    @app.get("/v1/passages/{passage_id}", tags=["passages"], responses=documented(404, 503))
    def passage(passage_id: str, assistant: opened) -> PassageShape:
        """Return one passage and where it stands."""
        row = assistant.generation.row_of.get(passage_id)
        if row is None:
            raise NotFound(f"There is no passage {passage_id!r}; its profile may have changed.")
        found = assistant.generation.passages[row]
        profile = assistant.generation.profiles[found.profile_id]
        return PassageShape.of(found, profile, passage_url(profile.id, found.span))

    @app.get(
        "/profiles/{profile_id}",
        tags=["pages"],
        response_class=HTMLResponse,
        responses=documented(404, 503),
    )
    def profile_page(
        profile_id: str, assistant: opened, start: str = "", end: str = ""
    ) -> HTMLResponse:
        """Show a profile to a person, the span from `start` to `end` marked."""
        return HTMLResponse(render_profile(_profile(assistant, profile_id), start, end))

    @app.get("/healthz", tags=["health"])
    def healthz() -> HealthShape:
        """Say that the server is alive."""
        return HealthShape(status="ok")

    @app.get("/readyz", tags=["health"], responses=documented(503))
    def readyz(assistant: opened) -> HealthShape:
        """Say that a question can be answered: one is, and servers that others need are asked."""
        assistant.find(_READY)
        assistant.generation.nearest.check()
        assistant.conversations.check()
        return HealthShape(status="ok")

    @app.get(
        "/metrics",
        tags=["health"],
        response_class=PlainTextResponse,
        responses=documented(503),
    )
    def metrics(assistant: opened) -> Response:
        """Tell Prometheus what was answered, refused and how long it took; no question's text."""
        return exposed(assistant.generation)

    return app


def _profile(assistant: CareerAssistant, profile_id: str) -> Profile:
    found = assistant.generation.profiles.get(profile_id)
    if found is None:
        raise NotFound(f"There is no profile {profile_id!r}; GET /v1/profiles lists them.")
    return found
