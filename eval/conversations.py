"""Asks whole conversations and writes them out to be read: `python -m eval.conversations`.

The report holds neither times nor random ids: it changes where an answer does.
"""

import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from assistant.answer import Answer, Citation
from assistant.career_assistant import CareerAssistant
from corpus.profile import Language
from eval.corpora import Corpus, opened_corpora

_REPORT = Path(__file__).with_name("reports") / "conversations.md"
_LONGEST_QUOTE = 300  # characters shown of one


@dataclass(frozen=True)
class Conversation:
    """Questions that follow one another; `covers` says what they are there to show."""

    name: str
    document: str
    language: Language
    covers: tuple[str, ...]
    turns: tuple[str, ...]


def read_conversations() -> list[Conversation]:
    """Return the conversations of eval/cases/adviser.toml."""
    content = resources.files("eval").joinpath("cases", "adviser.toml").read_text("utf-8")
    return [
        Conversation(
            name=row["name"],
            document=row["document"],
            language=row["language"],
            covers=tuple(row["covers"]),
            turns=tuple(row["turns"]),
        )
        for row in tomllib.loads(content)["conversation"]
    ]


def ask(conversation: Conversation, assistant: CareerAssistant) -> Iterator[Answer]:
    """Yield the answer to each turn."""
    going_on = None
    for question in conversation.turns:
        answer = assistant.answer(question, conversation_id=going_on)
        going_on = answer.conversation_id
        yield answer


def write_out(conversations: Sequence[Conversation], corpora: Sequence[Corpus]) -> str:
    """Ask all conversations whose document is here; return them as Markdown, as they came."""
    served = {corpus.name: corpus.assistant for corpus in corpora}
    parts = [
        "# Conversations",
        "Asked one after the other by `python -m eval.conversations`, from"
        " [`adviser.toml`](../cases/adviser.toml), and answered as follows.",
    ]
    for number, conversation in enumerate(conversations, 1):
        if conversation.document in served:
            answers = list(ask(conversation, served[conversation.document]))
            parts += _talk(number, conversation, answers)
    return "\n\n".join(parts) + "\n"


def _talk(number: int, conversation: Conversation, answers: Sequence[Answer]) -> Iterator[str]:
    yield f"## {number}. {conversation.name}"
    covers = ", ".join(conversation.covers)
    yield f"Asked of `{conversation.document}`, in `{conversation.language}`: {covers}."
    for question, answer in zip(conversation.turns, answers, strict=True):
        yield f"### {question}"
        yield f"`{answer.status}` · `{answer.language}` · {_about(answer)}"
        yield "\n".join(f"> {line}".rstrip() for line in answer.text.splitlines())
        if answer.citations:
            yield "\n".join(map(_cited, answer.citations))
        if answer.suggestions:
            yield f"Suggested: {' · '.join(answer.suggestions)}"


def _about(answer: Answer) -> str:
    return "; ".join(named.title for named in answer.profiles) or "no profession"


def _cited(citation: Citation) -> str:
    quote = " ".join(citation.quote.split())
    shown = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE].rstrip()}…"
    return f"- [{citation.number}] {citation.profile_title} › {citation.heading} — {shown}"


def main() -> None:
    """Ask, and write eval/reports/conversations.md."""
    conversations = read_conversations()
    with opened_corpora([conversation.document for conversation in conversations]) as found:
        corpora, absent = found
        for name in absent:
            print(f"{name} is not here; what is asked of it is left out", file=sys.stderr)
        _REPORT.write_text(write_out(conversations, corpora), "utf-8")
    print(f"wrote {_REPORT}")


if __name__ == "__main__":
    main()
