"""What the API's description says beside the calls themselves: problems, and names."""

import re
from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api import access, bounds, examples
from api.problems import NotFound, problem_of
from api.shapes import ProblemShape
from assistant.errors import (
    BadComparison,
    BadQuestion,
    ConversationsUnavailable,
    UnknownAnswer,
    UnknownConversation,
    UnknownProfile,
)
from index.errors import IndexFault, NothingIngested, VectorsUnavailable

TAGS = [
    {"name": "answers", "description": "Questions, and what people think of the answers."},
    {"name": "conversations", "description": "What was asked and answered, to read or to erase."},
    {"name": "professions", "description": "Professions side by side, or for a person."},
    {"name": "profiles", "description": "The documents that every answer rests on."},
    {"name": "passages", "description": "Their lines, to search and to read."},
    {"name": "pages", "description": "What people see in a browser."},
    {"name": "health", "description": "For who runs the server."},
]

_SAID = {
    BadQuestion: "The question is empty; ask something about a job.",
    BadComparison: "1 professions cannot be compared; give 2 to 5.",
    UnknownProfile: "There is no profile 'nobody'; see the list of profiles.",
    UnknownConversation: "This conversation is not known; begin a new one.",
    UnknownAnswer: "This answer is not known; rate one that was just given.",
    NotFound: "There is no profile 'nobody'; GET /v1/profiles lists them.",
}
_AT_THE_DOOR = (
    access.unauthorised("A key is required"),
    access.unauthorised("This key is not known"),
    access.of_other_sites(),
    access.for_asking_alone(),
    access.not_for_browsers(),
    access.too_many(60, 60, 12),
    bounds.too_slow(),
    bounds.too_large(bounds.Bounds.body),
)
_NOT_VALID = ProblemShape(
    title="The request is not valid", status=422, detail="question: Field required."
)
_NOT_JSON = ProblemShape(
    title="There was an error parsing the body",
    status=400,
    detail="See /docs for what can be asked.",
)
_NOT_NOW = (
    *(
        problem_of(kind, "")
        for kind in (NothingIngested, IndexFault, VectorsUnavailable, ConversationsUnavailable)
    ),
    *(
        ProblemShape(title=refusal.title, status=503, detail=refusal.detail)
        for refusal in (bounds.busy(), bounds.late())
    ),
)
_MEANT = {
    400: "The body is not JSON.",
    401: "A key is required, or this one is not known.",
    403: "This key is not for that, or not from there.",
    404: "There is nothing of that id.",
    408: "The body came too slowly.",
    413: "The body is too large.",
    422: "The request is not valid, or cannot be answered.",
    429: "Too many requests for now.",
    503: "Not available yet, or not right now.",
}
_WENT_WELL = {"200": "What was asked for.", "201": "It is kept.", "204": "It is erased."}
_HEADERS = {
    401: {"WWW-Authenticate": "The kind of key that is wanted: `Bearer`."},
    429: {
        "RateLimit-Limit": "How many requests are let through in a period.",
        "RateLimit-Remaining": "How many are left.",
        "RateLimit-Reset": "Seconds until there are more.",
        "Retry-After": "Seconds to wait.",
    },
    503: {"Retry-After": "Seconds to wait."},
}
_REQUEST_ID = "9f2c4b7d1e8a6035"
_REFERENCE = {"$ref": "#/components/schemas/ProblemShape"}


def documented(
    *statuses: int, raises: Iterable[type[Exception]] = (NotFound,)
) -> dict[int | str, dict[str, Any]]:
    """Return these statuses, and those that the door gives, as OpenAPI responses, each with the
    problems that it stands for: those of the errors that a call `raises`, and those of any call.
    What is not valid may not be JSON either."""
    problems = [problem_of(kind, _SAID[kind]) for kind in raises]
    problems += [_NOT_VALID, _NOT_JSON, *_NOT_NOW]
    problems = [
        p for p in problems if p.status in {*statuses, *((400,) if 422 in statuses else ())}
    ]
    problems += [
        ProblemShape(title=refusal.title, status=refusal.status, detail=refusal.detail)
        for refusal in _AT_THE_DOOR
    ]
    return {
        status: _response(status, [p for p in problems if p.status == status])
        for status in sorted({p.status for p in problems})
    }


def _response(status: int, problems: list[ProblemShape]) -> dict[str, Any]:
    shown = {
        re.sub(r"\W+", "-", problem.title.lower()): {
            "summary": problem.title,
            "value": {**problem.model_dump(), "request_id": _REQUEST_ID},
        }
        for problem in problems
    }
    return {
        "description": _MEANT[status],
        "content": {"application/problem+json": {"schema": _REFERENCE, "examples": shown}},
        "headers": {
            name: {"description": said, "schema": {"type": "string"}}
            for name, said in _HEADERS.get(status, {}).items()
        },
    }


def text(media_type: str, example: str) -> dict[int | str, dict[str, Any]]:
    """Return a response that is no JSON, with an example."""
    content = {media_type: {"schema": {"type": "string"}, "example": example}}
    return {200: {"description": "The text.", "content": content}}


def name_of(route: APIRoute) -> str:
    """Return the name of a call, as programs made from the description have it."""
    return route.name


def describe(app: FastAPI) -> None:
    """Make the description of `app` read well: problems have their shape, shapes the names of what
    they are, and each call's first sentence is its summary."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=TAGS,
            )
            app.openapi_schema = _named(_summarised(made))
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # as FastAPI's own documentation has it


def _summarised(made: dict[str, Any]) -> dict[str, Any]:
    schemas = made["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):  # FastAPI's own: ours are problems
        schemas.pop(unused, None)
    schemas["ProblemShape"] = ProblemShape.model_json_schema()
    for name, example in examples.OF_SHAPES.items():
        schemas[name]["examples"] = [example]  # FastAPI would leave out what is null in it
    for call in (call for calls in made["paths"].values() for call in calls.values()):
        said = " ".join(call["description"].split())
        call["summary"], _, call["description"] = said.removesuffix(".").partition(". ")
        for status, response in call["responses"].items():
            if response["description"] == "Successful Response":
                response["description"] = _WENT_WELL[status]
        if "application/json" in call["responses"].get("422", {}).get("content", {}):
            del call["responses"]["422"]  # what FastAPI says of any path with an id
    return made


def _named(part: Any) -> Any:
    """Return a part of the description with « AnswerShape » called « Answer »."""
    if isinstance(part, dict):
        return {
            key.removesuffix("Shape"): value.removesuffix("Shape")
            if key in ("$ref", "title") and isinstance(value, str)
            else _named(value)
            for key, value in part.items()
        }
    return [_named(item) for item in part] if isinstance(part, list) else part
