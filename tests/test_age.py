"""Old sources: what they say of their own time is dated, and their salaries may have changed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.age import is_old, words_of_their_time
from assistant.career_assistant import CareerAssistant
from index.ingest import ingest
from tests.test_career_assistant import check_contract

TODAY = date(2024, 2, 29)
TEXT = """---
title: "{title}"
language: {language}
source: {{title: "Fiche", publisher: "Éditeur", published: {published}}}
---

# {title}

## Salaire

Entre 20 et 24 k€ par an.

## Contexte

Le métier est récent : aujourd’hui, les luthiers utilisent de nouvelles technologies.

## Formation

- Un diplôme récent des métiers d’art.
- Un stage chez un luthier.
"""


@pytest.mark.parametrize(
    ("published", "old"),
    [
        ("2017-09-13", True),
        ("2021-02-28", True),
        ("2021-03-01", False),
        ("2024-02-29", False),
        (None, False),
    ],
)
def test_a_source_is_old_after_three_years(published: str | None, old: bool) -> None:
    assert is_old(published, TODAY) is old


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Récent, il existe depuis moins de dix ans", ["récent", "depuis moins de dix ans"]),
        ("Aujourd’hui, c’est aujourd’hui", ["aujourd’hui"]),
        ("Depuis une dizaine d’années, on recrute", ["depuis une dizaine d’années"]),
        ("Ces dernières années", ["ces dernières années"]),
        ("C’est un nouveau métier", ["un nouveau métier"]),
        ("It has grown over the last ten years", ["over the last ten years"]),
        ("A fairly new role, more technical today", ["a fairly new role", "today"]),
        ("Les nouvelles technologies et les nouveaux médias", []),
        ("Un diplôme récent ou une expérience récente", []),
        ("Titulaire du permis B depuis plus de deux ans", []),
        ("Recent graduates who learn new technologies", []),
        ("Restaurer des livres récents ou anciens", []),
    ],
)
def test_the_words_that_mean_the_time_of_writing(text: str, said: list[str]) -> None:
    assert words_of_their_time(text) == said


@pytest.fixture(scope="module")
def luthiers(tmp_path_factory: pytest.TempPathFactory) -> CareerAssistant:
    """One luthier's profile of 2017, and another's of last year."""
    folder: Path = tmp_path_factory.mktemp("luthiers")
    last_year = f"{datetime.now(UTC).date() - timedelta(days=365)}"
    for name, title, published in [
        ("old", "Luthier", "2017-09-13"),
        ("young", "Archetier", last_year),
    ]:
        text = TEXT.format(title=title, language="fr", published=published)
        (folder / f"{name}.md").write_text(text, "utf-8")
    ingest([folder / "old.md", folder / "young.md"], folder / "data")
    return CareerAssistant.open(folder / "data")


@pytest.mark.parametrize("question", ["Quel est le contexte ?", "Un métier récent ?"])
def test_an_old_source_is_read_at_its_time(luthiers: CareerAssistant, question: str) -> None:
    answer = luthiers.answer(question, profile_id="old")
    words = "«\u00a0récent\u00a0» et «\u00a0aujourd’hui\u00a0»"
    said = f"Publié en 2017\u00a0: lisez {words} à cette date. [1]"
    assert answer.text.count(said) == 1
    assert answer.text.endswith(said)
    check_contract(luthiers, answer)


def test_in_english_too(luthiers: CareerAssistant) -> None:
    answer = luthiers.answer("Is it a recent job?", profile_id="old")
    assert "Published in 2017: read “récent” and “aujourd’hui” as of then." in answer.text


def test_a_young_source_and_a_set_phrase_need_no_remark(luthiers: CareerAssistant) -> None:
    young = luthiers.answer("Est-ce un métier récent ?", profile_id="young")
    assert "récent" in young.text
    assert "lisez" not in young.text
    assert "lisez" not in luthiers.answer("Quels diplômes ?", profile_id="old").text


def test_only_an_old_salary_may_have_changed(luthiers: CareerAssistant) -> None:
    old = luthiers.answer("Quel salaire ?", profile_id="old").text
    young = luthiers.answer("Quel salaire ?", profile_id="young").text
    assert "publiée en 2017\u00a0: elle a pu changer depuis" in old
    assert f"publiée en {datetime.now(UTC).date() - timedelta(days=365):%Y}." in young
    assert "changer" not in young
