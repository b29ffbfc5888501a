"""Finds which professions a question is about: by title, by likeness to titles, or none known."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.joined_names import apart, parts_of, stands_between
from assistant.likely_names import (
    NEAR_TITLE,
    is_translated,
    language_of_words,
    likeliest,
    likeliest_by_own_titles,
    likeness_of_best,
)
from assistant.profession_tagger import Tagged, profession_tagger, spoken
from assistant.question_model import question_model
from assistant.words_before import is_in_company, is_own, is_subject
from corpus.profile import Language
from corpus.words import plain
from index.generation import Generation
from index.title_likeness import is_stop
from index.titles import QUESTION_WORDS, Mention
from index.words import question_words

# Likeness from which a wording is another name of a title; and from which it is one if no other
# title is nearly as like (other languages).
_VERY_TITLE = 0.9  # … and not just the beginning of several
_SAME_TITLE = 0.8
_OTHER_NAME = 0.58
_AHEAD = 0.03
_NEARLY_BEST = 0.1  # how much less like the others are that are offered with the nearest
_TIE = 0.02
_CLEARLY_BETTER = 0.05  # how much better another's own title says a name than one that was lent
_HARDLY = 0.12  # probability from which words may name one where nothing else does
_MOST_MEANT = 8
_SEVERAL_WORDS = 3
_A_TITLE = 0.5  # how sure a title is where the words around it do not speak for a profession
_AS_SURE = 0.4  # what is less sure by more than this beside another profession is not meant
_WIDER = 3  # words before or after a run that may be part of the name
_SPELLED_ALIKE = 0.82
_NEARLY_AS_ALIKE = 0.05
_LIKELY = 0.35  # that words name a profession which has no profile
_SURE_BESIDE_OWN = 0.8  # … beside the person's own
# That a profession without a profile is meant, and not the one at hand: where the question is built
# around it, and elsewhere.
_LIKELY_ANOTHER, _SURE_OF_ANOTHER = 0.25, 0.9


@dataclass(frozen=True)
class Named:
    """The words that name professions, and the profiles that `each` of them may mean; or else a
    profession that is named though no profile is about it, with the profiles whose titles are
    near. `beside` are the professions without a profile named beside known ones; `are_joined`
    tells « infirmier ou aide-soignant » from names that are far apart, `are_titles` that all are
    named as profiles name them."""

    said: tuple[str, ...] = ()
    each: tuple[tuple[str, ...], ...] = ()
    unknown: str | None = None
    near: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    are_joined: bool = False
    are_titles: bool = False

    @property
    def profile_ids(self) -> tuple[str, ...]:
        """All profiles that may be meant."""
        return tuple(dict.fromkeys(i for ids in self.each for i in ids))


@dataclass(frozen=True)
class _Found:
    """What the words `first` to `end` of a question name, how sure that is, 0 to 1, whether it is
    a title as profiles have it, and whether it is the person's own profession."""

    named: Named
    first: int
    end: int
    sure: float
    is_title: bool
    is_own: bool


def named_professions(
    text: str, generation: Generation, vocabulary: frozenset[str], carried_over: Sequence[str]
) -> Named:
    """Return the professions that `text` names; `vocabulary` are the stems of any question.

    `carried_over` are the professions that the conversation is about: what is said of them hardly
    ever names another that has no profile.
    """
    if coded := [(w, i) for w in spoken(text) if (i := generation.titles.with_code(w))]:
        return Named(tuple(w for w, _ in coded), tuple((i,) for _, i in coded), are_titles=True)
    tagger = profession_tagger()
    likelihoods = tagger.likelihoods(text)
    mentions = _mentions(text, generation, vocabulary)
    runs = [_named_only(run) for run in tagger.tagged(text)]
    hardly: list[Tagged] = []
    if not (runs or mentions or carried_over):  # nothing else that it could be about
        hardly = [_named_only(run) for run in tagger.tagged(text, _HARDLY)]
    tagged = [part for run in runs for part in parts_of(run, mentions, generation)]
    found = []
    for run in tagged or _short(text):
        inside = [mention for mention in mentions if _overlap(mention, run)]
        named = _named(run, inside, text, generation)
        is_title = named.said == tuple(mention.said for mention in inside)
        found.append(_Found(named, run.first, run.end, run.sure, is_title, is_own(text, run.first)))
    for run in hardly:
        if (named := _named(run, [], text, generation)).each:
            own = is_own(text, run.first)
            found.append(_Found(named, run.first, run.end, run.sure, False, own))
    for mention in mentions:
        if not any(_overlap(mention, run) for run in tagged):
            sure = max(_A_TITLE, *likelihoods[mention.first : mention.end])
            named = _of_meaning([mention], text, generation)
            own = is_own(text, mention.first)
            found.append(_Found(named, mention.first, mention.end, sure, True, own))
    if all(f.is_own for f in found):
        found += _begun(text, found, generation)
    if any(not f.is_own and (f.named.each or f.sure >= _SURE_BESIDE_OWN) for f in found):
        found = [f for f in found if not f.is_own]
    unknown = [f.named for f in found if _is_unknown(f, text, bool(carried_over))]
    if known := _meant(found, spoken(text)):
        said = [said for named in known for said in named.said]
        each = [ids for named in known for ids in named.each]
        return Named(
            said=tuple(said),
            each=tuple(
                _once_each(name, ids, language_of_words(text), generation)
                for name, ids in zip(said, each, strict=True)
            ),
            beside=tuple(named.unknown for named in unknown if named.unknown),
            are_joined=_are_joined(found, spoken(text)),
            are_titles=all(f.is_title for f in found if f.named in known),
        )
    return unknown[0] if unknown else Named()


