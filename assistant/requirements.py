"""Finds the main requirements of a profession: how one gets in, licences, the core skills."""

import re
from collections.abc import Iterator, Sequence

from assistant.conditions import is_open_to_all
from corpus.profile import Passage, SectionKind

# A certificate is no licence: profiles list many, of which one is enough.
_LICENCE = re.compile(
    r"\b(?:permis|caces|habilitations?|agréments?|carte professionnelle|autorisation|assermenté|"
    r"driving licen[cs]e|licensed|licen[cs]e (?:to|is)|registered with)\b",
    re.IGNORECASE,
)
_MAY_BE_LICENSED: frozenset[SectionKind] = frozenset(
    {"education", "experience", "technical_skills"}
)


def main_requirements(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Yield the requirements among a profile's passages, the weightiest first, each once."""
    education = [passage for passage in passages if passage.kind == "education"]
    licensed = [passage for passage in passages if _is_licence(passage)]
    skills = [passage for passage in passages if passage.kind == "technical_skills"]
    core = [passage for passage in skills if passage.path == skills[0].path]
    for passage in dict.fromkeys([*education[:1], *licensed[:1], *core]):
        if passage.kind != "education" or not is_open_to_all(passage.text):
            yield passage


def _is_licence(passage: Passage) -> bool:
    return passage.kind in _MAY_BE_LICENSED and bool(_LICENCE.search(passage.text))
