"""Evaluation cases: questions with the lines that answer them (format: eval/cases/README.md)."""

import json
import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from assistant.answer import Status
from corpus.profile import Language, SectionKind, Span


@dataclass(frozen=True)
class Case:
    """A question, the document it is about, and what a right answer is."""

    id: str
    document: str
    question: str
    language: Language
    status: Status
    section: SectionKind | None
    gold: tuple[Span, ...]


def read_cases() -> list[Case]:
    """Return the cases of eval/cases/*.jsonl."""
    folder = resources.files("eval").joinpath("cases")
    files = sorted(f.name for f in folder.iterdir() if f.name.endswith(".jsonl"))
    lines = [
        line for name in files for line in folder.joinpath(name).read_text("utf-8").splitlines()
    ]
    return [_case(json.loads(line)) for line in lines if line.strip()]


def _case(row: dict[str, object]) -> Case:
    gold = row.pop("gold")
    assert isinstance(gold, list)
    return Case(**row, gold=tuple(Span(*pair) for pair in gold))  # type: ignore[arg-type]


def document_path(document: str) -> Path:
    """Return where a case's document is: shipped with the corpus, or in the folder of real data
    (CAREER_SHARED_DATA, by default ../shared/data)."""
    if document.startswith("profiles/"):
        return Path(str(resources.files("corpus").joinpath(document)))
    return Path(os.environ.get("CAREER_SHARED_DATA", "../shared/data")) / document
