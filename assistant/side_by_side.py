"""Answers a question that compares professions: a table, each cell cited."""

from collections.abc import Sequence

from assistant.comparison import MOST, said_in_a_cell, sections_that_matter
from assistant.draft import Draft
from assistant.phrases import enumeration, escaped, phrase
from assistant.question import Question
from assistant.question_kinds import kind_named
from corpus.profile import Language, Profile, SectionKind
from index.generation import Generation

_LINES = 2  # in a cell
_SURE = 0.85  # probability from which one kind of section is compared and no other

# What tells one profession from another in a few words.
_TELLING: tuple[SectionKind, ...] = (
    "definition",
    "duties",
    "salary",
    "education",
    "experience",
    "employers",
    "work_environment",
)
# « La différence entre un boulanger et un pâtissier » is none of one profession's variations.
_SAID_OF_ANY_DIFFERENCE = ("variations", "definition", "other_titles", "context", "keywords")


def side_by_side(asked: Question, profiles: Sequence[Profile], generation: Generation) -> Draft:
    """Return a table of what is asked of these professions, or of all that matters."""
    profiles, language = profiles[:MOST], asked.language
    kinds = _kinds(asked, profiles)
    cells = {
        kind: [said_in_a_cell(kind, p, generation, language) for p in profiles] for kind in kinds
    }
    if not any(cell.evidence for row in cells.values() for cell in row):
        return _not_covered(asked, profiles)
    is_whole = all(cell.evidence for row in cells.values() for cell in row)
    draft = Draft("answered" if is_whole or len(kinds) > 1 else "partial")
    titles = [escaped(profile.title) for profile in profiles]
    draft.say(f"| | {' | '.join(titles)} |", end="\n")
    draft.say("|---" * (len(profiles) + 1) + "|", end="\n")
    for kind, row in cells.items():
        label = kind_named(kind).label[language]
        draft.say(f"| **{label[:1].upper()}{label[1:]}**", end=" | ")
        for place, cell in enumerate(row, 1):
            _say_cell(draft, cell, language, end=" |\n" if place == len(row) else " | ")
    return draft


def _kinds(asked: Question, profiles: Sequence[Profile]) -> list[SectionKind]:
    """Return the kind of section that is asked for, or those on which most can be compared."""
    kind = asked.kind
    if kind.sections and asked.certainty >= _SURE and kind.name not in _SAID_OF_ANY_DIFFERENCE:
        return [*kind.sections]
    return [kind for kind in sections_that_matter(profiles, at_least=2) if kind in _TELLING]


def _say_cell(draft: Draft, cell: Draft, language: Language, end: str) -> None:
    """Say the first of what a cell says on one line, as a cell of a table must."""
    shown = cell.said[:_LINES]
    if not shown:
        draft.say(phrase("silent_cell", language), end=end)
    for place, statement in enumerate(shown, 1):
        text = statement.text.removeprefix("- ")
        draft.say(text, *statement.evidence, end=end if place == len(shown) else " · ")
    draft.counts |= cell.counts


def _not_covered(asked: Question, profiles: Sequence[Profile]) -> Draft:
    draft = Draft("not_covered")
    titles = enumeration([escaped(profile.title) for profile in profiles], asked.language)
    label = asked.kind.label.get(asked.language, "")
    draft.say(phrase("none_of_several", asked.language, titles=titles, label=label))
    return draft
