"""What comes of a question on the chat page, whatever happens on the way."""

import time
from collections.abc import Generator, Iterator

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant, Started
from assistant.errors import ConversationsUnavailable
from index.generation import Generation
from ui.labels import label
from ui.talk import Talk, Writing, messages, replies

QUESTION = "Quels diplômes pour devenir boulanger ?"


class BreaksOff(CareerAssistant):
    """Writes for a while, then cannot go on."""

    def go_on(self, started: Started) -> Generator[str | Answer, None, None]:
        yield "Le CAP. "
        time.sleep(0.11)
        yield "Le brevet. [1]"
        raise ConversationsUnavailable("password in /secret")


def _asked(assistant: CareerAssistant) -> Iterator[Talk]:
    talk = Talk().asked(QUESTION)
    for reply in replies(lambda: assistant, QUESTION, talk):
        talk = talk.replied(reply)
        yield talk


def test_an_extractive_answer_comes_at_once(shipped_assistant: CareerAssistant) -> None:
    list(_asked(shipped_assistant))  # opens what is opened at the first question
    (talk,) = _asked(shipped_assistant)
    assert isinstance(talk.turns[-1].reply, Answer)


def test_what_was_shown_stays_when_an_answer_breaks_off(shipped_generation: Generation) -> None:
    *_, talk = _asked(BreaksOff(shipped_generation))
    reply = talk.turns[-1].reply
    assert reply == Writing("Le CAP. Le brevet. [1]", label("fault", "fr"))
    shown = messages(talk)[-1]["content"]
    assert "Le CAP. Le brevet." in shown
    assert label("fault", "fr") in shown
    assert "secret" not in shown
    assert "<a" not in shown  # its markers open nothing: the citations never came


def test_a_conversation_begun_with_a_key_is_not_the_pages(
    shipped_assistant: CareerAssistant,
) -> None:
    started = shipped_assistant.start(QUESTION, owner="a key")
    list(shipped_assistant.go_on(started))
    assert not Talk().resumed(shipped_assistant, started.conversation.id).turns
    own = shipped_assistant.answer(QUESTION)
    assert len(Talk().resumed(shipped_assistant, own.conversation_id).turns) == 1
