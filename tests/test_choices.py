"""A profession is chosen by its place in the list that was offered."""

import pytest

from assistant.choices import chosen

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
