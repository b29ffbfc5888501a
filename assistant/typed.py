"""Reads what a person typed: on one line, in plain letters, without what cannot be seen."""

import re
import unicodedata

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show nothing
# A letter with a mark that a language writes is one character in NFC, or the mark has the name of
# its script; what is left over is piled upon letters or picks how they are drawn.
_PILED = ("COMBINING ", "VARIATION SELECTOR")
# Markers copied from an answer, HTML elements with nothing in them, and the signs of a Markdown
# heading, table, quote or block.
_ASIDE = re.compile(r"\[\d+\]|<(\w+)\b[^<>]*>\s*</\1>|(?<!\S)(?=\S*[#>*|`~])[-#>*|`~:]+(?!\S)")
_REPEATED = re.compile(r"(?<!\S)(\S+(?: \S+){0,7}?)(?: \1){2,}(?!\S)")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")
_LETTER = re.compile(r"[^\W\d_]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def as_read(text: str) -> str:
    """Return a text in NFC on one line, without what cannot be seen, what is said again and again,
    and the signs of Markdown."""
    styled = unicodedata.normalize("NFC", "".join(map(_without_style, text)))
    visible = _on_one_line("".join(c for c in styled if _is_visible(c)))
    return _REPEATED.sub(r"\1", _on_one_line(_ASIDE.sub(" ", visible)) or visible)


def without_addresses(text: str) -> str:
    """Return a text without web and mail addresses."""
    return _ADDRESS.sub(" ", text)


def says_nothing(text: str) -> bool:
    """Tell whether there is no word in a text: emoji, signs, digits, an address, one letter."""
    said = without_addresses(text)
    return not _LETTER.search(said) or len(_LETTER_OR_DIGIT.findall(said)) < 2


def _without_style(character: str) -> str:
    """Return the plain form of a full-width, circled or otherwise drawn character."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    if category in ("Mn", "Me"):
        return not unicodedata.name(character, "").startswith(_PILED)
    return category != "Cf" and character not in _BLANK


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
