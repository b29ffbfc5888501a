"""Questions about many professions: which suit a person, which fulfil a condition."""

from pathlib import Path

import pytest

from assistant.career_assistant import CareerAssistant
from assistant.conditions import conditions_in, is_open_to_all
from index.data_folder import open_current
from index.ingest import ingest

PROFILES = {
    "Fleuriste": (
        "Composer des bouquets de fleurs.",
        "Un CAP de fleuriste est demandé.",
        "Travail le dimanche.",
    ),
    "Cueilleur de fleurs": (
        "Cueillir des fleurs dans les champs.",
        "Accessible sans diplôme ni expérience.",
        "Travail en extérieur.",
    ),
    "Veilleur d’hôtel": (
        "Accueillir les clients de l’hôtel.",
        "Accessible sans diplôme particulier.",
        "Travail de nuit.",
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> CareerAssistant:
    folder: Path = tmp_path_factory.mktemp("discovery")
    for title, (duty, studies, conditions) in PROFILES.items():
        text = (
            f"# {title}\n\n## Activités\n- {duty}\n\n## Formation\n- {studies}\n\n"
            f"## Conditions de travail\n- {conditions}\n"
        )
        (folder / f"{title.split()[0].lower()}.md").write_text(text, "utf-8")
    ingest(sorted(folder.glob("*.md")), folder / "data")
    return CareerAssistant(open_current(folder / "data"))


def test_professions_that_suit_are_named_with_the_words_that_they_meet(
    assistant: CareerAssistant,
) -> None:
    answer = assistant.answer("j'aime les fleurs, quel métier ?")
    assert answer.status == "answered"
    assert {profile.id for profile in answer.profiles} >= {"fleuriste", "cueilleur"}
    assert "«\u00a0j'aime les fleurs\u00a0»" in answer.text
    assert all("fleurs" in citation.quote.lower() for citation in answer.citations[:1])


def test_a_condition_is_kept_and_its_line_cited(assistant: CareerAssistant) -> None:
    answer = assistant.answer("quels métiers avec des fleurs sans diplôme ?")
    assert answer.status == "answered"
    assert answer.profiles[0].id == "cueilleur"
    assert "fleuriste" not in [profile.id for profile in answer.profiles]
    assert any("sans diplôme" in citation.quote for citation in answer.citations)


def test_a_condition_can_be_all_that_is_asked(assistant: CareerAssistant) -> None:
    answer = assistant.answer("quels métiers sans expérience ?")
    assert [profile.id for profile in answer.profiles] == ["cueilleur"]


def test_what_professions_say_of_themselves_can_be_asked_for(assistant: CareerAssistant) -> None:
    answer = assistant.answer("quels métiers de nuit ?")
    assert [profile.id for profile in answer.profiles][:1] == ["veilleur"]


def test_one_of_those_named_can_be_chosen_and_asked_on(assistant: CareerAssistant) -> None:
    first = assistant.answer("j'aime les fleurs, quel métier ?")
    second = assistant.answer("le deuxième", conversation_id=first.conversation_id)
    assert [profile.id for profile in second.profiles] == [first.profiles[1].id]
    third = assistant.answer("quelles études ?", conversation_id=first.conversation_id)
    assert third.citations[0].section == "education"
    assert third.profiles == second.profiles


def test_without_anything_to_go_by_the_assistant_asks_for_more(assistant: CareerAssistant) -> None:
    answer = assistant.answer("Quel métier me conviendrait ?")
    assert answer.status == "clarify"
    assert "ce que vous aimez faire" in answer.text


def test_where_nothing_suits_no_profession_is_named(assistant: CareerAssistant) -> None:
    answer = assistant.answer("j'aime la physique quantique, quel métier ?")
    assert (answer.status, answer.profiles) == ("clarify", ())


@pytest.mark.parametrize(
    "question", ["Quels métiers sans diplôme ?", "Which jobs can I get without a degree?"]
)
def test_a_condition_alone_is_looked_for_whatever_else_a_line_says(
    shipped_assistant: CareerAssistant, question: str
) -> None:
    answer = shipped_assistant.answer(question)
    assert [named.id for named in answer.profiles] == ["vendeur-vendeuse-en-pret-a-porter"]


@pytest.mark.parametrize(
    ("line", "is_open"),
    [
        ("Accessible sans diplôme particulier", True),
        ("Aucun diplôme n’est exigé", True),
        ("Le métier n’est pas réglementé : on y entre sans diplôme", True),
        ("Personne ne l’exerce sans ce diplôme", False),
        ("On n’y entre pas sans diplôme", False),
        ("Not open without a degree", False),
    ],
)
def test_what_asks_for_a_diploma_is_not_open_to_all(line: str, is_open: bool) -> None:
    assert is_open_to_all(line) is is_open


def test_a_profession_named_by_its_title_is_the_one_asked_about(
    assistant: CareerAssistant,
) -> None:
    answer = assistant.answer("Fleuriste, c'est un métier pour moi si j'aime les fleurs ?")
    assert [profile.id for profile in answer.profiles] == ["fleuriste"]


@pytest.mark.parametrize(
    ("text", "count", "rest"),
    [
        ("métiers du bois sans diplôme", 1, "métiers du bois"),
        ("jobs in sales without a degree", 1, "jobs in sales"),
        ("jobs in sales that don't ask for experience", 1, "jobs in sales that do"),
        ("jobs in sales without a degree or experience", 2, "jobs in sales or experience"),
        ("métiers sans diplôme ni expérience", 2, "métiers"),
        ("quels métiers avec un CAP ?", 1, "quels métiers avec un ?"),
        ("les métiers de la mer", 0, "les métiers de la mer"),
    ],
)
def test_conditions_are_told_from_the_rest(text: str, count: int, rest: str) -> None:
    conditions, left = conditions_in(text)
    assert len(conditions) == count
    assert " ".join(left.split()) == rest
