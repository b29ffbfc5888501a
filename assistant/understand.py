"""Understands a question: its language, the profession it is about, and what it asks."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.conversations import Conversation
from assistant.errors import BadQuestion
from assistant.question_kinds import NearestKinds, QuestionKind, question_kinds
from corpus.language import language_of
from corpus.profile import Language, SectionKind
from corpus.words import plain, stems
from index.generation import Generation
from index.words import question_words

LONGEST_QUESTION = 1000  # characters

# Nearness from which a kind counts as evidence for its sections, and from which it is certain;
# chosen on eval/cases/first.jsonl.
_PLAUSIBLE = 0.25
_CERTAIN = 0.45

# « le salaire d'un plombier », « devenir plombier », "what does a plumber do": what follows may
# name a profession.
_PROFESSION_SLOT = re.compile(
    r"(?:\b(?:d'une?|devenir|comme|fait une?|gagne une?|métier de|travail de|poste de|emploi de"
    r"|being an?|become an?|becoming an?|as an?|does an?|of an?|for an?|do|job of)\s+)"
    r"(?P<said>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*){0,3})",
    re.IGNORECASE,
)
# What fills that slot without naming a profession.
_NO_PROFESSION = frozenset(
    question_words(
        "cadre débutant junior senior confirmé expérimenté salarié employé professionnel personne "
        "entreprise société équipe poste métier emploi travail job boulot profession fiche "
        "candidat diplôme bac master licence bts école formation budget projet an mois semaine "
        "jour temps plein partiel grand groupe agence annonceur directeur chef patron femme "
        "homme jeune "
        "beginner graduate manager company team role position degree year month living career day "
        "professional person people candidate profile page week diploma certain bon vrai nouveau "
        "telle tel pareil ça cela you they it he she we I there"
    )
)


@dataclass(frozen=True)
class Question:
    """What was understood. `standalone` is the question without the profession's name.

    `kinds` is the evidence, 0 to 1, for each kind of section; `certainty` that of `kind`, the
    row of the table that is nearest. `unknown_profession` is a profession named that has no
    profile; `named` tells a profession named or given from one that is only carried over.
    """

    text: str
    standalone: str
    language: Language
    profile_ids: tuple[str, ...]
    said: str
    unknown_profession: str | None
    kind: QuestionKind
    certainty: float
    kinds: Mapping[SectionKind, float]

    @property
    def is_certain(self) -> bool:
        """Tell whether the kind alone says what is asked."""
        return self.certainty >= _CERTAIN

    @property
    def is_plausible(self) -> bool:
        """Tell whether this may be a question of that kind."""
        return self.certainty >= _PLAUSIBLE


def clean_question(text: str) -> str:
    """Return the question as it is read: NFC, on one line.

    Raises BadQuestion when it is empty, too long or holds control characters.
    """
    if len(text) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The question has {len(text):,} characters; ask it in {LONGEST_QUESTION:,} at most."
        )
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n" for c in text):
        raise BadQuestion("The question holds control characters; ask it as plain text.")
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    cleaned = " ".join(unicodedata.normalize("NFC", visible).split())
    if not cleaned:
        raise BadQuestion("The question is empty; ask something about a job.")
    return cleaned


class Understanding:
    """Understands questions about the professions of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._nearest = NearestKinds(generation.embeddings)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The stems that questions of any kind are made of."""
        return self._nearest.vocabulary

    def question(
        self,
        text: str,
        *,
        profile_id: str | None,
        language: Language | None,
        conversation: Conversation,
    ) -> Question:
        """Understand `text`, already cleaned, in its conversation."""
        mentions = self._generation.titles.mentions(text)
        said = " / ".join(mention.said for mention in mentions)
        standalone = _without(text, [mention.said for mention in mentions])
        kind, certainty, kinds = self._kinds(standalone or text)
        profile_ids = tuple(dict.fromkeys(i for m in mentions for i in m.profile_ids))
        unknown = None if mentions or profile_id else self._unknown_profession(text)
        if profile_id is not None:
            profile_ids = (profile_id,)
        elif not profile_ids and unknown is None:
            profile_ids = conversation.profile_ids or self._only_profile()
        return Question(
            text=text,
            standalone=standalone or text,
            language=language or self._language(standalone, text),
            profile_ids=profile_ids,
            said=said,
            unknown_profession=unknown,
            kind=kind,
            certainty=certainty,
            kinds=kinds,
        )

    def _only_profile(self) -> tuple[str, ...]:
        ids = tuple(self._generation.profiles)
        return ids if len(ids) == 1 else ()

    def _kinds(self, text: str) -> tuple[QuestionKind, float, Mapping[SectionKind, float]]:
        scores = self._nearest.scores(text)
        evidence: dict[SectionKind, float] = {}
        for kind in question_kinds():
            sure = (scores.get(kind.name, 0.0) - _PLAUSIBLE) / (_CERTAIN - _PLAUSIBLE)
            for section in kind.sections:
                evidence[section] = max(evidence.get(section, 0.0), min(max(sure, 0.0), 1.0))
        best = max(question_kinds(), key=lambda kind: scores.get(kind.name, 0.0))
        top = scores.get(best.name, 0.0)
        # Only what is nearly as near as the nearest kind is evidence.
        near = {
            s for k in question_kinds() if scores.get(k.name, 0.0) >= 0.8 * top for s in k.sections
        }
        return best, top, {s: value for s, value in evidence.items() if s in near and value > 0}

    def _unknown_profession(self, text: str) -> str | None:
        """Return the words that name a profession of which there is no profile, if any do."""
        match = _PROFESSION_SLOT.search(text.replace("’", "'"))
        if match is None:
            return None
        said = match["said"]
        meant = [w for w in question_words(said.split()[0]) if w not in _NO_PROFESSION]
        held = self._words_of_titles() | self.vocabulary
        return said if meant and not held.intersection(question_words(said)) else None

    def _words_of_titles(self) -> frozenset[str]:
        if len(self._generation.profiles) != 1:
            return frozenset()
        (profile,) = self._generation.profiles.values()
        titles = [profile.title, *profile.other_titles]
        return frozenset(stem for title in titles for stem in stems(title))

    def _language(self, standalone: str, text: str) -> Language:
        """Return the language of the words around the profession's name, which may be in the
        other one (« community manager salaire »)."""
        return language_of(standalone if re.search(r"\w{3}", standalone) else text)


def _without(text: str, said: list[str]) -> str:
    """Return `text` without the words `said`, as they were joined by single spaces."""
    for name in said:
        spaced = r"[\W_]+".join(map(re.escape, name.split()))
        text = re.sub(rf"(?<!\w){spaced}(?!\w)", " ", text, count=1)
    return " ".join(text.split()) if plain(text).strip(" ?!.,;:'") else ""
