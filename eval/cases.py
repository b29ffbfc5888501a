"""Evaluation cases: questions with the lines that answer them (format: eval/cases/README.md)."""

import json
import os
from dataclasses import dataclass
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from assistant.answer import Status
from corpus.profile import Language, Passage, SectionKind, Span
from corpus.readers import profile_id

Half = Literal["development", "reported"]
Line = Span | str  # where a line stands in its document, or the line itself


@dataclass(frozen=True)
class Case:
    """A question, the document it is about, and what a right answer is.

    `gold` are the lines that answer: all of the section's, if `whole_section`; `also` are lines
    that are right as well but not needed. `profile` is the profession's id where the document is
    a catalogue, None if no profession is meant. Cases of one `group` fall into one half.
    """

    id: str
    document: str
    question: str
    language: Language
    status: Status
    section: SectionKind | None
    gold: tuple[Line, ...] = ()
    also: tuple[Line, ...] = ()
    profile: str | None = None
    style: str = "plain"
    topic: str | None = None
    whole_section: bool = False
    group: str | None = None

    @property
    def half(self) -> Half:
        """The half that is looked at while building, or the one that is only reported."""
        digest = blake2b((self.group or self.id).encode(), digest_size=2).digest()
        return "development" if digest[0] % 2 else "reported"

    @property
    def profile_id(self) -> str | None:
        """The profile that answers."""
        is_document = Path(self.document).suffix
        return profile_id(Path(self.document).stem) if is_document else self.profile

    def is_gold(self, passage: Passage) -> bool:
        """Tell whether a passage is one of the lines asked for."""
        if self.whole_section:
            return passage.kind == self.section
        return any(_is_line(line, passage) for line in self.gold)

    def is_right(self, passage: Passage) -> bool:
        """Tell whether a passage is a right answer, asked for or not."""
        return self.is_gold(passage) or any(_is_line(line, passage) for line in self.also)


@dataclass(frozen=True)
class Talk:
    """A conversation: questions that follow one another."""

    id: str
    turns: tuple[Case, ...]


def read_cases() -> list[Case]:
    """Return the single questions of eval/cases/*.jsonl."""
    files = sorted(case_files(), key=lambda file: file.name)
    return [
        _case(row)
        for file in files
        if file.name.endswith(".jsonl") and file.name not in (_TALKS, _ACROSS)
        for row in _rows(file)
    ]


def read_cases_across_languages() -> list[Case]:
    """Return the questions in one language on the other one's catalogue."""
    return [_case(row) for row in _rows(resources.files("eval").joinpath("cases", _ACROSS))]


def read_talks() -> list[Talk]:
    """Return the conversations of eval/cases/conversations.jsonl."""
    talks = []
    for row in _rows(resources.files("eval").joinpath("cases", _TALKS)):
        common = {k: row[k] for k in ("document", "language")} | {"group": row["id"]}
        turns = [
            _case({"id": f"{row['id']}/{number}", **common, **turn})
            for number, turn in enumerate(row["turns"], 1)
        ]
        talks.append(Talk(row["id"], tuple(turns)))
    return talks


def case_files() -> list[Traversable]:
    """Return the files that cases are in."""
    return list(resources.files("eval").joinpath("cases").iterdir())


def document_path(document: str) -> Path:
    """Return where a case's document is: shipped with the corpus, or in the folder of real data
    (CAREER_SHARED_DATA, by default ../shared/data)."""
    if document.startswith("profiles/"):
        return Path(str(resources.files("corpus").joinpath(document)))
    return Path(os.environ.get("CAREER_SHARED_DATA", "../shared/data")) / document


_TALKS = "conversations.jsonl"
_ACROSS = "cross_language.jsonl"


def _rows(file: Traversable) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _case(row: dict[str, Any]) -> Case:
    gold, also = (tuple(_line(said) for said in row.pop(name, ())) for name in ("gold", "also"))
    return Case(gold=gold, also=also, **row)


def _line(said: str | list[int]) -> Line:
    return said if isinstance(said, str) else Span(*said)


def _is_line(line: Line, passage: Passage) -> bool:
    if isinstance(line, str):
        # A passage may be a paragraph of several lines.
        return line == passage.text or line in map(str.strip, passage.text.splitlines())
    return passage.span.start < line.end and line.start < passage.span.end
