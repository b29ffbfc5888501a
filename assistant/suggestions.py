"""Suggests questions that the profiles answer."""

from collections.abc import Sequence

from assistant.compose import covered_kinds
from assistant.question_kinds import QuestionKind
from corpus.profile import Language, Profile


def next_questions(
    profile: Profile, asked: QuestionKind, language: Language, count: int
) -> tuple[str, ...]:
    """Return questions that a profile answers, of the kinds that follow the one just asked."""
    kinds = covered_kinds(profile)
    place = next((place for place, kind in enumerate(kinds, 1) if kind.name == asked.name), 0)
    kinds = [kind for kind in (*kinds[place:], *kinds[:place]) if kind.name != asked.name]
    return tuple(k.suggestion[language].format(title=profile.title) for k in kinds[:count])


def examples(profiles: Sequence[Profile], language: Language, count: int) -> tuple[str, ...]:
    """Return questions, each about the next profile and of the next kind."""
    profiles = profiles[:count]
    said: dict[str, None] = {}
    for place in range(2 * count):
        if not profiles or len(said) == count:
            break
        profile = profiles[place % len(profiles)]
        if kinds := covered_kinds(profile):
            kind = kinds[place % len(kinds)]
            said[kind.suggestion[language].format(title=profile.title)] = None
    return tuple(said)
