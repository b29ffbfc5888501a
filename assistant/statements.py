"""Splits what a person tells of themselves into statements, and tells which of them are negated."""

import re
from dataclasses import dataclass

from corpus.words import plain, words

# The comma of « 3,5 ans » and the point of “3.5 years” end nothing.
_SENTENCE = re.compile(r"(?:[;!?\n…]|\.(?!\d))+")
_CLAUSE = re.compile(r"\s*(?:[:()–—]|,(?!\d)|\b(?:et|mais|and|but)\b)\s*", re.IGNORECASE)
_BREAK = re.compile(r"\b(?:mais|but)\b", re.IGNORECASE)

# Read in `plain` words: no accents, straight apostrophes.
_NEGATED = re.compile(
    r"\bn(?:e\b|').*\b(?:pas|plus|jamais|guere|aucune?|rien)\b"
    r"|\b(?:j'aime|je \w+|ca|c'est) (?:vraiment |surtout |du tout )?pas\b"
    r"|^(?:surtout )?pas (?:de|d'|du|trop|envie)\b|\bni\b|\bsans\b|\brien ne\b|\brien n'"
    r"|\b(?:deteste|horreur|evite|supporte mal|phobi\w+|allergique|fuis|rebutent?)\b|\bj'ai peur\b"
    r"|\bme (?:fait|font) (?:peur|fuir)\b|\b(?:scare|frighten|bore)s? me\b"
    r"|\b(?:not|nothing|never|neither|nor|without|cannot|hate|hated|dislike|avoid|afraid|phobi\w+|allergic)\b"
    r"|\b\w+n't\b|^no\b"
)
# « Ne me fait pas peur », “I don't mind”: negated, and meant well.
_MEANT_WELL = re.compile(
    r"\b(?:pas|plus|jamais|rien|aucune?) (?:du tout )?(?:peur|crain\w+|derang\w+|gen\w+|probleme)\b"
    r"|\bne (?:me |m')?(?:derang|gen|fai|rebut|effrai)\w*\b.*\b(?:pas|peur)\b"
    r"|\bne crains\b|\bpas (?:seule|unique)ment\b"
    r"|n't (?:\w+ )?(?:mind|bother|scare|afraid)\b|\bnot (?:\w+ )?(?:afraid|scared|only|just)\b"
    r"|\bno (?:problem|fear)\b"
)
_SPEAKS_ANEW = re.compile(r"^(?:je|j'|i|i'\w+|on|nous|we|mon|ma|mes|my)\b|\b(?:me|m')\b")

# What stands before what is told: it would bring every line that speaks of liking or being.
_FRAMES = re.compile(
    r"^(?:(?:j['’]|je |moi )?(?:ai |suis |me |m['’])*"
    r"(?:aime|adore|apprécie|aimerais|adorerais|voudrais|veux|souhaite|souhaiterais|préfère|sais|"
    r"peux|intéresse|passionne|plaît|fait|été|toujours|beaucoup|bien|aussi|déjà|surtout|plutôt|"
    r"doué|douée|fort|forte|bon|bonne|à l['’]aise|passionné|passionnée|capable)"
    r"(?: (?:à|avec|en|de|pour|par|dans))?"
    r"|(?:i|i['’]m|i am|i['’]ve|i have|i['’]d|i would)"
    r"(?: (?:really|also|always|already|even|very|quite|a|lot|am|have|would|been))*"
    r"(?: (?:like|love|enjoy|want|know how|prefer|can|good at|great at|able|interested in|"
    r"passionate about|used|worked))?(?: (?:to|at|in|with))?)(?=\s)\s*",
    re.IGNORECASE,
)
# … and what stands before what is denied.
_DENIAL = re.compile(
    r"^.*\b(?:pas|plus|jamais|ni|sans|déteste|horreur|évite|fuis|peur|not|never|nor|without|cannot|hate|"
    r"hated|dislike|avoid|afraid|\w+n['’]t)\b(?: (?:du tout|surtout|like|love|enjoy|want|wish|of|"
    r"to|at all|de|du|envie))*(?: |d['’])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """A clause in the person's own words, what it tells of, and whether they deny it."""

    said: str
    topic: str
    negated: bool


def statements_in(text: str) -> list[Statement]:
    """Return the statements of a cleaned text, in order, each wording once."""
    found: dict[str, Statement] = {}
    for sentence in _SENTENCE.split(text):
        negated = False
        for clause, breaks in _clauses(sentence):
            if clause and words(clause):
                negated = _is_negated(clause, negated)
                found.setdefault(plain(clause), _statement(clause, negated))
            negated = negated and not breaks
    return list(found.values())


def _clauses(sentence: str) -> list[tuple[str, bool]]:
    """Return each clause, and whether « mais » stands after it."""
    clauses, start = [], 0
    for border in _CLAUSE.finditer(sentence):
        breaks = _BREAK.search(border[0]) is not None
        clauses.append((sentence[start : border.start()].strip(), breaks))
        start = border.end()
    return [*clauses, (sentence[start:].strip(), False)]


def _is_negated(clause: str, before: bool) -> bool:
    """Tell whether a clause denies; « les chiffres » denies what the clause before it does."""
    said = plain(clause)
    if _MEANT_WELL.search(said):
        return False
    return bool(_NEGATED.search(said)) or (before and not _SPEAKS_ANEW.search(said))


def _statement(clause: str, negated: bool) -> Statement:
    topic = (_DENIAL if negated else _FRAMES).sub("", clause)
    return Statement(clause, topic if words(topic) else clause, negated)
