"""Calls a chat model within a time, a silence and an amount of text; never for longer."""

import logging
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from tenacity import (
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from assistant.circuit_breaker import CircuitBreaker

_log = logging.getLogger(__name__)

_CHARACTERS_A_TOKEN = 6  # more than any tokenizer makes of French or English, on the whole
_TO_END = 0.1  # seconds
_FIRST_WAIT, _LONGEST_WAIT = 1 / 40, 1 / 5  # of the budget, before another try
# Worth another try, beside what has no status: a broken connection, a body that is no JSON.
_PASSING = (408, 409, 425, 429)


class ModelFault(Exception):
    """The model did not answer, or broke off; the message holds nothing of what it was sent."""


@dataclass(frozen=True)
class Budget:
    """Seconds for the whole answer, seconds without a sign of life, tokens, and tries."""

    seconds: float = 20.0
    silence: float = 8.0
    tokens: int = 800
    tries: int = 3

    def divided(self, share: float) -> "tuple[Budget, Budget]":
        """Return two budgets that together take as many seconds, the first `share` of them."""
        first, second = self.seconds * share, self.seconds * (1 - share)
        return (
            replace(self, seconds=first, silence=min(self.silence, first)),
            replace(self, seconds=second, silence=min(self.silence, second)),
        )


USUAL = Budget()


class ModelCaller:
    """Calls one model; calls may run at the same time."""

    def __init__(
        self, model: BaseChatModel, budget: Budget, breaker: CircuitBreaker | None = None
    ) -> None:
        self._model = model
        self._budget = budget
        self._breaker = breaker or CircuitBreaker()

    def text(self, messages: Sequence[BaseMessage]) -> Generator[str]:
        """Yield what the model writes as it comes, until the budget is spent.

        Until something came it is tried again. Closing the iterator ends the call. Raises
        ModelFault.
        """
        if not self._breaker.allows():
            raise ModelFault("the model keeps failing and is left alone for a while")
        began = monotonic()
        call: _Call | None = None
        try:
            for attempt in self._tries():
                with attempt:
                    if call:
                        call.cancel()
                    call = _Call(self._model, messages, began + self._budget.seconds, self._budget)
                    first = call.next_text()
            yield from self._within_budget(call, first)
        except _Failed as failed:
            self._breaker.failed(for_good=failed.is_for_good)
            _log.warning("the chat model failed: %s", failed)
            raise ModelFault(str(failed)) from None
        finally:
            if call:
                call.cancel()

    def _within_budget(self, call: "_Call | None", first: str | None) -> Generator[str]:
        left = self._budget.tokens * _CHARACTERS_A_TOKEN
        text = first
        while call and text is not None:
            yield text[:left]
            left -= len(text)
            if left <= 0:
                raise _Failed("it wrote more than its budget")
            text = call.next_text()
        self._breaker.succeeded()

    def _tries(self) -> Retrying:
        seconds = self._budget.seconds
        return Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, _Failed) and error.is_passing),
            stop=stop_after_attempt(self._budget.tries) | stop_before_delay(seconds),
            wait=wait_exponential_jitter(
                multiplier=seconds * _FIRST_WAIT,
                max=seconds * _LONGEST_WAIT,
                jitter=seconds * _FIRST_WAIT,
            ),
            reraise=True,
        )


class _Failed(Exception):
    """A call failed; only the kind of error is told, since its message may hold a key."""

    def __init__(self, said: str, error: Exception | None = None) -> None:
        status = _status(error)
        super().__init__(f"{said} ({status})" if status else said)
        self.is_passing = error is not None and (
            status is None or status in _PASSING or status >= 500
        )
        self.is_for_good = status is not None and not self.is_passing


def _status(error: Exception | None) -> int | None:
    """Return the HTTP status of an error, where the provider's package tells it: OpenAI's and
    Ollama's (-1 within a stream) by itself, httpx's, which Mistral's raises, by its response."""
    holder = getattr(error, "response", None) or error
    status = getattr(holder, "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


class _Call:
    """One call in a thread of its own, since a read that hangs cannot be interrupted.

    The provider's own time-out, set to the same silence, ends the thread.
    """

    def __init__(
        self,
        model: BaseChatModel,
        messages: Sequence[BaseMessage],
        deadline: float,
        budget: Budget,
    ) -> None:
        self._deadline, self._silence = deadline, budget.silence
        self._heard: SimpleQueue[str | Exception | None] = SimpleQueue()
        self._cancelled = Event()
        self._thread = Thread(target=self._read, args=(model, list(messages)), daemon=True)
        self._thread.start()

    def next_text(self) -> str | None:
        """Return the next piece of text, not empty, or None at the end."""
        while True:
            left = self._deadline - monotonic()
            try:
                heard = self._heard.get(timeout=max(0.0, min(left, self._silence)))
            except Empty:
                raise _Failed("it was silent" if left > self._silence else "it was slow") from None
            if isinstance(heard, Exception):
                raise _Failed(type(heard).__name__, heard)
            if heard != "":
                return heard
            if left <= 0:
                raise _Failed("it was slow")

    def cancel(self) -> None:
        """Read no further.

        A thread that still parses when the interpreter ends would abort it, so one that is about
        to end is waited for; one that hears nothing is not.
        """
        self._cancelled.set()
        self._thread.join(_TO_END)

    def _read(self, model: BaseChatModel, messages: list[BaseMessage]) -> None:
        try:
            for chunk in model.stream(messages):
                if self._cancelled.is_set():
                    return
                self._heard.put(str(chunk.text))
            self._heard.put(None)
        except Exception as error:  # noqa: BLE001 — a provider's package may raise anything
            self._heard.put(error)
