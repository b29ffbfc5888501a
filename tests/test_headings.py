"""Headings are known by their wording; the table holds no contradiction."""

import tomllib
from pathlib import Path

import pytest

import corpus.headings
from corpus.headings import (
    announces_date,
    group_of,
    is_breadcrumb,
    is_frame_title,
    is_noise,
    kind_of,
    opening_kind,
    opens_aside,
)
from corpus.profile import SECTION_KINDS, SectionKind

TABLE = tomllib.loads(Path(corpus.headings.__file__).with_name("wordings.toml").read_text("utf-8"))
WORDINGS = [(kind, wording) for kind, listed in TABLE["kinds"].items() for wording in listed]


@pytest.mark.parametrize(("kind", "wording"), WORDINGS)
def test_every_wording_of_the_table_names_its_own_kind(kind: SectionKind, wording: str) -> None:
    assert kind_of(wording) == kind


def test_the_table_holds_known_kinds_only() -> None:
    held = {kind for group in TABLE["groups"] for kind in [group["kind"], *group["holds"]]}
    assert held | set(TABLE["kinds"]) <= set(SECTION_KINDS)


def test_no_wording_stands_twice_in_the_table() -> None:
    said = [wording for _, wording in WORDINGS]
    assert sorted({wording for wording in said if said.count(wording) > 1}) == []


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Quelles compétences ?", "technical_skills"),
        ("2. Formation (initiale)", "education"),
        ("Savoir-être", "soft_skills"),
        ("Savoir faire", "technical_skills"),
        ("What they do", "duties"),
        ("Who you work with", "work_environment"),
        ("Where they work", "employers"),
        ("N+1", "reporting_line"),
    ],
)
def test_case_numbers_small_words_and_parentheses_do_not_count(
    heading: str, kind: SectionKind
) -> None:
    assert kind_of(heading) == kind
    assert kind_of(heading.upper()) == kind


@pytest.mark.parametrize("heading", ["1", "Work", "Que", "?", "", "En savoir plus", "Luthier"])
def test_what_names_no_kind(heading: str) -> None:
    assert kind_of(heading) is None


@pytest.mark.parametrize(
    ("heading", "title", "kind"),
    [
        ("Salaire d’un luthier", "Luthier", "salary"),
        ("Que fait une luthière ?", "Luthier / Luthière", "duties"),
        ("What does a land surveyor do?", "Land surveyor", "duties"),
        ("What sheet metal workers do", "Sheet metal workers", "duties"),
        ("Formation", "Responsable formation", "education"),
    ],
)
def test_the_professions_title_may_stand_in_a_heading(
    heading: str, title: str, kind: SectionKind
) -> None:
    assert kind_of(heading, title) == kind


def test_the_professions_title_alone_is_no_heading() -> None:
    assert kind_of("Luthier", "Luthier") is None


def test_the_beginning_of_a_heading_may_tell_its_kind() -> None:
    assert opening_kind("Formation et accès à la lutherie") == "education"
    assert opening_kind("How to become a luthier") == "education"
    assert opening_kind("La lutherie en chiffres") is None


def test_a_group_says_what_it_may_hold() -> None:
    group = group_of("Le profil")
    assert group is not None
    assert group.kind == "other"
    assert {"education", "experience", "previous_roles"} <= group.holds
    assert group_of("Salaire") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Imprimer", True),
        ("Retour à la liste", True),
        ("lu 83 fois", True),
        ("© 2020", True),
        ("www.example.org", True),
        ("[1]Aller au contenu [2]Menu", True),
        ("", True),
        ("Rechercher des partenaires pour créer des événements", False),
        ("Le poste a changé 3 fois de nom ces dix dernières années", False),
        ("www.example.org publie les offres", False),
    ],
)
def test_noise_is_told_from_content(line: str, expected: bool) -> None:
    assert is_noise(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Accueil > Métiers > Bois", True),
        ("Accueil › Métiers", True),
        ("Boulanger / Boulangère", False),
    ],
)
def test_a_trail_of_pages(line: str, expected: bool) -> None:
    assert is_breadcrumb(line) is expected


def test_other_lines_of_a_frame() -> None:
    assert is_frame_title("FICHE MÉTIER")
    assert not is_frame_title("Luthier")
    assert announces_date("Fiche publiée le 4 mai")
    assert not announces_date("Mettre à jour le site")
    assert opens_aside("En savoir plus")
    assert not opens_aside("Savoirs")
