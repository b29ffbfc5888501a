"""Splits what a chat model writes into sentences, each with the passages that it cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.citation_markers import Marker

_CLOSING = '»”’)"*_'
_GOES_ON = "»”’).,;:!?…"  # what no sentence begins with
_ENDED = re.compile(rf"[.!?…](?:\s?[{re.escape(_CLOSING)}])*\s+$")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+$")  # of a list, not the end of a sentence
_LIST_ITEM = re.compile(r"(?:[-*+•–]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"^#{1,6}\s+")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)|\*{2,3}")
_LEFT_BY_A_MARKER = re.compile(r"\s+(?=[.,]|$)|\s(?=\s)")
_RULE = re.compile(r"[\W_]*")  # a line of a table, or across the page


@dataclass(frozen=True)
class Sentence:
    """A sentence without emphasis and markers, and the numbers of the passages that it cites.

    `break_before` is what separates it from the one before: a blank, a line or a paragraph;
    `bullet` is "- " on a line of a list.
    """

    text: str
    numbers: tuple[int, ...]
    break_before: str
    bullet: str = ""


class SentenceReader:
    """Reads pieces of text and markers, and gives each sentence as soon as it has ended."""

    def __init__(self) -> None:
        self._text = ""
        self._numbers: list[int] = []
        self._break = ""

    def feed(self, piece: str | Marker) -> Iterator[Sentence]:
        """Yield the sentences that a piece brings to their end.

        A marker after the full stop belongs to the sentence before it.
        """
        if isinstance(piece, Marker):
            self._numbers += piece.numbers
            return
        for character in piece:
            if character == "\n":
                yield from self.close()
                self._break = "\n\n" if self._break.startswith("\n") else "\n"
                continue
            starts_anew = not (character.isspace() or character.islower() or character in _GOES_ON)
            if starts_anew and _ENDED.search(self._text) and not _NUMBERED.fullmatch(self._text):
                yield from self.close()
                self._break = self._break or " "
            self._text += character

    def close(self) -> Iterator[Sentence]:
        """Yield the sentence that is left, if there is one."""
        said, numbers = self._text.strip(), tuple(dict.fromkeys(self._numbers))
        self._text, self._numbers = "", []
        if _RULE.fullmatch(said):
            return
        if said.startswith("|"):  # a row of a table is said as a line of a list
            said = "- " + " — ".join(cell.strip() for cell in said.strip("|").split("|"))
        said = _HEADING.sub("", said)
        bullet = ""
        if item := _LIST_ITEM.match(said):
            bullet = "- "  # of numbered lists too: lines may be taken out
            said = said[item.end() :]
        said = _LEFT_BY_A_MARKER.sub("", _EMPHASIS.sub("", said)).strip()
        if said:
            yield Sentence(said, numbers, self._break, bullet)
            self._break = ""
