"""Understands a question: its language, the profession it is about, and what it asks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.choices import Choice, chosen, is_only_a_reply
from assistant.conversations import Conversation
from assistant.professions import Named, named_professions
from assistant.question import Question
from assistant.question_kinds import QuestionKind, career_words, kind_named, narrowed
from assistant.question_model import (
    MORE,
    OF_ALL,
    PROFESSION,
    Reading,
    Way,
    question_model,
)
from assistant.third_language import third_language
from assistant.typed import says_nothing
from assistant.ways import hinted_ways, likely_way, without_ways
from corpus.language import language_of
from corpus.profile import SECTION_KINDS, Language
from corpus.words import plain, words
from index.generation import Generation
from index.title_likeness import is_stop
from index.words import question_words

# Probability from which a part of a question is one: that it is about a profession, that it asks
# for a whole section, and for which.
_PART_OF_A_PROFESSION = 0.6
_PART_WHOLE = 0.65
_SURE_OF_PART = 0.75
_LONGEST_PART = 12  # words
_BETWEEN_PARTS = re.compile(
    r"(?:^|\s|[,;:/+&?]+\s*)(?:et|and|puis|ainsi que)\s+|[,;:/+&?]+\s*|[.!]+(?:\s+|$)",
    re.IGNORECASE,
)
_PROFESSION_SHOWN = 0.5  # what is left of its probability, chosen on the development half
_WITHOUT_SUBJECT = 0.35  # what is left of what is asked of professions where none is at hand
_FEW_WORDS = 4  # of a choice that is like one of the titles offered
_LIKE_AN_OFFER = 0.4
_SURE_OF_LANGUAGE = 1.0  # log odds

_FEWEST_WORDS_OF_A_LANGUAGE = 4  # fewer are told apart by the conversation that they stand in
_SURELY_OF_ALL = 0.8  # probability from which all are meant though one is named
_NAME_ALONE = "c'est quoi un"  # what a profession's name asks when nothing else is said

_OTHER_TOPICS = ("out_of_scope", "smalltalk")
_OF_A_PROFESSION = (PROFESSION, "silent")

# What a follow-up is made of beside a profession's name.
_FOLLOW_UPS = frozenset(
    question_words(
        "et pour alors sinon comme plutôt chez non oui ok d'accord merci bon parlais parle voulais "
        "dire pareil même question revenir retour plutôt finalement and for what about how no yes "
        "okay thanks meant mean same question instead back rather again"
    )
)


class Understanding:
    """Understands questions about the professions of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._model = question_model()

    @property
    def vocabulary(self) -> frozenset[str]:
        """The stems that questions of any kind are made of."""
        return self._model.vocabulary

    def question(
        self,
        text: str,
        *,
        profile_id: str | None,
        language: Language | None,
        conversation: Conversation,
    ) -> Question:
        """Understand `text`, already cleaned, in its conversation."""
        given = (profile_id,) if profile_id else conversation.profile_ids
        carried_over = given or self._only_profile()
        named, choice, rest = self._named(text, carried_over, conversation)
        standalone = rest
        if named.said and conversation.question and not self._asks_something(rest):
            standalone = conversation.question  # « et pour un boulanger ? » asks what was asked
        elif choice and not _says_something(rest):
            standalone = conversation.question
        uses_career_words = not career_words().isdisjoint(question_words(text))
        about_a_job = bool(named.profile_ids or named.unknown or uses_career_words)
        is_name_alone = named.each and not _says_something(standalone)
        reading = self._model.read(_NAME_ALONE if is_name_alone else standalone or text)
        wants_more = bool(reading.topic == MORE and conversation.question and not named.said)
        if wants_more:  # « plus précisément ? » asks on
            standalone = conversation.question
            reading = self._model.read(standalone)
        way = None if choice else self._way(text, standalone, reading, named, bool(carried_over))
        if way in OF_ALL and profile_id is None:
            named, standalone, carried_over = Named(), text, ()
        topics = without_ways(reading.topics)
        topics = _topics(topics, about_a_job, bool(carried_over))
        kind, certainty = _kind(topics, reading.sections)
        kind = narrowed(kind, text)
        third = None if choice else third_language(rest)
        if aside := _aside(text, third, bool(choice) or named.are_titles):
            kind, certainty = kind_named(aside), 1.0
        each = named.each
        if profile_id is not None:
            each = ((profile_id,),)
            way = way if way == "eligibility" else None
        elif not each and named.unknown is None:
            each = tuple((i,) for i in carried_over)
        elif way == "comparison" and len(each) == 1 and not named.beside:
            each = _beside(carried_over, each)  # « quelle différence avec un boulanger ? »
        if len(each) > 1 and (named.are_joined or not named.said):
            way = "comparison"  # « boulanger ou pâtissier, quel salaire ? »
        question = Question(
            text=text,
            standalone=standalone or text,
            keywords=self._keywords(standalone),
            language=language or self._language(standalone, text, conversation),
            profile_ids=tuple(dict.fromkeys(i for ids in each for i in ids)),
            said=" / ".join(named.said),
            about_a_job=about_a_job,
            unknown_profession=None if profile_id else named.unknown,
            near=named.near,
            kind=kind,
            certainty=certainty,
            kinds={kind: reading.sections.get(kind, 0.0) for kind in SECTION_KINDS},
            topics=topics,
            whole=reading.whole,
            wants_more=wants_more,
            way=way,
            each=each,
            beside=named.beside,
            third_language=third,
        )
        return replace(question, parts=tuple(self._parts(question)))

    def _named(
        self, text: str, carried_over: Sequence[str], conversation: Conversation
    ) -> tuple[Named, bool, str]:
        """Return the professions that a text names, whether it chooses one of those that were
        offered, and what else it says."""
        named = named_professions(text, self._generation, self.vocabulary, carried_over)
        choice = None if named.are_titles else self._chosen(text, conversation)
        if choice is None:
            return named, False, _without(text, named.said)
        return Named(each=((choice.profile_id,),)), True, choice.rest

    def _way(
        self, text: str, standalone: str, reading: Reading, named: Named, has_subject: bool
    ) -> Way | None:
        """Return how several professions are asked about, if they are."""
        language: Language = "fr" if self._model.language(text) >= 0 else "en"
        hinted = hinted_ways(text, language, named, has_subject)
        way = likely_way(reading.topics, hinted)
        if way is None and named.beside:  # « différence entre un boulanger et un X ? »
            topics = self._model.read(_without(standalone, named.beside)).topics
            way = "comparison" if likely_way(topics, hinted) == "comparison" else None
        if way in OF_ALL and named.are_titles:
            return None  # « marin-pêcheur, c'est pour moi si j'aime la nature ? »
        if way in OF_ALL and named.unknown and reading.topics[way] < _SURELY_OF_ALL:
            return None  # “firefighter night shifts + weekends” is on a job that has no profile
        return way

    def _chosen(self, text: str, conversation: Conversation) -> Choice | None:
        profiles = self._generation.profiles
        offered = {i: profiles[i].title for i in conversation.offered if i in profiles}
        choice = chosen(text, offered, conversation.profile_ids)
        if choice or not offered or len(words(text)) > _FEW_WORDS or self._asks_something(text):
            return choice
        likest = self._generation.titles.likeness.likeliest(text)
        near = [i for i, likeness in likest if i in offered and likeness >= _LIKE_AN_OFFER]
        return Choice(near[0], "") if near else None  # “general care” after French titles

    def _parts(self, question: Question) -> Iterator[Question]:
        """Yield the questions that one is made of, if these ask for several kinds of section."""
        said = [part.strip() for part in _BETWEEN_PARTS.split(question.standalone)]
        read = [(part, self._model.read(part)) for part in said if words(part)]
        # « Bonjour, le salaire et les études, s'il vous plaît ? »
        read = [(part, reading) for part, reading in read if _is_of_a_profession(reading)]
        if len(read) < 2 or any(len(words(part)) > _LONGEST_PART for part, _ in read):
            return
        parts = [_part(question, part, reading) for part, reading in read]
        are_sure = all(max(p.kinds.values()) >= _SURE_OF_PART for p in parts)
        if are_sure and len({p.kind.name for p in parts}) == len(parts):
            yield from (replace(p, keywords=self._keywords(p.standalone)) for p in parts)

    def _keywords(self, standalone: str) -> tuple[str, ...]:
        return tuple(w for w in question_words(standalone) if w not in self.vocabulary)

    def _asks_something(self, text: str) -> bool:
        """Tell whether anything is asked beside a profession's name."""
        stems = set(question_words(text)) & (self.vocabulary | career_words())
        return bool(stems - _FOLLOW_UPS)

    def _only_profile(self) -> tuple[str, ...]:
        ids = tuple(self._generation.profiles)
        return ids if len(ids) == 1 else ()

    def _language(self, standalone: str, text: str, conversation: Conversation) -> Language:
        """Return the language of the words around the profession's name, which may be in the
        other one (« community manager salaire »)."""
        if says_nothing(text):
            return conversation.language or "fr"
        said = standalone if re.search(r"\w{3}", standalone) else text
        # A question is short: its usual words tell more than its letters do (« Quel cursus ? »).
        odds = self._model.language(said)
        if abs(odds) >= _SURE_OF_LANGUAGE:
            return "fr" if odds > 0 else "en"
        if conversation.language is not None and len(words(text)) < _FEWEST_WORDS_OF_A_LANGUAGE:
            return conversation.language
        return language_of(said)