def _once_each(
    said: str, ids: Sequence[str], language: Language, generation: Generation
) -> tuple[str, ...]:
    """Return the profiles that a name may mean, each profession in one catalogue."""
    titles = generation.titles
    return titles.translated(said, titles.once_each(ids, language), language)


def _named_only(run: Tagged) -> Tagged:
    """Return a run up to where a question begins: « chef de projet (quelles études) »."""
    said = run.said.split()
    asks = (place for place, word in enumerate(said) if plain(word) in QUESTION_WORDS)
    kept = next(asks, len(said)) or len(said)
    return Tagged(" ".join(said[:kept]), run.first, run.first + kept, run.sure)


def _begun(text: str, found: Sequence[_Found], generation: Generation) -> list[_Found]:
    """Return the words of a text that begin titles, « infirmière », beside a person's own
    profession: these may name what it asks about."""
    begun = []
    for place, word in enumerate(spoken(text)) if found else ():
        ids = () if is_stop(word) else generation.titles.beginning_with(word)
        if len(ids) > 1 and not any(f.first <= place < f.end for f in found):
            own = is_own(text, place)
            begun.append(_Found(Named((word,), (ids,)), place, place + 1, _A_TITLE, False, own))
    return begun


def _is_unknown(found: _Found, text: str, carried_over: bool) -> bool:
    """Tell whether words name a profession that has no profile."""
    if found.named.unknown is None:
        return False
    is_of_titles = profession_tagger().is_of_titles(found.named.unknown)
    if carried_over and is_in_company(text, found.first):
        return False
    if carried_over and is_subject(text, found.first):
        return found.sure >= _LIKELY_ANOTHER
    if carried_over:
        return is_of_titles and found.sure >= _SURE_OF_ANOTHER
    return is_of_titles or found.sure >= _LIKELY


def _meant(found: Sequence[_Found], said: Sequence[str]) -> list[Named]:
    """Return the known professions among what was found, in order, without those that are much
    less sure than another, or only like a title beside a title of several words."""
    known = sorted((f for f in found if f.named.each), key=lambda f: f.first)
    if _are_joined(known, said):
        return [f.named for f in known]
    surest = max((f.sure for f in known), default=0.0)
    if any(f.is_title and " " in "".join(f.named.said) for f in known):
        known = [f for f in known if f.is_title]
    return [f.named for f in known if f.sure >= surest - _AS_SURE]


def _are_joined(found: Sequence[_Found], said: Sequence[str]) -> bool:
    """Tell « infirmier ou aide-soignant » from two names that are far apart."""
    in_order = sorted(found, key=lambda f: f.first)
    return any(
        second.first == first.end + 1 and stands_between(said[first.end])
        for first, second in pairwise(in_order)
    )


def _mentions(text: str, generation: Generation, vocabulary: frozenset[str]) -> list[Mention]:
    """Return the titles in a text that are likely to be meant as such."""
    found = [
        part
        for mention in generation.titles.mentions(text, question_model().words)
        for part in apart(mention, generation)
    ]
    # « conditions de travail » is a title's second half, too: it is none beside a real title.
    telling = [m for m in found if not vocabulary.issuperset(question_words(m.said))]
    found = telling or found
    if max((len(m.said.split()) for m in found), default=0) >= _SEVERAL_WORDS:
        # « agence » beside « architecte du bâtiment » is most likely none.
        found = [m for m in found if " " in m.said]
    return found


