"""Answers questions about many professions: which suit a person, which fulfil a condition."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.conditions import Condition, conditions_in
from assistant.draft import Draft, evidence_of
from assistant.matching import Matching, Suited
from assistant.phrases import escaped, phrase
from assistant.statements import Statement, statements_in
from assistant.understand import Question
from corpus.profile import Language, Passage, Profile
from index.generation import Generation
from index.search import PassageSearch
from index.words import question_words

_SHOWN = 4  # professions
_MOST_REASONS = 2
_LOOKED_THROUGH = 60  # passages, where a condition is all that is asked for

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
        "chercher cherche trouver exercer existe moi vous quelqu'un someone could would should do"
    )
)


def discover(asked: Question, matching: Matching, search: PassageSearch) -> Draft:
    """Name the professions that suit what a question tells and fulfil what it demands, with the
    lines that say so; ask for more where there are none."""
    conditions, rest = conditions_in(asked.text)
    statements = list(_told(rest))
    if any(not statement.negated for statement in statements):
        suited = matching.suited(statements, asked.language)
        found = _suited(suited, conditions, search.generation)
    elif conditions:
        found = _fulfilling(conditions, search)
    else:
        return _asks_for_more("tell_more", asked.language)
    shown = list(islice(found, _SHOWN))
    return _list(asked, shown) if shown else _asks_for_more("nothing_suits", asked.language)


def _told(text: str) -> Iterator[Statement]:
    """Yield what a question tells, without what it asks for."""
    for statement in statements_in(text):
        said, topic = (_ASKING.sub(" ", part).strip() for part in (statement.said, statement.topic))
        if not _IDLE.issuperset(question_words(topic)):
            yield Statement(said, topic, statement.negated)


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


def _fulfilling(conditions: Sequence[Condition], search: PassageSearch) -> Iterator[_Found]:
    """Yield professions that fulfil conditions, where nothing else tells which are meant."""
    near = search.find(conditions[0].wording, limit=_LOOKED_THROUGH)
    for profile_id in dict.fromkeys(match.passage.profile_id for match in near):
        lines = _lines(profile_id, conditions, search.generation)
        if lines is not None:
            yield _Found(search.generation.profiles[profile_id], lines)


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
            name = "suits_for" if said else "suits"
            text = phrase(name, language, said=escaped(said or ""), quote=escaped(passage.text))
            draft.say(f"- {text}", evidence_of(one.profile, [passage]), end="\n")
        for passage in one.missing:
            text = phrase("also_asked", language, quote=escaped(passage.text))
            draft.say(f"- {text}", evidence_of(one.profile, [passage]), end="\n")
        draft.say("", end="\n")
    return draft


def _asks_for_more(name: str, language: Language) -> Draft:
    draft = Draft("clarify")
    draft.say(phrase(name, language))
    return draft
