"""Answers « puis-je postuler ? »: each requirement beside what the person says of themselves.

The assistant gives no verdict: a profile says what is usually asked, a recruiter decides.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.background import Background, Said, background_in
from assistant.conditions import is_open_to_all
from assistant.draft import Draft, evidence_of
from assistant.phrases import escaped, phrase
from assistant.question import Question
from assistant.question_kinds import kind_named
from assistant.requirements import main_requirements
from corpus.profile import EducationLevels, Fact, FactName, Language, Passage, Profile
from corpus.words import plain
from index.search import Match

_MOST_STUDIES = 2  # lines
_MOST_OTHERS = 2


def eligibility(
    asked: Question, profile: Profile, passages: Sequence[Passage], matches: Sequence[Match]
) -> Draft | None:
    """Set what the profile asks for beside what the person says; None if it asks for nothing.

    `passages` are the profile's, `matches` those found for the question, best first.
    """
    person = background_in(asked.text, asked.language)
    draft = Draft("answered", [profile])
    language, title = asked.language, escaped(profile.title)
    draft.say(phrase("asks_for", language, title=title))
    for passage, verdict in _compared(person, profile, passages, matches, language):
        quote = phrase("quote", language, quote=escaped(passage.text))
        heading = escaped(passage.heading)
        cited = evidence_of(profile, [passage])
        draft.say(f"- **{heading}** — {quote}", cited, end=" — ")
        draft.say(verdict, end="\n")
    if not draft.evidence:
        return None
    for said, kind in _not_asked(person, draft):
        label = kind_named(kind).label[language]
        draft.say(f"- {phrase('silent_on', language, said=escaped(said), label=label)}", end="\n")
    draft.say("", end="\n")
    draft.say(phrase("no_verdict", language))
    return draft


def _not_asked(person: Background, draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield what the person says of a kind on which the profile asks for nothing, and the kind."""
    asked = {evidence.section for evidence in draft.evidence}
    if person.studies and "education" not in asked:
        yield person.studies.words, "education"
    if person.experience and "experience" not in asked:
        yield person.experience.words, "experience"


def _compared(
    person: Background,
    profile: Profile,
    passages: Sequence[Passage],
    matches: Sequence[Match],
    language: Language,
) -> Iterator[tuple[Passage, str]]:
    """Yield each requirement, and how it compares with what the person says."""
    studies = _studies(person.studies, profile, _studies_asked(passages, matches))
    shown = list(studies)
    # A line that settles it says more than one that does not.
    settled = {p: name for p, name in studies.items() if name not in ("not_said", "to_compare")}
    said = escaped(person.studies.words) if person.studies else ""
    for passage, name in (settled or studies).items():
        yield passage, phrase(name, language, said=said)
    for passage in _experience_asked(profile, passages):
        if passage not in shown:
            shown.append(passage)
            yield passage, _experience(person.experience, passage, profile, language)
    for passage, code in _languages_asked(profile, passages):
        if passage not in shown:
            shown.append(passage)
            name = "met" if code in person.languages else "not_said"
            yield passage, phrase(name, language)
    others = (p for p in main_requirements(passages) if p.kind != "education" and p not in shown)
    for passage in islice(others, _MOST_OTHERS):
        yield passage, phrase("not_said", language)


def _studies_asked(passages: Sequence[Passage], matches: Sequence[Match]) -> list[Passage]:
    """Return the lines on studies that ask for none, those nearest to the question, the others."""
    lines = [passage for passage in passages if passage.kind == "education"]
    near = [match.passage for match in matches if match.passage.kind == "education"]
    open_to_all = [passage for passage in lines if is_open_to_all(passage.text)]
    return list(dict.fromkeys([*open_to_all, *near, *lines]))[:_MOST_STUDIES]


def _studies(said: Said | None, profile: Profile, asked: Sequence[Passage]) -> dict[Passage, str]:
    """Return how each line on studies compares with what the person says, as a phrase's name."""
    compared = {passage: _compared_studies(said, passage, profile) for passage in asked}
    if "open_to_all" in compared.values():  # nothing that another line names is then too little
        return {p: name for p, name in compared.items() if name != "not_met_by"}
    return compared


def _compared_studies(said: Said | None, passage: Passage, profile: Profile) -> str:
    if is_open_to_all(passage.text):
        return "open_to_all"
    if said is None:
        return "not_said"
    if plain(said.words) in plain(passage.text):
        return "named_there"
    levels = next((f.value for f in _facts_in(passage, profile, "education")), None)
    if isinstance(levels, EducationLevels):
        return "met_by" if said.value >= levels.min_level else "not_met_by"
    return "to_compare"


def _experience_asked(profile: Profile, passages: Sequence[Passage]) -> list[Passage]:
    facts = profile.facts_named("experience_years_min")
    stated = [p for p in passages for f in facts if _holds(p, f)]
    return (stated or [p for p in passages if p.kind == "experience"])[:1]


def _experience(said: Said | None, passage: Passage, profile: Profile, language: Language) -> str:
    if said is None:
        return phrase("not_said", language)
    years = next((f.value for f in _facts_in(passage, profile, "experience_years_min")), None)
    if not isinstance(years, int):
        return phrase("to_compare", language, said=escaped(said.words))
    name = "met_by" if said.value >= years else "not_met_by"
    return phrase(name, language, said=escaped(said.words))


def _languages_asked(profile: Profile, passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    facts = profile.facts_named("languages")
    return [(p, str(f.value)) for f in facts for p in passages if _holds(p, f)][:1]


def _facts_in(passage: Passage, profile: Profile, name: FactName) -> Iterator[Fact]:
    return (fact for fact in profile.facts_named(name) if _holds(passage, fact))


def _holds(passage: Passage, fact: Fact) -> bool:
    return passage.span.start <= fact.span.start < passage.span.end
