"""The answer API."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from fastapi_offline import FastAPIOffline

from api import examples
from api.access import Access
from api.answer_shapes import AnswerShape, ConversationShape, FeedbackShape, QuestionShape
from api.bounds import Bounds
from api.comparison_shapes import ComparedShape, ComparisonShape
from api.documented import describe, documented, name_of, text
from api.gate import Gate, owner_of
from api.match_shapes import MatchesShape, PersonShape
from api.metrics import exposed, measure_answer
from api.parameters import (
    ConversationId,
    Limit,
    Offset,
    PassageId,
    ProfileId,
    Sought,
    SpanEnd,
    SpanStart,
)
from api.problems import NotFound, handle_problems
from api.profile_page import Page, render_missing, render_profile
from api.profile_shapes import ProfileShape, ProfilesShape, ProfileSummaryShape
from api.request_log import note_question
from api.search_shapes import FoundShape, PassageShape, SearchShape, found
from api.shapes import HealthShape
from api.stream import STREAMED, Writing
from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant, Started
from assistant.conversations import owned
from assistant.errors import (
    BadComparison,
    BadQuestion,
    UnknownAnswer,
    UnknownConversation,
    UnknownProfile,
)
from assistant.feedback import Feedback
from corpus.profile import Language, Profile

_DESCRIPTION = """Answers questions about professions from job profiles, in French or English.

Every statement carries the passage that it comes from: `profile_text[start:end] == quote`, where
`profile_text` is the body of `GET /v1/profiles/{id}/text`.

