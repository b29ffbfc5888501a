"""What the chat page answers to what a visitor does: each event, and what it then shows."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from html import escape
from typing import Any

import gradio as gr

from assistant.career_assistant import CareerAssistant
from assistant.suggestions import examples as example_questions
from corpus.profile import Language
from index.errors import IndexFault
from ui.labels import browser_language, label
from ui.talk import Talk, erase, messages, replies

_EXAMPLES = 4
_FOUND = 8  # professions, while one is typed


class ChatEvents:
    """The events of the page over an assistant, which is asked for at each of them.

    They know a visitor by three values: the conversation in the session, the id of it that the
    page keeps, and what the button says that switches the language.
    """

    def __init__(self, assistant: Callable[[], CareerAssistant]) -> None:
        self._assistant = assistant

    def greet(self, talk: Talk, kept: str, asked: str, request: gr.Request) -> list[Any]:
        """Show the page as its address and the browser ask for, with the conversation so far, and
        the question that was on its way when the page was left."""
        address = request.query_params
        accepted = browser_language(request.headers.get("accept-language", ""))
        wanted = address.get("lang")
        language: Language = "fr" if wanted == "fr" else "en" if wanted == "en" else accepted
        talk = replace(talk, language=language, greeted=True)
        try:
            career = self._assistant()
        except IndexFault:
            return self.shown(talk)
        if kept:
            talk = talk.resumed(career, kept)
        said = [turn.question for turn in talk.turns]
        first, profile_id = address.get("q", ""), address.get("profile", "")
        if first in said:
            first = ""  # a reload
        if asked and asked not in said[-1:]:  # else answered, and the answer lost on its way
            first = asked
        known = profile_id if profile_id in career.generation.profiles else None
        return self.shown(replace(talk, profile_id=known, first=first))

    def current(self, talk: Talk, kept: str, switch: str) -> Talk:
        """Return the visitor's conversation. A server that began after the page was shown knows
        only what the page tells."""
        if talk.greeted:
            return talk
        language: Language = "en" if switch == label("other_language", "en") else "fr"
        talk = replace(talk, language=language, greeted=True)
        try:
            return talk.resumed(self._assistant(), kept) if kept else talk
        except IndexFault:
            return talk

    def begin(self, talk: Talk) -> Iterator[tuple[Any, ...]]:
        """Ask what the page's address asks, or what was on its way."""
        if talk.first:
            yield from self._answered(talk.first, replace(talk, first=""))
        else:
            yield gr.skip(), talk, talk.conversation_id or "", gr.skip()

    def ask(self, question: str | None, *whose: Any) -> Iterator[tuple[Any, ...]]:
        """Answer what was typed."""
        yield from self._answered(question or "", self.current(*whose))

    def choose(
        self, talk: Talk, kept: str, switch: str, chosen: gr.SelectData
    ) -> Iterator[tuple[Any, ...]]:
        """Answer an example, which is a dictionary, or a suggestion or choice, a string."""
        value = chosen.value
        question = value["text"] if isinstance(value, dict) else value
        yield from self._answered(str(question), self.current(talk, kept, switch))

    def find(self, words: str) -> Any:
        """Offer the professions that are called so, while their name is typed."""
        try:
            titles = self._assistant().generation.titles
        except IndexFault:
            return gr.Dataset(samples=[], visible=False)
        found = titles.search(words)[:_FOUND] if words.strip() else []
        return gr.Dataset(samples=[[profile.title] for profile in found], visible=bool(found))

    def ask_about(self, chosen: list[str], *whose: Any) -> Iterator[tuple[Any, ...]]:
        """Begin with the first thing to know of a profession that was found."""
        talk, generation = self.current(*whose), self._assistant().generation
        about = generation.profiles[generation.titles.search(chosen[0])[0].id]
        question = example_questions([about], talk.language, 1)[0]
        yield from self._answered(question, replace(talk, profile_id=about.id))

    def switch_language(self, *whose: Any) -> list[Any]:
        """Show the page in the other language."""
        talk = self.current(*whose)
        return self.shown(replace(talk, language="en" if talk.language == "fr" else "fr"))

    def erase(self, *whose: Any) -> list[Any]:
        """Erase the conversation, and show the page as at first."""
        return self.shown(erase(self._assistant, self.current(*whose)))

    def shown(self, talk: Talk) -> list[Any]:
        """Return what every part of the page shows, in the order in which `ui.chat` has them."""
        language = talk.language
        return [
            talk,
            talk.conversation_id or "",
            gr.HTML(head_html(language)),
            gr.Button(label("other_language", language)),
            gr.Textbox(label=label("find", language), placeholder=label("find_hint", language)),
            gr.Chatbot(messages(talk), placeholder=start(language), examples=self._examples(talk)),
            gr.HTML(connection_html(language)),
            gr.Textbox(label=label("question", language), placeholder=label("hint", language)),
            gr.Button(label("send", language)),
            gr.HTML(notice_html(language)),
            gr.Button(label("erase", language)),
        ]

    def _answered(self, question: str, talk: Talk) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then its answer as it is written; a question not taken goes
        back to the box."""
        # Half of a character, which a browser may send, cannot be sent back to it.
        question = question.encode("utf-8", "replace").decode("utf-8")
        talk = talk.asked(question)
        yield "", talk, gr.skip(), messages(talk)
        with closing(replies(self._assistant, question, talk)) as said:
            for reply in said:
                talk = talk.replied(reply)
                box = question if isinstance(reply, str) else gr.skip()
                yield box, talk, talk.conversation_id or "", messages(talk)

    def _examples(self, talk: Talk) -> list[dict[str, str]]:
        try:
            career = self._assistant()
        except IndexFault:
            return []  # said when a question is asked
        chosen = career.generation.profiles.get(talk.profile_id or "")
        if chosen:
            questions = example_questions([chosen], talk.language, _EXAMPLES)
        else:
            questions = career.example_questions(talk.language, _EXAMPLES)
        return [{"text": question} for question in questions]


def head_html(language: Language) -> str:
    """Return the page's head, which tells its language too."""
    title, purpose = (escape(label(name, language)) for name in ("title", "purpose"))
    return f'<header lang="{language}"><h1>{title}</h1><p>{purpose}</p></header>'


def start(language: Language) -> str:
    """Return what stands above the example questions."""
    return f"## {label('start', language)}"


def notice_html(language: Language) -> str:
    """Return the line that says who answers, and what is kept."""
    return f'<p class="notice">{escape(label("notice", language))}</p>'


def connection_html(language: Language) -> str:
    """Return what is said of the connection: the page itself shows the line that holds, since no
    server could."""
    return "".join(
        f'<p class="{name}">{escape(label(name, language))}</p>'
        for name in ("lost", "back", "failed")
    )
