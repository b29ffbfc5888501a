"""Markers in a text that arrives in pieces; each case is read whole, by character and in threes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citation_markers import CitationMarkers, Marker

COUNT = 5  # passages

# What is written, and what is left of it with markers numbered by first use.
CASES = [
    # One marker, in each form.
    ("Pétrir [1].", "Pétrir [1]."),
    ("Pétrir[1].", "Pétrir[1]."),
    ("Pétrir. [1]", "Pétrir. [1]"),
    ("[1] Pétrir", "[1] Pétrir"),
    ("Pétrir 【1】.", "Pétrir [1]."),
    ("Pétrir ［1］.", "Pétrir [1]."),
    ("Pétrir [^1].", "Pétrir [1]."),
    ("Pétrir [ 1 ].", "Pétrir [1]."),
    ("Pétrir [^ 1].", "Pétrir [1]."),
    ("Pétrir 【1†source】.", "Pétrir [1]."),
    ("Pétrir 【1†L3-L9】.", "Pétrir [1]."),
    ("Pétrir [1†fiche].", "Pétrir [1]."),
    ("Pétrir 【1］.", "Pétrir [1]."),
    # Several numbers in one.
    ("a [1, 2] b", "a [1][2] b"),
    ("a [1,2] b", "a [1][2] b"),
    ("a [1;2] b", "a [1][2] b"),
    ("a [1 ; 2] b", "a [1][2] b"),
    ("a [1 2] b", "a [1][2] b"),
    ("a [1，2] b", "a [1][2] b"),
    ("a [1、2] b", "a [1][2] b"),
    ("a 【1, 2】 b", "a [1][2] b"),
    ("a ［1,2,3］ b", "a [1][2][3] b"),
    ("a [^1, ^2] b", "a [1][2] b"),
    ("a [1-3] b", "a [1][2][3] b"),
    ("a [1–3] b", "a [1][2][3] b"),
    ("a [1 - 3] b", "a [1][2][3] b"),
    ("a [4-9] b", "a [1][2] b"),
    ("a [1, 1] b", "a [1] b"),
    ("a [1, 2, 1] b", "a [1][2] b"),
    ("a [3-1] b", "a [1][2] b"),
    # One after another.
    ("a [1][2] b", "a [1][2] b"),
    ("a [1] [2] b", "a [1] [2] b"),
    ("a [1]【2】［3］[^4] b", "a [1][2][3][4] b"),
    ("a [1]. b [2].", "a [1]. b [2]."),
    ("a[1]b[2]c", "a[1]b[2]c"),
    # Numbered by first use.
    ("a [3] b [1] c [3]", "a [1] b [2] c [1]"),
    ("a [5][4] b [4]", "a [1][2] b [2]"),
    ("a [2, 5] b [5, 2]", "a [1][2] b [2][1]"),
    ("a [05] b [5]", "a [1] b [1]"),
    # What points nowhere.
    ("a [6] b", "a b"),
    ("a [0] b", "a b"),
    ("a [99].", "a."),
    ("a [1234].", "a."),
    ("a [6][1].", "a[1]."),
    ("a [1][6].", "a [1]."),
    ("a [6, 1].", "a [1]."),
    ("a [1, 6, 99].", "a [1]."),
    ("[9] a", " a"),
    ("a 【77】.", "a."),
    ("a [^8] b", "a b"),
    ("a [6]", "a"),
    ("a [6] [7] [8].", "a."),
    ("a\n[9]\nb", "a\nb"),
    # No marker at all.
    ("a [b] c", "a [b] c"),
    ("a [] c", "a [] c"),
    ("a [1b] c", "a [1b] c"),
    ("a [b1] c", "a [b1] c"),
    ("a [1.5] c", "a [1.5] c"),
    ("a [12345] c", "a [12345] c"),
    ("a (1) c", "a (1) c"),
    ("a {1} c", "a {1} c"),
    ("a ] c [ d", "a ] c [ d"),
    ("a 1] c", "a 1] c"),
    ("a [1 c", "a [1 c"),
    ("a [1", "a [1"),
    ("a [", "a ["),
    ("a 【", "a 【"),
    ("a [[1]] b", "a [[1]] b"),
    ("- [ ] à faire", "- [ ] à faire"),
    ("- [x] fait", "- [x] fait"),
    ("a \\[1\\] b", "a \\[1\\] b"),
    ("a \\[1] b", "a \\[1] b"),
    ("a [note 1] b", "a [note 1] b"),
    ("a [1, b] c", "a [1, b] c"),
    ("a [−1] c", "a [−1] c"),
    ("tableau[i] [1]", "tableau[i] [1]"),
    ("[" * 9 + " a", "[" * 9 + " a"),
    # Links: the address is no part of the answer.
    ("a [1](https://x.example/1) b", "a [1] b"),
    ("a [1](#1), b", "a [1], b"),
    ("a [1](x)[2](y).", "a [1][2]."),
    ("a [9](https://x.example) b", "a b"),
    ("a [1] (voir b)", "a [1] (voir b)"),
    ("a [1](voir b) c", "a [1](voir b) c"),
    ("a [1](", "a [1]("),
    ("a [b](https://x.example) c", "a [b](https://x.example) c"),
    # In Markdown.
    ("**a [1]** b", "**a [1]** b"),
    ("**a** [1] b", "**a** [1] b"),
    ("*a [2]*, _b [1]_", "*a [1]*, _b [2]_"),
    ("**[1]**", "**[1]**"),
    ("- a [1]\n- b [2]\n", "- a [1]\n- b [2]\n"),
    ("1. a [2]\n2. b [1]", "1. a [1]\n2. b [2]"),
    ("* a [9]\n* b [1]", "* a\n* b [1]"),
    ("| a [1] | b [2] |\n|---|---|\n", "| a [1] | b [2] |\n|---|---|\n"),
    ("|a[3]|b[3]|", "|a[1]|b[1]|"),
    ("| a [7] | b |", "| a | b |"),
    ("# a [1]\n\nb [2]", "# a [1]\n\nb [2]"),
    ("> a [1]\n> b", "> a [1]\n> b"),
    ("a [1]\n\nb [1]", "a [1]\n\nb [1]"),
    ("a  [1]", "a  [1]"),
    ("«\u00a0a\u00a0» [1]\u00a0; b", "«\u00a0a\u00a0» [1]\u00a0; b"),
    ("a\u00a0[1].", "a\u00a0[1]."),
    ("a\u00a0[9].", "a."),
    ("<b>a [1]</b>", "<b>a [1]</b>"),
    # In code nothing is a marker.
    ("`a[1]` b [1]", "`a[1]` b [1]"),
    ("``a`[1]`` b [2]", "``a`[1]`` b [1]"),
    ("```\na[1]\n```\nb [2]", "```\na[1]\n```\nb [1]"),
    ("```python\nx = a[9]\n``` [1]", "```python\nx = a[9]\n``` [1]"),
    ("`a[9]`", "`a[9]`"),
    ("`a [1]", "`a [1]"),
    ("```\na [1]\n`` b [2]", "```\na [1]\n`` b [2]"),
    ("\\`a [1]`b [2]`", "\\`a [1]`b [2]`"),
    ("`` [1] `` [2] `[3]`", "`` [1] `` [1] `[3]`"),
    # Nothing, or hardly anything.
    ("", ""),
    (" ", " "),
    ("\n\n", "\n\n"),
    ("a", "a"),
    ("\\", "\\"),
    ("[1]", "[1]"),
    ("[9]", ""),
]


def _read(pieces: list[str]) -> str:
    """Return the text with its markers numbered by first use, as an answer numbers them."""
    markers = CitationMarkers(COUNT)
    found = [part for piece in pieces for part in markers.feed(piece)] + list(markers.close())
    numbers: dict[int, int] = {}
    for part in found:
        for number in part.numbers if isinstance(part, Marker) else ():
            numbers.setdefault(number, len(numbers) + 1)
    return "".join(
        "".join(f"[{numbers[n]}]" for n in part.numbers) if isinstance(part, Marker) else part
        for part in found
    )


def _split(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def test_there_are_a_hundred_cases() -> None:
    assert len({written for written, _ in CASES}) == len(CASES) >= 100


@pytest.mark.parametrize("size", [1, 3, 10_000])
@pytest.mark.parametrize(("written", "read"), CASES)
def test_a_text_is_read_the_same_however_it_is_split(written: str, read: str, size: int) -> None:
    assert _read(_split(written, size)) == read


@given(st.text(alphabet="a1629[]【】［］^,-†`\\( )\n|*", max_size=60), st.integers(1, 7))
def test_any_text_is_read_the_same_however_it_is_split(text: str, size: int) -> None:
    assert _read(_split(text, size)) == _read([text])


def test_a_marker_is_held_back_until_it_is_complete() -> None:
    markers = CitationMarkers(COUNT)
    assert list(markers.feed("Pétrir [1")) == ["Pétrir"]
    assert list(markers.feed("]")) == []  # a link could follow
    assert list(markers.feed(".")) == [" ", Marker((1,)), "."]


def test_text_without_a_marker_is_not_held_back() -> None:
    assert list(CitationMarkers(COUNT).feed("Pétrir la")) == ["Pétrir", " ", "la"]


def test_what_only_begins_like_a_marker_is_not_held_for_long() -> None:
    markers = CitationMarkers(COUNT)
    shown = "".join(str(part) for part in markers.feed("[" + "1 " * 100))
    assert len(shown) > 100