def _says_something(text: str) -> bool:
    """Tell whether there is more in a text than « et pour un »."""
    return any(
        not (is_stop(word) or _FOLLOW_UPS.issuperset(question_words(word))) for word in words(text)
    )


def _aside(text: str, third: str | None, is_named: bool) -> str | None:
    """Return the kind of what asks nothing that profiles answer, whatever the classifiers read:
    « 👍 », « oui », « ¿Cuánto gana? »."""
    if third:
        return "third_language"
    if is_named:
        return None
    if says_nothing(text):
        return "unclear"
    return "reply" if is_only_a_reply(text) else None


def _beside(
    carried_over: Sequence[str], each: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], ...]:
    """Return the professions carried over, then those named."""
    return (*((i,) for i in carried_over if all(i not in ids for ids in each)), *each)


def _topics(topics: Mapping[str, float], about_a_job: bool, has_subject: bool) -> dict[str, float]:
    """Return the probabilities of topics: none of another world's for a question on a job, and
    less of a profession where none is at hand."""
    left_out = {MORE, *(_OTHER_TOPICS if about_a_job else ())}
    kept = {name: share for name, share in topics.items() if name not in left_out}
    # Most of what the classifiers were shown is about professions, most of what is asked less so.
    kept[PROFESSION] *= _PROFESSION_SHOWN
    if not about_a_job and not has_subject:
        for name in _OF_A_PROFESSION:
            kept[name] *= _WITHOUT_SUBJECT
    total = sum(kept.values())
    return {name: share / total for name, share in kept.items()}


