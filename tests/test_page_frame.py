"""What is the page's and what is the profession's: title, date, navigation."""

import pytest

from corpus.lines import items_of
from corpus.page_frame import body_of, source_of, title_of


def _title(text: str) -> str:
    return title_of(items_of(text), text).profession


def _body(text: str) -> list[str]:
    items = items_of(text)
    body = body_of(items, text, title_of(items, text).body_start)
    return [item.span.of(text) for item in body.items]


def _date(text: str) -> str | None:
    date = body_of(items_of(text), text, 0).date
    return date.iso if date else None


@pytest.mark.parametrize(
    "text",
    [
        "Luthier\n\nMissions\n",
        "Luthier - Métiers du bois\n\nAccueil\n\nLuthier\n\nMissions\n",
        "Luthier | Métiers du bois\n\nMissions\n",
        "Fiche métier : Luthier\n\nMissions\n",
        "Fiche métier\n\nLuthier\n\nMissions\n",
        "FICHE DE POSTE\n\nIntitulé du poste : Luthier\nService : Atelier\n",
        "Métier luthier : salaire, études | Le site\n\nMenu\n\nLuthier\n\nMissions\n",
        "Luthier : fiche métier, salaire | Le site\n\nMissions\n",
        "Aller au contenu\n\nAccueil > Métiers > Luthier\n\nLuthier\n\nMissions\n",
        "[1]Aller au contenu [2]Menu\n\n      Luthier\n\nMissions\n",
        "Luthier job profile | The site\n\nSkip to main content\n\nDuties\n",
        "Atelier Martin\n\nJob title: Luthier\n\nDuties\n",
    ],
)
def test_the_profession_is_found_in_the_frame(text: str) -> None:
    assert _title(text) == "Luthier"


def test_nothing_has_no_title() -> None:
    assert _title("") == ""


@pytest.mark.parametrize(
    "noise",
    [
        "Vous êtes actuellement sur le site Cadres. Changer de site ?",
        "Accueil > Métiers > Bois",
        "lu 1 204 fois",
        "12 commentaires",
        "Partager sur Facebook",
        "Télécharger le PDF",
        "© 2021 Métiers du bois",
        "https://example.org/luthier",
        "contact@example.org",
        "Ce site utilise des cookies pour mesurer son audience",
        "-----",
        "Page 1/2",
        "Back to top",
        "Did you find this page useful?",
    ],
)
def test_what_belongs_to_the_site_is_left_out(noise: str) -> None:
    text = f"Luthier\n\nLe luthier travaille le bois.\n\n{noise}\n\nMissions\n"
    assert _body(text) == ["Le luthier travaille le bois.", "Missions"]


@pytest.mark.parametrize(
    "duty",
    [
        "- Rechercher des partenaires pour les ateliers",
        "- Partager les plans",
        "- Mettre à jour le site",
        "Le travail a évolué 3 fois en dix ans dans tous les ateliers.",
    ],
)
def test_what_a_person_does_is_kept(duty: str) -> None:
    assert duty.removeprefix("- ") in _body(f"Luthier\n\nMissions\n\n{duty}\n")


def test_other_pages_advertised_are_left_out_up_to_the_next_heading() -> None:
    text = (
        "Luthier\n\nMissions\n\n- Vernir\n\nLire aussi\n\nTapissier\nDoreur\n\nSalaire\n\nLibre.\n"
    )
    assert _body(text) == ["Missions", "Vernir", "Salaire", "Libre."]


def test_a_table_of_contents_is_left_out() -> None:
    contents = "Missions\nSalaire\nFormation"
    body = "Missions\n\n- Vernir\n\nSalaire\n\nLibre.\n\nFormation\n\nAucune.\n"
    text = f"Luthier\n\n{contents}\n\n{body}"
    assert _body(text) == ["Missions", "Vernir", "Salaire", "Libre.", "Formation", "Aucune."]


def test_empty_headings_in_a_row_are_no_table_of_contents() -> None:
    text = "Luthier\n\nMissions\n\nSalaire\n\nFormation\n\nQui recrute ?\n\nDes ateliers.\n"
    assert _body(text) == ["Missions", "Salaire", "Formation", "Qui recrute ?", "Des ateliers."]


@pytest.mark.parametrize(
    "line",
    [
        "Publié le 04/05/2021",
        "lu 83 fois | publié le 4 mai 2021",
        "Dernière mise à jour : 4 mai 2021",
        "Fiche mise à jour le mardi 4 mai 2021 à 10h30",
        "Last updated: 4 May 2021",
        "Posted: May 4, 2021",
        "Date de publication\n2021-05-04",
    ],
)
def test_the_date_of_the_page_is_read_and_left_out_of_the_body(line: str) -> None:
    text = f"Luthier\n\n{line}\n\nMissions\n\n- Vernir\n"
    assert _date(text) == "2021-05-04"
    assert _body(text) == ["Missions", "Vernir"]


def test_a_month_is_no_date_and_no_content() -> None:
    text = "Luthier\n\nDernière mise à jour : mai 2021\n\nMissions\n"
    assert _date(text) is None
    assert _body(text) == ["Missions"]


@pytest.mark.parametrize("line", ["- Site mis à jour le 4 mai 2021", "Fondé le 4 mai 2021"])
def test_another_date_is_not_the_pages(line: str) -> None:
    assert _date(f"Luthier\n\n{line}\n") is None


def test_the_title_of_the_page_names_its_publisher() -> None:
    assert source_of("Luthier - Métiers du bois", None).publisher == "Métiers du bois"
    assert source_of("Luthier", None).publisher is None
    assert source_of("", None).title is None
