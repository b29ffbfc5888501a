"""Compares professions: one row a kind of section, one short cell a profession, each cited."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, NamedProfile
from assistant.compose import covered_kinds, say_how_many_more
from assistant.draft import Draft, evidence_of
from assistant.errors import BadComparison, UnknownProfile
from assistant.facts import say_experience, say_salaries
from assistant.phrases import escaped, phrase
from assistant.question_kinds import question_kinds
from assistant.verify import breaches
from corpus.profile import SECTION_KINDS, Language, Passage, Profile, Section, SectionKind
from index.generation import Generation

_log = logging.getLogger(__name__)

FEWEST, MOST = 2, 5  # professions side by side
_LINES = 3  # of a section shown in a cell

# What a jobseeker compares, where at least one of the professions tells of it.
_MATTERS: frozenset[SectionKind] = frozenset(
    {
        "definition",
        "duties",
        "salary",
        "education",
        "experience",
        "technical_skills",
        "soft_skills",
        "employers",
        "work_environment",
        "career_path",
    }
)


@dataclass(frozen=True)
class Cell:
    """What one profile says: Markdown, every statement followed by its markers. Where the profile
    is silent the text says so, and there are no citations."""

    profile_id: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Row:
    """What each of the profiles says in sections of one kind, in the order of the profiles."""

    section: SectionKind
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Comparison:
    """Professions side by side; `language` is that of what is said around their own words."""

    language: Language
    profiles: tuple[NamedProfile, ...]
    rows: tuple[Row, ...]


def compare(
    generation: Generation,
    profile_ids: Sequence[str],
    sections: Sequence[str] | None,
    language: Language | None,
) -> Comparison:
    """Compare 2 to 5 professions in sections of these kinds, by default those that matter to a
    jobseeker; in the first profile's language where none is given.

    Raises BadComparison or UnknownProfile; each message can be shown.
    """
    _check_number(profile_ids)
    chosen = _chosen(sections or ())
    profiles = [_profile(generation, profile_id) for profile_id in profile_ids]
    language = language or profiles[0].language
    profiles = [profile.in_language(language) for profile in profiles]
    return Comparison(
        language=language,
        profiles=tuple(NamedProfile(profile.id, profile.title) for profile in profiles),
        rows=tuple(
            Row(kind, tuple(_cell(kind, profile, generation, language) for profile in profiles))
            for kind in chosen or sections_that_matter(profiles)
        ),
    )


def _check_number(profile_ids: Sequence[str]) -> None:
    if not FEWEST <= len(profile_ids) <= MOST:
        raise BadComparison(
            f"{len(profile_ids)} professions cannot be compared; give {FEWEST} to {MOST}."
        )
    if len(set(profile_ids)) < len(profile_ids):
        raise BadComparison("A profession is given twice; give each of them once.")


def _chosen(sections: Sequence[str]) -> list[SectionKind]:
    known = [kind for name in sections for kind in SECTION_KINDS if kind == name]
    if len(known) < len(sections):
        unknown = next(name for name in sections if name not in SECTION_KINDS)
        raise BadComparison(
            f"There is no section {unknown[:40]!r}; choose among {', '.join(SECTION_KINDS)}."
        )
    if len(set(known)) < len(known):
        raise BadComparison("A section is given twice; give each of them once.")
    return known


def _profile(generation: Generation, profile_id: str) -> Profile:
    profile = generation.profiles.get(profile_id)
    if profile is None:
        raise UnknownProfile(f"There is no profile {profile_id!r}; see the list of profiles.")
    return profile


def sections_that_matter(profiles: Sequence[Profile], at_least: int = 1) -> list[SectionKind]:
    """Return the kinds that matter and that so many of the profiles cover, in the table's order."""
    covered = Counter(name for profile in profiles for name in _covered(profile))
    return [
        section
        for kind in question_kinds()
        for section in kind.sections
        if covered[kind.name] >= at_least and section in _MATTERS
    ]


def _covered(profile: Profile) -> set[str]:
    pay = {"salary"} if profile.facts_named("salary") else set()
    return pay | {kind.name for kind in covered_kinds(profile)}


def _cell(kind: SectionKind, profile: Profile, generation: Generation, language: Language) -> Cell:
    draft = said_in_a_cell(kind, profile, generation, language)
    if found := breaches(draft, language, ""):
        _log.error("a cell was withheld: %s: %s", profile.id, "; ".join(found))
        draft = Draft("not_covered")
        draft.say(phrase("withheld_cell", language))
    elif not draft.evidence:
        draft.say(phrase("silent_cell", language))
    return Cell(profile.id, draft.text, draft.citations())


def said_in_a_cell(
    kind: SectionKind, profile: Profile, generation: Generation, language: Language
) -> Draft:
    """Return what a profile says in sections of a kind, in few lines; nothing where silent."""
    passages = generation.passages_of(profile.id)
    draft = Draft("answered")
    if not _say_fact(draft, kind, profile, passages, language):
        _say_lines(draft, _sections(kind, profile), profile, passages, language)
    return draft


def _say_fact(
    draft: Draft,
    kind: SectionKind,
    profile: Profile,
    passages: Sequence[Passage],
    language: Language,
) -> bool:
    """Say the fact that answers, if there is one; tell whether there is."""
    if kind == "salary":
        return say_salaries(draft, profile, passages, language, "pay_in_a_cell") is not None
    return kind == "experience" and say_experience(
        draft, profile, passages, language, "years_in_a_cell"
    )


def _sections(kind: SectionKind, profile: Profile) -> list[Section]:
    """Return the sections of a kind that say something.

    A catalogue tells the duties in its definition. No other kind stands in for one here: what a
    job demands of education, say, would read as the experience that it demands.
    """
    held = {section.kind for section in profile.sections if section.blocks}
    if kind == "duties" and "duties" not in held:
        kind = "definition"
    return [section for section in profile.sections if section.kind == kind and section.blocks]


def _say_lines(
    draft: Draft,
    sections: Sequence[Section],
    profile: Profile,
    passages: Sequence[Passage],
    language: Language,
) -> None:
    """Say the first lines of these sections, and how many more there are."""
    inside = [[p for p in passages if p.span in section.blocks] for section in sections]
    total = sum(map(len, inside))
    # « et 1 de plus » would take as much room as the line itself.
    left = shown = total if total <= _LINES + 1 else _LINES
    cited = [evidence_of(profile, lines) for lines in inside if lines]
    for evidence, lines in zip(cited, filter(None, inside), strict=True):
        for passage in lines[:left]:
            bullet = "- " if total > 1 else ""
            draft.say(f"{bullet}{escaped(passage.text)}", evidence, end="\n")
        left -= min(left, len(lines))
    if shown < total:
        say_how_many_more(draft, language, total - shown, *cited)
