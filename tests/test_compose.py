"""How answers are written from the evidence, on an invented profile."""

from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from assistant.compose import covered_kinds
from corpus.profile import Profile
from index.ingest import ingest

TEXT = """Luthier - Métiers du bois

Publié le 4 mai 2021

Luthier

Le luthier fabrique et répare des instruments à cordes.

Missions

- Choisir les bois
- Débiter les planches
- Assembler la caisse
- Sculpter le manche
- Vernir l’instrument
- Régler le son
- Conseiller les musiciens
- Tenir la comptabilité

Rémunération

Débutant : entre 20 et 24 k€

Confirmé : entre 30 et 40 k€ par an

Formation

- Diplôme des métiers d’art [niveau 5] *reconnu*

Expérience

Un apprentissage de deux ans est attendu.

Rattachement hiérarchique
"""


@pytest.fixture(scope="module")
def luthier(tmp_path_factory: pytest.TempPathFactory) -> CareerAssistant:
    folder: Path = tmp_path_factory.mktemp("luthier")
    (folder / "luthier.txt").write_text(TEXT, "utf-8")
    ingest([folder / "luthier.txt"], folder / "data")
    return CareerAssistant.open(folder / "data")


@pytest.fixture(scope="module")
def profile(luthier: CareerAssistant) -> Profile:
    return luthier.generation.profiles["luthier"]


def _answered(luthier: CareerAssistant, question: str) -> Answer:
    answer = luthier.answer(question)
    assert answer.status == "answered", answer.text
    return answer


def test_a_long_list_shows_its_first_lines_and_counts_the_rest(luthier: CareerAssistant) -> None:
    text = _answered(luthier, "Quelles sont les missions ?").text
    shown = text.count("\n- ") - 1
    assert 1 < shown < 8
    assert f"et {8 - shown} de plus" in text
    assert "Choisir les bois" in text


def test_a_list_is_cited_as_a_whole(luthier: CareerAssistant) -> None:
    (citation,) = _answered(luthier, "Quelles sont les missions ?").citations
    assert citation.quote.startswith("Choisir les bois")
    assert citation.quote.endswith("Tenir la comptabilité")


def test_each_level_of_salary_is_said_with_its_amount(luthier: CareerAssistant) -> None:
    answer = _answered(luthier, "Quel est le salaire ?")
    assert [citation.quote for citation in answer.citations] == [
        "Débutant : entre 20 et 24 k€",
        "Confirmé : entre 30 et 40 k€ par an",
    ]
    assert "20\u00a0k€" in answer.text
    assert "2021" in answer.text


def test_a_salary_whose_source_has_no_date_says_so(tmp_path: Path) -> None:
    (tmp_path / "luthier.txt").write_text(TEXT.replace("Publié le 4 mai 2021\n", ""), "utf-8")
    ingest([tmp_path / "luthier.txt"], tmp_path / "data")
    answer = _answered(CareerAssistant.open(tmp_path / "data"), "Quel est le salaire ?")
    assert "La fiche ne dit pas de quand date cette information." in answer.text
    assert {citation.source.published for citation in answer.citations} == {None}


def test_an_english_answer_writes_amounts_in_english(luthier: CareerAssistant) -> None:
    answer = _answered(luthier, "What is the salary?")
    assert answer.language == "en"
    assert "€30,000" in answer.text


def test_experience_is_said_in_years(luthier: CareerAssistant) -> None:
    assert "2 ans" in _answered(luthier, "Combien d’années d’expérience faut-il ?").text


def test_the_date_is_written_out(luthier: CareerAssistant) -> None:
    assert "4 mai 2021" in _answered(luthier, "De quand date cette fiche ?").text


def test_markdown_in_a_profile_is_escaped(luthier: CareerAssistant) -> None:
    answer = _answered(luthier, "Quels diplômes ?")
    assert r"\[niveau 5\] \*reconnu\*" in answer.text
    assert answer.citations[0].quote.endswith("[niveau 5] *reconnu*")


def test_an_empty_heading_is_told_from_no_heading(luthier: CareerAssistant) -> None:
    empty = luthier.answer("À qui est-il rattaché ?")
    absent = luthier.answer("Quelle évolution professionnelle ?")
    assert (empty.status, absent.status) == ("not_covered", "not_covered")
    assert "Rattachement hiérarchique" in empty.text
    assert "vide" in empty.text
    assert "vide" not in absent.text


def test_what_is_not_covered_says_what_is(luthier: CareerAssistant) -> None:
    assert "le salaire" in luthier.answer("Quelle évolution professionnelle ?").text


def test_the_kinds_that_a_profile_covers(profile: Profile) -> None:
    names = {kind.name for kind in covered_kinds(profile)}
    assert {"definition", "duties", "salary", "education", "experience"} <= names
    assert names.isdisjoint({"reporting_line", "career_path", "employers"})


def test_the_nearest_line_goes_first_and_is_not_said_again(
    luthier: CareerAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.compose._SURELY_WHOLE", 2.0)
    answer = _answered(luthier, "Quelles sont les missions ?")
    first = answer.citations[0].quote
    assert answer.text.split("\n\n")[1] == f"«\u00a0{first}\u00a0» [1]"
    assert answer.text.count(first) == 1
    assert "et 3 de plus" in answer.text
    alone = _answered(luthier, "Combien d’années d’expérience faut-il ?")
    assert len(alone.citations) == 1
