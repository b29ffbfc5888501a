"""The chat page: a question, its answer, and under it the passages that the answer rests on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from assistant.suggestions import examples as example_questions
from corpus.profile import Language
from index.errors import IndexFault
from ui.chat_scripts import KEPT, QUOTES, SHOW_QUESTION, TELL_LANGUAGE
from ui.labels import browser_language, label
from ui.talk import Talk, erase, messages, reply
from ui.theme import theme

_EXAMPLES = 4
_FOUND = 8  # professions, while one is typed


def chat_page(assistant: Callable[[], CareerAssistant]) -> gr.Blocks:
    """Return the page over an assistant, which is asked for at each question."""

    def examples(talk: Talk) -> list[dict[str, str]]:
        try:
            career = assistant()
            chosen = career.generation.profiles.get(talk.profile_id or "")
            questions = (
                example_questions([chosen], talk.language, _EXAMPLES)
                if chosen
                else career.example_questions(talk.language, _EXAMPLES)
            )
        except IndexFault:
            return []  # said when a question is asked
        return [{"text": question} for question in questions]

    def shown(talk: Talk) -> list[Any]:
        language = talk.language
        return [
            talk,
            talk.conversation_id or "",
            gr.HTML(_head(language)),
            gr.Button(label("other_language", language)),
            gr.Textbox(label=label("find", language), placeholder=label("find_hint", language)),
            gr.Chatbot(messages(talk), placeholder=_start(language), examples=examples(talk)),
            gr.Textbox(label=label("question", language), placeholder=label("hint", language)),
            gr.Button(label("send", language)),
            gr.HTML(_notice(language)),
            gr.Button(label("erase", language)),
        ]

    def greet(talk: Talk, kept: str, request: gr.Request) -> list[Any]:
        """Show the page as its address and the browser ask for, with the conversation so far."""
        address = request.query_params
        accepted = browser_language(request.headers.get("accept-language", ""))
        wanted = address.get("lang")
        talk = replace(talk, language=wanted if wanted in ("fr", "en") else accepted)
        try:
            career = assistant()
        except IndexFault:
            return shown(talk)
        first, profile_id = address.get("q", ""), address.get("profile", "")
        if kept:
            talk = talk.resumed(career, kept)
        if any(turn.question == first for turn in talk.turns):
            first = ""  # a reload
        known = profile_id if profile_id in career.generation.profiles else None
        return shown(replace(talk, profile_id=known, first=first))

    def begin(talk: Talk) -> Iterator[tuple[Any, ...]]:
        """Ask what the page's address asks."""
        if talk.first:
            yield from ask(talk.first, replace(talk, first=""))
        else:
            yield gr.skip(), talk, talk.conversation_id or "", gr.skip()

    def switch_language(talk: Talk) -> list[Any]:
        return shown(replace(talk, language="en" if talk.language == "fr" else "fr"))

    def ask(question: str | None, talk: Talk) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then its answer; a question not taken goes back to the box."""
        # Half of a character, which a browser may send, cannot be sent back to it.
        question = (question or "").encode("utf-8", "replace").decode("utf-8")
        talk = talk.asked(question)
        yield "", talk, talk.conversation_id or "", messages(talk)
        talk = talk.replied(reply(assistant, question, talk))
        taken = isinstance(talk.turns[-1].reply, Answer)
        yield "" if taken else question, talk, talk.conversation_id or "", messages(talk)

    def choose(talk: Talk, chosen: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        value = chosen.value  # an example is a dictionary, a suggestion a string
        yield from ask(str(value["text"] if isinstance(value, dict) else value), talk)

    def find(words: str) -> Any:
        """Offer the professions that are called so, while their name is typed."""
        try:
            found = assistant().generation.titles.search(words)[:_FOUND] if words.strip() else []
        except IndexFault:
            found = []
        return gr.Dataset(samples=[[profile.title] for profile in found], visible=bool(found))

    def ask_about(chosen: list[str], talk: Talk) -> Iterator[tuple[Any, ...]]:
        """Begin with the first thing to know of a profession."""
        titles = assistant().generation.titles.search(chosen[0])
        about = assistant().generation.profiles[titles[0].id]
        question = example_questions([about], talk.language, 1)[0]
        yield from ask(question, replace(talk, profile_id=about.id))

    with gr.Blocks(title=label("title", "fr"), fill_height=True, analytics_enabled=False) as page:
        talk = gr.State(Talk())
        with gr.Row(elem_id="top"):
            head = gr.HTML(_head("fr"), js_on_load=TELL_LANGUAGE)
            switch = gr.Button(
                label("other_language", "fr"), elem_id="language", size="sm", scale=0, min_width=90
            )
        kept = gr.Textbox(visible="hidden", elem_id="kept")
        with gr.Column(elem_id="find"):
            name = gr.Textbox(
                label=label("find", "fr"),
                placeholder=label("find_hint", "fr"),
                show_label=False,
                container=False,
                elem_id="name",
            )
            found = gr.Dataset(
                components=[name], samples=[], visible=False, show_label=False, elem_id="found"
            )
        conversation = gr.Chatbot(
            elem_id="conversation",
            show_label=False,
            container=False,
            scale=1,
            height=None,
            autoscroll=False,  # to the end of the sources; SHOW_QUESTION knows better
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
            with gr.Row(elem_id="about"):
                notice = gr.HTML(_notice("fr"), js_on_load=QUOTES)
                bin_ = gr.Button(label("erase", "fr"), elem_id="erase", size="sm", scale=0)

        everything = [
            talk, kept, head, switch, name, conversation, box, send, notice, bin_,
        ]  # fmt: skip
        said = [box, talk, kept, conversation]
        # One visitor's slow answer keeps nobody waiting: the answer path may run side by side.
        quiet = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
        greeted = page.load(greet, [talk, kept], everything, js=KEPT, **quiet)
        switch.click(switch_language, talk, everything, **quiet)
        name.input(find, name, found, trigger_mode="always_last", **quiet)
        for event in (
            greeted.then(begin, talk, said, **quiet),
            gr.on([box.submit, send.click], ask, [box, talk], said, **quiet),
            gr.on(
                [conversation.example_select, conversation.option_select],
                choose,
                talk,
                said,
                **quiet,
            ),
            found.click(ask_about, [found, talk], said, **quiet).then(
                lambda: ("", find("")), None, [name, found], **quiet
            ),
            bin_.click(lambda talk: shown(erase(assistant, talk)), talk, everything, **quiet),
        ):
            event.then(None, kept, js=SHOW_QUESTION)
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


def _head(language: Language) -> str:
    title, purpose = (escape(label(name, language)) for name in ("title", "purpose"))
    return f'<header lang="{language}"><h1>{title}</h1><p>{purpose}</p></header>'


def _start(language: Language) -> str:
    return f"## {label('start', language)}"


def _notice(language: Language) -> str:
    return f'<p class="notice">{escape(label("notice", language))}</p>'
