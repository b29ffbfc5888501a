"""Where a line of a saved page ends and the next item begins."""

import pytest

from corpus.lines import Item, items_of, known_heading


def _said(text: str) -> list[str]:
    return [" ".join(item.span.of(text).split()) for item in items_of(text)]


def _bullets(text: str) -> list[bool]:
    return [item.bullet for item in items_of(text)]


@pytest.mark.parametrize(
    "mark",
    ["•", "-", "–", "—", "*", "·", "▪", "◦", "■", "●", "➢", "✓", "→", "►", "\uf0b7", "1.", "2)"],
)
@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "  "])
def test_a_mark_before_words_makes_a_bullet(mark: str, space: str) -> None:
    text = f"{mark}{space}Poncer le bois\n{mark}{space}Vernir le bois\n"
    assert _said(text) == ["Poncer le bois", "Vernir le bois"]
    assert _bullets(text) == [True, True]


@pytest.mark.parametrize("line", ["-Poncer le bois", "•Poncer le bois", "o  Poncer le bois"])
def test_a_mark_may_lack_its_space_or_be_a_letter(line: str) -> None:
    assert (_said(line), _bullets(line)) == (["Poncer le bois"], [True])


@pytest.mark.parametrize("line", ["o tempora", "-10 % sur le prix", "2021 fut belle", "*"])
def test_what_only_resembles_a_mark_is_text(line: str) -> None:
    assert (_said(line), _bullets(line)) == ([line], [False])


@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n", "\n \n", "\n\u00a0\n", "\n\u200b\n", "\r\r"])
def test_any_blank_line_parts_paragraphs(blank: str) -> None:
    text = f"le premier{blank}le second"
    assert _said(text) == ["le premier", "le second"]
    assert [item.alone for item in items_of(text)] == [True, True]


@pytest.mark.parametrize("around", ["\u00a0", "\u200b", "\ufeff", "\t", " \u202f "])
def test_blanks_around_a_line_are_no_part_of_it(around: str) -> None:
    text = f"{around}Le luthier{around}\n"
    assert items_of(text)[0].span.of(text) == "Le luthier"


def test_lines_broken_to_a_width_belong_together() -> None:
    text = (
        "Le luthier choisit ses bois longtemps avant de les travailler, puis il les\n"
        "laisse sécher pendant plusieurs années dans un endroit sec et bien aéré.\n"
        "Il les débite ensuite en planches fines, dont il éprouve la sonorité avant\n"
        "Noël.\n"
    )
    assert len(items_of(text)) == 1
    assert items_of(text)[0].lines == 4


def test_lines_that_had_room_for_more_stand_by_themselves() -> None:
    wide = "Salaires de départ autour de deux mille euros par mois dans la région."
    text = f"{wide}\nSelon expérience\nPrime\n"
    assert len(items_of(text)) == 3


def test_a_line_that_begins_in_lower_case_goes_on() -> None:
    assert _said("Le luthier fabrique\net répare") == ["Le luthier fabrique et répare"]


def test_a_list_without_marks_has_an_item_a_line() -> None:
    text = "You'll need to:\n\n    choose the wood\n    carve the body\n    varnish it.\n"
    assert _said(text)[1:] == ["choose the wood", "carve the body", "varnish it."]


def test_a_bullet_goes_on_where_it_is_indented() -> None:
    text = "  * Choisir les bois\n    Sapin et érable\n  * Vernir\n"
    assert _said(text) == ["Choisir les bois Sapin et érable", "Vernir"]


def test_a_bullet_ends_before_a_line_at_the_margin() -> None:
    assert _said("- Choisir les bois\nAprès-vente\n") == ["Choisir les bois", "Après-vente"]


def test_a_label_begins_an_item() -> None:
    text = "Formation : un diplôme des métiers d’art ou une longue pratique\nSalaire : libre"
    assert len(items_of(text)) == 2


def test_a_heading_is_never_joined() -> None:
    assert _said("Salaire\nde luthier") == ["Salaire", "de luthier"]


@pytest.mark.parametrize("line", ["1. Missions", "2. PROFIL SOUHAITÉ", "3) Rémunération"])
def test_a_numbered_heading_is_no_bullet(line: str) -> None:
    assert (_said(line), _bullets(line)) == ([line], [False])


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Compétences requises", True),
        ("COMPÉTENCES REQUISES :", True),
        ("Le profil", True),
        ("Choisir les bois", False),
        ("Missions " * 20, False),
    ],
)
def test_a_known_heading_is_recognised(line: str, is_one: bool) -> None:
    assert known_heading(line) is is_one


def test_nothing_has_no_items() -> None:
    assert items_of("") == items_of(" \n\u00a0\n\u200b") == list[Item]()
