"""Cases made from templates name professions as people do, the same ones at every call."""

import pytest

from eval.template_cases import _forms, _plural, template_cases
from index.generation import Generation


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("Boulanger / Boulangère", ["Boulanger", "Boulangère"]),
        ("Chef / Cheffe de projet", ["Chef de projet", "Cheffe de projet"]),
        ("Web developer", ["Web developer"]),
    ],
)
def test_the_forms_of_a_title(title: str, forms: list[str]) -> None:
    assert _forms(title) == forms


@pytest.mark.parametrize(
    ("title", "plural"),
    [
        ("Boulanger", "Boulangers"),
        ("Conducteur d'engins agricoles", "Conducteurs d'engins agricoles"),
        ("Maître du bateau", "Maîtres du bateau"),
        ("Animal", "Animaux"),
        ("Commis", "Commis"),
    ],
)
def test_the_plural_of_a_title(title: str, plural: str) -> None:
    assert _plural(title) == plural


def test_cases_are_the_same_at_every_call(shipped_generation: Generation) -> None:
    profiles = dict(shipped_generation.profiles)
    made = template_cases(profiles, "profiles/", 3)
    assert made == template_cases(profiles, "profiles/", 3)
    assert made
    for case in made:
        assert "{" not in case.question
        assert case.section in {s.kind for s in profiles[str(case.profile)].sections if s.blocks}
