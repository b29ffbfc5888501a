"""Writes the prompts for a chat model: rules, numbered passages, earlier turns, the question."""

import tomllib
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib import resources

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.conversations import Turn
from assistant.draft import Evidence
from assistant.personal_data import redacted
from assistant.typed import as_read
from corpus.profile import Language

_TURNS = 2  # of a conversation that matter to the next question
_LONGEST_TURN = 400  # characters of an earlier answer


def prompt(
    question: str, language: Language, passages: Sequence[Evidence], earlier: Sequence[Turn] = ()
) -> list[BaseMessage]:
    """Return the messages for a question, its passages numbered from 1 in their order.

    All that was written by others is data between tags that it cannot close; what is personal in
    the question is taken out, and so is what cannot be seen.
    """
    parts = ["<passages>", *map(_passage, range(1, len(passages) + 1), passages), "</passages>"]
    if earlier:
        parts += ["<earlier>", *map(_turn, earlier[-_TURNS:]), "</earlier>"]
    parts.append(f"<question>{_data(redacted(question, language))}</question>")
    return [SystemMessage(_rules()[language]["rules"].strip()), HumanMessage("\n".join(parts))]


def standalone_prompt(
    question: str, language: Language, earlier: Sequence[Turn]
) -> list[BaseMessage]:
    """Return the messages that ask for a question's wording without the turns before it."""
    parts = ["<earlier>", *map(_turn, earlier[-_TURNS:]), "</earlier>"]
    parts.append(f"<question>{_data(redacted(question, language))}</question>")
    rules = _rules()[language]["standalone"].strip()
    return [SystemMessage(rules), HumanMessage("\n".join(parts))]


def _passage(number: int, piece: Evidence) -> str:
    named = {
        "number": str(number),
        "profession": piece.profile.title,
        "heading": piece.heading,
        "date": piece.source.published or "",
    }
    attributes = " ".join(f'{name}="{_data(value)}"' for name, value in named.items() if value)
    return f"<passage {attributes}>{_data(piece.quote)}</passage>"


def _turn(turn: Turn) -> str:
    answer = turn.answer.text[:_LONGEST_TURN]
    professions = _data(" / ".join(profile.title for profile in turn.answer.profiles))
    about = f' profession="{professions}"' if professions else ""
    return (
        f"<turn{about}><question>{_data(turn.question_redacted)}</question>"
        f"<answer>{_data(answer)}</answer></turn>"
    )


def _data(text: str) -> str:
    """Return a text on one line, without markers, hidden characters or tags of its own."""
    return escape(as_read(text))


@cache
def _rules() -> dict[str, dict[str, str]]:
    content = resources.files("assistant").joinpath("prompt.toml").read_text("utf-8")
    return tomllib.loads(content)
