"""What was understood of a question."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import BadQuestion
from assistant.question_kinds import QuestionKind
from assistant.question_model import Way
from assistant.typed import as_read
from corpus.profile import Language, SectionKind

LONGEST_QUESTION = 1000  # characters

# Probability from which a kind is what is asked.
_LIKELY = 0.4
_WHOLE = 0.55  # … and from which all that a section says is asked for


@dataclass(frozen=True)
class Question:
    """What was understood. `standalone` is the question without the profession's name, `keywords`
    the stems that say of what it asks, beside the words of any question.

    `kind` is what is asked for, `certainty` its probability, `kinds` that of each kind of section;
    `topics` are the probabilities of what it is about, `whole` that it asks for all that a section
    says, `wants_more` that it asks on after an answer. `parts` are the questions that it is made
    of, if it asks for several kinds of section: « salaire et diplômes ? ». `unknown_profession` is
    a profession named that has no profile, `near` the profiles with a title like it, `said` the
    words that named those that have one; `about_a_job` says that it names a profession or
    uses a word of working life. `way` tells a comparison of professions, a search for one that
    suits, a filter over many and a person's fitness for one from what is asked of a profession.
    `each` are the profiles that each profession named or carried over may mean, `beside` names
    professions without a profile beside them. `third_language` is the code of a language that is
    neither French nor English.
    """

    text: str
    standalone: str
    keywords: tuple[str, ...]
    language: Language
    profile_ids: tuple[str, ...]
    said: str
    about_a_job: bool
    unknown_profession: str | None
    near: tuple[str, ...]
    kind: QuestionKind
    certainty: float
    kinds: Mapping[SectionKind, float]
    topics: Mapping[str, float]
    whole: float
    wants_more: bool = False
    way: Way | None = None
    each: tuple[tuple[str, ...], ...] = ()
    beside: tuple[str, ...] = ()
    third_language: str | None = None
    parts: tuple["Question", ...] = ()

    @property
    def is_likely(self) -> bool:
        """Tell whether the kind is what is asked, where nothing else in the question says more."""
        return self.certainty >= _LIKELY

    @property
    def asks_for_the_whole(self) -> bool:
        """Tell « Quels diplômes ? » from « Un BTS de graphisme suffit-il ? »."""
        return self.is_likely and self.whole >= _WHOLE


def clean_question(text: str) -> str:
    """Return the question as it is read.

    Raises BadQuestion when it is empty, too long or holds control characters.
    """
    if len(text) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The question has {len(text):,} characters; ask it in {LONGEST_QUESTION:,} at most."
        )
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n" for c in text):
        raise BadQuestion("The question holds control characters; ask it as plain text.")
    cleaned = as_read(text)
    if not cleaned:
        raise BadQuestion("The question is empty; ask something about a job.")
    return cleaned
