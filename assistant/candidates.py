"""Scores professions by how well they meet the statements that a person makes of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.statements import Statement
from corpus.profile import SECTION_KINDS, SectionKind
from index.embedding import Vectors, as_vectors
from index.generation import Generation

# The constants were chosen on the descriptions of tests/match_descriptions.toml that are for
# tuning, by the share of the first five professions that is sensible: 0.50 where a statement is
# compared with lines alone, 0.65 where with the whole profile too.
_LINE = (0.2, 0.8)  # cosine of a statement and a line: nothing in common … says just that
_WHOLE = (0.2, 0.6)  # … and of a statement and the mean of a profile's lines
_SHARE = 0.7  # of what is left to 1, that a statement met in full fills
_DISLIKED = 0.5  # of the score, that a denied statement met in full takes away
_RELATED = 0.2  # how well a statement is met, below which it is not met at all
_BY_PROFILE = 60  # professions looked at for their mean …
_BY_LINE = 150  # … and for single lines near to a statement, shared among the statements

# What other professions do tells nothing of this one; many share what is said of conditions.
_WEIGHTS: dict[SectionKind, float] = {
    **dict.fromkeys(SECTION_KINDS, 1.0),
    "career_path": 0.0,
    "previous_roles": 0.0,
    "reporting_line": 0.0,
    "soft_skills": 0.5,
    "work_environment": 0.5,
    "employers": 0.5,
}


@dataclass(frozen=True)
class Told:
    """What a person tells: what they affirm in their own words, its vectors (statements ×
    dimensions), and the vectors of what they deny."""

    said: tuple[str, ...]
    vectors: Vectors
    denied: Vectors


@dataclass(frozen=True)
class Candidate:
    """A profession looked at: its place among the profiles, its score, and for each statement how
    well it is met, half by the line nearest to it, and how near that line is; all 0 to 1."""

    place: int
    score: float
    met: Vectors
    nearness: Vectors


class Candidates:
    """The professions of one generation, as candidates for what a person tells."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._rows = tuple(generation.rows.values())
        self._starts = np.array([rows.start for rows in self._rows])

    def told(self, statements: Sequence[Statement]) -> Told:
        """Return statements with their vectors."""
        embedded = self._generation.embeddings.embed_documents([s.topic for s in statements])
        denied = np.array([statement.negated for statement in statements])
        vectors = as_vectors(embedded)
        said = tuple(statement.said for statement in statements if not statement.negated)
        return Told(said, vectors[~denied], vectors[denied])

    def best(self, told: Told) -> list[Candidate]:
        """Return professions that meet what is told, best first: those near it as a whole, and
        those that have a line near a statement."""
        by_profile = _filled(_ramp(self.means @ told.vectors.T, _WHOLE))
        places = set(np.argsort(-by_profile, kind="stable")[:_BY_PROFILE].tolist())
        limit = _BY_LINE // len(told.said)
        for vector in told.vectors:
            near = self._generation.nearest.nearest(vector, limit)
            places.update((np.searchsorted(self._starts, near, side="right") - 1).tolist())
        looked_at = self._looked_at(sorted(places), told)
        return sorted(looked_at, key=lambda candidate: -candidate.score)

    @cached_property
    def means(self) -> Vectors:
        """The mean of each profile's lines, weighted by kind: unit vectors, one a profession."""
        return as_vectors(
            [(self._weights(rows) @ self._lines(rows)).tolist() for rows in self._rows]
        )

    def _looked_at(self, places: Sequence[int], told: Told) -> list[Candidate]:
        """Return these professions with all of their lines compared with each statement."""
        statements = np.concatenate([told.vectors, told.denied]).T
        rows = [self._rows[place] for place in places]
        starts = np.cumsum([0, *(len(r) for r in rows[:-1])])
        # Not `@`: for many small products its threads cost more than they bring, and ten times
        # as much where the cores are busy.
        near = np.concatenate([np.einsum("ld,ds->ls", self._lines(r), statements) for r in rows])
        near *= np.concatenate([self._weights(r) for r in rows])[:, np.newaxis]
        best = _ramp(np.maximum.reduceat(near, starts, axis=0), _LINE)
        met = ((best + _ramp(self.means[places] @ statements, _WHOLE)) / 2).astype(np.float32)
        met[met < _RELATED] = 0
        count = len(told.said)
        scores = _filled(met[:, :count]) * np.prod(1 - _DISLIKED * met[:, count:], axis=1)
        return [
            Candidate(place, float(score), met[i, :count], best[i, :count])
            for i, (place, score) in enumerate(zip(places, scores, strict=True))
        ]

    def nearest_rows(self, candidate: Candidate, told: Told) -> list[int]:
        """Return the row of the candidate's line that is nearest to each statement."""
        rows = self._rows[candidate.place]
        near = self._lines(rows) @ told.vectors.T * self._weights(rows)[:, np.newaxis]
        return [rows[int(row)] for row in near.argmax(axis=0)]

    def _lines(self, rows: range) -> Vectors:
        lines: Vectors = self._generation.vectors[rows.start : rows.stop]
        return lines

    def _weights(self, rows: range) -> Vectors:
        return self._generation.kinds.evidence(rows, _WEIGHTS)


def _ramp(cosines: Vectors, bounds: tuple[float, float]) -> Vectors:
    """Return 0 at the lower bound and below, 1 at the upper and above, and a line between."""
    low, high = bounds
    ramp: Vectors = np.clip((cosines - low) / (high - low), 0, 1)
    return ramp


def _filled(met: Vectors) -> Vectors:
    """Return a saturating sum over statements, the last axis: each fills a share of what those
    before it left, so that several different ones count for more than one met many times."""
    filled: Vectors = 1 - np.prod(1 - _SHARE * met, axis=-1)
    return filled
