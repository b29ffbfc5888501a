"""A profession is chosen from those offered: by its place, by a word of its title, as the other."""

import pytest

from assistant.choices import Choice, chosen, is_only_a_reply

_OFFERED = {
    "a": "Infirmier / Infirmière en soins généraux",
    "b": "Infirmier / Infirmière de bloc opératoire",
    "c": "Infirmier / Infirmière scolaire",
}


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("le premier", "a"),
        ("La deuxième, svp", "b"),
        ("2", "b"),
        ("the third one", "c"),
        ("the last one", "c"),
        ("le dernier", "c"),
        ("tell me about the first one", "a"),
        ("plutôt en bloc opératoire", "b"),
        ("scolaire", "c"),
        ("le huitième", None),
        ("le salaire du premier poste quand on débute ?", None),
        ("le premier emploi, on le trouve comment ?", None),
        ("le premier ou le deuxième", None),
        ("2 ans d'expérience suffisent ?", None),
        ("infirmière", None),
        ("bloc de béton", None),
        ("merci", None),
        ("…", None),
        ("", None),
    ],
)
def test_a_choice_from_several(text: str, choice: str | None) -> None:
    found = chosen(text, _OFFERED)
    assert (found.profile_id if found else None) == choice


def test_what_else_is_said_is_the_question() -> None:
    assert chosen("le premier, quelles études ?", _OFFERED) == Choice("a", "quelles études ?")


def test_a_choice_can_stand_at_the_end() -> None:
    asked = chosen("quelles études pour le deuxième ?", _OFFERED)
    assert asked == Choice("b", "quelles études pour le")
    asked = chosen("which degree for the second one?", _OFFERED)
    assert asked == Choice("b", "which degree for the")
    assert chosen("la durée de l'étude est de 2", _OFFERED) is None


def test_the_other_of_two_is_the_one_not_talked_about() -> None:
    two = {"a": "Boulanger", "b": "Fleuriste"}
    assert chosen("et l'autre ?", two, ("a",)) == Choice("b", "?")
    assert chosen("the other one, what does it pay?", two, ("b",)) == Choice(
        "a", "one, what does it pay?"
    )
    assert chosen("l'autre", _OFFERED, ("a",)) is None


def test_nothing_is_chosen_where_nothing_was_offered() -> None:
    assert chosen("le premier", {}) is None


@pytest.mark.parametrize("text", ["oui", "Oui, c’est ça", "Yes, that one", "d’accord"])
def test_who_agrees_chooses_the_only_one_that_was_offered(text: str) -> None:
    assert chosen(text, {"a": "Boulanger"}) == Choice("a", "")
    assert chosen(text, _OFFERED) is None


@pytest.mark.parametrize("text", ["non", "pas ça", "non, c’est pas celui-là", "neither"])
def test_who_disagrees_chooses_none(text: str) -> None:
    assert chosen(text, {"a": "Boulanger"}) is None


@pytest.mark.parametrize("text", ["oui", "non", "si", "pas ça", "l’autre", "le même", "les deux"])
def test_a_reply_asks_nothing(text: str) -> None:
    assert is_only_a_reply(text)


@pytest.mark.parametrize("text", ["", "oui, le salaire", "le premier", "et un autre métier ?"])
def test_more_than_a_reply_is_read(text: str) -> None:
    assert not is_only_a_reply(text)
