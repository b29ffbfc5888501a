"""Errors as application/problem+json (RFC 9457): one table, exception → status and title."""

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from api.request_log import REQUEST_ID
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

_log = logging.getLogger(__name__)


class NotFound(Exception):
    """What was asked for by id does not exist."""


PROBLEMS: Mapping[type[Exception], tuple[int, str]] = {
    BadQuestion: (422, "This question cannot be answered as it is"),
    BadComparison: (422, "These professions cannot be compared"),
    UnknownProfile: (404, "No such profile"),
    UnknownConversation: (404, "No such conversation"),
    UnknownAnswer: (404, "No such answer"),
    NotFound: (404, "Not found"),
    ConversationsUnavailable: (503, "Conversations cannot be read or kept right now"),
    NothingIngested: (503, "No profile has been ingested yet"),
    VectorsUnavailable: (503, "Professions cannot be searched right now"),
    IndexFault: (503, "The index cannot be read"),
}


def problem(status: int, title: str, detail: str) -> JSONResponse:
    """Return a problem as a response."""
    return _response(_told(title, status, detail))


def described(error: Exception) -> ProblemShape:
    """Return an error as a problem, and tell the operator of one of the index."""
    if isinstance(error, IndexFault):
        _log.error("%s", error)
    return problem_of(type(error), str(error))


def problem_of(kind: type[Exception], said: str) -> ProblemShape:
    """Return the problem that an error of this kind is, whose message is `said`."""
    known = next((base for base in kind.__mro__ if base in PROBLEMS), None)
    status, title = PROBLEMS[known] if known else (500, "Something went wrong here")
    # What an operator should do may name a folder of the server: not for the public.
    detail = "Try again later." if status >= 500 else said
    return _told(title, status, detail)


def _told(title: str, status: int, detail: str) -> ProblemShape:
    return ProblemShape(title=title, status=status, detail=detail, request_id=REQUEST_ID.get())


def handle_problems(app: FastAPI) -> None:
    """Make every error of `app` a problem."""
    for kind in (*PROBLEMS, Exception):
        app.add_exception_handler(kind, _raised)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def _response(told: ProblemShape) -> JSONResponse:
    headers = {"Retry-After": "5"} if told.status == 503 else None
    media = "application/problem+json"
    return JSONResponse(told.model_dump(), told.status, headers, media_type=media)


async def _raised(request: Request, error: Exception) -> JSONResponse:
    return _response(described(error))


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    said = []
    for fault in error.errors():
        where = ".".join(str(part) for part in fault["loc"] if part != "body")
        said.append(f"{where}: {fault['msg']}" if where else str(fault["msg"]))
    return problem(422, "The request is not valid", "; ".join(said) + ".")


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    response = problem(error.status_code, str(error.detail), "See /docs for what can be asked.")
    response.headers.update(error.headers or {})
    if error.status_code == 405:
        response.headers["Allow"] = ", ".join(sorted(_methods(request)))
    return response


def _methods(request: Request) -> set[str]:
    """Return what all routes of a path allow; the router tells of the first alone."""
    routes = (route for route in request.app.routes if isinstance(route, Route | APIRoute))
    return {
        method
        for route in routes
        if route.matches(request.scope)[0] is not Match.NONE
        for method in route.methods or ()
    }
