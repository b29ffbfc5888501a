"""Understands a question: its language, the profession it is about, and what it asks."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.choices import chosen
from assistant.conversations import Conversation
from assistant.errors import BadQuestion
from assistant.professions import Named, named_professions
from assistant.question_kinds import QuestionKind, career_words, kind_named
from assistant.question_model import MORE, OF_ALL, PROFESSION, WAYS, Way, question_model
from corpus.language import language_of
from corpus.profile import SECTION_KINDS, Language, SectionKind
from corpus.words import plain, words
from index.generation import Generation
from index.words import question_words

LONGEST_QUESTION = 1000  # characters

# Probability from which a kind is what is asked.
_LIKELY = 0.4
_WHOLE = 0.55  # … and from which all that a section says is asked for
_LIKELY_WAY = 0.5
_SURE_OF_PART = 0.85  # that a part of a question asks for a kind of section of its own
_LONGEST_PART = 8  # words
_BETWEEN_PARTS = re.compile(r"\s+(?:et|and|puis|ainsi que)\s+|[,;/+&?]+\s*", re.IGNORECASE)
_PROFESSION_SHOWN = 0.5  # what is left of its probability, chosen on the development half
_WITHOUT_SUBJECT = 0.3  # what is left of what is asked of professions where none is at hand
_SURE_OF_LANGUAGE = 1.0  # log odds

_FEWEST_WORDS_OF_A_LANGUAGE = 4  # fewer are told apart by the conversation that they stand in
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


@dataclass(frozen=True)
class Question:
    """What was understood. `standalone` is the question without the profession's name, `keywords`
    the stems that say of what it asks, beside the words of any question.

    `kind` is what is asked for, `certainty` its probability, `kinds` that of each kind of section;
    `topics` are the probabilities of what it is about, `whole` that it asks for all that a section
    says, `wants_more` that it asks on after an answer. `parts` are the questions that it is made
    of, if it asks for several kinds of section: « salaire et diplômes ? ». `unknown_profession` is
    a profession named that has no profile, `near` the profiles with a title like it, `said` the
    words that named those that have one; `about_a_job` says that it names a profession or
    uses a word of working life. `way` tells a comparison of professions, a search for one that
    suits, a filter over many and a person's fitness for one from what is asked of a profession.
    `each` are the profiles that each profession named or carried over may mean, `beside` names
    professions without a profile beside them.
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
    topics: Mapping[str, float]
    whole: float
    wants_more: bool = False
    way: Way | None = None
    each: tuple[tuple[str, ...], ...] = ()
    beside: tuple[str, ...] = ()
    parts: tuple["Question", ...] = ()

    @property
    def is_likely(self) -> bool:
        """Tell whether the kind is what is asked, where nothing else in the question says more."""
        return self.certainty >= _LIKELY

    @property
    def asks_for_the_whole(self) -> bool:
        """Tell « Quels diplômes ? » from « Un BTS de graphisme suffit-il ? »."""
        return self.is_likely and self.whole >= _WHOLE


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
        named = named_professions(text, self._generation, self.vocabulary, carried_over)
        choice = None if named.are_titles else chosen(text, conversation.offered)
        if choice:
            named = Named(each=((choice,),))
        standalone = conversation.question if choice else _without(text, named.said)
        if named.said and conversation.question and not self._asks_something(standalone):
            standalone = conversation.question  # « et pour un boulanger ? » asks what was asked
        uses_career_words = not career_words().isdisjoint(question_words(text))
        about_a_job = bool(named.profile_ids or named.unknown or uses_career_words)
        reading = self._model.read(standalone or (_NAME_ALONE if named.each else text))
        wants_more = bool(reading.topic == MORE and conversation.question and not named.said)
        if wants_more:  # « plus précisément ? » asks on
            standalone = conversation.question
            reading = self._model.read(standalone)
        topics, way = _way(reading.topics)
        if way in OF_ALL and profile_id is None:
            if named.are_titles:
                way = None  # « marin-pêcheur, c'est pour moi si j'aime la nature ? »
            else:
                named, standalone, carried_over = Named(), text, ()
        topics = _topics(topics, about_a_job, bool(carried_over))
        kind, certainty = _kind(topics, reading.sections)
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
            keywords=tuple(w for w in question_words(standalone) if w not in self.vocabulary),
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
        )
        return replace(question, parts=tuple(self._parts(question)))

    def _parts(self, question: Question) -> Iterator[Question]:
        """Yield the questions that one is made of, if these ask for several kinds of section."""
        parts = [said.strip() for said in _BETWEEN_PARTS.split(question.standalone)]
        parts = [said for said in parts if words(said)]
        if len(parts) < 2 or any(len(words(said)) > _LONGEST_PART for said in parts):
            return
        readings = [self._model.read(said) for said in parts]
        topics = [_topics(_way(reading.topics)[0], True, True) for reading in readings]
        kinds = [
            _kind(topic, reading.sections) for topic, reading in zip(topics, readings, strict=True)
        ]
        sure = all(certainty >= _SURE_OF_PART and kind.sections for kind, certainty in kinds)
        if not sure or len({kind.name for kind, _ in kinds}) < len(parts):
            return
        for said, reading, topic, (kind, certainty) in zip(
            parts, readings, topics, kinds, strict=True
        ):
            yield replace(
                question,
                standalone=said,
                keywords=tuple(w for w in question_words(said) if w not in self.vocabulary),
                kind=kind,
                certainty=certainty,
                kinds={kind: reading.sections.get(kind, 0.0) for kind in SECTION_KINDS},
                topics=topic,
                whole=1.0,
            )

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
        said = standalone if re.search(r"\w{3}", standalone) else text
        # A question is short: its usual words tell more than its letters do (« Quel cursus ? »).
        odds = self._model.language(said)
        if abs(odds) >= _SURE_OF_LANGUAGE:
            return "fr" if odds > 0 else "en"
        if conversation.language is not None and len(words(text)) < _FEWEST_WORDS_OF_A_LANGUAGE:
            return conversation.language
        return language_of(said)


def _beside(
    carried_over: Sequence[str], each: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], ...]:
    """Return the professions carried over, then those named."""
    return (*((i,) for i in carried_over if all(i not in ids for ids in each)), *each)


def _way(topics: Mapping[str, float]) -> tuple[dict[str, float], Way | None]:
    """Return the topics with all ways of asking about professions as one, and the way if it is
    none that a single profession answers."""
    ways = {way: topics.get(way, 0.0) for way in WAYS}
    likeliest = max(ways, key=lambda way: ways[way])
    rest = {name: share for name, share in topics.items() if name not in ways}
    rest[PROFESSION] += sum(ways.values())
    return rest, likeliest if ways[likeliest] >= _LIKELY_WAY else None


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


def _without(text: str, said: Sequence[str]) -> str:
    """Return `text` without the words `said`, as they were joined by single spaces."""
    for name in said:
        spaced = r"[\W_]+".join(map(re.escape, name.split()))
        text = re.sub(rf"(?<!\w){spaced}(?!\w)", " ", text, count=1)
    return " ".join(text.split()) if plain(text).strip(" ?!.,;:'") else ""
