"""Understands a question: its language, the profession it is about, and what it asks."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.conversations import Conversation
from assistant.errors import BadQuestion
from assistant.professions import named_professions
from assistant.question_kinds import (
    NearestKinds,
    QuestionKind,
    career_words,
    question_kinds,
    words_of,
)
from corpus.language import language_of
from corpus.profile import Language, SectionKind
from corpus.words import plain, words
from index.generation import Generation
from index.words import question_words

LONGEST_QUESTION = 1000  # characters

# Nearness from which a kind counts as evidence for its sections, is likely, and is certain;
# chosen on eval/cases/first.jsonl.
_PLAUSIBLE = 0.3
_LIKELY = 0.4
_CERTAIN = 0.55

_FEWEST_WORDS_OF_A_LANGUAGE = 4  # fewer are told apart by the conversation that they stand in
_NAME_ALONE = "c'est quoi un"  # what a profession's name asks when nothing else is said

# What a follow-up is made of beside a profession's name.
_FOLLOW_UPS = frozenset(question_words("et pour alors sinon comme plutôt chez and for what about"))

_OTHER_TOPICS = ("out_of_scope", "smalltalk")


@dataclass(frozen=True)
class Question:
    """What was understood. `standalone` is the question without the profession's name, `keywords`
    the stems that say of what it asks, beside the words of any question.

    `kinds` is the evidence, 0 to 1, for each kind of section; `certainty` that of `kind`, the
    row of the table that is nearest. `unknown_profession` is a profession named that has no
    profile, `near` the profiles with a title like it, `said` the words that named those that have
    one; `about_a_job` says that it names a
    profession or uses a word of working life.
    """

    text: str
    standalone: str
    keywords: tuple[str, ...]
    language: Language
    profile_ids: tuple[str, ...]
    said: str
    about_a_job: bool
    unknown_profession: str | None
    near: tuple[str, ...]
    kind: QuestionKind
    certainty: float
    kinds: Mapping[SectionKind, float]

    @property
    def is_certain(self) -> bool:
        """Tell whether the kind alone says what is asked."""
        return self.certainty >= _CERTAIN

    @property
    def is_likely(self) -> bool:
        """Tell whether the kind is what is asked, where nothing else in the question says more."""
        return self.certainty >= _LIKELY

    @property
    def is_plausible(self) -> bool:
        """Tell whether this may be a question of that kind."""
        return self.certainty >= _PLAUSIBLE


def clean_question(text: str) -> str:
    """Return the question as it is read: NFC, on one line.

    Raises BadQuestion when it is empty, too long or holds control characters.
    """
    if len(text) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The question has {len(text):,} characters; ask it in {LONGEST_QUESTION:,} at most."
        )
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n" for c in text):
        raise BadQuestion("The question holds control characters; ask it as plain text.")
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    cleaned = " ".join(unicodedata.normalize("NFC", visible).split())
    if not cleaned:
        raise BadQuestion("The question is empty; ask something about a job.")
    return cleaned


class Understanding:
    """Understands questions about the professions of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._nearest = NearestKinds(generation.embeddings)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The stems that questions of any kind are made of."""
        return self._nearest.vocabulary

    def question(
        self,
        text: str,
        *,
        profile_id: str | None,
        language: Language | None,
        conversation: Conversation,
    ) -> Question:
        """Understand `text`, already cleaned, in its conversation."""
        carried_over = bool(profile_id or conversation.profile_ids or self._only_profile())
        named = named_professions(text, self._generation, self.vocabulary, carried_over)
        standalone = _without(text, named.said)
        if named.said and conversation.question and not self._asks_something(standalone):
            standalone = conversation.question  # « et pour un boulanger ? » asks what was asked
        about_a_job = bool(named.said or not career_words().isdisjoint(question_words(text)))
        kind, certainty, kinds = self._kinds(
            standalone or (_NAME_ALONE if named.said else text), about_a_job
        )
        profile_ids = named.profile_ids
        if profile_id is not None:
            profile_ids = (profile_id,)
        elif not profile_ids and named.unknown is None:
            profile_ids = conversation.profile_ids or self._only_profile()
        return Question(
            text=text,
            standalone=standalone or text,
            keywords=tuple(w for w in question_words(standalone) if w not in self.vocabulary),
            language=language or self._language(standalone, text, conversation),
            profile_ids=profile_ids,
            said=" / ".join(named.said),
            about_a_job=about_a_job,
            unknown_profession=None if profile_id else named.unknown,
            near=named.near,
            kind=kind,
            certainty=certainty,
            kinds=kinds,
        )

    def _asks_something(self, text: str) -> bool:
        """Tell whether anything is asked beside a profession's name."""
        stems = set(question_words(text)) & (self.vocabulary | career_words())
        return bool(stems - _FOLLOW_UPS) and max(self._nearest.scores(text).values()) >= _PLAUSIBLE

    def _only_profile(self) -> tuple[str, ...]:
        ids = tuple(self._generation.profiles)
        return ids if len(ids) == 1 else ()

    def _kinds(
        self, text: str, about_a_job: bool
    ) -> tuple[QuestionKind, float, Mapping[SectionKind, float]]:
        scores = self._nearest.scores(text)
        if about_a_job:
            scores.update({k.name: 0.0 for k in question_kinds() if k.status in _OTHER_TOPICS})
        evidence: dict[SectionKind, float] = {}
        for kind in question_kinds():
            sure = (scores.get(kind.name, 0.0) - _PLAUSIBLE) / (_CERTAIN - _PLAUSIBLE)
            for section in kind.sections:
                evidence[section] = max(evidence.get(section, 0.0), min(max(sure, 0.0), 1.0))
        best = max(question_kinds(), key=lambda kind: scores.get(kind.name, 0.0))
        top = scores.get(best.name, 0.0)
        # Only what is nearly as near as the nearest kind is evidence.
        near = {
            s for k in question_kinds() if scores.get(k.name, 0.0) >= 0.8 * top for s in k.sections
        }
        return best, top, {s: value for s, value in evidence.items() if s in near and value > 0}

    def _language(self, standalone: str, text: str, conversation: Conversation) -> Language:
        """Return the language of the words around the profession's name, which may be in the
        other one (« community manager salaire »)."""
        said = standalone if re.search(r"\w{3}", standalone) else text
        # A question is short: its usual words tell more than its letters do (« Quel cursus ? »).
        french, english = (len(words_of(spoken) & set(words(said))) for spoken in ("fr", "en"))
        if french != english:
            return "fr" if french > english else "en"
        if conversation.language is not None and len(words(text)) < _FEWEST_WORDS_OF_A_LANGUAGE:
            return conversation.language
        return language_of(said)


def _without(text: str, said: Sequence[str]) -> str:
    """Return `text` without the words `said`, as they were joined by single spaces."""
    for name in said:
        spaced = r"[\W_]+".join(map(re.escape, name.split()))
        text = re.sub(rf"(?<!\w){spaced}(?!\w)", " ", text, count=1)
    return " ".join(text.split()) if plain(text).strip(" ?!.,;:'") else ""
