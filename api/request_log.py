"""One line of JSON a request: no question, no address of a person, no id of a conversation."""

import logging

import structlog
from starlette.types import Scope

LOGGER = "career.requests"

_log = structlog.wrap_logger(
    logging.getLogger(LOGGER),
    processors=[
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
)


def log_request(scope: Scope, request_id: str, status: int, seconds: float) -> None:
    """Log what was called, by its pattern, and how it ended; 0 where the caller left before."""
    route = scope.get("route")
    admitted = scope.get("state", {}).get("admitted")
    _log.info(
        "request",
        request_id=request_id,
        method=scope["method"],
        route=getattr(route, "path", None),
        status=status,
        milliseconds=round(seconds * 1000, 2),
        key=admitted.key.id if admitted and admitted.key else None,
    )


def show_request_log() -> None:
    """Write the lines to standard error, for whatever collects them there."""
    shown = logging.StreamHandler()
    shown.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger(LOGGER)
    logger.addHandler(shown)
    logger.setLevel(logging.INFO)
    logger.propagate = False
