"""A chat model is named by the environment, and opened by its provider's package."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from assistant.career_assistant import CareerAssistant
from assistant.chat_model import ChatSettings, configured_writer, open_chat_model
from assistant.chat_writer import ChatWriter
from assistant.errors import BadSetting
from eval.chat_server import ChatServer
from eval.contract import broken_rules
from index.generation import Generation
from tests.conftest import REPOSITORY

QUESTION = "Quelles sont les activités d’un boulanger ?"


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as serving:
        yield serving


@pytest.mark.parametrize("provider", ["openai", "mistralai", "ollama"])
def test_each_providers_package_speaks_to_its_protocol(
    provider: str,
    server: ChatServer,
    shipped_generation: Generation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MISTRAL_API_KEY", "none")
    url = server.url.removesuffix("/v1") if provider == "ollama" else server.url
    settings = ChatSettings(f"{provider}:faithful", url)
    writer = ChatWriter(open_chat_model(settings), settings.model)
    answer = CareerAssistant(shipped_generation, writer=writer).answer(QUESTION)
    assert answer.generator == settings.model
    assert broken_rules(answer, QUESTION, shipped_generation) == []


def test_the_limits_are_sent(server: ChatServer, shipped_generation: Generation) -> None:
    settings = ChatSettings.of(
        {
            "CAREER_CHAT_MODEL": "openai:faithful",
            "CAREER_CHAT_BASE_URL": server.url,
            "CAREER_CHAT_TOKENS": "123",
            "CAREER_CHAT_SECONDS": "4.5",
        }
    )
    assert (settings.budget.tokens, settings.budget.seconds) == (123, 4.5)
    writer = ChatWriter(open_chat_model(settings), settings.model, settings.budget)
    CareerAssistant(shipped_generation, writer=writer).answer(QUESTION)
    assert 123 in server.requests[-1].values()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"CAREER_CHAT_MODEL": "gpt"}, "write provider:model"),
        ({"CAREER_CHAT_MODEL": "openai:"}, "write provider:model"),
        ({"CAREER_CHAT_MODEL": "zorglub:x"}, "cannot be opened"),
        ({"CAREER_CHAT_MODEL": "openai:x"}, "the variable of the provider's key"),
        ({"CAREER_CHAT_MODEL": "groq:x"}, "pip install"),
        ({"CAREER_CHAT_MODEL": "ollama:x", "CAREER_CHAT_SECONDS": "soon"}, "CAREER_CHAT_SECONDS"),
        ({"CAREER_CHAT_MODEL": "ollama:x", "CAREER_CHAT_TOKENS": "-1"}, "CAREER_CHAT_TOKENS"),
    ],
)
def test_a_setting_that_is_wrong_says_what_to_do(
    variables: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(BadSetting, match=said):
        open_chat_model(ChatSettings.of(variables))


def test_the_configured_model_answers(
    server: ChatServer, shipped_generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREER_CHAT_MODEL", "openai:faithful")
    monkeypatch.setenv("CAREER_CHAT_BASE_URL", server.url)
    configured_writer.cache_clear()
    try:
        assistant = CareerAssistant.open(shipped_generation.folder.parent.parent)
        assert assistant.answer(QUESTION).generator == "openai:faithful"
    finally:
        configured_writer.cache_clear()


def test_without_a_model_nothing_of_it_is_imported(shipped_generation: Generation) -> None:
    data = str(shipped_generation.folder.parent.parent)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from assistant.career_assistant import CareerAssistant\n"
        f"assistant = CareerAssistant.open(Path({data!r}))\n"
        f"assert assistant.answer({QUESTION!r}).generator == 'extractive'\n"
        "named = ('assistant.chat_', 'assistant.model_', 'assistant.prompt', 'assistant.citation',"
        " 'assistant.instructions', 'langchain.chat_models', 'langchain_openai', 'openai',"
        " 'tenacity', 'langchain_core.language_models.chat')\n"
        "print(*[name for name in sys.modules if name.startswith(named)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
