"""Chooses how a question is answered: from one profession, several, or all; or by asking back."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.age import say_how_to_read_time
from assistant.answer import Status
from assistant.answerability import is_answerable
from assistant.background import background_in
from assistant.compose import compose
from assistant.discovery import discover
from assistant.draft import Draft
from assistant.eligibility import eligibility
from assistant.matching import Matching
from assistant.phrases import enumeration, escaped, phrase
from assistant.question import Question
from assistant.question_kinds import kind_named
from assistant.question_model import OF_ALL
from assistant.side_by_side import side_by_side
from assistant.third_language import which_languages
from corpus.profile import LANGUAGES, Profile
from index.search import Match, PassageSearch

_PASSAGES = 10  # of the profession that are looked at
_CANDIDATES = 8  # professions offered when a question fits several
# Whatever passages are near.
_NEVER_OF_A_PROFESSION = ("refused", "distress", "unclear", "reply", "third_language")


class Adviser:
    """Drafts answers about the professions of one generation."""

    def __init__(self, search: PassageSearch, matching: Matching) -> None:
        self._search = search
        self._generation = search.generation
        self._matching = matching

    def retrieve(self, asked: Question) -> list[Match]:
        """Return the passages for a question about one profession, best first."""
        profile = self.subject(asked)
        if profile is None:
            return []
        found = self._search.find(
            asked.standalone,
            profile_ids=[profile.id],
            keywords=asked.keywords,
            kinds=asked.kinds,
            limit=_PASSAGES * len(LANGUAGES),
        )
        # Of what a profile says in both languages, that of the question.
        said = {block for section in profile.sections for block in section.blocks}
        return [match for match in found if match.passage.span in said][:_PASSAGES]

    def subject(self, asked: Question) -> Profile | None:
        """Return the one profession that the question is about, if there is just one."""
        if asked.unknown_profession is not None or len(asked.profile_ids) != 1:
            return None
        profile = self._generation.profiles.get(asked.profile_ids[0])
        return profile.in_language(asked.language) if profile else None

    def draft(self, asked: Question, matches: Sequence[Match]) -> Draft:
        """Answer the question from `matches`, the passages found, or from other professions."""
        draft = self._drafted(asked, matches)
        say_how_to_read_time(draft, asked.language)
        return draft

    def _drafted(self, asked: Question, matches: Sequence[Match]) -> Draft:
        if asked.kind.name in _NEVER_OF_A_PROFESSION and asked.is_likely:
            return _said(asked.kind.name, asked)
        other_topic = asked.kind.status is not None and asked.kind.name != "silent"
        if not other_topic and (draft := self._of_many(asked)):
            return draft
        if asked.unknown_profession is not None and not other_topic:
            return self._unknown_profession(asked, asked.unknown_profession, asked.near)
        profile = self.subject(asked)
        if profile is None:
            return _said(asked.kind.name, asked) if other_topic else self._clarify(asked)
        if other_topic and not is_answerable(asked, profile, matches):
            return _said(asked.kind.name, asked)
        draft = self._of_one(asked, profile, matches)
        draft.about = [profile]
        return draft

    def _of_many(self, asked: Question) -> Draft | None:
        """Answer what is asked of several professions, or of all; None if it is asked of one."""
        if asked.way in OF_ALL:
            return discover(asked, self._matching, self._search)
        profiles = [self._profile(ids[0], asked) for ids in asked.each]
        if asked.way != "comparison" or not profiles:
            return None
        if len(profiles) > 1:
            draft = side_by_side(asked, profiles, self._generation)
            draft.about = profiles
            return draft
        return self._with_an_unknown(asked, profiles[0]) if asked.beside else None

    def _with_an_unknown(self, asked: Question, profile: Profile) -> Draft:
        """Say that one profession compared has no profile, then what the other one is."""
        draft = self._unknown_profession(asked, asked.beside[0], ())
        known = replace(asked, kind=kind_named("definition"), certainty=1.0, whole=1.0)
        draft.go_on(compose(known, profile, [], self._generation))
        draft.status = "partial" if draft.evidence else "not_covered"
        draft.about = [profile]
        return draft

    def _of_one(self, asked: Question, profile: Profile, matches: Sequence[Match]) -> Draft:
        if asked.way == "eligibility" and _is_eligibility(asked):
            passages = self._generation.passages_of(profile.id)
            if draft := eligibility(asked, profile, passages, matches):
                return draft
        if asked.parts:
            return self._parts(asked, profile)
        return compose(asked, profile, matches, self._generation)

    def _parts(self, asked: Question, profile: Profile) -> Draft:
        """Answer each part of a question, the silent ones last; it is partial where some are."""
        drafts = [
            (part, compose(part, profile, self.retrieve(part), self._generation))
            for part in asked.parts
        ]
        answered = [(part, draft) for part, draft in drafts if draft.status == "answered"]
        silent = [(part, draft) for part, draft in drafts if draft.status != "answered"]
        status: Status = "not_covered" if not answered else "partial" if silent else "answered"
        whole = Draft(status)
        for part, draft in answered:
            label = part.kind.label[asked.language]
            whole.say(f"**{label[:1].upper()}{label[1:]}**")
            whole.go_on(draft)
        for _, draft in silent:
            whole.go_on(draft, are_notes=True)
        return whole

    def _unknown_profession(self, asked: Question, said: str, near: Sequence[str]) -> Draft:
        draft = Draft("clarify" if near else "not_covered")
        draft.say(phrase("unknown_profession", asked.language, said=escaped(said)), end=" ")
        draft.about = self._candidates(near, asked)
        name = "near_professions" if near else "known_professions"
        self._offer(draft, name, asked)
        if not near:
            draft.about = []  # they are there, but none is meant
        return draft

    def _clarify(self, asked: Question) -> Draft:
        draft = Draft("clarify")
        draft.about = self._candidates(asked.profile_ids or asked.near, asked)
        name = "clarify_several" if asked.said else "clarify_none"
        self._offer(draft, name, asked)
        return draft

    def _profile(self, profile_id: str, asked: Question) -> Profile:
        return self._generation.profiles[profile_id].in_language(asked.language)

    def _candidates(self, ids: Sequence[str], asked: Question) -> list[Profile]:
        """Return the first of these professions, or all of a corpus where all can be named."""
        known = self._generation.profiles
        ids = ids or (tuple(known) if len(known) <= _CANDIDATES else ())
        return [self._profile(i, asked) for i in ids[:_CANDIDATES]]

    def _offer(self, draft: Draft, name: str, asked: Question) -> None:
        """Name the professions that there are to choose from, or say how many there are."""
        language, count = asked.language, len(self._generation.profiles)
        if not draft.about:
            draft.say(phrase(f"{name}_of_many", language, count=count))
            return
        titles = enumeration([escaped(profile.title) for profile in draft.about], language)
        draft.say(phrase(name, language, titles=titles, said=escaped(asked.said)))


def _is_eligibility(asked: Question) -> bool:
    """Tell whether a person asks about their own studies or experience, or says what they have;
    « trop physique pour moi ? » is answered by a line on that."""
    person = background_in(asked.text, asked.language)
    is_of_studies = asked.kind.name in ("education", "experience")
    return is_of_studies or bool(person.studies or person.experience)


def _said(topic: str, asked: Question) -> Draft:
    """Say what there is to say of a topic that is no profession's."""
    status = kind_named(topic).status
    assert status is not None
    draft = Draft(status)
    if said_in_theirs := which_languages(asked.third_language):
        draft.say(said_in_theirs)
    draft.say(phrase(topic, asked.language))
    return draft
