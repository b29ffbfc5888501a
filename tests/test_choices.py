"""A profession is chosen by its place in the list that was offered."""

import pytest

from assistant.choices import chosen, is_only_a_reply

_OFFERED = ("a", "b", "c")


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("le premier", "a"),
        ("La deuxième, svp", "b"),
        ("2", "b"),
        ("the third one", "c"),
        ("the last one", "c"),
        ("le dernier", "c"),
        ("le huitième", None),
        ("le salaire du premier poste quand on débute ?", None),
        ("le premier ou le deuxième", None),
        ("merci", None),
        ("", None),
    ],
)
def test_a_choice_by_its_place(text: str, choice: str | None) -> None:
    assert chosen(text, _OFFERED) == choice


def test_nothing_is_chosen_where_nothing_was_offered() -> None:
    assert chosen("le premier", ()) is None


@pytest.mark.parametrize("text", ["oui", "Oui, c’est ça", "Yes, that one", "d’accord"])
def test_who_agrees_chooses_the_only_one_that_was_offered(text: str) -> None:
    assert chosen(text, ["a"]) == "a"
    assert chosen(text, _OFFERED) is None


@pytest.mark.parametrize("text", ["non", "pas ça", "non, c’est pas celui-là", "neither"])
def test_who_disagrees_chooses_none(text: str) -> None:
    assert chosen(text, ["a"]) is None


@pytest.mark.parametrize("text", ["oui", "non", "si", "pas ça", "l’autre", "le même", "les deux"])
def test_a_reply_asks_nothing(text: str) -> None:
    assert is_only_a_reply(text)


@pytest.mark.parametrize("text", ["", "oui, le salaire", "le premier", "et un autre métier ?"])
def test_more_than_a_reply_is_read(text: str) -> None:
    assert not is_only_a_reply(text)
