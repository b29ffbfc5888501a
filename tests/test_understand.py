"""What is understood of a question: language, profession and kind."""

import pytest

from assistant.conversations import Conversation
from assistant.errors import BadQuestion
from assistant.question import LONGEST_QUESTION, Question, clean_question
from assistant.understand import Understanding
from corpus.profile import Language
from index.generation import Generation

BAKER = "boulanger-boulangere"


@pytest.fixture(scope="module")
def understanding(shipped_generation: Generation) -> Understanding:
    return Understanding(shipped_generation)


def _understood(
    understanding: Understanding,
    text: str,
    profile_id: str | None = None,
    language: Language | None = None,
    about: tuple[str, ...] = (),
) -> Question:
    return understanding.question(
        clean_question(text),
        profile_id=profile_id,
        language=language,
        conversation=Conversation("any", about),
    )


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Quels\tdiplômes \n ? ", "Quels diplômes ?"),
        ("e\u0301tudes", "études"),
        ("sal\u200baire\ufeff", "salaire"),
        ("a" * LONGEST_QUESTION, "a" * LONGEST_QUESTION),
    ],
)
def test_a_question_is_read_on_one_line(text: str, cleaned: str) -> None:
    assert clean_question(text) == cleaned


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" \n\u200b", "empty"),
        ("a" * (LONGEST_QUESTION + 1), "1,001 characters"),
        ("salaire\x00", "control characters"),
        ("salaire\x1b[31m", "control characters"),
        ("salaire\ud800", "control characters"),
    ],
)
def test_what_is_no_question_is_refused_with_the_remedy(text: str, said: str) -> None:
    with pytest.raises(BadQuestion, match=said):
        clean_question(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quels diplômes faut-il ?", "fr"),
        ("What does the job pay?", "en"),
        ("Combien gagne un web developer ?", "fr"),
        ("How do I become a boulanger?", "en"),
    ],
)
def test_the_language_is_the_questions(
    understanding: Understanding, text: str, language: Language
) -> None:
    assert _understood(understanding, text).language == language


def test_a_language_that_is_given_counts(understanding: Understanding) -> None:
    assert _understood(understanding, "Quels diplômes ?", language="en").language == "en"


def test_a_profession_named_is_understood_and_left_out(understanding: Understanding) -> None:
    question = _understood(understanding, "Quels diplômes pour devenir boulanger ?")
    assert question.profile_ids == (BAKER,)
    assert "boulanger" not in question.standalone.lower()


def test_a_profession_given_counts_more_than_one_named(understanding: Understanding) -> None:
    question = _understood(understanding, "Le salaire d’un boulanger ?", profile_id="web-developer")
    assert question.profile_ids == ("web-developer",)


def test_a_profession_is_carried_over(understanding: Understanding) -> None:
    assert _understood(understanding, "Et le salaire ?", about=(BAKER,)).profile_ids == (BAKER,)


def test_a_profession_named_replaces_the_one_before(understanding: Understanding) -> None:
    question = _understood(understanding, "And web developers?", about=(BAKER,))
    assert question.profile_ids == ("web-developer",)


def test_no_profession_is_assumed_among_several(understanding: Understanding) -> None:
    assert _understood(understanding, "Quels diplômes ?").profile_ids == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quels diplômes faut-il ?", "education"),
        ("Combien gagne-t-on ?", "salary"),
        ("What does the job pay?", "salary"),
        ("Qui recrute ?", "employers"),
        ("De quand date cette fiche ?", "published"),
    ],
)
def test_the_kind_of_a_plain_question_is_certain(
    understanding: Understanding, text: str, kind: str
) -> None:
    question = _understood(understanding, text)
    assert question.kind.name == kind
    assert question.is_likely
    assert set(question.kind.sections) <= set(question.kinds)


def test_evidence_for_kinds_is_between_0_and_1(understanding: Understanding) -> None:
    question = _understood(understanding, "Quelles études et quel salaire ?")
    assert question.kinds
    assert all(0 <= value <= 1 for value in question.kinds.values())


def test_a_job_without_a_profile_is_meant_before_all_that_have_one(
    understanding: Understanding,
) -> None:
    question = _understood(understanding, "pompier travail de nuit et le week-end")
    assert question.unknown_profession == "pompier"
    assert question.way is None
