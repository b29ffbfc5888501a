"""What people demand of a profession as such, « sans diplôme », and the lines that say it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from corpus.profile import Passage, SectionKind

_WHERE_ONE_GETS_IN: tuple[SectionKind, ...] = ("education", "experience")

_OPEN_TO_ALL = re.compile(
    r"\bpas conditionné\b"
    r"|\b(?:sans|aucun|pas de) (?!(?:ces?|cet|cette|les?|la) )"  # « sans ce diplôme » asks for it
    r"(?:\w+ ){0,2}(?:diplôme|qualification|formation|condition)"
    r"|\bno (?:\w+ ){0,2}(?:degree|diploma|qualification|education)",
    re.IGNORECASE,
)
_OPEN_TO_BEGINNERS = re.compile(
    r"\b(?:sans|ni|aucune) (?:\w+ ){0,2}expérience\b|\bdébutante?s?\b"
    r"|\bno (?:\w+ ){0,2}experience\b|\bbeginners?\b",
    re.IGNORECASE,
)
# What turns these words round: « on n’y entre pas sans diplôme », « not for beginners ».
_TURNED = re.compile(r"\b(?:ne|n['’]|pas|jamais|not|never)\b[^.;:,!?]*$", re.IGNORECASE)
_TO_BE_TURNED = re.compile(r"(?:sans|débutant|beginner)", re.IGNORECASE)
_DIPLOMA = re.compile(
    r"\b(?:CAP|BEP|BTS|DUT|BUT|licence|master|doctorat|bac(?:calauréat)?(?:\s*\+\s*\d| pro)?"
    r"|bachelor|degree)\b"
)


def is_open_to_all(text: str) -> bool:
    """Tell whether a line says that no diploma is asked for."""
    return _says(_OPEN_TO_ALL, text)


def _says(wording: re.Pattern[str], text: str) -> bool:
    """Tell whether a text says so, and does not turn it round."""
    return any(
        not (_TO_BE_TURNED.match(found[0]) and _TURNED.search(text[: found.start()]))
        for found in wording.finditer(text)
    )


@dataclass(frozen=True)
class Condition:
    """How a condition is asked for, how profiles say that it is fulfilled, and words to look for
    it with."""

    asked: re.Pattern[str]
    is_said_in: Callable[[str], bool]
    wording: str

    def line_of(self, passages: Sequence[Passage]) -> Passage | None:
        """Return the first of a profile's passages that says so, if there is one."""
        lines = (p for p in passages if p.kind in _WHERE_ONE_GETS_IN and self.is_said_in(p.text))
        return next(lines, None)


_CONDITIONS = (
    Condition(
        asked=re.compile(
            r"\b(?:sans|aucune?|ni|pas (?:besoin )?d[e’'])\s*(?:\w+ ){0,2}"
            r"(?:dipl[oô]mes?|qualifications?|formation|[eé]tudes)\b"
            r"|(?:\bnot?|\bwithout|n[’']t)(?: \w+){0,3} (?:degrees?|diplomas?|qualifications?"
            r"|stud\w+|school|college)\b",
            re.IGNORECASE,
        ),
        is_said_in=is_open_to_all,
        wording="accessible sans diplôme, no degree required",
    ),
    Condition(
        asked=re.compile(
            r"\b(?:sans|ni|aucune|pas d[’'])\s*(?:\w+ ){0,2}exp[eé]rience\b|\bd[eé]butante?s?\b"
            r"|(?:\bnot?|\bwithout|n[’']t)(?: \w+){0,3} experience\b|\bbeginners?\b",
            re.IGNORECASE,
        ),
        is_said_in=partial(_says, _OPEN_TO_BEGINNERS),
        wording="accessible sans expérience professionnelle, no experience required",
    ),
)


def conditions_in(text: str) -> tuple[list[Condition], str]:
    """Return the conditions that a text states, and the text without them.

    A diploma that it names, « avec un CAP », is one: the profile has to name it too.
    """
    found = [condition for condition in _CONDITIONS if condition.asked.search(text)]
    for condition in found:
        text = condition.asked.sub(" ", text)
    for diploma in dict.fromkeys(_DIPLOMA.findall(text)):
        found.append(_naming(diploma))
        text = text.replace(diploma, " ")
    return found, text


def _naming(diploma: str) -> Condition:
    named = re.compile(rf"(?<!\w){re.escape(diploma)}(?!\w|\s*\+)", re.IGNORECASE)
    return Condition(named, partial(_says, named), f"accessible avec {diploma}")
