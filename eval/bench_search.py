"""Measures how fast questions are searched and answered, beside bare Chroma."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Self

import numpy as np

from assistant.career_assistant import CareerAssistant
from corpus.profile import SECTION_KINDS
from eval.bare_chroma import BareChroma
from index.generation import Generation
from index.search import PassageSearch
from index.training_asked import read_kinds

_WARM_UP = 20  # questions asked before any is measured


@dataclass(frozen=True)
class Asked:
    """A question about a profession, and the profile of that profession."""

    text: str
    profile_id: str


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one kind of work, a sample a question."""

    p50: float
    p95: float
    samples: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        """Return the percentiles of what was measured."""
        p50, p95 = np.percentile(seconds, [50, 95]) * 1000
        return cls(float(p50), float(p95), len(seconds))


@dataclass(frozen=True)
class Retrieval:
    """Searches over all passages and inside one profession, and bare Chroma's over the same
    questions: with their vectors ready, and with the embedding."""

    across: Latency
    within: Latency
    bare: Latency
    bare_embedded: Latency


def questions(generation: Generation, count: int) -> list[Asked]:
    """Return example questions, each about a profession of the corpus; always the same ones."""
    examples = [said for kind, _, said in read_kinds() if kind in SECTION_KINDS and "{" not in said]
    chosen = random.Random(0)
    ids = list(generation.profiles)
    about = [chosen.choice(ids) for _ in range(count)]
    return [
        Asked(f"{generation.profiles[i].title} : {chosen.choice(examples)} ?", i) for i in about
    ]


def measure_retrieval(
    generation: Generation, bare: BareChroma, asked: Sequence[Asked]
) -> Retrieval:
    """Put each question to every search in turn, so that a busy moment slows them all."""
    everywhere = PassageSearch(generation)
    # Opened anew: a search everywhere has just read the profile that this one asks of.
    inside = PassageSearch(Generation(generation.folder))
    vectors = {question.text: generation.embedded(question.text) for question in asked}
    across, within, with_vector, with_text = _latencies(
        asked,
        lambda question: everywhere.find(question.text),
        lambda question: inside.find(question.text, profile_ids=[question.profile_id]),
        lambda question: bare.query(vectors[question.text]),
        lambda question: bare.query(generation.embedded(question.text)),
    )
    return Retrieval(across, within, with_vector, with_text)


def measure_answers(data: Path, asked: Sequence[Asked]) -> Latency:
    """Time whole answers in this process."""
    assistant = CareerAssistant.open(data)
    (answers,) = _latencies(asked, lambda question: assistant.answer(question.text))
    return answers


def _latencies(asked: Sequence[Asked], *works: Callable[[Asked], object]) -> list[Latency]:
    for question in asked[-_WARM_UP:]:
        for work in works:
            work(question)
    seconds: list[list[float]] = [[] for _ in works]
    for question in asked:
        for work, taken in zip(works, seconds, strict=True):
            began = perf_counter()
            work(question)
            taken.append(perf_counter() - began)
    return [Latency.of(taken) for taken in seconds]
