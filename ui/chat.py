"""The chat page: a question, its answer, and under it the passages that the answer rests on."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from assistant.errors import AssistantError, ConversationsUnavailable, UnknownConversation
from assistant.question import LONGEST_QUESTION
from corpus.profile import Language
from index.errors import IndexFault
from ui.labels import browser_language, label
from ui.message_html import answer_html, problem_html, question_html, waiting_html
from ui.theme import theme

_log = logging.getLogger(__name__)

_EXAMPLES = 4
_MOST_TURNS = 50  # what a session keeps and shows

# Gradio's page says lang="en" whatever it holds.
_TELL_LANGUAGE = """
const tell = () => {
  document.documentElement.lang = element.querySelector("[lang]").lang;
  document.title = element.querySelector("h1").textContent;
};
tell();
watch("value", tell);
"""

# What was asked goes to the top, its answer below it. A clicked question's button is gone by now,
# and the focus with it: it goes on from the answer. Gradio names each message by its own source,
# which a screen reader would read out. Two frames, as Gradio draws after the event.
_SHOW_QUESTION = """
() => requestAnimationFrame(() => requestAnimationFrame(() => {
  const blocks = document.querySelectorAll("#conversation .question, #conversation .answer");
  const [reply, asked] = [...blocks].reverse();
  (asked?.matches(".question") ? asked : reply)?.scrollIntoView({ behavior: "smooth" });
  if (document.activeElement === document.body) reply?.focus({ preventScroll: true });
  document.querySelectorAll("#conversation [data-testid][aria-label]").forEach(
    (message) => message.removeAttribute("aria-label")
  );
}))
"""


@dataclass(frozen=True)
class Turn:
    """A question and what came of it: an answer, a message, or nothing yet. An empty question
    shows its message only."""

    question: str
    reply: Answer | str | None = None


@dataclass(frozen=True)
class Talk:
    """A visitor's conversation, kept in their session."""

    language: Language = "fr"
    conversation_id: str | None = None
    turns: tuple[Turn, ...] = ()


