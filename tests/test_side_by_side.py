"""Professions compared in a conversation: a table, each cell cited, whoever is asked about next."""

import re

import pytest

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant

BAKER, DEVELOPER = "boulanger-boulangere", "web-developer"


def _ids(answer: Answer) -> list[str]:
    return [profile.id for profile in answer.profiles]


def _rows(answer: Answer) -> list[list[str]]:
    lines = [line for line in answer.text.splitlines() if line.startswith("| **")]
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines]


@pytest.mark.parametrize(
    "question",
    [
        "Quelle est la différence entre un boulanger et un développeur web ?",
        "boulanger ou développeur web ?",
        "compare web developer and baker",
    ],
)
def test_a_comparison_is_a_table_with_a_citation_in_every_cell_that_says_something(
    shipped_assistant: CareerAssistant, question: str
) -> None:
    answer = shipped_assistant.answer(question)
    assert answer.status == "answered"
    assert set(_ids(answer)) == {BAKER, DEVELOPER}
    rows = _rows(answer)
    assert len(rows) >= 3
    assert all(len(row) == 3 and re.search(r"\[\d+\]", cell) for row in rows for cell in row[1:])


def test_one_kind_asked_for_is_one_row(shipped_assistant: CareerAssistant) -> None:
    answer = shipped_assistant.answer("boulanger ou développeur web, quelles études ?")
    assert len(_rows(answer)) == 1
    assert {citation.section for citation in answer.citations} == {"education"}


def test_a_profession_is_compared_with_the_one_before(shipped_assistant: CareerAssistant) -> None:
    first = shipped_assistant.answer("Quels diplômes pour être boulanger ?")
    second = shipped_assistant.answer(
        "Quelle différence avec un développeur web ?", conversation_id=first.conversation_id
    )
    assert _ids(second) == [BAKER, DEVELOPER]


def test_what_is_asked_next_is_asked_of_all(shipped_assistant: CareerAssistant) -> None:
    first = shipped_assistant.answer("différence entre boulanger et développeur web ?")
    second = shipped_assistant.answer("Et les diplômes ?", conversation_id=first.conversation_id)
    assert set(_ids(second)) == {BAKER, DEVELOPER}
    third = shipped_assistant.answer("le premier", conversation_id=first.conversation_id)
    assert _ids(third) == _ids(first)[:1]


def test_a_profession_without_a_profile_is_said_so(shipped_assistant: CareerAssistant) -> None:
    answer = shipped_assistant.answer("différence entre un boulanger et un dompteur de tigres ?")
    assert answer.status == "partial"
    assert "dompteur" in answer.text
    assert {citation.profile_id for citation in answer.citations} == {BAKER}


def test_what_none_of_them_says_is_said_so(shipped_assistant: CareerAssistant) -> None:
    answer = shipped_assistant.answer(
        "boulanger ou développeur web : à qui sont-ils rattachés hiérarchiquement ?"
    )
    assert answer.status in ("not_covered", "partial")
