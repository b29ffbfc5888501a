"""Finds the citation markers in what a chat model writes, while it is still being written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 60  # characters of a marker: what is longer is text
_OPENING = "[【［"
_NUMBERS = r"\^?\s*\d{1,4}(?:\s*(?:[,;，、]|-|–|\s)\s*\^?\d{1,4})*\s*(?:†[^】\]］]*)?"
_MARKER = re.compile(rf"[\[【［](?P<numbers>{_NUMBERS})[\]】］](?P<link>\([^()\s]*\))?")
# What can still become a marker: nothing but what markers are made of.
_BEGUN = re.compile(
    r"[\[【［][\^\d\s,;，、–-]*(?:†[^】\]］]*)?|[\[【［][^\]】］]*[\]】］](?:\([^()\s]*)?"
)
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_NEXT = re.compile(r"[\[【［`\\]|\s")
_BACKTICKS = re.compile(r"`+")


@dataclass(frozen=True)
class Marker:
    """A marker, with the numbers of the passages that it points to, each once, in its order."""

    numbers: tuple[int, ...]


class CitationMarkers:
    """Splits a text that arrives piece by piece into text and markers, for `count` passages.

    A marker that is not complete is held back; one that points to no passage is dropped, with the
    blank before it. Code is left as it is.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._held = ""
        self._code = ""  # the backticks that code began with, while it lasts

    def feed(self, text: str) -> Iterator[str | Marker]:
        """Yield what is certain once `text` has arrived."""
        self._held += text
        yield from self._certain(is_end=False)

    def close(self) -> Iterator[str | Marker]:
        """Yield what is left when no more comes."""
        yield from self._certain(is_end=True)
        if self._held:
            yield self._held
        self._held = ""

    def _certain(self, is_end: bool) -> Iterator[str | Marker]:
        while self._held:
            taken = self._code_piece(is_end) if self._code else self._piece(is_end)
            if taken is None:
                return
            length, piece = taken
            self._held = self._held[length:]
            if piece:
                yield piece

    def _piece(self, is_end: bool) -> tuple[int, str | Marker | None] | None:
        """Return how much of what is held the next piece takes, and the piece; None to wait."""
        held = self._held
        found = _NEXT.search(held)
        if found is None:
            return len(held), held
        if found.start():
            return found.start(), held[: found.start()]
        if held[0] == "\\":
            return (2, held[:2]) if len(held) > 1 else None
        if held[0] == "`":
            return self._backticks(is_end)
        blank = len(held) - len(held.lstrip())
        if blank == len(held):
            return None
        if held[blank] not in _OPENING:
            return blank, held[:blank]
        return self._marker(blank, is_end)

    def _marker(self, blank: int, is_end: bool) -> tuple[int, str | Marker | None] | None:
        begun = self._held[blank:]
        match = _MARKER.match(begun)
        may_go_on = not is_end and len(begun) < _LONGEST
        if match and match["link"] is None and may_go_on:
            rest = begun[match.end() :]
            if not rest or (rest[0] == "(" and ")" not in rest and not re.search(r"\s", rest)):
                return None  # a link may follow, which is no part of the answer
        if match is None:
            if may_go_on and _BEGUN.fullmatch(begun):
                return None
            return blank + 1, self._held[: blank + 1]
        numbers = self._known(match["numbers"])
        if not numbers:
            return blank + match.end(), None
        if blank:
            return blank, self._held[:blank]
        return match.end(), Marker(numbers)

    def _known(self, said: str) -> tuple[int, ...]:
        """Return the numbers of a marker that point to a passage."""
        said = said.split("†")[0]
        numbers = [int(number) for number in re.findall(r"\d+", said)]
        for first, last in _RANGE.findall(said):
            numbers += range(int(first), min(int(last), self._count) + 1)
        return tuple(dict.fromkeys(n for n in numbers if 1 <= n <= self._count))

    def _backticks(self, is_end: bool) -> tuple[int, str] | None:
        run = _BACKTICKS.match(self._held)
        assert run is not None
        if run.end() == len(self._held) and not is_end:
            return None  # more of them may follow
        self._code = run[0]
        return run.end(), run[0]

    def _code_piece(self, is_end: bool) -> tuple[int, str] | None:
        """Return code up to the backticks that end it: as many as it began with."""
        for run in _BACKTICKS.finditer(self._held):
            if run.end() == len(self._held) and not is_end:
                return (run.start(), self._held[: run.start()]) if run.start() else None
            if len(run[0]) == len(self._code):
                self._code = ""
                return run.end(), self._held[: run.end()]
        return len(self._held), self._held
