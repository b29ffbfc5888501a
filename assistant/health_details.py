"""Finds where a person speaks of their own health or a relative's, and not of a profession's topic.

« J'ai un diabète », « ma fille est autiste », but neither « soigner des diabétiques » nor « je suis
infirmière pour enfants autistes »: from the person to the illness there are only words that such a
sentence has.
"""

import re
from collections.abc import Set
from dataclasses import dataclass

from assistant.personal_wordings import HealthWordings, Phrase, health_wordings
from corpus.profile import LANGUAGES, Span
from corpus.words import plain, stems_of

_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[.?!;:()\n]")  # of a clause; a comma does not end it: « je suis, hélas, … »
_LONGEST_PHRASE = 4  # words


@dataclass(frozen=True)
class _Words:
    """The words of a text: where they stand, as written in lower case, without accents, as stems;
    and before which of them a clause begins."""

    spans: tuple[Span, ...]
    said: tuple[str, ...]
    plain: tuple[str, ...]
    stems: tuple[str, ...]
    begins: tuple[bool, ...]


def health_details(text: str) -> list[Span]:
    """Return the words that tell of a person's health, in order."""
    found = [span for language in LANGUAGES for span in _details(text, health_wordings(language))]
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def _details(text: str, known: HealthWordings) -> list[Span]:
    words = _words(text, known)
    found: list[Span] = []
    of_a_person = relative_named = False
    place = 0
    while place < len(words.said):
        of_a_person = of_a_person and not words.begins[place]
        if of_a_person and (length := _longest(words.stems, place, known.health)):
            if not _longest(words.stems, place + length, known.topics):
                end = _with_complement(words, place + length, known)
                found.append(Span(words.spans[place].start, words.spans[end - 1].end))
                place = end
                continue
            of_a_person = False
        is_relative = bool(_longest(words.stems, place, known.relatives))
        relative_named = relative_named or (is_relative and of_a_person)
        opening = known.openers | (known.pronouns if relative_named else frozenset())
        opened = _longest(words.plain, place, opening)
        of_a_person = bool(
            opened or (of_a_person and (is_relative or _goes_on(words.said[place], known)))
        )
        place += max(1, opened)
    return found


def _goes_on(word: str, known: HealthWordings) -> bool:
    return word in known.between or word.isdigit()


def _with_complement(words: _Words, place: int, known: HealthWordings) -> int:
    """Return the place after « de type 1 » or « du sein », if that follows."""
    length = _longest(words.plain, place, known.complements)
    end = place + length + 1
    within = end <= len(words.said) and not any(words.begins[place:end])
    return end if length and within else place


def _longest(words: Phrase, place: int, phrases: Set[Phrase]) -> int:
    """Return how many words the longest phrase that stands at `place` has; 0 if none does."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        if len(phrase := words[place : place + length]) == length and phrase in phrases:
            return length
    return 0


def _words(text: str, known: HealthWordings) -> _Words:
    matches = list(_WORD.finditer(text))
    without_accents = tuple(plain(match[0]) for match in matches)
    ends = [0, *(match.end() for match in matches)]
    return _Words(
        spans=tuple(Span(*match.span()) for match in matches),
        said=tuple(match[0].casefold() for match in matches),
        plain=without_accents,
        stems=stems_of(without_accents, known.language),
        begins=tuple(
            bool(_ENDS.search(text, end, match.start()))
            for end, match in zip(ends, matches, strict=False)
        ),
    )
