"""Finds which professions a question is about: by title, by likeness to titles, or none known."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.profession_tagger import Tagged, profession_tagger
from assistant.question_model import question_model
from corpus.words import plain
from index.generation import Generation
from index.titles import Mention
from index.words import question_words

# Likeness from which a wording is another name of a title, and from which it is near enough to
# ask whether it is meant; one that is this much likelier than the next is the one that is meant.
_SAME_TITLE = 0.78
_NEAR_TITLE = 0.5
_TIE = 0.02
_MOST_MEANT = 8
_SEVERAL_WORDS = 3
_UNLIKELY = 0.1  # a title's single word that is less likely to name a profession here does not


@dataclass(frozen=True)
class Named:
    """The profiles that a text names and the words that named them; or a profession that it names
    though no profile is about it, with the profiles whose titles are near."""

    profile_ids: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unknown: str | None = None
    near: tuple[str, ...] = ()


def named_professions(
    text: str, generation: Generation, vocabulary: frozenset[str], carried_over: Sequence[str]
) -> Named:
    """Return the professions that `text` names; `vocabulary` are the stems of any question.

    `carried_over` are the professions that the conversation is about: words of their profiles do
    not name another that has no profile.
    """
    tagger = profession_tagger()
    mentions = _mentions(text, generation, vocabulary, tagger.likelihoods(text))
    tagged = tagger.tagged(text)
    found = [_named(run, mentions, generation) for run in tagged]
    inside = [m for m in mentions if not any(_overlap(m, run) for run in tagged)]
    found += [Named(m.profile_ids, (m.said,)) for m in inside]
    known = [named for named in found if named.profile_ids]
    if known:
        ids = dict.fromkeys(i for named in known for i in named.profile_ids)
        return Named(tuple(ids), tuple(said for named in known for said in named.said))
    unknown = [n for n in found if n.unknown and not _is_told_of(n.unknown, carried_over, generation)]
    return unknown[0] if unknown else Named()


def _mentions(
    text: str, generation: Generation, vocabulary: frozenset[str], likelihoods: Sequence[float]
) -> list[Mention]:
    """Return the titles in a text that are likely to be meant as such."""
    found = generation.titles.mentions(text, question_model().words)
    # « conditions de travail » is a title's second half, too: it is none beside a real title.
    telling = [m for m in found if not vocabulary.issuperset(question_words(m.said))]
    found = telling or found
    if max((len(m.said.split()) for m in found), default=0) >= _SEVERAL_WORDS:
        # « agence » beside « architecte du bâtiment » is most likely none.
        found = [m for m in found if " " in m.said]
    few = len(likelihoods) <= _SEVERAL_WORDS
    return [m for m in found if few or max(likelihoods[m.first : m.end]) >= _UNLIKELY]


def _named(run: Tagged, mentions: Sequence[Mention], generation: Generation) -> Named:
    """Return the professions that words in a row name, knowing the titles among them."""
    inside = [mention for mention in mentions if _overlap(mention, run)]
    if any(m.first <= run.first and run.end <= m.end for m in inside):
        return Named(tuple(_ids(inside)), tuple(m.said for m in inside))
    likest = generation.titles.likeliest(run.said)
    best = likest[0][1] if likest else 0.0
    if best >= _SAME_TITLE:
        meant = [i for i, likeness in likest if likeness >= best - _TIE][:_MOST_MEANT]
        return Named(tuple(meant), (run.said,))
    if inside:
        return Named(tuple(_ids(inside)), tuple(m.said for m in inside))
    if begun := generation.titles.beginning_with(run.said):
        return Named(begun, (run.said,))
    near = [i for i, likeness in likest if likeness >= _NEAR_TITLE][:_MOST_MEANT]
    return Named(unknown=run.said, near=tuple(near))


def _overlap(mention: Mention, run: Tagged) -> bool:
    return mention.first < run.end and run.first < mention.end


def _ids(mentions: Sequence[Mention]) -> dict[str, None]:
    return dict.fromkeys(i for mention in mentions for i in mention.profile_ids)


def _is_told_of(said: str, carried_over: Sequence[str], generation: Generation) -> bool:
    """Tell whether what was said are words of the profiles that the conversation is about."""
    asked = set(question_words(said))
    return any(
        asked.intersection(question_words(plain(generation.profiles[i].text)))
        for i in carried_over
    )
