"""An answer as server-sent events, while it is being written."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Self

from fastapi.sse import ServerSentEvent
from starlette.concurrency import iterate_in_threadpool

from api.answer_shapes import AnswerShape
from api.metrics import measure_answer
from api.problems import described
from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant, Started

_log = logging.getLogger(__name__)

# FastAPI adds the comment line every 15 s, and the headers that keep proxies from buffering.
STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "`start` {id, conversation_id}; then `token` {text}, as often as there is "
        "more; then `answer`, the whole Answer. A fault in between is `error`, a problem, and the "
        "last event. A comment line comes every 15 seconds.",
        "content": {
            "text/event-stream": {
                "itemSchema": {
                    "description": "One event.",
                    "properties": {
                        "event": {"description": "`start`, `token`, `answer` or `error`."},
                        "data": {"description": "JSON, as the description of the response says."},
                        "id": {"description": "Not used: an answer is not taken up again."},
                        "retry": {"description": "Not used: ask again instead."},
                    },
                },
                "example": 'event: start\ndata: {"id": "…", "conversation_id": "…"}\n\n'
                'event: token\ndata: {"text": "Selon la fiche « Boulanger / Boulangère » :"}\n\n'
                'event: answer\ndata: {"id": "…", "status": "answered", …}\n\n',
            }
        },
    }
}


@dataclass(frozen=True)
class Writing:
    """An answer that is being written: its ids, and its pieces as they come."""

    started: Started
    pieces: Iterator[str | Answer]

    @classmethod
    def of(cls, assistant: CareerAssistant, started: Started) -> Iterator[Self]:
        """Give it to a request. It ends with the request: when the reader has gone, the work ends
        with the piece at hand."""
        with closing(assistant.go_on(started)) as pieces:
            yield cls(started, pieces)

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Yield the events of the answer."""
        ids = {"id": self.started.id, "conversation_id": self.started.conversation.id}
        yield ServerSentEvent(event="start", data=ids)
        try:
            async for piece in iterate_in_threadpool(self.pieces):
                if isinstance(piece, Answer):
                    measure_answer(piece)
                yield _event(piece)
        except Exception as error:  # noqa: BLE001 - the status is sent: only an event can tell
            told = described(error)
            if told.status == 500:
                _log.exception("an answer broke off")
            yield ServerSentEvent(event="error", data=told)


def _event(piece: str | Answer) -> ServerSentEvent:
    if isinstance(piece, Answer):
        return ServerSentEvent(event="answer", data=AnswerShape.of(piece))
    return ServerSentEvent(event="token", data={"text": piece})
