"""Suggests questions that the profiles answer."""

from collections.abc import Sequence

from assistant.compose import covered_kinds
from assistant.question_kinds import QuestionKind
from corpus.profile import Language, Profile


def next_questions(
    profile: Profile, asked: QuestionKind, language: Language, count: int
) -> tuple[str, ...]:
    """Return questions that a profile answers, of other kinds than the one just asked."""
    kinds = [kind for kind in covered_kinds(profile) if kind.name != asked.name]
    return tuple(k.suggestion[language].format(title=profile.title) for k in kinds[:count])


def examples(profiles: Sequence[Profile], language: Language, count: int) -> tuple[str, ...]:
    """Return questions, each about the next profile and of the next kind."""
    profiles = profiles[:count]
    said: dict[str, None] = {}
    for place in range(2 * count):
        if not profiles or len(said) == count:
            break
        profile = profiles[place % len(profiles)]
        kinds = covered_kinds(profile)
        kind = kinds[place % len(kinds)]
        said[kind.suggestion[language].format(title=profile.title)] = None
    return tuple(said)
