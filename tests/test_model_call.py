"""A chat model is called within limits of time and text, and left alone while it fails."""

from collections.abc import Iterator
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant.circuit_breaker import CircuitBreaker
from assistant.model_call import Budget, ModelCaller, ModelFault

BUDGET = Budget(seconds=1.0, silence=0.3, tokens=20, tries=3)


class _Refused(Exception):
    def __init__(self, status_code: int) -> None:
        super().__init__("sk-a-key-that-must-not-be-told")
        self.status_code = status_code


class _Scripted(BaseChatModel):
    """Says, waits or raises what its script holds, one list a call."""

    script: list[list[Any]]
    calls: int = 0
    closed: Any = None

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.calls += 1
        steps = self.script[min(self.calls, len(self.script)) - 1]
        try:
            for step in steps:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, float):
                    sleep(step)
                else:
                    yield ChatGenerationChunk(message=AIMessageChunk(content=step))
        finally:
            if self.closed:
                self.closed.set()


def _said(caller: ModelCaller) -> str:
    return "".join(caller.text([]))


def test_text_comes_as_it_is_written() -> None:
    assert _said(ModelCaller(_Scripted(script=[["Pét", "", "rir"]]), BUDGET)) == "Pétrir"


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_pass_is_tried_again(status: int) -> None:
    model = _Scripted(script=[[_Refused(status)], [_Refused(status)], ["oui"]])
    assert _said(ModelCaller(model, BUDGET)) == "oui"
    assert model.calls == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_will_not_pass_is_not_tried_again_and_opens_the_breaker(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    model = _Scripted(script=[[_Refused(status)]])
    caller = ModelCaller(model, BUDGET)
    for _ in range(2):
        with pytest.raises(ModelFault):
            _said(caller)
    assert model.calls == 1
    assert str(status) in caplog.text
    assert "sk-a-key" not in caplog.text


def test_tries_end_and_the_error_is_told_without_its_words() -> None:
    model = _Scripted(script=[[_Refused(500)]])
    with pytest.raises(ModelFault, match=r"^_Refused \(500\)$"):
        _said(ModelCaller(model, BUDGET))
    assert model.calls == BUDGET.tries


def test_what_was_begun_is_not_begun_again() -> None:
    model = _Scripted(script=[["Pét", _Refused(500)], ["rir"]])
    heard: list[str] = []
    with pytest.raises(ModelFault):
        heard.extend(ModelCaller(model, BUDGET).text([]))
    assert model.calls == 1


@pytest.mark.parametrize(
    ("script", "longest"),
    [
        ([2.0], BUDGET.silence),
        (["a", 2.0], BUDGET.silence),
        (["a", 0.2] * 20, BUDGET.seconds),
        (["", 0.2] * 20, BUDGET.seconds),
    ],
)
def test_it_is_not_waited_for_longer(script: list[Any], longest: float) -> None:
    began = monotonic()
    with pytest.raises(ModelFault):
        _said(ModelCaller(_Scripted(script=[script]), BUDGET))
    assert monotonic() - began < longest + 0.3


def test_more_than_the_budget_of_text_is_not_read() -> None:
    heard = ""
    text = ModelCaller(_Scripted(script=[["12345678"] * 100]), BUDGET).text([])
    try:
        for piece in text:
            heard += piece
    except ModelFault as fault:
        assert "more than its budget" in str(fault)  # noqa: PT017 — what came before it counts
    assert 0 < len(heard) <= BUDGET.tokens * 6


def test_closing_ends_the_call() -> None:
    closed = Event()
    model = _Scripted(script=[["a", 0.05] * 100], closed=closed)
    text = ModelCaller(model, BUDGET).text([])
    assert next(text) == "a"
    text.close()
    assert closed.wait(1.0)


def test_a_breaker_opens_rests_and_lets_one_try() -> None:
    now = [0.0]
    breaker = CircuitBreaker(failures=2, rest_seconds=10, clock=lambda: now[0])
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    now[0] = 10
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.failed()
    now[0] = 15
    assert not breaker.allows()
    now[0] = 25
    assert breaker.allows()
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]


def test_a_model_that_keeps_failing_is_left_alone() -> None:
    model = _Scripted(script=[[2.0]])
    caller = ModelCaller(model, BUDGET, CircuitBreaker(failures=2))
    for _ in range(5):
        with pytest.raises(ModelFault):
            _said(caller)
    assert model.calls == 2
