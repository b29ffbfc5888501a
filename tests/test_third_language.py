"""A question in a third language is told from French and English, and answered in its own."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.career_assistant import CareerAssistant
from assistant.question import clean_question
from assistant.third_language import third_language, which_languages
from index.training_asked import read_kinds
from tests.test_career_assistant import check_contract

HERE = Path(__file__).parent
CASES = HERE.parent / "eval" / "cases"
BAKER = "boulanger-boulangere"


def _third_language_questions() -> list[tuple[str, str]]:
    content = (HERE / "third_language_questions.toml").read_text("utf-8")
    return [
        (language, said) for language, asked in tomllib.loads(content).items() for said in asked
    ]


def _french_and_english_questions() -> Iterator[str]:
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            yield from (turn["question"] for turn in case.get("turns", [case]))
    yield from (text.replace("{title}", "") for _, _, text in read_kinds())


def test_most_questions_in_a_third_language_are_told() -> None:
    asked = _third_language_questions()
    told = [(language, third_language(said)) for language, said in asked]
    assert len(asked) >= 60
    assert sum(language is not None for _, language in told) >= 0.95 * len(asked)
    assert sum(language == right for right, language in told) >= 0.9 * len(asked)


def test_no_question_in_french_or_english_is_taken_for_another() -> None:
    asked = [clean_question(said) for said in _french_and_english_questions() if said.strip()]
    assert len(asked) > 10_000
    assert [said for said in asked if third_language(said)] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "boulanger",
        "mo clef metier",
        "combien sa gagne 1 boulangé",
        "Gehalt ?",
        "Makita ou Bosch ?",
        "Quel est le salaire d’un 面包师 ?",
        "https://www.arbeitsagentur.de/berufe/baecker/gehalt salaire",
        "42 + 17",
    ],
)
def test_a_foreign_word_makes_no_third_language(text: str) -> None:
    assert third_language(text) is None


@pytest.mark.parametrize(
    ("question", "language", "said"),
    [
        ("¿Cuánto gana un panadero?", "es", "francés o en inglés"),
        ("Was verdient ein Bäcker?", "de", "Französisch oder Englisch"),
        ("كم يكسب الخباز؟", "ar", "بالفرنسية أو الإنجليزية"),
        ("面包师的工资是多少？", "zh", "法语或英语"),
        ("Ile zarabia piekarz?", "pl", "po francusku lub po angielsku"),
    ],
)
def test_it_is_answered_in_its_own_and_in_ours(
    shipped_assistant: CareerAssistant, question: str, language: str, said: str
) -> None:
    answer = shipped_assistant.answer(question, language="fr")
    assert (answer.status, answer.language) == ("out_of_scope", "fr")
    own, ours = answer.text.split("\n\n")
    assert own == which_languages(language)
    assert said in own
    assert ours.startswith("Je réponds en français ou en anglais")
    check_contract(shipped_assistant, answer)


def test_a_language_without_a_sentence_is_answered_in_ours(
    shipped_assistant: CareerAssistant,
) -> None:
    answer = shipped_assistant.answer("რამდენს იღებს სანტექნიკოსი?", language="en")
    assert answer.status == "out_of_scope"
    assert answer.text.startswith("I answer questions about jobs in French or English")


def test_a_title_alone_is_no_third_language(shipped_assistant: CareerAssistant) -> None:
    answer = shipped_assistant.answer("web developer")
    assert answer.status == "answered"
    assert shipped_assistant.answer("web developer зарплата").status == "out_of_scope"


def test_the_conversation_goes_on_about_what_it_was(shipped_assistant: CareerAssistant) -> None:
    first = shipped_assistant.answer("Quels diplômes pour devenir boulanger ?")
    shipped_assistant.answer("Was verdient ein Bäcker?", conversation_id=first.conversation_id)
    last = shipped_assistant.answer(
        "Et les conditions de travail ?", conversation_id=first.conversation_id
    )
    assert [profile.id for profile in last.profiles] == [BAKER]
