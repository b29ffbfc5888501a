"""Tells what a few words say of what was offered: « le deuxième », « l'autre », « oui », or a
word that stands in one title only."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpus.words import words
from index.title_likeness import is_stop
from index.words import question_words

_MOST_WORDS = 5  # in a reply; more say something else


@dataclass(frozen=True)
class Choice:
    """The profile chosen, and what else was said: « le premier, quelles études ? »."""

    profile_id: str
    rest: str


def chosen(text: str, offered: Mapping[str, str], current: Sequence[str] = ()) -> Choice | None:
    """Return which of the offered profiles, title by id, a text chooses; `current` are those that
    the conversation is about, beside which there is another one."""
    said = text.split()
    ids = list(offered)
    if len(ids) == 1 and is_only_a_reply(text):
        return Choice(ids[0], "") if _agrees(words(text)) else None
    lead = next((n for n, word in enumerate(said) if not _leads(word)), len(said))
    if not ids or lead == len(said):
        return None
    word, rest = said[lead], said[lead + 1 :]
    place = _place_of(word, ids, current)
    if place is None:
        return _at_the_end(said, ids, current) or _by_title(said[lead:], offered)
    # « Le premier emploi » is no choice; « le premier, quelles études ? » is.
    is_apart = word[-1:] in ",:;.?!" or not rest or _leads(rest[0]) or is_stop(rest[0])
    is_number = word.strip(",:;.?!").isdecimal() and bool(rest)
    if not is_apart or is_number or any(_place_of(w, ids, current) is not None for w in rest):
        return None
    return Choice(ids[place], " ".join(rest))


def _at_the_end(said: Sequence[str], ids: Sequence[str], current: Sequence[str]) -> Choice | None:
    """Read « quelles études pour le deuxième ? », “which degree for the second one?”."""
    told = [n for n, word in enumerate(said) if words(word) and "one" not in words(word)]
    if len(told) < 3 or not is_stop(said[told[-2]]) or said[told[-1]].isdecimal():
        return None
    place = _place_of(said[told[-1]], ids, current)
    return None if place is None else Choice(ids[place], " ".join(said[: told[-1]]))


def _leads(word: str) -> bool:
    """Tell the words that stand before a choice: « plutôt du », “tell me about the”."""
    said = words(word)
    return not said or (
        all(is_stop(w) or w in _said("before") for w in said) and not (_said("other") & set(said))
    )


def _place_of(word: str, ids: Sequence[str], current: Sequence[str]) -> int | None:
    """Return the place among the profiles that a word names, if it names one."""
    said = words(word)
    if not _said("other").isdisjoint(said) and len(ids) == 2 and current:
        return 1 - ids.index(current[0]) if current[0] in ids else None
    place = next((_places()[w] for w in said if w in _places()), None)
    return place if place is not None and place < len(ids) else None


def _by_title(said: Sequence[str], offered: Mapping[str, str]) -> Choice | None:
    """Return the one profile whose title holds all that is said first: « la boulangère, alors.
    Quels horaires ? »."""
    end = next((n for n, word in enumerate(said, 1) if word[-1:] in ",:;.?!"), len(said))
    told = [question_words(w) for word in said[:end] for w in words(word) if not _leads(w)]
    meant = [
        profile_id
        for profile_id, title in offered.items()
        if all(not set(stems).isdisjoint(question_words(title)) for stems in told)
    ]
    return Choice(meant[0], " ".join(said[end:])) if told and len(meant) == 1 else None


def is_only_a_reply(text: str) -> bool:
    """Tell whether a text only agrees, disagrees or points: « oui », « pas ça », « l’autre »."""
    said = words(text)
    return 0 < len(said) <= _MOST_WORDS and _replies().issuperset(said)


def _agrees(said: Sequence[str]) -> bool:
    return not _said("yes").isdisjoint(said) and _said("no").isdisjoint(said)


@cache
def _table() -> dict[str, Any]:
    content = resources.files("assistant").joinpath("choices.toml").read_text("utf-8")
    return tomllib.loads(content)


@cache
def _said(name: str) -> frozenset[str]:
    return frozenset(words(_table()[name]))


@cache
def _replies() -> frozenset[str]:
    return frozenset().union(*(_said(name) for name in ("yes", "no", "pointing")))


@cache
def _places() -> dict[str, int]:
    first = {word: place for place, said in enumerate(_table()["places"]) for word in words(said)}
    return first | dict.fromkeys(_said("last"), -1)