def _kind(topics: Mapping[str, float], sections: Mapping[str, float]) -> tuple[QuestionKind, float]:
    """Return what is asked for, and its probability."""
    topic = max(topics, key=lambda name: topics[name])
    if topic != PROFESSION:
        return kind_named(topic), topics[topic]
    section = max(sections, key=lambda name: sections[name])
    return kind_named(section), topics[topic] * sections[section]


def _is_of_a_profession(reading: Reading) -> bool:
    return reading.topics[PROFESSION] >= _PART_OF_A_PROFESSION and reading.whole >= _PART_WHOLE


def _part(question: Question, said: str, reading: Reading) -> Question:
    """Return what a part of a question asks: all that the likeliest kind of section says."""
    section = max(reading.sections, key=lambda name: reading.sections[name])
    return replace(
        question,
        standalone=said,
        kind=kind_named(section),
        certainty=1.0,
        kinds={kind: reading.sections.get(kind, 0.0) for kind in SECTION_KINDS},
        topics=_topics(without_ways(reading.topics), about_a_job=True, has_subject=True),
        whole=1.0,
    )


def _without(text: str, said: Sequence[str]) -> str:
    """Return `text` without the words `said`, as they were joined by single spaces."""
    for name in said:
        spaced = r"[\W_]+".join(map(re.escape, name.split()))
        text = re.sub(rf"(?<!\w){spaced}(?!\w)", " ", text, count=1)
    return " ".join(text.split()) if plain(text).strip(" ?!.,;:'") else ""