Where the server requires keys, send `Authorization: Bearer KEY`. What goes wrong is a problem
(`application/problem+json`), whose `detail` says what to do next."""


_READY = "Quel est le salaire ?"
_ASKING = (UnknownProfile, UnknownConversation, BadQuestion)


def create_app(
    assistant: Callable[[], CareerAssistant],
    access: Access | None = None,
    bounds: Bounds | None = None,
    log_questions: bool = False,
) -> FastAPI:
    """Return the API over an assistant, which is asked for at each request; without `access` it is
    open to all. With `log_questions` the line of a request has its question, redacted."""
    # FastAPI's own /docs page loads its script from a network elsewhere; this one brings it.
    app = FastAPIOffline(
        title="Career assistant",
        version="1",
        description=_DESCRIPTION,
        generate_unique_id_function=name_of,
        redirect_slashes=False,  # a redirect would name whatever host the request named
    )
    describe(app)
    handle_problems(app)
    app.add_middleware(Gate, access=access or Access(), bounds=bounds or Bounds())

    opened = Annotated[CareerAssistant, Depends(assistant)]
    owner = Annotated[str, Depends(owner_of)]

    def started(
        asked: QuestionShape, owner: str, request: Request
    ) -> tuple[CareerAssistant, Started]:
        # Asked for in the call's own thread: a dependency would have one more, and wait for it.
        using = assistant()
        begun = using.start(**asked.model_dump(), owner=owner)
        if log_questions:
            note_question(request.scope, begun.text)
        return using, begun

    @app.post(
        "/v1/answers",
        tags=["answers"],
        response_model=AnswerShape,
        responses=documented(404, 422, 503, raises=_ASKING),
    )
    def answer(asked: QuestionShape, owner: owner, request: Request) -> Response:
        """Answer a question, with the passages that the answer rests on."""
        using, begun = started(asked, owner, request)
        *_, answer = using.go_on(begun)
        assert isinstance(answer, Answer)
        measure_answer(answer)
        # As JSON already: FastAPI would check the model again, in yet another thread.
        return Response(AnswerShape.of(answer).model_dump_json(), media_type="application/json")

    def writing(asked: QuestionShape, owner: owner, request: Request) -> Iterator[Writing]:
        yield from Writing.of(*started(asked, owner, request))

    @app.post(
        "/v1/answers/stream",
        tags=["answers"],
        response_class=EventSourceResponse,
        responses=documented(404, 422, 503, raises=_ASKING) | STREAMED,
    )
    async def stream(
        writing: Annotated[Writing, Depends(writing)],
    ) -> AsyncIterator[ServerSentEvent]:
        """Answer a question as server-sent events, piece by piece, every piece verified."""
        async for event in writing.events():
            yield event

    @app.post(
        "/v1/compare",
        tags=["professions"],
        responses=documented(404, 422, 503, raises=(UnknownProfile, BadComparison)),
    )
    def compare(asked: ComparedShape, assistant: opened) -> ComparisonShape:
        """Compare professions side by side, each cell with the passages that it rests on."""
        return ComparisonShape.of(
            assistant.compare(asked.profile_ids, asked.sections, asked.language)
        )

    @app.post(
        "/v1/match", tags=["professions"], responses=documented(422, 503, raises=(BadQuestion,))
    )
    def match(told: PersonShape, assistant: opened) -> MatchesShape:
        """Find the professions that suit what a person tells, why, and what is missing."""
        return MatchesShape.of(assistant.match(told.text, told.limit, told.language))

    @app.get(
        "/v1/conversations/{conversation_id}",
        tags=["conversations"],
        responses=documented(404, 503, raises=(UnknownConversation,)),
    )
    def conversation(
        conversation_id: ConversationId, assistant: opened, owner: owner
    ) -> ConversationShape:
        """Return what was asked and answered, oldest first, without personal data."""
        owned(assistant.conversations, conversation_id, owner)
        turns = assistant.conversations.turns(conversation_id)
        return ConversationShape.of(conversation_id, turns)

    @app.delete(
        "/v1/conversations/{conversation_id}",
        tags=["conversations"],
        status_code=204,
        responses=documented(404, 503, raises=(UnknownConversation,)),
    )
    def erase_conversation(
        conversation_id: ConversationId, assistant: opened, owner: owner
    ) -> None:
        """Erase a conversation for good: its questions, its answers and what it was about."""
        owned(assistant.conversations, conversation_id, owner)
        assistant.conversations.erase(conversation_id)

    @app.post(
        "/v1/feedback",
        tags=["answers"],
        status_code=201,
        responses=documented(404, 422, 503, raises=(UnknownAnswer,)),
    )
    def feedback(told: FeedbackShape, assistant: opened, owner: owner) -> HealthShape:
        """Keep what a person thinks of an answer."""
        assistant.conversations.rate(Feedback(**told.model_dump()), owner)
        return HealthShape(status="ok")

    @app.post(
        "/v1/search",
        tags=["passages"],
        responses=documented(404, 422, 503, raises=(UnknownProfile, BadQuestion)),
    )
    def search(asked: SearchShape, assistant: opened) -> FoundShape:
        """Find the passages that bear on a question, without an answer."""
        return found(assistant.generation, asked)

    @app.get("/v1/profiles", tags=["profiles"], responses=documented(422, 503))
    def profiles(
        assistant: opened,
        query: Sought = "",
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> ProfilesShape:
        """List profiles, best match first."""
        found = assistant.generation.titles.search(query)
        page = found[offset : offset + limit]
        return ProfilesShape(
            total=len(found),
            profiles=[ProfileSummaryShape.model_validate(profile) for profile in page],
        )

    @app.get("/v1/profiles/{profile_id}", tags=["profiles"], responses=documented(404, 503))
    def profile(profile_id: ProfileId, assistant: opened) -> ProfileShape:
        """Return a profile's sections and facts, with their places in its text."""
        return ProfileShape.of(_profile(assistant, profile_id))

    @app.get(
        "/v1/profiles/{profile_id}/text",
        tags=["profiles"],
        response_class=PlainTextResponse,
        responses=documented(404, 503) | text("text/plain", examples.TEXT),
    )
    def profile_text(profile_id: ProfileId, assistant: opened) -> PlainTextResponse:
        """Return the source text that every span refers to, in Unicode code points."""
        return PlainTextResponse(_profile(assistant, profile_id).text)

    @app.get("/v1/passages/{passage_id}", tags=["passages"], responses=documented(404, 503))
    def passage(passage_id: PassageId, assistant: opened) -> PassageShape:
        """Return one passage and where it stands."""
        row = assistant.generation.row_of.get(passage_id)
        if row is None:
            raise NotFound(f"There is no passage {passage_id!r}; its profile may have changed.")
        found = assistant.generation.passages[row]
        profile = assistant.generation.profiles[found.profile_id]
        return PassageShape.of(found, profile)

    @app.get(
        "/profiles/{profile_id}",
        tags=["pages"],
        response_class=HTMLResponse,
        responses=documented(404, 503) | text("text/html", examples.PAGE),
    )
    def profile_page(
        request: Request,
        profile_id: ProfileId,
        assistant: opened,
        start: SpanStart = "",
        end: SpanEnd = "",
    ) -> HTMLResponse:
        """Show a profile to a person, the span from `start` to `end` marked."""
        found = assistant.generation.profiles.get(profile_id)
        if found is not None:
            return _shown(render_profile(found, start, end))
        if "text/html" in request.headers.get("accept", ""):
            return _shown(render_missing(_language_of(request)), 404)
        raise _no_profile(profile_id)

    @app.get("/healthz", tags=["health"], responses=documented())
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
        responses=documented(503) | text("text/plain", examples.METRICS),
    )
    def metrics(assistant: opened) -> Response:
        """Tell Prometheus what was answered, refused and how long it took; no question's text."""
        return exposed(assistant.generation)

    return app


def _profile(assistant: CareerAssistant, profile_id: str) -> Profile:
    found = assistant.generation.profiles.get(profile_id)
    if found is None:
        raise _no_profile(profile_id)
    return found


def _no_profile(profile_id: str) -> NotFound:
    return NotFound(f"There is no profile {profile_id!r}; GET /v1/profiles lists them.")


def _shown(page: Page, status: int = 200) -> HTMLResponse:
    return HTMLResponse(page.html, status, {"Content-Security-Policy": page.policy})


def _language_of(request: Request) -> Language:
    """Return the language that a browser asks for first: English, or French."""
    return "en" if request.headers.get("accept-language", "").startswith("en") else "fr"
