"""Finds the professions that suit what a person tells of themselves, why, and what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

from assistant.answer import Citation, NamedProfile
from assistant.candidates import Candidate, Candidates, Told
from assistant.draft import citation_of, evidence_of
from assistant.question_model import question_model
from assistant.requirements import main_requirements
from assistant.statements import Statement, statements_in
from corpus.profile import Language, Passage, Profile
from corpus.words import plain
from index.generation import Generation

MOST = 10  # professions listed

# Chosen on the descriptions of tests/match_descriptions.toml that are for tuning.
_WORTH_TELLING = 0.3  # score; greetings and nonsense have less
_SAYS_IT = 0.3  # how near a line is that can be shown as the reason
_FULFILLED = 0.38  # cosine of a statement and a requirement that it fulfils: just as near

_MOST_STATEMENTS = 10
_MOST_MISSING = 3
_LOOKED_THROUGH = 40  # professions, of which the first that are wanted are listed
_SAME_PROFESSION = 0.9  # cosine of two profiles' means: a head baker beside a baker, for instance


@dataclass(frozen=True)
class Met:
    """A statement in the person's own words, and the profile's line that it meets."""

    said: str
    citation: Citation


@dataclass(frozen=True)
class ProfessionMatch:
    """A profession that suits, how well (0 to 1), why, and the main requirements that nothing
    that was said fulfils. Citations are numbered through `matched`, then `missing`."""

    profile: NamedProfile
    score: float
    matched: tuple[Met, ...]
    missing: tuple[Citation, ...]


@dataclass(frozen=True)
class Suited:
    """A profession that suits, how well (0 to 1), the person's statements with the passage that
    meets each, and the main requirements that nothing that was said fulfils."""

    profile: Profile
    score: float
    met: tuple[tuple[str, Passage], ...]
    missing: tuple[Passage, ...]


class Matching:
    """Matches what people tell of themselves with the professions of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._candidates = Candidates(generation)
        self._ids = tuple(generation.profiles)

    def match(
        self, text: str, limit: int, language: Language | None
    ) -> tuple[ProfessionMatch, ...]:
        """Return the professions that suit a cleaned text, best first, none if none does; of one
        that has several profiles, the one in `language`, by default the text's own."""
        language = language or _language(text)
        return tuple(map(_cited, islice(self.suited(statements_in(text), language), limit)))

    def suited(
        self, statements: Sequence[Statement], language: Language, least: float | None = None
    ) -> Iterator[Suited]:
        """Yield the professions that suit these statements, best first, with a score of `least`,
        by default one that is worth telling."""
        statements = statements[:_MOST_STATEMENTS]
        if all(statement.negated for statement in statements):
            return
        told = self._candidates.told(statements)
        least = _WORTH_TELLING if least is None else least
        worth = [c for c in self._candidates.best(told) if c.score >= least and _why(c)]
        for candidate in self._once(worth[:_LOOKED_THROUGH], language):
            yield self._suited(candidate, told)

    def _once(self, candidates: Sequence[Candidate], language: Language) -> list[Candidate]:
        """Return each profession once, in the place of its best profile."""
        groups: list[list[Candidate]] = []
        for candidate in candidates:
            group = next((g for g in groups if self._same(g[0], candidate)), None)
            if group is None:
                groups.append([candidate])
            else:
                group.append(candidate)
        return [
            next((c for c in group if self._profile(c).language == language), group[0])
            for group in groups
        ]

    def _same(self, one: Candidate, other: Candidate) -> bool:
        means = self._candidates.means
        alike = float(means[one.place] @ means[other.place]) >= _SAME_PROFESSION
        return alike or plain(self._profile(one).title) == plain(self._profile(other).title)

    def _profile(self, candidate: Candidate) -> Profile:
        return self._generation.profiles[self._ids[candidate.place]]

    def _suited(self, candidate: Candidate, told: Told) -> Suited:
        rows = self._candidates.nearest_rows(candidate, told)
        passages = self._generation.passages
        return Suited(
            profile=self._profile(candidate),
            score=candidate.score,
            met=tuple((told.said[i], passages[rows[i]]) for i in _why(candidate)),
            missing=tuple(self._missing(candidate, told, rows)),
        )

    def _missing(self, candidate: Candidate, told: Told, shown: Sequence[int]) -> list[Passage]:
        """Return the main requirements that no statement fulfils."""
        profile_id = self._ids[candidate.place]
        first = self._generation.rows[profile_id].start
        passages = self._generation.passages_of(profile_id)
        row_of = {passage.id: first + place for place, passage in enumerate(passages)}
        unmet = (
            passage
            for passage in main_requirements(passages)
            if row_of[passage.id] not in shown
            and (self._generation.vectors[row_of[passage.id]] @ told.vectors.T).max() < _FULFILLED
        )
        return list(islice(unmet, _MOST_MISSING))


def _cited(suited: Suited) -> ProfessionMatch:
    numbers = count(1)

    def cited(passage: Passage) -> Citation:
        return citation_of(evidence_of(suited.profile, [passage]), next(numbers))

    return ProfessionMatch(
        profile=NamedProfile(suited.profile.id, suited.profile.title),
        score=round(suited.score, 2),
        matched=tuple(Met(said, cited(passage)) for said, passage in suited.met),
        missing=tuple(map(cited, suited.missing)),
    )


def _why(candidate: Candidate) -> list[int]:
    """Return the statements that a line of the profile meets, the nearest first."""
    met = [i for i, near in enumerate(candidate.nearness) if near >= _SAYS_IT and candidate.met[i]]
    return sorted(met, key=lambda i: -candidate.nearness[i])


def _language(text: str) -> Language:
    return "fr" if question_model().language(text) >= 0 else "en"
