"""Means of what was measured, with bootstrap intervals, and the risk–coverage curve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.measure import Outcome

_RESAMPLES = 2000
_SEED = 7


@dataclass(frozen=True)
class Mean:
    """The mean of `count` values, and the interval that holds 95 % of its resampled means."""

    value: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Mean | None":
        """Return the mean of values, None without any."""
        if not values:
            return None
        listed = np.asarray(values, dtype=float)
        chosen = np.random.default_rng(_SEED).integers(0, len(listed), (_RESAMPLES, len(listed)))
        low, high = np.percentile(listed[chosen].mean(axis=1), [2.5, 97.5])
        return cls(float(listed.mean()), float(low), float(high), len(listed))

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}–{self.high:.2f}] ({self.count})"


@dataclass(frozen=True)
class Measure:
    """A row of the report: which outcomes it looks at, their value, and the goal for its mean."""

    name: str
    applies: Callable[[Outcome], bool]
    value: Callable[[Outcome], float]
    goal: str = ""

    def mean(self, outcomes: Sequence[Outcome]) -> Mean | None:
        """Return the mean over the outcomes that it looks at."""
        return Mean.of([self.value(o) for o in outcomes if self.applies(o)])


def risk_and_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return (coverage, risk) pairs: if only the surest share of the questions were answered,
    which share of those answers would be wrong."""
    surest = sorted(outcomes, key=lambda o: -o.confidence)
    wrong = np.cumsum([not (o.is_answerable and o.first) for o in surest])
    return [
        ((place + 1) / len(surest), float(wrong[place]) / (place + 1))
        for place in range(len(surest))
    ]
