"""Chooses what a chat model is shown: single passages, those of the extractive answer first."""

from collections.abc import Iterator, Sequence

from assistant.draft import Draft, Evidence, evidence_of
from assistant.instructions import gives_instructions
from corpus.profile import Passage
from index.search import Match

_MOST_PASSAGES = 24
_MOST_CHARACTERS = 12_000
_FOUND = 6  # passages found, beside those that the extractive answer rests on


def evidence_shown(
    floor: Draft, matches: Sequence[Match], passages: Sequence[Passage]
) -> list[Evidence]:
    """Return what `floor`, the extractive answer, rests on, passage by passage, then the passages
    found; none that gives instructions instead of telling of the profession.

    `passages` are all those of the one profile that it is about.
    """
    shown: list[Evidence] = []
    length = 0
    for piece in dict.fromkeys(_candidates(floor, matches, passages)):
        length += len(piece.quote)
        if len(shown) == _MOST_PASSAGES or length > _MOST_CHARACTERS:
            break
        if not gives_instructions(f"{piece.heading}\n{piece.quote}"):
            shown.append(piece)
    return shown


def _candidates(
    floor: Draft, matches: Sequence[Match], passages: Sequence[Passage]
) -> Iterator[Evidence]:
    profile = floor.evidence[0].profile
    for piece in floor.evidence:
        inside = [
            passage
            for passage in passages
            if piece.span.start <= passage.span.start and passage.span.end <= piece.span.end
        ]
        yield from (evidence_of(profile, [passage]) for passage in inside)
        if not inside:
            yield piece  # of the page's frame
    yield from (evidence_of(profile, [match.passage]) for match in matches[:_FOUND])
