"""A visitor's conversation on the chat page: what was asked, what came of it, how it is shown."""

import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant, Started
from assistant.conversations import owned
from assistant.errors import AssistantError, ConversationsUnavailable, UnknownConversation
from assistant.question import LONGEST_QUESTION
from corpus.profile import Language
from index.errors import IndexFault
from ui.labels import label
from ui.message_html import (
    answer_html,
    problem_html,
    question_html,
    waiting_html,
    writing_html,
)

_log = logging.getLogger(__name__)

MOST_TURNS = 50  # what a session keeps and shows
_PAUSE = 0.1  # seconds: what comes faster than that is shown together with what follows


@dataclass(frozen=True)
class Writing:
    """The verified text of an answer so far, and what broke it off, if something did."""

    text: str
    trouble: str = ""


# What came of a question: an answer, as much of one as there is, or a message.
Reply = Answer | Writing | str


@dataclass(frozen=True)
class Turn:
    """A question and what came of it, nothing yet at first. An empty question shows its message
    only."""

    question: str
    reply: Reply | None = None


@dataclass(frozen=True)
class Talk:
    """A visitor's conversation, kept in their session. `profile_id` and `first` are what the
    page's address asks for: a profession to begin with, and a question. It is `greeted` once the
    page was shown from this session."""

    language: Language = "fr"
    conversation_id: str | None = None
    turns: tuple[Turn, ...] = ()
    profile_id: str | None = None
    first: str = ""
    greeted: bool = False

    def asked(self, question: str) -> "Talk":
        """Return the conversation with a question that waits for its answer."""
        before = [turn for turn in self.turns if turn.question]
        asked = Turn(question.strip()[: LONGEST_QUESTION + 1])
        return replace(self, turns=(*before, asked)[-MOST_TURNS:])

    def replied(self, reply: Reply) -> "Talk":
        """Return the conversation with what came of its last question. What was shown of an answer
        stays, whatever breaks it off."""
        before = self.turns[-1].reply
        if isinstance(reply, str) and isinstance(before, Writing):
            reply = replace(before, trouble=reply)
        turns = (*self.turns[:-1], replace(self.turns[-1], reply=reply))
        if not isinstance(reply, Answer):
            return replace(self, turns=turns)
        # From here on the conversation remembers its profession by itself.
        return replace(self, conversation_id=reply.conversation_id, turns=turns, profile_id=None)

    def resumed(self, career: CareerAssistant, conversation_id: str) -> "Talk":
        """Return the conversation as the server kept it; unchanged where it is gone, or another's:
        those that were begun with a key are not the page's."""
        try:
            owned(career.conversations, conversation_id, "")
            kept = career.conversations.turns(conversation_id)
        except (UnknownConversation, ConversationsUnavailable):
            return self
        turns = tuple(Turn(turn.question_redacted, turn.answer) for turn in kept)
        return replace(self, conversation_id=conversation_id, turns=turns[-MOST_TURNS:])


def replies(
    assistant: Callable[[], CareerAssistant], question: str, talk: Talk
) -> Generator[Reply, None, None]:
    """Yield the answer as it grows, where it takes its time, and then whole; or a message for
    whoever asked. Closing the iterator ends the work."""
    language = talk.language
    try:
        career = assistant()
        with closing(career.go_on(_started(career, question, talk))) as pieces:
            yield from _growing(pieces)
    except ConversationsUnavailable:  # logged where it was found
        yield label("fault", language)
    except AssistantError:
        longest = f"{LONGEST_QUESTION:,}".replace(",", "," if language == "en" else "\u202f")
        yield label("bad_question", language, longest=longest)
    except IndexFault:
        _log.exception("the index cannot be used")
        yield label("index_fault", language)
    except Exception:  # noqa: BLE001 - the page is the edge: a visitor can do nothing with a fault
        _log.exception("a question failed")
        yield label("fault", language)


def _started(career: CareerAssistant, question: str, talk: Talk) -> Started:
    try:
        return career.start(
            question, conversation_id=talk.conversation_id, profile_id=talk.profile_id
        )
    except UnknownConversation:  # forgotten by the server: begin again
        return career.start(question, profile_id=talk.profile_id)


def _growing(pieces: Iterator[str | Answer]) -> Iterator[Answer | Writing]:
    """Yield the text so far now and then, and the answer. An extractive one comes in hundredths of
    a second, and so at once."""
    text, shown = "", perf_counter()
    for piece in pieces:
        if isinstance(piece, Answer):
            yield piece
            return
        text += piece
        if perf_counter() - shown >= _PAUSE:
            yield Writing(text)
            shown = perf_counter()


def erase(assistant: Callable[[], CareerAssistant], talk: Talk) -> Talk:
    """Erase the conversation here and on the server, and say whether that could be done."""
    language = talk.language
    try:
        if talk.conversation_id is not None:
            assistant().conversations.erase(talk.conversation_id)
    except UnknownConversation:
        pass  # erased already
    except (ConversationsUnavailable, IndexFault):
        return replace(talk, turns=(*talk.turns, Turn("", label("fault", language))))
    return Talk(language, greeted=True)


def messages(talk: Talk) -> list[dict[str, Any]]:
    """Return the turns as Gradio's messages. A suggestion is an option, shown under the last."""
    shown: list[dict[str, Any]] = []
    for turn in talk.turns:
        if turn.question:
            shown.append({"role": "user", "content": question_html(turn.question)})
        shown.append(_answer_message(turn.reply, talk.language))
    return shown


def _answer_message(reply: Reply | None, language: Language) -> dict[str, Any]:
    if reply is None:
        return {"role": "assistant", "content": waiting_html(language)}
    if isinstance(reply, str):
        return {"role": "assistant", "content": problem_html(reply)}
    if isinstance(reply, Writing):
        return {"role": "assistant", "content": writing_html(reply.text, reply.trouble)}
    choices = [named.title for named in reply.profiles] if reply.status == "clarify" else []
    options = [{"value": offered} for offered in choices or reply.suggestions]
    return {"role": "assistant", "content": answer_html(reply, language), "options": options}
