"""Has a chat model say a follow-up so that it stands alone; what it may change is bounded.

It only helps to find passages: the question stays the person's own, for the answer, its
verification and what is kept. A wording that leaves the professions of the conversation is not
taken, so that neither an error nor an order in a question leads anywhere else.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from assistant.conversations import Conversation, Turn
from assistant.model_call import ModelCaller, ModelFault
from assistant.prompt import standalone_prompt
from assistant.question import LONGEST_QUESTION, Question
from assistant.typed import as_read
from assistant.understand import Understanding
from corpus.profile import SECTION_KINDS

# Greetings, thanks, distress and attempts to turn the assistant are nothing to search for.
_SEARCHED_FOR = frozenset({*SECTION_KINDS, "published", "silent", "unclear", "out_of_scope"})


class FollowUps:
    """Rewrites what leans on the turns before it, with one model."""

    def __init__(self, caller: ModelCaller) -> None:
        self._caller = caller

    def understood(
        self,
        asked: Question,
        conversation: Conversation,
        earlier: Sequence[Turn],
        understanding: Understanding,
    ) -> Question:
        """Return the question as the model's wording of it is understood, or as it was: where it
        stands alone, the model fails, or its wording is about another profession."""
        if not _leans(asked, conversation):
            return asked
        wording = self._wording(asked, earlier)
        if not wording or wording == asked.text:
            return asked
        again = understanding.question(
            wording, profile_id=None, language=asked.language, conversation=conversation
        )
        return replace(again, text=asked.text) if _stays(again, asked, conversation) else asked

    def _wording(self, asked: Question, earlier: Sequence[Turn]) -> str:
        """Return the first line that the model writes, empty where it fails."""
        written = ""
        try:
            with closing(
                self._caller.text(standalone_prompt(asked.text, asked.language, earlier))
            ) as text:
                for piece in text:
                    written = (written + piece).lstrip()
                    if "\n" in written:
                        break
        except ModelFault:
            return ""
        said = as_read(written.split("\n")[0]).strip(" «»“”\"'")
        return said if len(said) <= LONGEST_QUESTION else ""


def _stays(again: Question, asked: Question, conversation: Conversation) -> bool:
    """Tell whether a wording asks of the professions that the conversation is about or, where none
    is certain, of those that were offered."""
    meant = {*asked.profile_ids, *conversation.profile_ids}
    if not asked.profile_ids:
        meant.update(conversation.offered)
    return (
        again.kind.name in _SEARCHED_FOR
        and again.unknown_profession is None
        and bool(again.profile_ids)
        and meant.issuperset(again.profile_ids)
    )


def _leans(asked: Question, conversation: Conversation) -> bool:
    """Tell whether a question takes its profession, or all that it asks, from those before it."""
    asks_again = bool(conversation.question) and asked.standalone == conversation.question
    return (
        conversation.turns > 0
        and asked.kind.name in _SEARCHED_FOR
        and (not asked.said or asks_again)
        and asked.unknown_profession is None
    )
