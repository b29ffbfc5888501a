"""Writes the answer from the evidence, in the profiles' own words: no chat model."""

from collections.abc import Sequence
from itertools import groupby

from assistant.answerability import is_answerable
from assistant.draft import Draft, Evidence, evidence_of
from assistant.facts import say_experience, say_salaries, say_what_salaries_leave_open
from assistant.phrases import enumeration, escaped, long_date, phrase
from assistant.question import Question
from assistant.question_kinds import QuestionKind, has_heading, question_kinds, sections_for
from corpus.profile import Language, Passage, Profile, Section
from index.generation import Generation
from index.search import Match
from index.words import question_words

# Lists: what is shown of a section when all its lines would be too many.
_SHORT_LIST = 6
_SURELY_WHOLE = 0.9  # probability from which only the list is wanted
_SHOWN_OF_ONE, _SHOWN_OF_SEVERAL = 4, 2
_MANY_SECTIONS = 3  # of which only the nearest is shown where one line may be all that is asked

# Quotes: a passage this far below the best says something else.
_NEAR_BEST = 0.97
_MOST_QUOTES = 3
_CLEARLY_BEST = 0.12  # how much nearer the one line is that a question asks for
_CERTAIN = 0.8  # of the kind: then all of it is asked for, whatever is nearer
_CLEARLY_ELSEWHERE = 0.1  # how much nearer a line of another section is
_SAME_SUBJECT = 0.25  # cosine from which a passage of an unnamed section answers too


def compose(
    question: Question,
    profile: Profile,
    matches: Sequence[Match],
    generation: Generation,
) -> Draft:
    """Answer `question` about one profession from the passages found, best first."""
    kind = question.kind
    if kind.name == "published" and question.is_likely:
        return _published(question, profile) or not_covered(question, profile)
    is_fact = kind.shape == "fact" and question.is_likely
    if is_fact and (draft := _fact(question, profile, generation)):
        return draft
    is_whole = question.asks_for_the_whole and kind.sections
    if is_whole and not _is_clearly_elsewhere(question, profile, matches):
        return (
            _whole_sections(question, profile, matches, generation)
            or _elsewhere(question, profile, matches)
            or not_covered(question, profile)
        )
    if not is_answerable(question, profile, matches):
        return not_covered(question, profile)
    if question.wants_more:
        return _quotes(question, profile, matches[1 : 1 + _MOST_QUOTES] or matches)
    return _quotes(question, profile, _near_best(matches))


def _elsewhere(question: Question, profile: Profile, matches: Sequence[Match]) -> Draft | None:
    """Answer from unnamed sections of a profile that has none of the kind, not even empty."""
    if "other" not in question.kind.otherwise or has_heading(question.kind, profile):
        return None
    near = [
        match
        for match in matches
        if match.passage.kind == "other" and match.why["meaning"] >= _SAME_SUBJECT
    ]
    return _quotes(question, profile, _near_best(near)) if near else None


def _near_best(matches: Sequence[Match]) -> list[Match]:
    return [m for m in matches[:_MOST_QUOTES] if m.score >= _NEAR_BEST * matches[0].score]


def _whole_sections(
    question: Question, profile: Profile, matches: Sequence[Match], generation: Generation
) -> Draft | None:
    """Answer with all that the sections of the question's kind say, or those nearest to it."""
    sections = sections_for(question.kind, profile)
    if not sections:
        return None
    passages = generation.passages_of(profile.id)
    draft = Draft("answered")
    title = escaped(profile.title)
    draft.say(phrase("according_to", question.language, title=title))
    nearest = _said_first(question, matches, sections)
    if nearest:
        said = phrase("quote", question.language, quote=escaped(nearest.text))
        draft.say(said, evidence_of(profile, [nearest]))
        draft.say(phrase("whole_section", question.language))
        if len(sections) >= _MANY_SECTIONS and question.whole < _SURELY_WHOLE:
            sections = [section for section in sections if nearest.span in section.blocks]
    total = sum(len(section.blocks) for section in sections)
    for section in sections:
        inside = [p for p in passages if p.span in section.blocks]
        left = [p for p in inside if p != nearest]
        if not left:
            continue
        shown = len(left)
        if total > _SHORT_LIST and not question.wants_more:
            shown = _SHOWN_OF_ONE if len(sections) == 1 else _SHOWN_OF_SEVERAL
        if len(sections) > 1:
            draft.say(f"**{escaped(section.heading)}**")
        _list(draft, question.language, left, shown, evidence_of(profile, inside))
    return draft


def _said_first(
    question: Question, matches: Sequence[Match], sections: Sequence[Section]
) -> Passage | None:
    """Return the nearest line, if the question may well be about that alone and it is one of
    several of the sections."""
    is_sure = question.whole >= _SURELY_WHOLE
    if not matches or (is_sure and not (question.keywords and _is_clearly_best(matches))):
        return None
    nearest = matches[0].passage
    lines = [line for section in sections for line in section.blocks]
    return nearest if len(lines) > 1 and nearest.span in lines else None


