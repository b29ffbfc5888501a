"""« Puis-je postuler ? »: each requirement beside what the person says, and no verdict."""

from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from index.data_folder import open_current
from index.ingest import ingest

PROFILE = """# Responsable de rayon

## Formation
- Un diplôme de niveau Bac+2 est demandé.
- Le BTS management commercial est apprécié.

## Expérience
- Au moins trois ans d’expérience dans la vente.

## Compétences techniques
- Anglais courant.
- Permis B exigé.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> CareerAssistant:
    folder: Path = tmp_path_factory.mktemp("eligibility")
    (folder / "responsable-de-rayon.md").write_text(PROFILE, "utf-8")
    ingest([folder / "responsable-de-rayon.md"], folder / "data")
    return CareerAssistant(open_current(folder / "data"))


def _line(answer: Answer, said: str) -> str:
    return next(line for line in answer.text.splitlines() if said in line)


def test_each_requirement_stands_beside_what_the_person_says(assistant: CareerAssistant) -> None:
    answer = assistant.answer("J'ai bac+3 et 2 ans d'expérience, je peux postuler ?")
    assert answer.status == "answered"
    assert "« bac+3 »".replace(" ", "\u00a0") in _line(answer, "niveau Bac+2")
    assert "ce qui est demandé, ou plus" in _line(answer, "niveau Bac+2")
    assert "moins que ce qui est demandé" in _line(answer, "trois ans")
    assert "vous n’en parlez pas" in _line(answer, "Anglais courant")
    assert "c’est la personne qui recrute qui décide" in answer.text


def test_what_the_person_says_is_met(assistant: CareerAssistant) -> None:
    answer = assistant.answer(
        "J'ai un BTS management, cinq ans d'expérience et je parle anglais : est-ce que je peux "
        "postuler ?"
    )
    assert "la fiche le cite" in _line(answer, "BTS management commercial")
    assert "ce qui est demandé, ou plus" in _line(answer, "trois ans")
    assert "vous le dites" in _line(answer, "Anglais courant")


def test_neither_yes_nor_no_is_said(assistant: CareerAssistant) -> None:
    answer = assistant.answer("Avec un CAP et sans expérience, je peux devenir responsable ?")
    assert not {"oui", "non"} & set(answer.text.lower().replace(",", " ").split())


@pytest.mark.parametrize("said", ["sans diplôme", "avec le brevet des collèges"])
def test_where_no_diploma_is_asked_for_none_is_too_little(
    shipped_assistant: CareerAssistant, said: str
) -> None:
    answer = shipped_assistant.answer(f"Puis-je être vendeuse en prêt-à-porter {said} ?")
    assert "ouvert sans condition de diplôme" in _line(answer, "ou sans diplôme")
    assert "moins que ce qui est demandé" not in answer.text


def test_without_a_profession_the_assistant_asks_which(shipped_assistant: CareerAssistant) -> None:
    answer = shipped_assistant.answer("j'ai un BTS et 2 ans d'expérience, je peux postuler ?")
    assert answer.status == "clarify"


def test_in_english_too(shipped_assistant: CareerAssistant) -> None:
    answer = shipped_assistant.answer(
        "With a bachelor's degree and two years of experience, can I become a web developer?"
    )
    assert answer.status == "answered"
    assert "whoever hires decides" in answer.text
