"""Opens the chat model that the environment names: any of LangChain's, by its provider's package.

Imported only where CAREER_CHAT_MODEL is set. Keys are read by the provider's package from its own
variables (OPENAI_API_KEY, MISTRAL_API_KEY); they are neither read nor logged here.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant.chat_writer import ChatWriter
from assistant.errors import BadSetting
from assistant.model_call import USUAL, Budget

_WITHOUT_A_KEY = "none"  # OpenAI's package wants one, a local server does not


@dataclass(frozen=True)
class ChatSettings:
    """Which model (`provider:name`), the address of a server of one's own, the limits, and whether
    it rewrites follow-ups too."""

    model: str
    base_url: str | None = None
    budget: Budget = USUAL
    rewrites: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "ChatSettings":
        """Return the settings that the variables CAREER_CHAT_… make. Raises BadSetting."""
        return cls(
            model=environment.get("CAREER_CHAT_MODEL", "").strip(),
            base_url=environment.get("CAREER_CHAT_BASE_URL") or None,
            budget=Budget(
                seconds=_number(environment, "CAREER_CHAT_SECONDS", USUAL.seconds),
                tokens=int(_number(environment, "CAREER_CHAT_TOKENS", USUAL.tokens)),
            ),
            rewrites=_chosen(environment, "CAREER_CHAT_FOLLOW_UPS", "extractive", "model")
            == "model",
        )


@cache
def configured_writer() -> ChatWriter:
    """Return the writer with the model that the environment names. Raises BadSetting."""
    settings = ChatSettings.of(os.environ)
    return ChatWriter(
        open_chat_model(settings), settings.model, settings.budget, rewrites=settings.rewrites
    )


def open_chat_model(settings: ChatSettings) -> BaseChatModel:
    """Return the model; nothing is sent yet. Raises BadSetting."""
    from langchain.chat_models import init_chat_model  # with the provider's package: a second

    provider, colon, name = settings.model.partition(":")
    if not (provider and colon and name):
        raise BadSetting(
            f"CAREER_CHAT_MODEL is {settings.model!r}; write provider:model, as in openai:gpt-5."
        )
    options = _OPTIONS.get(provider, _usual_options)(settings)
    try:
        model = init_chat_model(name, model_provider=provider, **options)
    except ImportError as error:
        raise BadSetting(
            f"CAREER_CHAT_MODEL={settings.model} needs its provider's package: "
            f"pip install 'career-assistant[{provider}]', or langchain-{provider}."
        ) from error
    except Exception as error:  # noqa: BLE001 — each provider's package has errors of its own for a missing key
        raise BadSetting(
            f"CAREER_CHAT_MODEL={settings.model} cannot be opened ({type(error).__name__}); "
            "check its name, CAREER_CHAT_BASE_URL and the variable of the provider's key."
        ) from None  # the package's message could hold the key
    assert isinstance(model, BaseChatModel)
    return model


def _usual_options(settings: ChatSettings) -> dict[str, Any]:
    options: dict[str, Any] = {
        "timeout": settings.budget.silence,
        "max_tokens": settings.budget.tokens,
        "max_retries": 0,  # we try again ourselves, within the time that is left
    }
    return options | ({"base_url": settings.base_url} if settings.base_url else {})


def _openai_options(settings: ChatSettings) -> dict[str, Any]:
    options = _usual_options(settings)
    if settings.base_url and not os.environ.get("OPENAI_API_KEY"):
        options["api_key"] = _WITHOUT_A_KEY
    return options


def _mistral_options(settings: ChatSettings) -> dict[str, Any]:
    return _usual_options(settings) | {"timeout": ceil(settings.budget.silence)}


def _ollama_options(settings: ChatSettings) -> dict[str, Any]:
    return {
        "num_predict": settings.budget.tokens,
        "base_url": settings.base_url,
        "client_kwargs": {"timeout": settings.budget.silence},
    }


_OPTIONS: dict[str, Callable[[ChatSettings], dict[str, Any]]] = {
    "openai": _openai_options,
    "mistralai": _mistral_options,
    "ollama": _ollama_options,
}


def _number(environment: Mapping[str, str], name: str, usual: float) -> float:
    said = environment.get(name) or str(usual)
    try:
        number = float(said)
    except ValueError:
        number = 0
    if not 0 < number < 1e6:
        raise BadSetting(f"{name} is {said!r}; give a number above 0.")
    return number


def _chosen(environment: Mapping[str, str], name: str, usual: str, other: str) -> str:
    said = environment.get(name) or usual
    if said not in (usual, other):
        raise BadSetting(f"{name} is {said!r}; it can be {usual} or {other}.")
    return said
