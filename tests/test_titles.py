"""Professions are found by the names that people give them."""

import pytest

from index.generation import Generation
from index.title_forms import title_forms


def _named(generation: Generation, text: str) -> list[str]:
    return [i for mention in generation.titles.mentions(text) for i in mention.profile_ids]


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Boulanger / Boulangère", "Boulangère"),
        ("Chef / Cheffe de projet", "Chef de projet"),
        ("Employé(e) de rayon", "Employé de rayon"),
        ("Chargé·e de recrutement", "Chargé de recrutement"),
        ("Web developer", "Web developer"),
    ],
)
def test_the_forms_of_an_inclusive_title(title: str, form: str) -> None:
    assert form in title_forms(title)
    assert title in title_forms(title)


@pytest.mark.parametrize(
    ("text", "profile_id"),
    [
        ("Combien gagne un boulanger ?", "boulanger-boulangere"),
        ("devenir boulangère", "boulanger-boulangere"),
        ("BOULANGERE", "boulanger-boulangere"),
        ("quel salaire pour un boulangé ?", "boulanger-boulangere"),
        ("un boulanger-pâtissier, il fait quoi", "boulanger-boulangere"),
        ("Responsable communication en ligne : formation", "responsable-communication-en-ligne"),
        ("what do web developers earn", "web-developer"),
        ("how to become a web devloper", "web-developer"),
    ],
)
def test_a_profession_is_found_in_a_question(
    shipped_generation: Generation, text: str, profile_id: str
) -> None:
    assert _named(shipped_generation, text) == [profile_id]


@pytest.mark.parametrize("text", ["", "Quels diplômes ?", "What does it pay?", "un plombier", "…"])
def test_no_profession_is_invented(shipped_generation: Generation, text: str) -> None:
    assert _named(shipped_generation, text) == []


def test_the_words_that_named_it_stand_in_the_text(shipped_generation: Generation) -> None:
    (mention,) = shipped_generation.titles.mentions("Et le  Boulanger, alors ?")
    assert mention.said == "Boulanger"


def test_two_professions_are_found_in_order(shipped_generation: Generation) -> None:
    text = "web developer ou boulanger ?"
    assert _named(shipped_generation, text) == ["web-developer", "boulanger-boulangere"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("boulang", "boulanger-boulangere"),
        ("fournier", "boulanger-boulangere"),
        ("web-developer", "web-developer"),
        ("DEVELOPER WEB", "web-developer"),
    ],
)
def test_profiles_are_searched_by_title_other_title_or_id(
    shipped_generation: Generation, query: str, first: str
) -> None:
    assert shipped_generation.titles.search(query)[0].id == first


def test_a_search_for_nothing_lists_all_and_for_nonsense_none(
    shipped_generation: Generation,
) -> None:
    assert len(shipped_generation.titles.search(" ")) == len(shipped_generation.profiles)
    assert shipped_generation.titles.search("zzz") == []
