"""One line of JSON a request: no address of a person, no id of a conversation, and no question
unless the operator wants them, without what is personal in them."""

import logging
from contextvars import ContextVar

import structlog
from starlette.types import Scope

from assistant.personal_data import redacted

# Of the request that is being answered: for its log line, its response and what goes wrong in it.
REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
LOGGER = "career.requests"

_log = structlog.wrap_logger(
    logging.getLogger(LOGGER),
    processors=[
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
)


def note_question(scope: Scope, question: str) -> None:
    """Have the line of a request say its question, as conversations keep it."""
    scope.setdefault("state", {})["question"] = redacted(question, "fr")


def log_request(scope: Scope, request_id: str, status: int, seconds: float) -> None:
    """Log what was called, by its pattern, and how it ended; 0 where the caller left before."""
    route = scope.get("route")
    state = scope.get("state", {})
    admitted = state.get("admitted")
    asked = {"question": state["question"]} if "question" in state else {}
    _log.info(
        "request",
        request_id=request_id,
        method=scope["method"],
        route=getattr(route, "path", None),
        status=status,
        milliseconds=round(seconds * 1000, 2),
        key=admitted.key.id if admitted and admitted.key else None,
        **asked,
    )


def show_request_log() -> None:
    """Write the lines to standard error, for whatever collects them there."""
    shown = logging.StreamHandler()
    shown.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger(LOGGER)
    logger.addHandler(shown)
    logger.setLevel(logging.INFO)
    logger.propagate = False
