"""The table of what people ask."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from assistant.answer import Status
from corpus.profile import Language, Profile, Section, SectionKind
from corpus.words import plain
from index.words import question_words

Shape = Literal["fact", "list", "passage"]


@dataclass(frozen=True)
class QuestionKind:
    """A row of question_kinds.toml."""

    name: str
    sections: tuple[SectionKind, ...]
    otherwise: tuple[SectionKind, ...]
    shape: Shape
    label: Mapping[Language, str]
    suggestion: Mapping[Language, str]
    status: Status | None
    within: str | None = None
    words: frozenset[str] = frozenset()  # stems
    if_said: re.Pattern[str] = re.compile("")


@cache
def _table() -> dict[str, Any]:
    content = resources.files("assistant").joinpath("question_kinds.toml").read_text("utf-8")
    return tomllib.loads(content)


@cache
def career_words() -> frozenset[str]:
    """Return the stems that make a question one about a profession."""
    return frozenset(stem for word in _table()["career_words"] for stem in question_words(word))


@cache
def question_kinds() -> tuple[QuestionKind, ...]:
    """Read the table once."""
    return tuple(
        QuestionKind(
            name=row["name"],
            sections=tuple(row["sections"]),
            otherwise=tuple(row.get("otherwise", ())),
            shape=row["shape"],
            label=row.get("label", {}),
            suggestion=row.get("suggestion", {}),
            status=row.get("status"),
            within=row.get("within"),
            if_said=re.compile(row.get("if_said", "")),
            words=frozenset(stem for word in row.get("words", ()) for stem in question_words(word)),
        )
        for row in _table()["kinds"]
    )


@cache
def kind_named(name: str) -> QuestionKind:
    """Return the row of that name."""
    return next(kind for kind in question_kinds() if kind.name == name)


def narrowed(kind: QuestionKind, text: str) -> QuestionKind:
    """Return the part of a topic that a question is about, or the whole topic."""
    said = set(question_words(text))
    parts = (part for part in question_kinds() if part.within == kind.name)
    return next((part for part in parts if not part.words.isdisjoint(said)), kind)


def has_heading(kind: QuestionKind, profile: Profile) -> bool:
    """Tell whether a profile has a heading of that kind, with or without lines under it."""
    return any(section.kind in kind.sections for section in profile.sections)


def sections_for(kind: QuestionKind, profile: Profile) -> list[Section]:
    """Return the sections of that kind; of a profile without such a heading, those of the first
    kind where the answer may stand otherwise."""
    filled = [section for section in profile.sections if section.blocks]
    if has_heading(kind, profile):
        return [section for section in filled if section.kind in kind.sections]
    for other in (one for one in kind.otherwise if one != "other"):
        sections = [section for section in filled if section.kind == other]
        if any(kind.if_said.search(plain(s.span.of(profile.text))) for s in sections):
            return sections
    return []
