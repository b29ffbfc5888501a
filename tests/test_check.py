"""`career check` says of each kind of question whether a profile answers it, and is right."""

from pathlib import Path

import pytest

from assistant.career_assistant import CareerAssistant
from assistant.check import check
from corpus.profile import LANGUAGES, Language, Profile
from corpus.readers import read_document
from index.generation import Generation
from index.ingest import ingest
from ui.check_report import report

PROFILE = """# Dompteur de nuages

Le dompteur de nuages apprend aux cumulus à se tenir.

## Rémunération

De 11 111 à 22 222 par an.

## Formation

Trois années d’études, ou une longue expérience.

## Rattachement hiérarchique

## Histoire de la corporation

Les nuages étaient sauvages.
"""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    path = tmp_path / "dompteur.md"
    path.write_text(PROFILE, "utf-8")
    return read_document(path)


def _disagreements(assistant: CareerAssistant, profile: Profile) -> list[str]:
    """The kinds of question that are answered though they should not be, or the reverse."""
    return [
        f"{profile.id}: {found.kind.name}, {language}"
        for found in check(profile)
        for language in LANGUAGES
        if found.is_answered
        != (
            assistant.answer(
                found.kind.suggestion[language].format(title=profile.title),
                profile_id=profile.id,
                language=language,
            ).status
            == "answered"
        )
    ]


def test_it_is_right_on_every_kind_of_the_shipped_profiles(
    shipped_generation: Generation, shipped_assistant: CareerAssistant
) -> None:
    wrong = [_disagreements(shipped_assistant, p) for p in shipped_generation.profiles.values()]
    assert not any(wrong), wrong


def test_it_is_right_on_every_kind_of_the_real_page(
    apec_page: Path, apec_profile: Profile, tmp_path: Path
) -> None:
    ingest([apec_page], tmp_path)
    assert _disagreements(CareerAssistant.open(tmp_path), apec_profile) == []


def test_states_tell_what_there_is(profile: Profile) -> None:
    states = {found.kind.name: (found.state, found.lacks) for found in check(profile)}
    assert states["definition"] == ("own", None)
    assert states["duties"] == ("stand_in", None)
    assert states["salary"] == ("own", "currency")
    assert states["experience"] == ("stand_in", "years")
    assert states["reporting_line"] == ("empty", None)
    assert states["employers"] == ("perhaps", None)
    assert states["keywords"] == ("silent", None)
    assert states["published"] == ("silent", None)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "fr",
            [
                "- le salaire : sous « Rémunération », aucune monnaie n’y est écrite",
                "- le rattachement hiérarchique : remplissez « Rattachement hiérarchique »",
                "- les mots-clés : ajoutez « Mots-clés »",
                "appelez-la « Qui recrute » : Histoire de la corporation",
                "- la date de la fiche : écrivez « Publié le 31 janvier 2026 » sous le titre",
                "Source : aucune n’est dite",
            ],
        ),
        (
            "en",
            [
                "- the salary: under “Rémunération”, no currency is written there",
                "- keywords: add “Mots-clés”",
                "Source: none is said",
            ],
        ),
    ],
)
def test_the_report_says_what_to_do(profile: Profile, language: Language, lines: list[str]) -> None:
    said = report(profile, language).replace("\u00a0", " ")
    for line in lines:
        assert line in said
