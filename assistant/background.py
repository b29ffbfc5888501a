"""Reads what a person says of their own studies, experience and languages."""

import re
from dataclasses import dataclass

from corpus.facts import LANGUAGE_CODES
from corpus.numbers import value_of_words
from corpus.profile import Language

# Years after the baccalauréat of what people name; what comes before it has fewer than none.
# The word after a diploma is most often its subject: « CAP cuisine ».
_SUBJECT = (
    r"(?:\s+(?:de\s|d['’]|en\s|in\s)?"
    r"(?!(?:et|ou|puis|mais|avec|est|sont|suffi\w*|depuis|je|que|qui|and|or|but|with|is|can)\b)"
    r"[^\W\d_]{3,})?"
)
_STUDIES = tuple(
    (re.compile(rf"(?<!\w)(?:{named})(?!\w){_SUBJECT}", re.IGNORECASE), level)
    for named, level in (
        (r"doctorat|th[eè]se|phd|doctorate", 8),
        (r"master(?:['’]?s)?(?: degree)?|mba|(?:dipl[oô]me|[eé]cole) d['’]ing[eé]nieurs?", 5),
        (r"(?-i:BUT)|licence(?: pro\w*)?|bachelor(?:['’]?s)?(?: degree)?", 3),
        (r"bts|dut|deug|foundation degree|associate degree|hnd", 2),
        (r"bac(?:calaur[eé]at)?(?: pro\w*| techno\w*| g[eé]n\w*)?(?!\s*\+)|a[- ]levels?", 0),
        (r"cap|bep", -1),
        (r"brevet(?: des coll[eè]ges)?|dnb|gcses?", -2),
    )
)
_BAC_PLUS = re.compile(r"\bbac(?:calaur[eé]at)?\s*\+\s*(\d)", re.IGNORECASE)
_NO_DIPLOMA = re.compile(
    r"\b(?:sans|aucun|pas d[e’']|pas le|n[i’'])\s*(?:\w+ )?(?:dipl[oô]mes?|bac|brevet)\b"
    r"|\b(?:no|without an?y?) (?:degree|diplomas?|qualifications?)\b",
    re.IGNORECASE,
)
_NONE = -3
# « 2 ans d'expérience », « trois ans comme vendeuse »; « j'ai 25 ans » is an age.
_YEARS = re.compile(
    r"(?P<number>\d+|[^\W\d_]+(?:-[^\W\d_]+)*)\s+(?:ans?|ann[eé]es?|years?['’]?)\s+"
    r"(?:(?:d[e’']\s*|of )?(?:\w+ )?exp[eé]rience|comme|en tant|dans|en|chez|as|in|with|at"
    r"|d[e’']\s*(?:bo[iî]te|m[eé]tier|pratique|terrain|carri[eè]re|travail|poste|boulot)"
    r"|under my belt|behind me|on the job|derri[eè]re moi)\b"
    r"|(?:travaill\w+|boss\w+|exp[eé]rience|worked|experience)(?: \w+){0,3}? "
    r"(?P<after>\d+|[^\W\d_]+)\s+(?:ans?|ann[eé]es?|years?)\b",
    re.IGNORECASE,
)
_NO_EXPERIENCE = re.compile(
    r"\b(?:sans|aucune|pas d[’'])\s*(?:\w+ )?exp[eé]rience\b|\bjamais travaill"
    r"|\b(?:no|without any|without) experience\b|\bnever worked\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\w+")


@dataclass(frozen=True)
class Said:
    """What a person says, in their own words, and its value: a level of studies in years after the
    baccalauréat, or years of experience."""

    words: str
    value: int


@dataclass(frozen=True)
class Background:
    """What a person says of themselves; None or empty where they do not say."""

    studies: Said | None
    experience: Said | None
    languages: frozenset[str]


def background_in(text: str, language: Language) -> Background:
    """Return what a question tells of the person who asks."""
    codes = {LANGUAGE_CODES.get(word.lower()) for word in _SPEAKS.findall(text)}
    return Background(
        studies=_studies(text),
        experience=_experience(text, language),
        languages=frozenset(code for code in codes if code),
    )


def _studies(text: str) -> Said | None:
    """Return the highest level of studies that a text names."""
    if none := _NO_DIPLOMA.search(text):
        return Said(none[0], _NONE)
    found = [Said(match[0], int(match[1])) for match in _BAC_PLUS.finditer(text)]
    for named, level in _STUDIES:
        found += [Said(match[0], level) for match in named.finditer(text)]
    return max(found, key=lambda said: said.value, default=None)


def _experience(text: str, language: Language) -> Said | None:
    if none := _NO_EXPERIENCE.search(text):
        return Said(none[0], 0)
    for match in _YEARS.finditer(text):
        said = match["number"] or match["after"]
        value = 1.0 if said.lower() in ("un", "one", "a") else value_of_words(said, language)
        if value is not None and value <= 50:
            return Said(match[0], int(value))
    return None