def chat_page(assistant: Callable[[], CareerAssistant]) -> gr.Blocks:
    """Return the page over an assistant, which is asked for at each question."""

    def examples(language: Language) -> list[dict[str, str]]:
        try:
            questions = assistant().example_questions(language, _EXAMPLES)
        except IndexFault:
            return []  # said when a question is asked
        return [{"text": question} for question in questions]

    def shown(talk: Talk) -> list[Any]:
        language = talk.language
        return [
            talk,
            gr.HTML(_head(language)),
            gr.Button(label("other_language", language)),
            gr.Chatbot(_messages(talk), placeholder=_start(language), examples=examples(language)),
            gr.Textbox(label=label("question", language), placeholder=label("hint", language)),
            gr.Button(label("send", language)),
            gr.HTML(_notice(language)),
        ]

    def greet(talk: Talk, request: gr.Request) -> list[Any]:
        asked = request.query_params.get("lang")
        accepted = browser_language(request.headers.get("accept-language", ""))
        return shown(replace(talk, language=asked if asked in ("fr", "en") else accepted))

    def switch_language(talk: Talk) -> list[Any]:
        return shown(replace(talk, language="en" if talk.language == "fr" else "fr"))

    def ask(question: str | None, talk: Talk) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then its answer; a question not taken goes back to the box."""
        # Half of a character, which a browser may send, cannot be sent back to it.
        question = (question or "").encode("utf-8", "replace").decode("utf-8")
        before = [turn for turn in talk.turns if turn.question]
        asked = Turn(question.strip()[: LONGEST_QUESTION + 1])
        talk = replace(talk, turns=(*before, asked)[-_MOST_TURNS:])
        yield "", talk, _messages(talk)
        talk = _replied(talk, _reply(assistant, question, talk))
        taken = isinstance(talk.turns[-1].reply, Answer)
        yield "" if taken else question, talk, _messages(talk)

    def choose(talk: Talk, chosen: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        value = chosen.value  # an example is a dictionary, a suggestion a string
        yield from ask(str(value["text"] if isinstance(value, dict) else value), talk)

    with gr.Blocks(title=label("title", "fr"), fill_height=True, analytics_enabled=False) as page:
        talk = gr.State(Talk())
        with gr.Row(elem_id="top"):
            head = gr.HTML(_head("fr"), js_on_load=_TELL_LANGUAGE)
            switch = gr.Button(
                label("other_language", "fr"), elem_id="language", size="sm", scale=0, min_width=90
            )
        conversation = gr.Chatbot(
            elem_id="conversation",
            show_label=False,
            container=False,
            scale=1,
            height=None,
            autoscroll=False,  # to the end of the sources; _SHOW_QUESTION knows better
            buttons=[],
            layout="bubble",
            placeholder=_start("fr"),
            latex_delimiters=[],  # a dollar sign in a salary is no formula
            group_consecutive_messages=False,
        )
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="ask"):
                box = gr.Textbox(
                    elem_id="question",
                    label=label("question", "fr"),
                    placeholder=label("hint", "fr"),
                    show_label=False,
                    container=False,
                    max_lines=6,
                )
                send = gr.Button(
                    label("send", "fr"), elem_id="send", variant="primary", scale=0, min_width=90
                )
            notice = gr.HTML(_notice("fr"))

        everything = [talk, head, switch, conversation, box, send, notice]
        said = [box, talk, conversation]
        # One visitor's slow answer keeps nobody waiting: the answer path may run side by side.
        quiet = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
        page.load(greet, talk, everything, **quiet)
        switch.click(switch_language, talk, everything, **quiet)
        asked = gr.on([box.submit, send.click], ask, [box, talk], said, **quiet)
        chosen = gr.on(
            [conversation.example_select, conversation.option_select], choose, talk, said, **quiet
        )
        for event in (asked, chosen):
            event.then(None, js=_SHOW_QUESTION)
        conversation.clear(lambda talk: Talk(talk.language), talk, talk, **quiet)
    return page


def chat_app(assistant: Callable[[], CareerAssistant]) -> FastAPI:
    """Return the page as an application of its own, to be mounted at "/"."""
    style = resources.files("ui").joinpath("chat.css").read_text("utf-8")
    return gr.mount_gradio_app(  # type: ignore[no-any-return]
        FastAPI(openapi_url=None),
        chat_page(assistant),
        path="/",
        footer_links=[],
        run_history=False,  # else the browser keeps every question
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        max_file_size=0,
        theme=theme(),
        css=style,
    )


def _reply(assistant: Callable[[], CareerAssistant], question: str, talk: Talk) -> Answer | str:
    """Return the answer, or a message for whoever asked."""
    language = talk.language
    try:
        career = assistant()
        try:
            return career.answer(question, conversation_id=talk.conversation_id)
        except UnknownConversation:  # forgotten by the server: begin again
            return career.answer(question)
    except ConversationsUnavailable:  # logged where it was found
        return label("fault", language)
    except AssistantError:
        longest = f"{LONGEST_QUESTION:,}".replace(",", "," if language == "en" else "\u202f")
        return label("bad_question", language, longest=longest)
    except IndexFault:
        _log.exception("the index cannot be used")
        return label("index_fault", language)
    except Exception:  # noqa: BLE001 - the page is the edge: a visitor can do nothing with a fault
        _log.exception("a question failed")
        return label("fault", language)


def _replied(talk: Talk, reply: Answer | str) -> Talk:
    kept = reply.conversation_id if isinstance(reply, Answer) else talk.conversation_id
    turns = (*talk.turns[:-1], replace(talk.turns[-1], reply=reply))
    return replace(talk, conversation_id=kept, turns=turns)


def _messages(talk: Talk) -> list[dict[str, Any]]:
    """Return the turns as Gradio's messages. A suggestion is an option, shown under the last."""
    messages: list[dict[str, Any]] = []
    for turn in talk.turns:
        if turn.question:
            messages.append({"role": "user", "content": question_html(turn.question)})
        messages.append(_answer_message(turn.reply, talk.language))
    return messages


def _answer_message(reply: Answer | str | None, language: Language) -> dict[str, Any]:
    if reply is None:
        return {"role": "assistant", "content": waiting_html(language)}
    if isinstance(reply, str):
        return {"role": "assistant", "content": problem_html(reply)}
    options = [{"value": suggestion} for suggestion in reply.suggestions]
    return {"role": "assistant", "content": answer_html(reply, language), "options": options}


def _head(language: Language) -> str:
    title, purpose = (escape(label(name, language)) for name in ("title", "purpose"))
    return f'<header lang="{language}"><h1>{title}</h1><p>{purpose}</p></header>'


def _start(language: Language) -> str:
    return f"## {label('start', language)}"


def _notice(language: Language) -> str:
    return f'<p class="notice">{escape(label("notice", language))}</p>'
