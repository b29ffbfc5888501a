"""Tells the ways of asking about professions that no line of one profile answers."""

from collections.abc import Collection, Mapping

from assistant.background import background_in
from assistant.professions import Named
from assistant.question_model import PROFESSION, WAYS, Way
from corpus.profile import Language

# Probability from which a way is meant, and where the rest of the question hints at it. Most of
# what the classifiers were shown is about one line of one profession.
_LIKELY = 0.3
_HINTED = 0.1


def without_ways(topics: Mapping[str, float]) -> dict[str, float]:
    """Return the topics with all ways of asking about professions as one."""
    rest = {name: share for name, share in topics.items() if name not in WAYS}
    rest[PROFESSION] += sum(topics.get(way, 0.0) for way in WAYS)
    return rest


def likely_way(topics: Mapping[str, float], hinted: Collection[Way] = ()) -> Way | None:
    """Return the likeliest way, if it is likely enough."""
    way = max(WAYS, key=lambda way: topics.get(way, 0.0))
    return way if topics.get(way, 0.0) >= (_HINTED if way in hinted else _LIKELY) else None


def hinted_ways(text: str, language: Language, named: Named, has_subject: bool) -> set[Way]:
    """Return the ways that a question hints at: it names several professions or none, or tells of
    the person's own studies or experience."""
    hinted: set[Way] = set()
    if len(named.each) + len(named.beside) > 1:
        hinted.add("comparison")
    if not has_subject and not named.each and named.unknown is None:
        hinted |= {"discovery", "filter"}
    person = background_in(text, language)
    if person.studies or person.experience:
        hinted.add("eligibility")
    return hinted
