"""What a chat model writes, split into sentences with the passages that they cite."""

import pytest

from assistant.citation_markers import CitationMarkers
from assistant.model_sentences import Sentence, SentenceReader


def _read(text: str, size: int = 4) -> list[Sentence]:
    markers, reader = CitationMarkers(9), SentenceReader()
    found: list[Sentence] = []
    for start in range(0, len(text), size):
        for part in markers.feed(text[start : start + size]):
            found += reader.feed(part)
    for part in markers.close():
        found += reader.feed(part)
    return found + list(reader.close())


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Il pétrit [1]. Il cuit [2].", [("Il pétrit.", (1,)), ("Il cuit.", (2,))]),
        ("Il pétrit. [1] Il cuit. [2]", [("Il pétrit.", (1,)), ("Il cuit.", (2,))]),
        ("Il pétrit.[1] Il cuit.[2]", [("Il pétrit.", (1,)), ("Il cuit.", (2,))]),
        ("Il pétrit [1] et cuit [2][1].", [("Il pétrit et cuit.", (1, 2))]),
        ("Il gagne 3.5 k€, etc. et plus [1].", [("Il gagne 3.5 k€, etc. et plus.", (1,))]),
        ("Voici\u00a0: pétrir [1]", [("Voici\u00a0: pétrir", (1,))]),
        ("Vraiment ! Oui ? [3]", [("Vraiment !", ()), ("Oui ?", (3,))]),
        ("**Il pétrit** [1]. *Il cuit* [2].", [("Il pétrit.", (1,)), ("Il cuit.", (2,))]),
        ("Il dit «\u00a0Pétrir.\u00a0» [1]", [("Il dit «\u00a0Pétrir.\u00a0»", (1,))]),
        ("# Titre\n\nIl pétrit [1].", [("Titre", ()), ("Il pétrit.", (1,))]),
        ("---\nIl pétrit [1].\n***", [("Il pétrit.", (1,))]),
        ("snake_case [1]", [("snake_case", (1,))]),
        ("Java, C# and Go [1].", [("Java, C# and Go.", (1,))]),
        ("", []),
        ("\n \n", []),
        ("[1]", []),
    ],
)
@pytest.mark.parametrize("size", [1, 5, 1000])
def test_sentences_end_where_they_end(
    text: str, sentences: list[tuple[str, tuple[int, ...]]], size: int
) -> None:
    assert [(s.text, s.numbers) for s in _read(text, size)] == sentences


@pytest.mark.parametrize("bullet", ["-", "*", "•", "1.", "2)"])
def test_lines_of_a_list_are_sentences(bullet: str) -> None:
    found = _read(f"Voici :\n{bullet} Pétrir [1]\n{bullet} Cuire [2]\n")
    assert [(s.bullet, s.text, s.break_before) for s in found] == [
        ("", "Voici :", ""),
        ("- ", "Pétrir", "\n"),
        ("- ", "Cuire", "\n"),
    ]


def test_the_rows_of_a_table_become_a_list() -> None:
    found = _read("| Étape | Où |\n|---|---|\n| Pétrir [1] | Fournil |\n")
    assert [(s.bullet, s.text, s.numbers) for s in found] == [
        ("- ", "Étape — Où", ()),
        ("- ", "Pétrir — Fournil", (1,)),
    ]


def test_a_paragraph_stays_one() -> None:
    first, second, third = _read("Un [1]. Deux [2].\n\nTrois [3].")
    assert [first.break_before, second.break_before, third.break_before] == ["", " ", "\n\n"]


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    reader = SentenceReader()
    assert list(reader.feed("Il pétrit. ")) == []  # a marker could follow
    assert [s.text for s in reader.feed("Il")] == ["Il pétrit."]
