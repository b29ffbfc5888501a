"""The structure of pages saved as plain text, on invented pages."""

import pytest

from corpus.plain_text import read_plain_text
from corpus.profile import Profile, Section


def _read(body: str) -> Profile:
    return read_plain_text(f"Luthier\n\n{body}", "luthier")


def _outline(profile: Profile) -> list[tuple[str, str, int]]:
    """Return kind, headings joined and number of blocks of each section."""
    return [(s.kind, " > ".join(s.path), len(s.blocks)) for s in profile.sections]


def _section(profile: Profile, heading: str) -> Section:
    return next(s for s in profile.sections if s.heading == heading)


def _said(profile: Profile, heading: str) -> list[str]:
    return [block.of(profile.text) for block in _section(profile, heading).blocks]


def test_what_stands_before_the_first_heading_defines_the_profession() -> None:
    profile = _read("Il fabrique des violons.\n\nIl les répare.\n\nSalaire\n\nLibre.\n")
    assert _outline(profile) == [("definition", "Luthier", 2), ("salary", "Salaire", 1)]


@pytest.mark.parametrize(
    "heading",
    [
        "Rémunération",
        "RÉMUNÉRATION",
        "Rémunération :",
        "Remuneration",
        "3. Rémunération",
        "III. RÉMUNÉRATION",
        "Rémunération (brut)",
        "Quelle est la rémunération ?",
        "Salaire d’un luthier",
        "Quel est le salaire d'un luthier ?",
        "Salary",
        "How much does a luthier earn?",
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str) -> None:
    profile = _read(f"Il fabrique des violons.\n\n{heading}\n\nSelon expérience.\n")
    assert profile.sections[-1].kind == "salary"
    assert profile.sections[-1].blocks[0].of(profile.text) == "Selon expérience."


def test_headings_without_blank_lines_between() -> None:
    profile = _read("Missions\n- Vernir\n- Poncer\nSalaire\nLibre.\nFormation\nAucune.\n")
    assert _outline(profile) == [
        ("duties", "Missions", 2),
        ("salary", "Salaire", 1),
        ("education", "Formation", 1),
    ]


def test_inline_headings() -> None:
    profile = _read("Salaire : 2 000 € par mois\nFormation : CAP lutherie\nMots-clés : bois, son\n")
    assert _said(profile, "Salaire") == ["2 000 € par mois"]
    assert _said(profile, "Formation") == ["CAP lutherie"]
    assert _section(profile, "Mots-clés").kind == "keywords"


def test_an_unknown_label_among_labels_has_its_own_section() -> None:
    profile = _read(
        "Rattachement hiérarchique : Chef d’atelier\nLieu : Mirecourt\nSalaire : libre\n"
    )
    assert _said(profile, "Rattachement hiérarchique") == ["Chef d’atelier"]
    assert _section(profile, "Lieu").kind == "other"


def test_a_colon_in_a_sentence_is_no_label() -> None:
    profile = _read("Rémunération\n\nCadre confirmé : entre 45 et 65 k€\n")
    assert _said(profile, "Rémunération") == ["Cadre confirmé : entre 45 et 65 k€"]


def test_sub_headings_of_duties_stay_duties() -> None:
    profile = _read("Activités\n\nAccueil des élèves :\n\n- Former\n\nSalaire\n\nLibre.\n")
    assert [kind for kind, *_ in _outline(profile)] == ["duties", "duties", "salary"]


def test_unknown_headings_divide_the_section_they_stand_in() -> None:
    profile = _read(
        "Activités principales\n\nTravail du bois\n\n- Poncer\n\nFinitions\n\n- Vernir\n- Cirer\n"
    )
    assert _outline(profile) == [
        ("duties", "Activités principales", 0),
        ("duties", "Activités principales > Travail du bois", 1),
        ("duties", "Activités principales > Finitions", 2),
    ]
    assert not profile.sections[0].empty


def test_a_sub_heading_with_a_colon() -> None:
    profile = _read("Variantes\n\nDeux cas.\n\nEn atelier :\n\nIl répare.\n\nSalaire\n\nLibre.\n")
    assert _outline(profile)[:2] == [
        ("variations", "Variantes", 1),
        ("variations", "Variantes > En atelier", 1),
    ]


def test_an_unknown_heading_after_content_opens_a_section_of_its_own() -> None:
    profile = _read(
        "Salaire\n\nLibre, souvent modeste.\n\nLa lutherie en chiffres\n\n- 500 ateliers\n"
    )
    assert _outline(profile)[-1] == ("other", "La lutherie en chiffres", 1)


def test_a_lead_in_does_not_swallow_the_next_heading() -> None:
    profile = _read(
        "Employers\n\nTypical employers include:\n\n    workshops\n    museums\n\n"
        "Odds and ends\n\nLuthiers also teach in schools now and then.\n"
    )
    assert _outline(profile)[-1][:2] == ("other", "Odds and ends")


def test_a_list_of_short_lines_is_no_list_of_headings() -> None:
    profile = _read("Environnement de travail\n\nChef d’atelier\n\nÉbéniste\n\nMusicien\n")
    assert _outline(profile) == [("work_environment", "Environnement de travail", 3)]


def test_acronyms_in_a_list_are_no_headings() -> None:
    profile = _read("Outils\n\nHTML\nCSS\nLATEX\n")
    assert _outline(profile) == [("technical_skills", "Outils", 3)]


def test_a_title_in_capitals_is_a_heading_right_above_another() -> None:
    profile = _read("Salaire\n\nLibre.\n\nSPÉCIFICITÉS DU MÉTIER\nFormation\nAucune.\n")
    assert _outline(profile)[1:] == [
        ("other", "SPÉCIFICITÉS DU MÉTIER", 0),
        ("education", "Formation", 1),
    ]


def test_a_group_gathers_the_headings_that_it_may_hold() -> None:
    profile = _read(
        "Le profil\n\nDiplômes\n\n- CAP\n\nExpérience\n\nAucune.\n\nQui recrute ?\n\n- Ateliers\n"
    )
    assert _outline(profile) == [
        ("other", "Le profil", 0),
        ("education", "Le profil > Diplômes", 1),
        ("experience", "Le profil > Expérience", 1),
        ("employers", "Qui recrute ?", 1),
    ]


def test_a_longer_wording_right_under_a_heading_divides_it() -> None:
    profile = _read("Salaire\n\nSalaire du débutant\n\n1 800 € par mois.\n")
    assert not any(section.empty for section in profile.sections)
    assert [section.kind for section in profile.sections] == ["salary", "salary"]


def test_a_bare_heading_gathers_those_of_its_kind_and_what_follows_them() -> None:
    profile = _read(
        "Environnement de travail\n\nHoraires\n\n• De jour.\n\nLieux\n\n• À l’atelier.\n\n"
        "Statut\n\n• À son compte.\n\nSalaire\n\nLibre.\n"
    )
    assert _outline(profile) == [
        ("work_environment", "Environnement de travail", 0),
        ("work_environment", "Environnement de travail > Horaires", 1),
        ("work_environment", "Environnement de travail > Lieux", 1),
        ("work_environment", "Statut", 1),
        ("salary", "Salaire", 1),
    ]


def test_empty_headings_are_known() -> None:
    profile = _read(
        "Missions\n\n- Vernir\n\nRattachement hiérarchique\n\n\u00a0\n\nSalaire\n\nLibre.\n"
    )
    assert [s.heading for s in profile.sections if s.empty] == ["Rattachement hiérarchique"]


def test_no_final_newline_and_an_empty_last_heading() -> None:
    profile = _read("Missions\n\n- Vernir\n\nSalaire")
    assert profile.sections[-1].empty
    assert profile.sections[-1].span.end == len(profile.text)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\n\u00a0\n"])
def test_line_breaks_change_no_section(line_break: str) -> None:
    body = ["Il fabrique des violons.", "", "Missions", "", "• Vernir", "• Poncer", "", "Salaire"]
    profile = read_plain_text(line_break.join(["Luthier", "", *body]), "luthier")
    assert [(s.kind, len(s.blocks)) for s in profile.sections] == [
        ("definition", 1),
        ("duties", 2),
        ("salary", 0),
    ]


def test_savoir_faire_and_savoir_etre_are_not_the_same() -> None:
    profile = _read(
        "Savoir-faire\n\n- Vernir\n\nSavoir-être\n\n- Patience\n\nSavoirs\n\n- Acoustique\n"
    )
    assert [s.kind for s in profile.sections] == [
        "technical_skills",
        "soft_skills",
        "technical_skills",
    ]


COMPANY = """FICHE DE POSTE

Intitulé du poste : Luthier
Rattachement hiérarchique : Chef d’atelier
Date de mise à jour : 4 mai 2021

1. MISSION
Entretenir le parc d’instruments du conservatoire et conseiller les musiciens.

2. ACTIVITÉS ET TÂCHES
2.1 Entretien
- Changer les cordes
2.2 Conseil
- Recevoir les musiciens

3. PROFIL REQUIS
Formation : Bac +2 à Bac +3
Expérience : 3 ans minimum
"""


def test_a_companys_own_form() -> None:
    profile = read_plain_text(COMPANY, "luthier")
    assert profile.title == "Luthier"
    assert profile.source.published == "2021-05-04"
    assert [(s.kind, s.heading, len(s.blocks)) for s in profile.sections] == [
        ("reporting_line", "Rattachement hiérarchique", 1),
        ("duties", "1. MISSION", 1),
        ("duties", "2. ACTIVITÉS ET TÂCHES", 0),
        ("duties", "2.1 Entretien", 1),
        ("duties", "2.2 Conseil", 1),
        ("other", "3. PROFIL REQUIS", 0),
        ("education", "Formation", 1),
        ("experience", "Expérience", 1),
    ]


BRITISH = """Luthier job profile | Crafts Board

Skip to main content

Luthier

As a luthier, you'll build and repair stringed instruments

Responsibilities

As a luthier, you'll need to:

    choose and season wood
    carve, glue and varnish.

Salary

    Luthiers start at around £21,000 to £24,000 a year.

Working hours

You'll generally work 35 to 40 hours a week.

Skills

You'll need to have:

    patience
    a good ear.

Related articles

Piano tuner

© Crafts Board
"""


def test_a_british_careers_site() -> None:
    profile = read_plain_text(BRITISH, "luthier")
    assert (profile.title, profile.language) == ("Luthier", "en")
    assert [(s.kind, len(s.blocks)) for s in profile.sections] == [
        ("definition", 1),
        ("duties", 0),
        ("duties", 2),
        ("salary", 1),
        ("work_environment", 1),
        ("technical_skills", 0),
        ("technical_skills", 2),
    ]


RUNNING = """Tonnelier - Le guide
Menu
Tonnelier
Le métier
Nature du travail
Choisir le bois
La tonnelière sélectionne les merrains selon leur grain. Elle les range ensuite par longueur.
Assembler et chauffer
Elle dresse les douelles dans un cercle, puis les cintre au-dessus d’un brasero allumé.
Conditions de travail
L’atelier est bruyant et la chaleur du brasero est forte tout au long de l’année.
"""


def test_headings_in_running_text_without_blank_lines() -> None:
    assert _outline(read_plain_text(RUNNING, "tonnelier")) == [
        ("definition", "Le métier", 0),
        ("duties", "Le métier > Nature du travail", 0),
        ("duties", "Le métier > Nature du travail > Choisir le bois", 1),
        ("duties", "Le métier > Nature du travail > Assembler et chauffer", 1),
        ("work_environment", "Le métier > Conditions de travail", 1),
    ]