def _named(run: Tagged, inside: Sequence[Mention], text: str, generation: Generation) -> Named:
    """Return the professions that words in a row name, knowing the titles among them."""
    if any(m.first <= run.first and run.end <= m.end for m in inside):
        return _of_meaning(inside, text, generation)
    run = _widened(run, text, generation)
    likest = likeliest(run.said, language_of_words(text), generation)
    best = likeness_of_best(likest)
    begun = generation.titles.beginning_with(run.said)
    if begun and best < _VERY_TITLE:
        return Named((run.said,), (begun,))
    in_two_languages = bool(likest) and is_translated(text, likest[0][0], generation)
    if best < _VERY_TITLE and in_two_languages:
        likest = likeliest_by_own_titles(run.said, likest, generation)
        best = likeness_of_best(likest)
    meant = [i for i, likeness in likest if likeness >= best - _TIE][:_MOST_MEANT]
    next_best = next((likeness for i, likeness in likest if i not in meant), 0.0)
    is_clear = best >= _OTHER_NAME and best - next_best >= _AHEAD
    if inside and set(meant).issubset(_of(inside).profile_ids):
        return _of(inside)  # “web developer (education)”
    if best >= _SAME_TITLE or (is_clear and in_two_languages):
        return Named((run.said,), (tuple(meant),))
    if inside:
        return _of(inside)
    if begun := _beginning_with(run.said, generation):
        return Named((run.said,), (begun,))
    least = max(NEAR_TITLE, best - _NEARLY_BEST)
    near = [i for i, likeness in likest if likeness >= least][:_MOST_MEANT]
    return Named(unknown=run.said, near=tuple(near))


def _beginning_with(word: str, generation: Generation) -> tuple[str, ...]:
    """Return the profiles whose title begins with a word, or with the one that it misspells."""
    titles = generation.titles
    return titles.beginning_with(word) or titles.beginning_with(titles.likeness.spelled(word))


def _of_meaning(mentions: Sequence[Mention], text: str, generation: Generation) -> Named:
    """Return the professions that titles name; where a single title was lent by another catalogue,
    which lends wide ones too (“gardener”), the one whose own title says it clearly better."""
    named = _of(mentions)
    is_lent = all(is_translated(text, i, generation) for i in named.profile_ids)
    if len(mentions) > 1 or not is_lent:
        return named
    said = mentions[0].said
    likest = likeliest(said, language_of_words(text), generation)
    scores = dict(likeliest_by_own_titles(said, likest, generation))
    borne = [scores[i] for i in named.profile_ids if i in scores]
    best = next(iter(scores), None)
    if best is None or not borne or scores[best] - max(borne) < _CLEARLY_BETTER:
        return named
    return Named((said,), ((best,),))


def _short(text: str) -> list[Tagged]:
    """Return all of a text of a few words, which may be a name and nothing else: « dev web »."""
    said = spoken(text)
    if not 0 < len(said) <= _SEVERAL_WORDS or all(is_stop(word) for word in said):
        return []
    return [Tagged(" ".join(said), 0, len(said), 0.0)]


def _widened(run: Tagged, text: str, generation: Generation) -> Tagged:
    """Return a run with the words around it, if together they are spelt like a title, or begin
    one: « coutrier (en vins) », but not « chef de projet (quelles études) »."""
    said = spoken(text)
    asks = [plain(word) in QUESTION_WORDS for word in said]
    spans = [
        Tagged(" ".join(said[first:end]), first, end, run.sure)
        for first in range(max(0, run.first - _WIDER), run.first + 1)
        for end in range(run.end, min(len(said), run.end + _WIDER) + 1)
        if not (is_stop(said[first]) or is_stop(said[end - 1])) and not any(asks[first:end])
    ]
    titles = generation.titles
    alike = [
        (1.0 if titles.beginning_with(s.said) else titles.likeness.spelled_like(s.said)[1], s)
        for s in spans
    ]
    best = max((likeness for likeness, _ in alike), default=0.0)
    if best < _SPELLED_ALIKE:
        return run
    likest = (span for likeness, span in alike if likeness >= best - _NEARLY_AS_ALIKE)
    return max(likest, key=lambda span: span.end - span.first)


def _overlap(mention: Mention, run: Tagged) -> bool:
    return mention.first < run.end and run.first < mention.end


def _of(mentions: Sequence[Mention]) -> Named:
    return Named(tuple(m.said for m in mentions), tuple(m.profile_ids for m in mentions))
