"""The site as `career serve` runs it: in one process, or in several over one data folder."""

import ipaddress
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from socket import socket
from typing import Any

import typer
import uvicorn
from fastapi import FastAPI
from threadpoolctl import threadpool_limits
from uvicorn.supervisors import Multiprocess

from api.access import Access
from api.bounds import Bounds
from api.patience import Protocol
from api.request_log import show_request_log
from assistant.current import CurrentAssistant
from assistant.errors import BadSetting
from index.errors import NothingIngested
from ui.kept_conversations import keep_conversations
from ui.site import create_site

_DATA, _DOOR = "CAREER_SERVED_DATA", "CAREER_SERVED_DOOR"  # from `career serve` to its workers
_GRACE = 20  # seconds that running requests have when the server is told to stop


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run(listening: socket, data: Path, door: str, workers: int) -> None:
    """Serve until a signal ends it: what runs is finished, and nothing new is taken.

    `door` is "open" (whoever asks, as often as they like), "limited" (whoever asks) or "keys".
    """
    os.environ[_DATA], os.environ[_DOOR] = str(data.resolve()), door
    config = uvicorn.Config(
        "ui.served:site",
        factory=True,
        http=Protocol,
        workers=workers,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    if workers == 1:
        config.app = site()
        config.factory = False
        uvicorn.Server(config).run(sockets=[listening])
        return
    with tempfile.TemporaryDirectory(prefix="career-metrics-") as figures:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures
        Multiprocess(config, sockets=[listening]).run()


def site() -> FastAPI:
    """Return the site that the environment describes, ready to answer."""
    # A question's arithmetic is small: more threads would wait for one another, busily.
    threadpool_limits(1)
    data, door = Path(os.environ[_DATA]), os.environ[_DOOR]
    kept = keep_conversations(data)
    assistant = CurrentAssistant(data, lambda: kept.result().conversations)
    try:
        assistant()  # opened now, so that the first question does not wait for it
    except NothingIngested as error:
        typer.echo(f"{error}; until then questions get a 503", err=True)
    keys = kept.result().keys  # a setting that is wrong ends it here
    said = os.environ
    log_questions = said.get("CAREER_LOG_QUESTIONS") == "1"
    if door != "open" or said.get("CAREER_LOG_REQUESTS") or log_questions:
        show_request_log()
    try:
        access = Access(
            keys,
            required=door == "keys",
            limited=door != "open",
            rate=said.get("CAREER_RATE", "60/minute"),
            key_rate=said.get("CAREER_KEY_RATE", "1200/minute"),
            storage=said.get("CAREER_RATE_STORAGE", "memory://"),
        )
    except ValueError as error:
        raise BadSetting(f"{error}; write CAREER_RATE=60/minute, for instance") from error
    return _closing(create_site(assistant, access, _bounds(said), log_questions), assistant.close)


def _closing(site: FastAPI, close: Callable[[], None]) -> FastAPI:
    """Call `close` when the site stops: the signal then ends the process without further ado."""
    lifespan_of_site = site.router.lifespan_context

    @asynccontextmanager
    async def lifespan(site: FastAPI) -> AsyncIterator[Any]:
        async with lifespan_of_site(site) as state:
            yield state
        close()

    site.router.lifespan_context = lifespan
    return site


def _bounds(said: Mapping[str, str]) -> Bounds:
    try:
        return Bounds(
            at_once=int(said.get("CAREER_AT_ONCE", Bounds.at_once)),
            seconds=float(said.get("CAREER_SECONDS", Bounds.seconds)),
        )
    except ValueError:
        raise BadSetting("CAREER_AT_ONCE and CAREER_SECONDS are numbers") from None
