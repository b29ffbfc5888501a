"""Finds which professions a question is about: by title, by meaning, or none that is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.words import words
from index.generation import Generation
from index.words import question_words

# « le salaire d'un plombier », « devenir plombier », "what does a plumber do": what follows such
# words is a profession, unless it is one of `_NO_PROFESSION`.
_ABOUT_A_JOB = (
    r"(?:salaire|rémunération|paie|revenu|métier|travail|boulot|job|poste|rôle|quotidien|journée"
    r"|missions?|activités|tâches|formation|études|diplômes?|compétences|qualités|profil|carrière"
    r"|salary|pay|wages?|duties|work|role|skills|qualities|career|day)"
)
_PROFESSION_SLOT = re.compile(
    rf"(?:\b(?:{_ABOUT_A_JOB}\s+(?:d'une?|de|d'|du|pour\s+(?:être|un|une)|of\s+an?|for\s+an?|as\s+an?)"
    r"|devenir|comme|que\s+fait\s+une?|gagne\s+une?|embauche\s+une?|do(?:es)?\s+an?|becom(?:e|ing)\s+an?"
    r"|being\s+an?|work(?:ing)?\s+as\s+an?|hires?\s+an?|can\s+an?)\s+)"
    r"(?P<said>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*){0,3})",
    re.IGNORECASE,
)
_NO_PROFESSION = frozenset(
    question_words(
        "cadre débutant junior senior confirmé expérimenté salarié employé professionnel personne "
        "entreprise société équipe poste métier emploi travail job boulot profession fiche "
        "candidat diplôme bac master licence bts école formation budget projet an mois semaine "
        "jour temps plein partiel grand groupe agence annonceur directeur chef patron femme "
        "homme jeune demain beginner graduate manager company team role position degree year "
        "month living career day professional person people candidate profile page week diploma "
        "certain bon vrai nouveau telle tel pareil ça cela you they it he she we there"
    )
)

# Cosine from which a wording means a title: other trades stay below 0.5, « dev web » and "baker"
# (for « Boulanger ») reach 0.57 and more.
_SAME_TITLE = 0.56


@dataclass(frozen=True)
class Named:
    """The profiles that a text names, the words that named them, and a profession that it names
    though no profile is about it."""

    profile_ids: tuple[str, ...]
    said: tuple[str, ...]
    unknown: str | None


def named_professions(text: str, generation: Generation, vocabulary: frozenset[str]) -> Named:
    """Return the professions that `text` names; `vocabulary` are the stems of any question."""
    mentions = generation.titles.mentions(text)
    if mentions:
        named = dict.fromkeys(i for mention in mentions for i in mention.profile_ids)
        return Named(tuple(named), tuple(mention.said for mention in mentions), None)
    slot = _PROFESSION_SLOT.search(text.replace("’", "'"))
    phrases = [slot["said"]] if slot else []
    if len(generation.profiles) > 1:
        phrases += _phrases(text, vocabulary)
    for phrase in phrases:
        for shorter in _beginnings(phrase):
            ids, cosine = generation.titles.nearest(shorter)
            if cosine >= _SAME_TITLE:
                return Named(ids, (shorter,), None)
    return Named(
        (), (), slot["said"] if slot and _is_unknown(slot["said"], generation, vocabulary) else None
    )


def _phrases(text: str, vocabulary: frozenset[str]) -> Iterator[str]:
    """Yield the runs of words that are no usual words of a question."""
    run: list[str] = []
    for word in [*re.findall(r"[^\W_]+", text), "?"]:
        if words(word) and not vocabulary.issuperset(question_words(word)):
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []


def _beginnings(phrase: str) -> Iterator[str]:
    parts = phrase.split()
    yield from (" ".join(parts[:length]) for length in range(len(parts), 0, -1))


def _is_unknown(said: str, generation: Generation, vocabulary: frozenset[str]) -> bool:
    """Tell whether words that stand where a profession does are none of the profiles' own."""
    first = question_words(said.split()[0])
    if _NO_PROFESSION.issuperset(first) or not vocabulary.isdisjoint(question_words(said)):
        return False
    return len(generation.profiles) > 1 or not generation.words.holds_any(question_words(said))
