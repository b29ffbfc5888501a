"""Answers questions about many professions: which suit a person, which fulfil a condition."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from assistant.conditions import Condition, conditions_in
from assistant.draft import Draft, evidence_of
from assistant.matching import Matching, Suited
from assistant.phrases import escaped, phrase
from assistant.profession_tagger import spoken
from assistant.question import Question
from assistant.statements import Statement, statements_in
from corpus.profile import Language, Passage, Profile
from index.generation import Generation
from index.search import PassageSearch
from index.title_likeness import is_stop
from index.words import question_words

_SHOWN = 4  # professions
_MOST_REASONS = 2
_LOOKED_THROUGH = 100  # passages
_SAYS_IT = 0.5  # cosine from which a line says what is asked of many professions
_LEAST = 0.2  # score of a profession that suits, where it has to fulfil a condition as well

# « Quels sont les métiers » asks for professions; it tells nothing of which.
_ASKING = re.compile(
    r"\b(?:quels?|quelles?|which|what|any|some|une?|des|les|a)\b(?:\s\w+){0,3}?\s"
    r"(?:métiers?|professions?|jobs?|boulots?|postes?|emplois?|carrières?|careers?|occupations?|"
    r"roles?|work)\b",
    re.IGNORECASE,
)
# … nor do these, beside it.
_IDLE = frozenset(
    question_words(
        "métier emploi travail boulot job career work convient conviendrait correspond faire fait "
        "peux pourrais peut irait suit suits fit good right recommend suggest conseiller proposer "
        "chercher cherche trouver exercer existe recruter embaucher accessible travailler rester "
        "ouvert ouvrir quand avoir être moi vous quelqu'un someone somebody could would should "
        "do people"
    )
)


def discover(asked: Question, matching: Matching, search: PassageSearch) -> Draft:
    """Name the professions that suit what a question tells and fulfil what it demands, with the
    lines that say so; ask for more where there are none."""
    conditions, rest = conditions_in(asked.text)
    statements = list(_told(rest))
    topic = " ".join(statement.topic for statement in statements if not statement.negated)
    if not topic and not conditions:
        return _asks_for_more("tell_more", asked.language)
    found: list[Iterator[_Found]] = []
    if asked.way == "filter" or not topic:
        found.append(_with_a_line(topic or conditions[0].wording, bool(topic), conditions, search))
    if topic:
        suited = matching.suited(statements, asked.language, _LEAST if conditions else None)
        found.append(_suited(suited, conditions, search.generation))
    shown = list(islice(_once(chain(*found)), _SHOWN))
    return _list(asked, shown) if shown else _asks_for_more("nothing_suits", asked.language)


def _told(text: str) -> Iterator[Statement]:
    """Yield what a question tells, without what it asks for."""
    for statement in statements_in(text):
        topic = " ".join(w for w in spoken(_ASKING.sub(" ", statement.topic)) if not _is_idle(w))
        if topic:
            yield replace(statement, topic=topic)


def _is_idle(word: str) -> bool:
    return is_stop(word) or not _IDLE.isdisjoint(question_words(word))


@dataclass(frozen=True)
class _Found:
    """A profession, the lines that speak for it, each with the words of the person that it meets
    or None, and what else it demands."""

    profile: Profile
    reasons: tuple[tuple[str | None, Passage], ...]
    missing: tuple[Passage, ...] = ()


def _suited(
    suited: Iterable[Suited], conditions: Sequence[Condition], generation: Generation
) -> Iterator[_Found]:
    """Yield the professions that suit and fulfil all conditions, the best first."""
    for one in suited:
        lines = _lines(one.profile.id, conditions, generation)
        if lines is not None:
            yield _Found(one.profile, (*one.met[:_MOST_REASONS], *lines), one.missing[:1])


def _with_a_line(
    wanted: str, shows_it: bool, conditions: Sequence[Condition], search: PassageSearch
) -> Iterator[_Found]:
    """Yield the professions that have a line near to what is wanted and fulfil the conditions;
    `shows_it` tells whether that line is a reason. Otherwise the conditions' own lines are, and
    what is wanted only says where to look first."""
    for match in search.find(wanted, limit=_LOOKED_THROUGH):
        if shows_it and match.why["meaning"] < _SAYS_IT:
            continue
        passage = match.passage
        lines = _lines(passage.profile_id, conditions, search.generation)
        if lines is not None:
            near = ((None, passage),) if shows_it else ()
            yield _Found(search.generation.profiles[passage.profile_id], (*near, *lines))


def _once(found: Iterable[_Found]) -> Iterator[_Found]:
    """Yield each profession the first time that it is found."""
    seen: set[str] = set()
    for one in found:
        if one.profile.id not in seen:
            seen.add(one.profile.id)
            yield one


def _lines(
    profile_id: str, conditions: Sequence[Condition], generation: Generation
) -> tuple[tuple[None, Passage], ...] | None:
    """Return the lines of a profile that say that it fulfils the conditions, None if one fails."""
    passages = generation.passages_of(profile_id)
    lines = [condition.line_of(passages) for condition in conditions]
    said = dict.fromkeys(line for line in lines if line is not None)
    return tuple((None, line) for line in said) if all(lines) else None


def _list(asked: Question, found: Sequence[_Found]) -> Draft:
    draft = Draft("answered")
    draft.about = [one.profile for one in found]
    language = asked.language
    draft.say(phrase("these_suit", language))
    for one in found:
        draft.say(f"**{escaped(one.profile.title)}**", end="\n")
        for said, passage in one.reasons:
            tells = said and said in asked.text and not _ASKING.search(said)
            name = "suits_for" if tells else "suits"
            text = phrase(name, language, said=escaped(said or ""), quote=escaped(passage.text))
            draft.say(f"- {text}", evidence_of(one.profile, [passage]), end="\n")
        shown = [passage for _, passage in one.reasons]
        for passage in (p for p in one.missing if p not in shown):
            text = phrase("also_asked", language, quote=escaped(passage.text))
            draft.say(f"- {text}", evidence_of(one.profile, [passage]), end="\n")
        draft.say("", end="\n")
    return draft


def _asks_for_more(name: str, language: Language) -> Draft:
    draft = Draft("clarify")
    draft.say(phrase(name, language))
    return draft
