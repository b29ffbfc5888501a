"""The whole answer path: understand → retrieve → compose → verify → remember."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter

from assistant.answer import Answer, NamedProfile, Timing
from assistant.answerability import confidence, is_answerable
from assistant.comparison import Comparison, compare
from assistant.compose import compose
from assistant.conversations import Conversation, Conversations, ConversationsInMemory, Turn, new_id
from assistant.draft import Draft
from assistant.errors import UnknownProfile
from assistant.matching import Matching, ProfessionMatch
from assistant.personal_data import redacted
from assistant.phrases import enumeration, escaped, phrase
from assistant.question_kinds import kind_named
from assistant.suggestions import examples, next_questions
from assistant.understand import Question, Understanding, clean_question
from assistant.verify import breaches
from corpus.profile import Language, Profile
from index.data_folder import open_current
from index.generation import Generation
from index.search import Match, PassageSearch
from index.shelf import ProfileSummary

_log = logging.getLogger(__name__)

_CANDIDATES = 8  # profiles offered when a question fits several
_SUGGESTIONS = 3
_NEVER_OF_A_PROFESSION = ("refused", "distress")  # whatever passages are near


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

    def __init__(self, generation: Generation, search: PassageSearch | None = None) -> None:
        self.generation = generation
        self._search = search or PassageSearch(generation)
        self.conversations: Conversations = ConversationsInMemory()
        self._understanding = Understanding(generation)
        self._matching = Matching(generation)

    @classmethod
    def open(cls, data: Path) -> "CareerAssistant":
        """Open the published index of a data folder. Raises NothingIngested if there is none."""
        assistant = cls(open_current(data))
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
        began = perf_counter()
        text = clean_question(question)
        if profile_id is not None and profile_id not in self.generation.profiles:
            raise UnknownProfile(f"There is no profile {profile_id!r}; see the list of profiles.")
        conversation = self.conversations.get(conversation_id)
        asked = self._understanding.question(
            text, profile_id=profile_id, language=language, conversation=conversation
        )
        understood = perf_counter()
        profile = self._subject(asked)
        matches = self._retrieve(asked, profile)
        retrieved = perf_counter()
        draft = self._compose(asked, profile, matches)
        draft = self._verified(draft, asked, profile)
        composed = perf_counter()
        answer = replace(
            self._answer(asked, profile, draft, conversation.id),
            timing_ms=Timing(
                understand=_milliseconds(understood - began),
                retrieve=_milliseconds(retrieved - understood),
                compose=_milliseconds(composed - retrieved),
                total=_milliseconds(perf_counter() - began),
            ),
        )
        self._remember(asked, profile, answer, conversation)
        return answer

    def find(self, question: str, *, profile_id: str | None = None) -> Findings:
        """Return what is understood of a question that stands alone, and the passages found."""
        asked = self._understanding.question(
            clean_question(question),
            profile_id=profile_id,
            language=None,
            conversation=self.conversations.get(None),
        )
        profile = self._subject(asked)
        return Findings(asked, profile, self._retrieve(asked, profile))

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

    def _subject(self, asked: Question) -> Profile | None:
        """Return the one profession that the question is about, if there is just one."""
        if asked.unknown_profession is not None or len(asked.profile_ids) != 1:
            return None
        return self.generation.profiles.get(asked.profile_ids[0])

    def _retrieve(self, asked: Question, profile: Profile | None) -> list[Match]:
        if profile is None:
            return []
        return self._search.find(
            asked.standalone,
            profile_ids=[profile.id],
            keywords=asked.keywords,
            kinds=asked.kinds,
            limit=10,
        )

    def _compose(self, asked: Question, profile: Profile | None, matches: list[Match]) -> Draft:
        other_topic = asked.kind.status is not None and asked.kind.name != "silent"
        if asked.kind.name in _NEVER_OF_A_PROFESSION and asked.is_likely:
            return _said(asked.kind.name, asked)
        if asked.unknown_profession is not None and not other_topic:
            return self._unknown_profession(asked)
        if profile is None:
            return _said(asked.kind.name, asked) if other_topic else self._clarify(asked)
        if other_topic and not is_answerable(asked, profile, matches):
            return _said(asked.kind.name, asked)
        if asked.parts:
            return self._compose_parts(asked, profile)
        return compose(asked, profile, matches, self.generation)

    def _compose_parts(self, asked: Question, profile: Profile) -> Draft:
        """Answer each part of a question; it is partial where some of them have no evidence."""
        drafts = [
            compose(part, profile, self._retrieve(part, profile), self.generation)
            for part in asked.parts
        ]
        statuses = [draft.status for draft in drafts]
        is_partial = "answered" in statuses and "not_covered" in statuses
        whole = Draft("partial" if is_partial else statuses[0])
        for draft in sorted(drafts, key=lambda draft: draft.status == "not_covered"):
            whole.go_on(draft)
        return whole

    def _unknown_profession(self, asked: Question) -> Draft:
        draft = Draft("clarify" if asked.near else "not_covered")
        said = escaped(asked.unknown_profession or "")
        draft.say(phrase("unknown_profession", asked.language, said=said), end=" ")
        name = "near_professions" if asked.near else "known_professions"
        draft.say(
            phrase(name, asked.language, titles=_titles(self._candidates(asked), asked.language))
        )
        return draft

    def _clarify(self, asked: Question) -> Draft:
        draft = Draft("clarify")
        titles = _titles(self._candidates(asked), asked.language)
        name = "clarify_several" if asked.said else "clarify_none"
        draft.say(phrase(name, asked.language, titles=titles, said=escaped(asked.said)))
        return draft

    def _candidates(self, asked: Question) -> list[Profile]:
        ids = asked.profile_ids or asked.near or tuple(self.generation.profiles)
        return [self.generation.profiles[i] for i in ids[: _CANDIDATES + 1]]

    def _verified(self, draft: Draft, asked: Question, profile: Profile | None) -> Draft:
        """Return the draft if it keeps the three rules; otherwise say that there is no answer."""
        found = breaches(draft, asked.language, asked.text)
        if not found or profile is None:
            return draft
        _log.error("an answer was withheld: %s", redacted("; ".join(found), asked.language))
        withheld = Draft("not_covered")
        withheld.say(phrase("withheld", asked.language))
        return withheld

    def _answer(
        self, asked: Question, profile: Profile | None, draft: Draft, conversation_id: str
    ) -> Answer:
        return Answer(
            id=new_id(),
            conversation_id=conversation_id,
            created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            status=draft.status,
            language=asked.language,
            text=draft.text,
            citations=draft.citations(),
            profiles=tuple(NamedProfile(p.id, p.title) for p in self._named(asked, profile, draft)),
            suggestions=self._suggestions(asked, profile),
            generator="extractive",
            timing_ms=Timing(0, 0, 0, 0),
        )

    def _remember(
        self, asked: Question, profile: Profile | None, answer: Answer, conversation: Conversation
    ) -> None:
        """Keep the turn, and what the conversation is about: without what is personal in them."""
        conversation = replace(conversation, language=asked.language)
        if profile is not None or answer.status == "clarify":
            asked_for = redacted(asked.standalone, asked.language)
            conversation = replace(conversation, question=asked_for)
        if profile is not None or asked.unknown_profession is not None:
            # An unknown profession is a subject too: the one before is no longer meant.
            conversation = replace(conversation, profile_ids=(profile.id,) if profile else ())
        offered = answer.profiles if answer.status == "clarify" else ()
        conversation = replace(conversation, offered=tuple(named.id for named in offered))
        if offered and (asked.said or asked.near):
            # Who asks on without choosing means the likeliest.
            conversation = replace(conversation, profile_ids=(offered[0].id,))
        self.conversations.remember(conversation, Turn.of(asked.text, answer))

    def _named(self, asked: Question, profile: Profile | None, draft: Draft) -> list[Profile]:
        if draft.status == "clarify":
            return self._candidates(asked)
        return (
            [profile] if profile and draft.status in ("answered", "partial", "not_covered") else []
        )

    def example_questions(self, language: Language, count: int = _SUGGESTIONS) -> tuple[str, ...]:
        """Return questions that the corpus answers, about several professions and kinds."""
        profiles = (self.generation.profiles[i] for i in self.generation.profiles)
        return examples(list(islice(profiles, count)), language, count)

    def _suggestions(self, asked: Question, profile: Profile | None) -> tuple[str, ...]:
        """Return next questions that the profile answers, or examples from several."""
        if profile is None:
            return examples(self._candidates(asked), asked.language, _SUGGESTIONS)
        return next_questions(profile, asked.kind, asked.language, _SUGGESTIONS)


def _said(topic: str, asked: Question) -> Draft:
    """Say what there is to say of a topic that is no profession's."""
    status = kind_named(topic).status
    assert status is not None
    draft = Draft(status)
    draft.say(phrase(topic, asked.language))
    return draft


def _titles(profiles: Sequence[Profile | ProfileSummary], language: Language) -> str:
    shown = [escaped(profile.title) for profile in profiles[:_CANDIDATES]]
    if len(profiles) > _CANDIDATES:
        return ", ".join(shown) + phrase("or_more", language)
    return enumeration(shown, language)


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
