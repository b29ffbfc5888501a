"""Tells whether the passages found answer a question, by weights fitted on cases."""

import math
from collections.abc import Sequence

from assistant.question_model import PROFESSION
from assistant.understand import Question
from corpus.profile import Profile
from index.search import Match

# Fitted by `python -m eval.calibrate` on the development half of the cases.
_WEIGHTS = {
    "bias": 0.0,
    "meaning": 8.0,
    "lead": 0.0,
    "words": 2.0,
    "kind": 1.0,
    "profession": 0.5,
    "silent": -0.5,
    "missing": -2.0,
    "out_of_scope": 0.0,
    "about_a_job": 0.5,
}
_THRESHOLD = 0.5


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
    best = matches[0]
    others = [match.why["meaning"] for match in matches[1:]]
    held = {section.kind for section in profile.sections if section.blocks}
    return {
        "bias": 1.0,
        "meaning": best.why["meaning"],
        "lead": best.why["meaning"] - (sum(others) / len(others) if others else 0.0),
        "words": max(match.why["words"] for match in matches),
        "kind": best.why["kind"],
        "missing": sum(share for kind, share in question.kinds.items() if kind not in held),
        "profession": _log_odds(question.topics.get(PROFESSION, 0.0)),
        "silent": _log_odds(question.topics.get("silent", 0.0)),
        "out_of_scope": _log_odds(question.topics.get("out_of_scope", 0.0)),
        "about_a_job": float(question.about_a_job),
    }


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))
