"""The whole answer path: understand → retrieve → compose → verify → remember."""

import logging
import os
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.adviser import Adviser
from assistant.answer import Answer, NamedProfile, Timing
from assistant.answerability import confidence
from assistant.carried_over import carried_over
from assistant.comparison import Comparison, compare
from assistant.conversations import (
    Conversation,
    Conversations,
    ConversationsInMemory,
    Turn,
    new_id,
    owned,
)
from assistant.draft import Draft
from assistant.errors import UnknownProfile
from assistant.matching import Matching, ProfessionMatch
from assistant.personal_data import redacted
from assistant.phrases import phrase
from assistant.question import Question, clean_question
from assistant.question_model import OF_ALL
from assistant.suggestions import examples, next_questions
from assistant.understand import Understanding
from assistant.verify import breaches
from corpus.profile import Language, Profile
from index.data_folder import open_current
from index.generation import Generation
from index.search import Match, PassageSearch

if TYPE_CHECKING:  # nothing of it is imported where no chat model is configured
    from assistant.chat_writer import ChatWriter

_log = logging.getLogger(__name__)

_SUGGESTIONS = 3
_LAID_OUT = (*OF_ALL, "eligibility")  # answers with a form of their own, which no model is to write


@dataclass(frozen=True)
class Started:
    """A question that can be answered: the id that the answer will have, the conversation that it
    goes on, and when it began (perf_counter)."""

    id: str
    conversation: Conversation
    text: str
    profile_id: str | None
    language: Language | None
    began: float


@dataclass(frozen=True)
class Findings:
    """What was understood of a question, the one profession that it is about, if any, and the
    passages found there, best first."""

    asked: Question
    profile: Profile | None
    matches: list[Match]

    @property
    def confidence(self) -> float:
        """The probability that the profile answers, 0 to 1."""
        return confidence(self.asked, self.profile, self.matches) if self.profile else 0.0


