"""The assistant as a LangChain Runnable: a question in, its Answer out, in any chain."""

from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from assistant.chat_writer import ChatWriter
from index.generation import Generation


class Answering(Runnable[str, Answer]):
    """Answers questions from one generation of the index; with a chat model, in its words where
    the passages hold them. `name` signs those answers.
    """

    def __init__(
        self, generation: Generation, model: BaseChatModel | None = None, name: str = "chat"
    ) -> None:
        writer = ChatWriter(model, name) if model else None
        self._assistant = CareerAssistant(generation, writer=writer)

    def invoke(
        self,
        input: str,  # noqa: A002 — LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Answer:
        """Answer a question; `kwargs` are those of CareerAssistant.answer."""
        return self._call_with_config(
            lambda question: self._assistant.answer(question, **kwargs), input, config
        )
