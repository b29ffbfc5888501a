"""Tells whether the passages found answer a question, by weights fitted on cases."""

import math
from collections.abc import Sequence

from assistant.question import Question
from assistant.question_kinds import question_kinds, sections_for
from assistant.question_model import PROFESSION
from corpus.profile import Profile, SectionKind
from index.search import Match

# Fitted by `python -m eval.calibrate` on the development half of the cases.
_WEIGHTS = {
    "bias": -1.29,
    "meaning": 1.76,
    "lead": 1.57,
    "gap": 1.16,
    "kind": 0.02,
    "missing": -2.81,
    "profession": 0.43,
    "silent": -0.25,
    "about_a_job": 0.09,
    "whole": -1.65,
}
# Refuses one answerable question in twelve for seven unanswerable ones in ten, of those that name a
# profession which is there.
_THRESHOLD = 0.35


def is_answerable(question: Question, profile: Profile, matches: Sequence[Match]) -> bool:
    """Tell whether the profile is likely enough to answer."""
    return confidence(question, profile, matches) >= _THRESHOLD


def confidence(question: Question, profile: Profile, matches: Sequence[Match]) -> float:
    """Return the probability that the profile answers, 0 to 1."""
    if not matches:
        return 0.0
    found = features(question, profile, matches)
    return 1 / (1 + math.exp(-sum(_WEIGHTS[name] * value for name, value in found.items())))


def features(question: Question, profile: Profile, matches: Sequence[Match]) -> dict[str, float]:
    """Return what speaks for an answer, by name."""
    best, *others = matches
    return {
        "bias": 1.0,
        "meaning": best.why["meaning"],
        "lead": best.why["meaning"] - _mean([match.why["meaning"] for match in others]),
        "gap": best.score - (others[0].score if others else 0.0),
        "kind": best.why["kind"],
        "missing": sum(p for kind, p in question.kinds.items() if _is_missing(kind, profile)),
        "profession": _log_odds(question.topics.get(PROFESSION, 0.0)),
        "silent": _log_odds(question.topics.get("silent", 0.0)),
        "about_a_job": float(question.about_a_job),
        "whole": question.whole,
    }


def _is_missing(kind: SectionKind, profile: Profile) -> bool:
    row = next((row for row in question_kinds() if row.sections == (kind,)), None)
    return not sections_for(row, profile) if row else True


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))
