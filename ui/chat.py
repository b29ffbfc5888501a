"""The chat page: a question, its answer, and under it the passages that the answer rests on."""

from collections.abc import Callable
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.career_assistant import CareerAssistant
from ui.chat_events import ChatEvents, connection_html, head_html, notice_html, start
from ui.chat_scripts import ANSWERED, HIDE_TOASTS, KEPT, PAGE, TELL_LANGUAGE
from ui.labels import label
from ui.opinion import Opinion
from ui.talk import Talk
from ui.theme import theme


def chat_page(assistant: Callable[[], CareerAssistant]) -> gr.Blocks:
    """Return the page over an assistant, which is asked for at each question."""
    events = ChatEvents(assistant)
    with gr.Blocks(title=label("title", "fr"), fill_height=True, analytics_enabled=False) as page:
        talk = gr.State(Talk())
        with gr.Row(elem_id="top"):
            head = gr.HTML(head_html("fr"), js_on_load=TELL_LANGUAGE)
            switch = gr.Button(
                label("other_language", "fr"), elem_id="language", size="sm", scale=0, min_width=90
            )
        kept, on_its_way = gr.Textbox(visible="hidden"), gr.Textbox(visible="hidden")
        with gr.Column(elem_id="find"):
            name = _box("find", "find_hint", elem_id="name")
            found = gr.Dataset(
                components=[name], samples=[], visible=False, show_label=False, elem_id="found"
            )
        conversation = _conversation()
        opinion = Opinion()
        with gr.Column(elem_id="composer"):
            connection = gr.HTML(connection_html("fr"), elem_id="connection", js_on_load=PAGE)
            with gr.Row(elem_id="ask"):
                box = _box("question", "hint", elem_id="question", max_lines=6)
                send = gr.Button(
                    label("send", "fr"), elem_id="send", variant="primary", scale=0, min_width=90
                )
        with gr.Row(elem_id="about"):
            notice = gr.HTML(notice_html("fr"))
            bin_ = gr.Button(label("erase", "fr"), elem_id="erase", size="sm", scale=0)

        everything = [
            talk, kept, head, switch, name, conversation, connection, box, send, notice, bin_,
        ]  # fmt: skip
        whose: list[Any] = [talk, kept, switch]
        said = [box, talk, kept, conversation]
        # One visitor's slow answer keeps nobody waiting: the answer path may run side by side.
        quiet = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
        greeted = page.load(events.greet, [talk, kept, on_its_way], everything, js=KEPT, **quiet)
        # Not `input`: what that sends lags one letter behind.
        name.change(events.find, name, found, trigger_mode="always_last", **quiet)
        opinion.listen(assistant, events.current, whose, **quiet)
        for event in (
            greeted.then(events.begin, talk, said, **quiet),
            gr.on([box.submit, send.click], events.ask, [box, *whose], said, **quiet),
            gr.on(
                [conversation.example_select, conversation.option_select],
                events.choose,
                whose,
                said,
                **quiet,
            ),
            found.click(events.ask_about, [found, *whose], said, **quiet).then(
                lambda: ("", events.find("")), None, [name, found], **quiet
            ),
            switch.click(events.switch_language, whose, everything, **quiet),
            bin_.click(events.erase, whose, everything, **quiet),
        ):
            event.success(None, kept, js=ANSWERED)
            event.success(opinion.asked, talk, opinion.parts, **quiet)
    return page


def _box(name: str, hint: str, **settings: Any) -> gr.Textbox:
    return gr.Textbox(
        label=label(name, "fr"),
        placeholder=label(hint, "fr"),
        show_label=False,
        container=False,
        **settings,
    )


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="conversation",
        show_label=False,
        container=False,
        scale=1,
        height=None,
        autoscroll=False,  # to the end of the sources; ui/chat_scripts.py knows better
        buttons=[],
        layout="bubble",
        placeholder=start("fr"),
        latex_delimiters=[],  # a dollar sign in a salary is no formula
        group_consecutive_messages=False,
    )


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
        head=HIDE_TOASTS,  # Gradio gives `css` to the page's container alone
    )
