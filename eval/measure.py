"""Measures the answers to the cases, beside BM25 alone in the same run."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import perf_counter

import numpy as np

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from corpus.profile import Span
from corpus.readers import profile_id
from eval.cases import Case, document_path, read_cases
from index.data_folder import open_current
from index.generation import Generation
from index.ingest import ingest
from index.words import question_words


@dataclass(frozen=True)
class Outcome:
    """What came of one case. `first`: the first line cited is a right one; `section_first`: it
    stands in the right kind of section; `precision`, `recall`: of the lines cited, those of the
    gold, and the reverse; `bm25_first`: BM25 alone puts a right line first."""

    case: Case
    answer: Answer
    first: bool
    section_first: bool
    precision: float
    recall: float
    bm25_first: bool
    milliseconds: float


@dataclass(frozen=True)
class Measured:
    """All outcomes, and the documents that were left out because they are not here."""

    outcomes: tuple[Outcome, ...]
    absent: tuple[str, ...]


def measure(cases: Sequence[Case] | None = None) -> Measured:
    """Ask every case of an assistant that holds its documents only."""
    outcomes: list[Outcome] = []
    absent: list[str] = []
    for paths, group in _by_corpus(read_cases() if cases is None else cases):
        missing = [path for path in paths if not path.exists()]
        if missing:
            absent += [path.name for path in missing]
            continue
        with tempfile.TemporaryDirectory() as folder:
            ingest(paths, Path(folder))
            generation = open_current(Path(folder))
            assistant = CareerAssistant(generation)
            assistant.answer("?!")  # loads the model, so that it is in no measured time
            outcomes += [_outcome(case, assistant, generation) for case in group]
    return Measured(tuple(outcomes), tuple(absent))


def _by_corpus(cases: Sequence[Case]) -> Iterator[tuple[list[Path], list[Case]]]:
    """Group cases by what is served together: all shipped profiles, or one real document."""

    def folder(case: Case) -> Path:
        path = document_path(case.document)
        return path.parent if case.document.startswith("profiles/") else path

    for path, group in groupby(sorted(cases, key=folder), key=folder):
        yield [path], list(group)


def _outcome(case: Case, assistant: CareerAssistant, generation: Generation) -> Outcome:
    began = perf_counter()
    answer = assistant.answer(case.question)
    elapsed = (perf_counter() - began) * 1000
    lines = _cited_lines(answer, generation)
    right = [line for line in lines if _overlaps(line, case.gold)]
    found = [gold for gold in case.gold if any(_overlaps(line, [gold]) for line in lines)]
    in_document = bool(answer.citations) and answer.citations[0].profile_id == _profile(case)
    return Outcome(
        case=case,
        answer=answer,
        first=in_document and bool(lines) and _overlaps(lines[0], case.gold),
        section_first=in_document and answer.citations[0].section == case.section,
        precision=len(right) / len(lines) if lines and in_document else 0.0,
        recall=len(found) / len(case.gold) if case.gold and in_document else 0.0,
        bm25_first=_overlaps(_bm25(case, generation), case.gold),
        milliseconds=elapsed,
    )


def _profile(case: Case) -> str:
    return profile_id(Path(case.document).stem)


def _cited_lines(answer: Answer, generation: Generation) -> list[Span]:
    """Return the passages that the citations cover, in the citations' order."""
    lines: list[Span] = []
    for citation in answer.citations:
        rows = generation.rows[citation.profile_id]
        covered = [
            passage.span
            for passage in (generation.passages[row] for row in rows)
            if citation.start <= passage.span.start and passage.span.end <= citation.end
        ]
        lines += covered or [Span(citation.start, citation.end)]
    return lines


def _bm25(case: Case, generation: Generation) -> Span:
    """Return the best line of the case's profile by BM25 over stems, headings included."""
    rows = generation.rows[_profile(case)]
    scores = generation.words.scores(question_words(case.question))[list(rows)]
    return generation.passages[rows[int(np.argmax(scores))]].span


def _overlaps(line: Span, gold: Sequence[Span]) -> bool:
    return any(line.start < span.end and span.start < line.end for span in gold)
