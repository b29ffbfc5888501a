"""Finds which professions a question is about: by title, by meaning, or none that is known."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.question_model import question_model
from corpus.words import STOP_WORDS, plain, words
from index.generation import Generation
from index.titles import Mention
from index.words import question_words

_NAME = r"(?P<said>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*){0,4})"
# Words that go on a title rather than end it: « chef de produit », "head of sales".
_LINKS = frozenset("de d du des en et a à la le les l of and in".split())

# Cosine from which a wording is another name of a title (« développeur web », "web developer":
# 1.0), and from which it is near enough to ask whether it is meant (« pâtissier », baker: 0.74).
_SAME_TITLE = 0.82
_NEAR_TITLE = 0.45
_SEVERAL_WORDS = 3


@dataclass(frozen=True)
class Named:
    """The profiles that a text names and the words that named them; or a profession that it names
    though no profile is about it, with the profiles whose titles are near."""

    profile_ids: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unknown: str | None = None
    near: tuple[str, ...] = ()


def named_professions(
    text: str, generation: Generation, vocabulary: frozenset[str], carried_over: bool
) -> Named:
    """Return the professions that `text` names; `vocabulary` are the stems of any question.

    With a profession `carried_over` from the conversation, only words that stand where a
    profession's name does can name another: « le site web » is no web developer.
    """
    mentions = generation.titles.mentions(text, question_model().words)
    # « conditions de travail » is a title's second half, too: it is none beside a real title.
    telling = [m for m in mentions if not vocabulary.issuperset(question_words(m.said))]
    mentions = _longer(telling or mentions)
    if mentions:
        ids = dict.fromkeys(i for mention in mentions for i in mention.profile_ids)
        return Named(tuple(ids), tuple(mention.said for mention in mentions))
    in_slot = _in_slot(text, vocabulary)
    candidates = [in_slot] if in_slot else []
    if not carried_over:
        candidates += _phrases(text, vocabulary)
    for said in candidates:
        if begun := generation.titles.beginning_with(said):
            return Named(begun, (said,))
    near: dict[str, None] = {}
    if candidates:
        nearest = generation.titles.nearest(candidates)
        for said, (profile_ids, cosine) in zip(candidates, nearest, strict=True):
            if cosine >= _SAME_TITLE:
                return Named(profile_ids, (said,))
            if cosine >= _NEAR_TITLE:
                near.update(dict.fromkeys(profile_ids))
                in_slot = in_slot or said
    if in_slot and (near or _is_unknown(in_slot, generation)):
        return Named(unknown=in_slot, near=tuple(near))
    return Named()


def _longer(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions without the single words beside a title of several, which are most
    likely none: « agence » beside « architecte du bâtiment »."""
    longest = max((len(mention.said.split()) for mention in mentions), default=0)
    if longest < _SEVERAL_WORDS:
        return mentions
    return [mention for mention in mentions if " " in mention.said]


@cache
def _slots() -> tuple[re.Pattern[str], frozenset[str]]:
    content = resources.files("assistant").joinpath("professions.toml").read_text("utf-8")
    table = tomllib.loads(content)
    about = f"(?:{'|'.join(table['about'])})"
    before = "|".join(line.replace("{about}", about) for line in table["before"])
    pattern = rf"\b(?:{before})\s+{_NAME}".replace(" ", r"\s+").replace(r"d'|du", r"d'\s*|du")
    return re.compile(pattern, re.IGNORECASE), frozenset(
        question_words(" ".join(table["no_profession"]))
    )


def _in_slot(text: str, vocabulary: frozenset[str]) -> str | None:
    """Return the words that stand where a profession's name does, up to the next usual word."""
    pattern, no_profession = _slots()
    match = pattern.search(text.replace("’", "'"))
    if match is None:
        return None
    name = list(_name(match["said"].split(), vocabulary))
    said = " ".join(name)
    return None if no_profession.issuperset(question_words(said)) else said


def _name(said: list[str], vocabulary: frozenset[str]) -> Iterator[str]:
    pending: list[str] = []
    for place, word in enumerate(said):
        if plain(word) in _LINKS:
            pending.append(word)
        elif (place and not vocabulary.isdisjoint(question_words(word))) or _is_stop(word):
            return
        else:
            yield from [*pending, word] if place else [word]
            pending = []


def _phrases(text: str, vocabulary: frozenset[str]) -> list[str]:
    """Return the runs of words that are no usual words of a question."""
    runs: list[str] = []
    run: list[str] = []
    for word in [*re.findall(r"[^\W_]+", text), "?"]:
        if words(word) and not _is_stop(word) and vocabulary.isdisjoint(question_words(word)):
            run.append(word)
        elif run:
            runs.append(" ".join(run))
            run = []
    return runs


def _is_unknown(said: str, generation: Generation) -> bool:
    """Tell whether words that stand where a profession does are none of the profiles' own."""
    if len(generation.profiles) > 1:
        return True
    (profile,) = (generation.profiles[i] for i in generation.profiles)
    titles = question_words(" ".join([profile.title, *profile.other_titles]))
    asked = question_words(said)
    return not generation.words.holds_any(asked) and set(titles).isdisjoint(asked)


def _is_stop(word: str) -> bool:
    return plain(word) in STOP_WORDS["fr"] or plain(word) in STOP_WORDS["en"]
