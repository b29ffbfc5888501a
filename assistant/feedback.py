"""What people think of an answer."""

from dataclasses import dataclass, replace
from typing import Literal

from assistant.personal_data import redacted

Rating = Literal["up", "down"]


@dataclass(frozen=True)
class Feedback:
    """A thumb up or down on one answer, and why; the words as they may be kept."""

    answer_id: str
    rating: Rating
    reason: str | None = None
    comment: str | None = None

    def without_personal_data(self) -> "Feedback":
        """Return it as it may be kept."""
        return replace(self, reason=_kept(self.reason), comment=_kept(self.comment))


def _kept(said: str | None) -> str | None:
    return None if said is None else redacted(said, "fr")
