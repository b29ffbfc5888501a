"""Tells which profiles' titles a name is like: those that they bear, were lent, and have."""

from collections.abc import Sequence

from assistant.question_model import question_model
from corpus.profile import Language
from index.generation import Generation

NEAR_TITLE = 0.5  # likeness from which a title is near enough to ask whether it is meant
_MOST_COMPARED = 12


def likeliest(said: str, language: Language, generation: Generation) -> list[tuple[str, float]]:
    """Return the profiles with the likest titles, best first, each profession once; titles are in
    the singular."""
    titles = generation.titles
    likest = titles.likeness.likeliest(said)
    if said.endswith("s"):
        likest = max(likest, titles.likeness.likeliest(said[:-1]), key=likeness_of_best)
    best: dict[str, float] = {}
    for profile_id, likeness in likest:
        for meant in titles.once_each([profile_id], language):
            best[meant] = max(likeness, best.get(meant, 0.0))
    return list(best.items())


def likeliest_by_own_titles(
    said: str, likest: Sequence[tuple[str, float]], generation: Generation
) -> list[tuple[str, float]]:
    """Return profiles of another language, best first, by how like a name is to the titles that
    they bear or were lent and to their own in equal parts: a lent title may only be spelt like it
    (“florist”, “flavourist”), and an own one mean something near."""
    likely = [(i, likeness) for i, likeness in likest if likeness >= NEAR_TITLE][:_MOST_COMPARED]
    own = generation.titles.own_likeness(said, [i for i, _ in likely])
    found = [(i, (likeness + own[i]) / 2) for i, likeness in likely]
    return sorted(found, key=lambda one: -one[1])


def likeness_of_best(likest: Sequence[tuple[str, float]]) -> float:
    """Return how like the first of them is, 0 if there is none."""
    return likest[0][1] if likest else 0.0


def is_translated(text: str, profile_id: str, generation: Generation) -> bool:
    """Tell whether a question and a profile are in two languages, where the names of the same
    profession are less like than those of two near ones in one language."""
    return language_of_words(text) != generation.profiles[profile_id].language


def language_of_words(text: str) -> Language:
    """Return the language that the words of a text are of."""
    return "fr" if question_model().language(text) > 0 else "en"
