"""Verifies what a chat model writes, sentence by sentence: what no cited passage holds is out.

It is stricter than what the extractive answer is held to. The question's words are not free, since
who asks could put them into the model's mouth; nor are the assistant's own. Each clause must stand
in one passage, with its numbers beside its words, so that true words make no untrue sentence.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from assistant.draft import Draft, Evidence
from assistant.model_sentences import Sentence
from assistant.verify import breaches
from corpus.numbers import values_in
from corpus.profile import LANGUAGES, Language
from corpus.words import STOP_WORDS, words

# Links, images, HTML, code, escapes and what cannot be seen have no place in a sentence.
_MARK_UP = re.compile(
    r"[\[\]<>`|\\{}\u0000-\u001f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
    r"|://|www\.|&\w+;|[\U000e0000-\U000e0fff]"
)
_CLAUSE = re.compile(
    r"[;!?()–—…«»“”]|,(?!\d)|\.(?!\d)"
    # « entre 45 et 65 k€ » is one amount
    r"|\b(?:et|puis|ainsi que|ou|mais|and|then|as well as|or|but)\b(?!\s*[€$£]?\d)",
    re.IGNORECASE,
)
_LINE = re.compile(r"[;\n!?…]|\.(?!\d)")
_PART_OF_A_LINE = re.compile(r"[;\n!?…]|[.,](?!\d)")
# What conjugation and plural change: « pétrir », « pétrit », « pétrissez »; “make”, “making”.
_ENDINGS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?<=\w{3})(?:iss)?(?:ent|ez|ons|er|ir|ait|aient|ant|ees?|es?|s|x|it|is|t|re|oir)$"
    ),
    "en": re.compile(r"(?<=\w{3})(?:ing|ed|ies|es|s|e|y)$"),
}


@dataclass(frozen=True)
class Verdict:
    """What is left of a sentence: its evidence, none if it is taken out, and why; one that
    `only_introduces` needs none."""

    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[str, ...] = ()
    only_introduces: bool = False


def verdict_on(sentence: Sentence, cited: Sequence[Evidence], language: Language) -> Verdict:
    """Judge a sentence by the passages that it cites; of these, those that say none of it go."""
    text = sentence.text
    supporting = tuple(piece for piece in cited if _supports(piece, text, language))
    if not cited:
        return Verdict(reasons=("it cites nothing",))
    if not supporting:
        return Verdict(reasons=("no passage that it cites says any of it",))
    reasons = tuple(_faults(text, supporting, language))
    return Verdict(reasons=reasons) if reasons else Verdict(supporting)


def introduces(sentence: Sentence, evidence: Sequence[Evidence], language: Language) -> bool:
    """Tell whether a sentence without markers only leads to what follows, and asserts nothing:
    « Voici les activités principales : »."""
    text = sentence.text
    return (
        text.endswith(":")
        and not _MARK_UP.search(text)
        and not values_in(text, language)
        and not _denials(text, language)
        and not _has("demanding", text, language)
        and set().union(*map(_free, evidence)).issuperset(_content(text, language))
    )


def _faults(text: str, cited: Sequence[Evidence], language: Language) -> Iterator[str]:
    if _MARK_UP.search(text):
        yield "it holds mark-up"
    draft = Draft("answered")
    draft.say(text, *cited)
    yield from breaches(draft, language, question="", of_words=False)
    for clause in _clauses(text):
        if not any(_holds(piece, clause, language) for piece in cited):
            yield f"no one passage says « {clause.strip()} »"
    for line in _LINE.split(text):
        yield from _turned_faults(line, cited, language)


def _turned_faults(line: str, cited: Sequence[Evidence], language: Language) -> Iterator[str]:
    """Yield what turns a passage's words round: a denial, or « doit » in place of « peut »."""
    held = _nearest(line, cited, language)
    said, in_passages = _denials(line, language), _denials(held, language)
    if words(line) and not (0 < said <= in_passages or said == in_passages == 0):
        yield "it denies what its passages do not, or the other way round"
    headings = set(words(" ".join(piece.heading for piece in cited)))
    demands = set(words(line)) & _table("demanding", language)
    if not (demands <= headings or _has("demanding", held)):
        yield "it demands or promises what its passages do not"


def _supports(piece: Evidence, text: str, language: Language) -> bool:
    """Tell whether a passage itself, not only its title, says a clause of the sentence."""
    said = _roots(piece.quote, language) - _roots(piece.profile.title, language)
    numbers = values_in(piece.quote, language)
    return any(
        (said & _content(clause, language) or numbers & values_in(clause, language))
        and _holds(piece, clause, language)
        for clause in _clauses(text)
    )


def _holds(piece: Evidence, clause: str, language: Language) -> bool:
    """Tell whether one passage has all words of a clause, and one line of it all its numbers."""
    wanted, numbers = _content(clause, language), values_in(clause, language)
    if not wanted <= _free(piece) | _roots(piece.quote, language):
        return False
    said = " ".join(words(clause))
    return not numbers or any(
        numbers <= values_in(line, language) and wanted <= _free(piece) | _roots(line, language)
        for line in (*_PART_OF_A_LINE.split(piece.quote), *_verbatim(piece.quote, said))
    )


def _verbatim(quote: str, said: str) -> list[str]:
    """Return the lines that a text stands in word for word."""
    return [line for line in _LINE.split(quote) if f" {said} " in f" {' '.join(words(line))} "]


def _denials(text: str, language: Language) -> int:
    """Return how often a text denies; « ne » only goes with another word that does."""
    denying = _table("denying", language) - _table("half_denying", language)
    said = sum(word in denying for word in words(text))
    return said or int(_has("half_denying", text, language))


def _nearest(text: str, cited: Sequence[Evidence], language: Language) -> str:
    """Return the lines of the passages that share most words with the text, one a passage."""
    wanted = _content(text, language)
    return "\n".join(
        max(_LINE.split(piece.quote), key=lambda line: len(wanted & _roots(line, language)))
        for piece in cited
    )


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if words(clause)]


def _free(piece: Evidence) -> set[str]:
    """Return what may be said of a passage beside its words: those of its title and heading."""
    said = f"{piece.profile.title} {piece.heading}"
    return set().union(*(_roots(said, language) for language in LANGUAGES))


def _content(text: str, language: Language) -> set[str]:
    """Return the roots of the words that passages must hold: all but numbers, stop words, and
    those that join, deny or demand, which are judged by themselves."""
    free = STOP_WORDS[language].union(
        *(_table(kind, language) for kind in ("joining", "denying", "demanding"))
    )
    return {
        _root(word, language) for word in words(text) if word not in free and not word[0].isdigit()
    }


def _roots(text: str, language: Language) -> set[str]:
    return {_root(word, language) for word in words(text)}


@lru_cache(maxsize=20_000)
def _root(word: str, language: Language) -> str:
    return _ENDINGS[language].sub("", word)


def _has(kind: str, text: str, *languages: Language) -> bool:
    """Tell whether a text has a word of a kind, in these languages; by default in either."""
    said = set(words(text))
    return any(said & _table(kind, language) for language in languages or LANGUAGES)


@cache
def _table(kind: str, language: Language) -> frozenset[str]:
    content = resources.files("assistant").joinpath("chat_words.toml").read_text("utf-8")
    return frozenset(words(tomllib.loads(content)[kind][language]))