class CareerAssistant:
    """Answers questions about the professions of one generation of the index."""

    def __init__(
        self,
        generation: Generation,
        search: PassageSearch | None = None,
        writer: "ChatWriter | None" = None,
    ) -> None:
        self.generation = generation
        self.writer = writer
        self.conversations: Conversations = ConversationsInMemory()
        self._understanding = Understanding(generation)
        self._matching = Matching(generation)
        self._adviser = Adviser(search or PassageSearch(generation), self._matching)

    @classmethod
    def open(cls, data: Path, source: str | None = None) -> "CareerAssistant":
        """Open the published index of a data folder, or of it the professions of one catalogue,
        with the chat model that CAREER_CHAT_MODEL names, if it does.

        Raises NothingIngested or BadSetting.
        """
        assistant = cls(open_current(data, source), writer=_configured_writer())
        assistant.generation.embedded("")  # reads the model, which no question should wait for
        return assistant

    def answer(
        self,
        question: str,
        *,
        profile_id: str | None = None,
        conversation_id: str | None = None,
        language: Language | None = None,
    ) -> Answer:
        """Answer a question in one of the professions, with citations.

        Raises BadQuestion, UnknownProfile or UnknownConversation; each message can be shown.
        """
        *_, answer = self.stream(
            question, profile_id=profile_id, conversation_id=conversation_id, language=language
        )
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        profile_id: str | None = None,
        conversation_id: str | None = None,
        language: Language | None = None,
    ) -> Iterator[str | Answer]:
        """Answer as `answer` does: yield the verified text piece by piece, then the Answer.

        Nothing that was yielded is taken back; closing the iterator ends the work.
        """
        started = self.start(
            question, profile_id=profile_id, conversation_id=conversation_id, language=language
        )
        yield from self.go_on(started)

    def start(
        self,
        question: str,
        *,
        profile_id: str | None = None,
        conversation_id: str | None = None,
        language: Language | None = None,
        owner: str = "",
    ) -> Started:
        """Take a question, for `go_on` to answer. A conversation is continued for the owner that
        began it alone. Raises what `answer` does."""
        began = perf_counter()
        text = clean_question(question)
        if profile_id is not None and profile_id not in self.generation.profiles:
            raise UnknownProfile(f"There is no profile {profile_id!r}; see the list of profiles.")
        conversation = owned(self.conversations, conversation_id, owner)
        return Started(new_id(), conversation, text, profile_id, language, began)

    def go_on(self, started: Started) -> Generator[str | Answer, None, None]:
        """Answer what was started, as `stream` does."""
        conversation = started.conversation
        asked = self._understood(started)
        understood = perf_counter()
        matches = self._adviser.retrieve(asked)
        retrieved = perf_counter()
        extractive = self._verified(self._adviser.draft(asked, matches), asked)
        written = yield from self._written(asked, extractive, matches, conversation)
        if written is None:
            yield from extractive.pieces()
        composed = perf_counter()
        answer = replace(
            self._answer(asked, written or extractive, started),
            generator=self.writer.name if written and self.writer else "extractive",
            timing_ms=Timing(
                understand=_milliseconds(understood - started.began),
                retrieve=_milliseconds(retrieved - understood),
                compose=_milliseconds(composed - retrieved),
                total=_milliseconds(perf_counter() - started.began),
            ),
        )
        self.conversations.remember(
            carried_over(conversation, asked, answer), Turn.of(asked.text, answer)
        )
        yield answer

    def _understood(self, started: Started) -> Question:
        """Return what is asked; of a follow-up what the chat model makes of it, if it is to."""
        conversation = started.conversation
        asked = self._understanding.question(
            started.text,
            profile_id=started.profile_id,
            language=started.language,
            conversation=conversation,
        )
        if started.profile_id or not conversation.turns:
            return asked
        if self.writer is None or self.writer.follow_ups is None:
            return asked
        earlier = self.conversations.turns(conversation.id)
        return self.writer.follow_ups.understood(asked, conversation, earlier, self._understanding)

    def _written(
        self, asked: Question, extractive: Draft, matches: list[Match], conversation: Conversation
    ) -> Generator[str, None, Draft | None]:
        """Have the chat model, if there is one, write what the evidence answers, verified; yield
        its text, and return it whole, or None where the extractive answer is to be given.

        Its words can be verified only beside evidence in the same language, and of one profession.
        """
        profile = self._adviser.subject(asked)
        if self.writer is None or profile is None or asked.beside or asked.way in _LAID_OUT:
            return None
        if not extractive.evidence or profile.language != asked.language:
            return None
        earlier = self.conversations.turns(conversation.id) if conversation.turns else ()
        return (
            yield from self.writer.write(
                asked, extractive, matches, self.generation.passages_of(profile.id), earlier
            )
        )

    def find(self, question: str, *, profile_id: str | None = None) -> Findings:
        """Return what is understood of a question that stands alone, and the passages found."""
        asked = self._understanding.question(
            clean_question(question),
            profile_id=profile_id,
            language=None,
            conversation=self.conversations.get(None),
        )
        return Findings(asked, self._adviser.subject(asked), self._adviser.retrieve(asked))

    def compare(
        self,
        profile_ids: Sequence[str],
        sections: Sequence[str] | None = None,
        language: Language | None = None,
    ) -> Comparison:
        """Compare 2 to 5 professions, in the sections named or those that matter to a jobseeker.

        Raises BadComparison or UnknownProfile; each message can be shown.
        """
        return compare(self.generation, profile_ids, sections, language)

    def match(
        self, text: str, limit: int = 5, language: Language | None = None
    ) -> tuple[ProfessionMatch, ...]:
        """Return the professions that suit what a person tells of themselves, best first; none
        where none does. Nothing of it is kept. Raises BadQuestion.
        """
        return self._matching.match(clean_question(text), limit, language)

    def _verified(self, draft: Draft, asked: Question) -> Draft:
        """Return the draft if it keeps the three rules; otherwise say that there is no answer."""
        found = breaches(draft, asked.language, asked.text)
        if not found:
            return draft
        _log.error("an answer was withheld: %s", redacted("; ".join(found), asked.language))
        withheld = Draft("not_covered", draft.about)
        withheld.say(phrase("withheld", asked.language))
        return withheld

    def _answer(self, asked: Question, draft: Draft, started: Started) -> Answer:
        return Answer(
            id=started.id,
            conversation_id=started.conversation.id,
            created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            status=draft.status,
            language=asked.language,
            text=draft.text,
            citations=draft.citations(),
            profiles=tuple(NamedProfile(p.id, p.title) for p in draft.about),
            suggestions=self._suggestions(asked, draft.about),
            generator="extractive",
            timing_ms=Timing(0, 0, 0, 0),
        )

    def example_questions(self, language: Language, count: int = _SUGGESTIONS) -> tuple[str, ...]:
        """Return questions that the corpus answers, about several professions and kinds."""
        profiles = (self.generation.profiles[i] for i in self.generation.profiles)
        return examples(list(islice(profiles, count)), language, count)

    def _suggestions(self, asked: Question, about: Sequence[Profile]) -> tuple[str, ...]:
        """Return next questions that the profession answers, or examples from several."""
        if len(about) == 1:
            return next_questions(about[0], asked.kind, asked.language, _SUGGESTIONS)
        return examples(about, asked.language, _SUGGESTIONS) or self.example_questions(
            asked.language
        )


def _configured_writer() -> "ChatWriter | None":
    if not os.environ.get("CAREER_CHAT_MODEL"):
        return None
    from assistant.chat_model import configured_writer  # a second, for who configured a model

    return configured_writer()


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
