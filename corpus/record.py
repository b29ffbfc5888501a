"""Lays out a catalogue's record as text, keeping the place of each part."""

from collections.abc import Iterable

from corpus.outline import Block
from corpus.profile import Language, SectionKind, Span


class RecordText:
    """A text in the making: headings, bullets and paragraphs, and where each stands in it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []

    @property
    def text(self) -> str:
        """What was laid out so far."""
        return "".join(self._parts)

    def line(self, said: str) -> Span:
        """Add a line of the record's frame, in no section."""
        return self._add("", said, "\n\n")

    def heading(
        self, said: str, kind: SectionKind, level: int = 1, language: Language | None = None
    ) -> None:
        """Open a section; deeper levels divide it, `language` says the same in one of both."""
        self.blocks.append(Block("heading", self._add("", said, "\n\n"), level, kind, language))

    def section(
        self, said: str, kind: SectionKind, lines: Iterable[str], language: Language | None = None
    ) -> None:
        """Add a section of bullets, each once, if there are any."""
        listed = list(dict.fromkeys(line for line in map(str.strip, lines) if line))
        if listed:
            self.heading(said, kind, language=language)
            self.bullets(listed)

    def paragraph(self, said: str) -> None:
        """Add a paragraph to the open section."""
        self.blocks.append(Block("paragraph", self._add("", said, "\n\n")))

    def bullets(self, said: list[str]) -> None:
        """Add a list to the open section."""
        for item in said:
            self.blocks.append(Block("bullet", self._add("- ", item, "\n")))
        self._add("", "", "\n")

    def _add(self, before: str, said: str, after: str) -> Span:
        start = self._length + len(before)
        self._parts += [before, said, after]
        self._length = start + len(said) + len(after)
        return Span(start, start + len(said))
