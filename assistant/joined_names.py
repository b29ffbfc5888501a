"""Tells several professions named in a row, « boulanger ou pâtissier », from one of that name."""

from collections.abc import Sequence

from assistant.profession_tagger import Tagged, profession_tagger, spoken
from assistant.question_model import question_model
from corpus.words import plain
from index.generation import Generation
from index.titles import Mention

_BETWEEN = frozenset("et ou and or vs versus".split())
_LIKE_A_TITLE = 0.58  # likeness from which words may be another name of a title


def stands_between(word: str) -> bool:
    """Tell whether a word joins two names."""
    return plain(word) in _BETWEEN


def parts_of(run: Tagged, mentions: Sequence[Mention], generation: Generation) -> list[Tagged]:
    """Return the professions that words in a row name one after the other: « boulanger ou
    pâtissier ». What stands so in a title is one, « agent de propreté et d'hygiène »."""
    said = run.said.split()
    borders = [run.first + i for i, word in enumerate(said) if stands_between(word)]
    if any(m.first <= border < m.end for border in borders for m in mentions):
        return [run]
    parts = [
        Tagged(" ".join(said[first - run.first : end - run.first]), first, end, run.sure)
        for first, end in _between(run.first, borders, run.end)
    ]
    are_names = all(
        any(m.first < part.end and part.first < m.end for m in mentions)
        or profession_tagger().is_of_titles(part.said)
        or _likeness(part.said, generation) >= _LIKE_A_TITLE
        for part in parts
    )
    return parts if are_names else [run]


def apart(mention: Mention, generation: Generation) -> list[Mention]:
    """Return the titles that a mention is made of, where words stand between them that its title
    need not have: « boulanger ou pâtissier » is no « boulanger-pâtissier »."""
    said = spoken(mention.said)
    borders = [mention.first + i for i, word in enumerate(said) if stands_between(word)]
    if not borders:
        return [mention]
    parts = []
    for first, end in _between(mention.first, borders, mention.end):
        name = " ".join(said[first - mention.first : end - mention.first])
        named = generation.titles.mentions(name, question_model().words)
        if len(named) != 1 or len(spoken(named[0].said)) < end - first:
            return [mention]
        parts.append(Mention(named[0].profile_ids, name, first, end))
    return parts


def _between(first: int, borders: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Return the places between borders, where there are any."""
    firsts = [first, *(border + 1 for border in borders)]
    return [(a, b) for a, b in zip(firsts, [*borders, end], strict=True) if a < b]


def _likeness(said: str, generation: Generation) -> float:
    """Return how like the words are to the likest title, 0 to 1."""
    return next((likeness for _, likeness in generation.titles.likeness.likeliest(said)), 0.0)
