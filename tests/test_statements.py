"""How what people tell of themselves is split, and which parts of it they deny."""

import pytest

from assistant.statements import statements_in


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("J’aime écrire et dessiner.", ["J’aime écrire", "dessiner"]),
        ("Je cuisine, je jardine ; je lis", ["Je cuisine", "je jardine", "je lis"]),
        ("I sew and knit, but not at night", ["I sew", "knit", "not at night"]),
        ("J’écris. J’écris.", ["J’écris"]),
        ("3,5 ans de vente. I have 2.5 years", ["3,5 ans de vente", "I have 2.5 years"]),
        ("…!?", []),
    ],
)
def test_a_text_is_split_into_clauses_in_the_persons_own_words(text: str, said: list[str]) -> None:
    assert [statement.said for statement in statements_in(text)] == said


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Je n’aime pas la vente.", ["Je n’aime pas la vente"]),
        ("j'aime pas les chiffres mais j'adore les gens", ["j'aime pas les chiffres"]),
        ("Je n’aime pas la vente et les chiffres", ["Je n’aime pas la vente", "les chiffres"]),
        ("Je n’aime pas la vente, j’aime les chiffres", ["Je n’aime pas la vente"]),
        ("Je déteste la foule. Le calme me plaît.", ["Je déteste la foule"]),
        ("rien ne m'intéresse", ["rien ne m'intéresse"]),
        ("I hate maths but love art", ["I hate maths"]),
        ("I don't want to work with animals", ["I don't want to work with animals"]),
        ("I can’t drive; I can cook", ["I can’t drive"]),
        ("I fix things and maths scares me", ["maths scares me"]),
        ("J'adore pétrir et je fuis les bureaux", ["je fuis les bureaux"]),
        ("La compta me fait fuir, les gens non", ["La compta me fait fuir", "les gens non"]),
        ("le sang ne me fait pas peur", []),
        ("se lever tôt ne me dérange pas", []),
        ("getting up early doesn't bother me", []),
        ("je ne crains pas le vide, et non pas seulement en été", []),
        ("I like my notebook and nothing is knotty", ["nothing is knotty"]),
    ],
)
def test_what_is_denied_is_told_from_what_is_meant_well(text: str, denied: list[str]) -> None:
    assert [statement.said for statement in statements_in(text) if statement.negated] == denied


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("J’aime écrire", "écrire"),
        ("je suis à l’aise avec les réseaux sociaux", "les réseaux sociaux"),
        ("I am good at organising", "organising"),
        ("I'd like to help families", "help families"),
        ("Je n’aime pas la vente", "la vente"),
        ("je fuis les bureaux", "les bureaux"),
        ("I don't want to work with animals", "work with animals"),
        ("j'aime", "j'aime"),
    ],
)
def test_the_topic_leaves_the_frame_out(text: str, topic: str) -> None:
    (statement,) = statements_in(text)
    assert statement.topic == topic