def _is_clearly_elsewhere(question: Question, profile: Profile, matches: Sequence[Match]) -> bool:
    """Tell whether a line of another section is much nearer to the question than those of the kind
    that it was read as: « Quelles vérifications… ? » asks for no studies."""
    blocks = [b for section in sections_for(question.kind, profile) for b in section.blocks]
    if not (blocks and matches and question.keywords) or question.certainty >= _CERTAIN:
        return False
    inside = [m.why["meaning"] for m in matches if m.passage.span in blocks]
    nearest = matches[0]
    ahead = nearest.why["meaning"] - max(inside, default=0.0)
    return nearest.passage.span not in blocks and ahead >= _CLEARLY_ELSEWHERE


def _is_clearly_best(matches: Sequence[Match]) -> bool:
    second = matches[1].why["meaning"] if len(matches) > 1 else 0.0
    return matches[0].why["meaning"] - second >= _CLEARLY_BEST


def _list(
    draft: Draft, language: Language, passages: Sequence[Passage], shown: int, cited: Evidence
) -> None:
    """List the first passages of a section, and say how many more there are."""
    if len(passages) <= shown + 1:
        shown = len(passages)  # « et 1 de plus » would take as much room
    if len(passages) == 1:
        draft.say(escaped(passages[0].text), cited)
        return
    for passage in passages[:shown]:
        draft.say(f"- {escaped(passage.text)}", cited, end="\n")
    if shown < len(passages):
        say_how_many_more(draft, language, len(passages) - shown, cited)
    draft.say("", end="\n")


def say_how_many_more(draft: Draft, language: Language, count: int, *cited: Evidence) -> None:
    """End a list with the number of lines that are left out."""
    draft.counts.add(count)
    draft.say(f"- *{phrase('and_more', language, count=count)}*", *cited, end="\n")


def _fact(question: Question, profile: Profile, generation: Generation) -> Draft | None:
    passages, language = generation.passages_of(profile.id), question.language
    draft = Draft("answered")
    if question.kind.name == "salary":
        cited = say_salaries(draft, profile, passages, language, "salary_for")
        if cited is None:
            return None
        say_what_salaries_leave_open(draft, profile, language, cited)
        return draft
    required = question.kind.name == "experience" and say_experience(
        draft, profile, passages, language, "experience"
    )
    return draft if required else None


def _published(question: Question, profile: Profile) -> Draft | None:
    facts = profile.facts_named("published")
    if not facts:
        return None
    frame = Evidence(profile, None, "other", "", facts[0].span)
    draft = Draft("answered")
    date = long_date(str(facts[0].value), question.language)
    title = escaped(profile.title)
    draft.say(phrase("published", question.language, title=title, date=date), frame)
    return draft


def _quotes(question: Question, profile: Profile, matches: Sequence[Match]) -> Draft:
    """Quote the passages, each under its heading, best first."""
    draft = Draft("answered")
    draft.say(phrase("says", question.language, title=escaped(profile.title)))
    for heading, group in groupby(matches[:_MOST_QUOTES], key=lambda m: m.passage.heading):
        for match in group:
            quoted = phrase("quote", question.language, quote=escaped(match.passage.text))
            cited = evidence_of(profile, [match.passage])
            draft.say(f"- **{escaped(heading)}** — {quoted}", cited, end="\n")
    return draft


def not_covered(question: Question, profile: Profile) -> Draft:
    """Say what the profile is silent on, whether the heading exists, and what there is instead."""
    language, title = question.language, escaped(profile.title)
    draft = Draft("not_covered")
    empty = [s for s in profile.sections if s.kind in question.kind.sections and s.empty]
    label = question.kind.label.get(language)
    if not question.asks_for_the_whole or label is None:
        draft.say(phrase("no_evidence", language, title=title), end=" ")
    elif empty:
        heading = escaped(_nearest_heading(empty, question))
        draft.say(
            phrase("empty_section", language, title=title, heading=heading, label=label), end=" "
        )
    else:
        draft.say(phrase("no_section", language, title=title, label=label), end=" ")
    labels = [kind.label[language] for kind in covered_kinds(profile)][:5]
    draft.say(phrase("instead", language, labels=enumeration(labels, language)))
    return draft


def _nearest_heading(sections: Sequence[Section], question: Question) -> str:
    """Return the heading that shares most words with the question, else the first."""
    asked = set(question_words(question.text))
    headings = [section.heading for section in sections]
    return max(headings, key=lambda heading: len(asked.intersection(question_words(heading))))


def covered_kinds(profile: Profile) -> list[QuestionKind]:
    """Return the kinds of question that a profile has a section for, in the table's order."""
    held = {section.kind for section in profile.sections if section.blocks}
    return [kind for kind in question_kinds() if held.intersection(kind.sections)]
