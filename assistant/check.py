"""Tells which kinds of question a profile answers, and what would let it answer the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.question_kinds import QuestionKind, has_heading, question_kinds, sections_for
from corpus.headings import kind_of
from corpus.language import language_likelihoods
from corpus.profile import Language, Profile, Section
from corpus.words import words

# A section of so few words may be names; none of 150 professions of ROME and 100 of O*NET is told
# to be in the other language from half of this likelihood on.
_FEWEST_WORDS = 8
_SURELY = 0.9

# own: from a section of that kind, or a fact. stand_in: from a section of another kind. perhaps:
# only if a line under a heading that is not known is near enough. empty: a heading with nothing
# under it. silent: nothing.
State = Literal["own", "stand_in", "perhaps", "empty", "silent"]


@dataclass(frozen=True)
class Checked:
    """A kind of question, how a profile answers it, and the headings that do."""

    kind: QuestionKind
    state: State
    headings: tuple[str, ...] = ()
    lacks: Literal["amount", "currency", "years"] | None = None  # of the fact that is asked for

    @property
    def is_answered(self) -> bool:
        """Tell whether the profile surely answers."""
        return self.state in ("own", "stand_in")


def check(profile: Profile) -> Iterator[Checked]:
    """Yield each kind of question that is asked of a profession."""
    for kind in question_kinds():
        if kind.name == "published":
            yield Checked(kind, "own" if profile.facts_named("published") else "silent")
        elif kind.sections:
            yield _checked(kind, profile)


def headings_in_another_language(profile: Profile) -> list[str]:
    """Return the headings under which a profile does not speak the language that it is read in."""
    said: dict[str, str] = {}
    for section in profile.sections:
        # Titles are names, and a catalogue's section may say itself which language it is in.
        if section.kind != "other_titles" and section.language is None:
            lines = " ".join(block.of(profile.text) for block in section.blocks)
            said[section.path[0]] = f"{said.get(section.path[0], '')} {lines}"
    return [heading for heading, text in said.items() if _is_foreign(text, profile.language)]


def _is_foreign(text: str, language: Language) -> bool:
    other = "en" if language == "fr" else "fr"
    return len(words(text)) >= _FEWEST_WORDS and language_likelihoods(text)[other] > _SURELY


def _checked(kind: QuestionKind, profile: Profile) -> Checked:
    sections = sections_for(kind, profile)
    if sections:
        is_own = sections[0].kind in kind.sections
        headings = tuple(dict.fromkeys(section.path[0] for section in sections))
        return Checked(kind, "own" if is_own else "stand_in", headings, _lacks(kind, profile))
    if has_heading(kind, profile):
        held = tuple(s.heading for s in profile.sections if s.kind in kind.sections)
        return Checked(kind, "empty", held)
    others = [s.heading for s in profile.sections if s.blocks and _is_unknown(s, profile)]
    if "other" in kind.otherwise and others:
        return Checked(kind, "perhaps", tuple(others))
    return Checked(kind, "silent")


def _is_unknown(section: Section, profile: Profile) -> bool:
    return section.kind == "other" and kind_of(section.heading, profile.title) is None


def _lacks(kind: QuestionKind, profile: Profile) -> Literal["amount", "currency", "years"] | None:
    """Return what keeps a fact from being read of a section that is there."""
    if kind.name == "experience" and not profile.facts_named("experience_years_min"):
        return "years"
    if kind.name == "salary" and not profile.facts_named("salary"):
        # An amount without its currency is not read: « de 30 000 à 40 000 » may be anything.
        salary = [s for s in profile.sections if s.kind == "salary"]
        said = " ".join(b.of(profile.text) for s in salary for b in s.blocks)
        return "currency" if any(c.isdigit() for c in said) else "amount"
    return None
