"""Looks for answers that break the contract among thousands of questions: `python -m eval.rules`.

Half of the questions are asked of the whole catalogue, half of the shipped profiles. The exit
status is 1 if a rule is broken.
"""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from eval.contract import broken_rules
from eval.corpora import Corpus, opened_corpora
from eval.evaluation import CATALOGUE
from eval.generated_questions import QuestionGenerator, Talk
from index.publish import Progress, silent

_SHIPPED = "profiles/"
_REPORT = Path(__file__).with_name("reports") / "rules.md"
_SEED = 5
_EVERY = 500  # questions, from one line of progress to the next


@dataclass(frozen=True)
class Breach:
    """What is wrong with the answer to the last of these questions."""

    questions: tuple[str, ...]
    faults: tuple[str, ...]

    def __str__(self) -> str:
        return f"{' → '.join(self.questions)}\n    {'; '.join(self.faults)}"


@dataclass
class Tally:
    """What came of the questions asked of one corpus."""

    corpus: str
    statuses: Counter[str] = field(default_factory=Counter)
    breaches: list[Breach] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return self.statuses.total()

    def percentile(self, share: int) -> float:
        """Return the milliseconds that this share of the answers, in per cent, took at most."""
        return float(np.percentile(self.milliseconds or [0.0], share))


def ask_generated(corpus: Corpus, count: int, seed: int, progress: Progress = silent) -> Tally:
    """Ask `count` questions and check each answer; the same ones for the same seed."""
    tally = Tally(corpus.name)
    with withheld() as faults:
        for talk in QuestionGenerator(corpus.generation, seed).talks(count):
            _ask(talk, corpus.assistant, tally, faults)
            progress(f"asking of {corpus.name}", tally.asked, count)
    return tally


@contextmanager
def withheld() -> Iterator[list[str]]:
    """Collect what the assistant logs as its own mistakes: answers that it withheld."""
    faults: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: faults.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("assistant")
    log.addHandler(handler)
    try:
        yield faults
    finally:
        log.removeHandler(handler)


def _ask(talk: Talk, assistant: CareerAssistant, tally: Tally, faults: list[str]) -> None:
    """Ask the questions of a talk one after the other; an exception ends it."""
    going_on = None
    for place, question in enumerate(talk.questions, 1):
        faults.clear()
        try:
            answer = assistant.answer(
                question,
                profile_id=talk.profile_id,
                conversation_id=going_on,
                language=talk.language,
            )
        except Exception as error:  # noqa: BLE001 — whatever it is, it is what is looked for
            tally.statuses["exception"] += 1
            tally.breaches.append(Breach(talk.questions[:place], (repr(error),)))
            return
        going_on = answer.conversation_id
        _count(answer, tally)
        if found := [*faults, *broken_rules(answer, question, assistant.generation)]:
            tally.breaches.append(Breach(talk.questions[:place], tuple(found)))


def _count(answer: Answer, tally: Tally) -> None:
    tally.statuses[answer.status] += 1
    tally.milliseconds.append(answer.timing_ms.total)


def report(tallies: Sequence[Tally]) -> str:
    """Return what was asked, what came of it, and each breach, as Markdown."""
    breaches = [breach for tally in tallies for breach in tally.breaches]
    asked = sum(tally.asked for tally in tallies)
    lines = [
        "# The rules of the contract, over generated questions",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}: {asked:,} questions, {len(breaches)} breaches"
        " (`python -m eval.rules --report`; answers that were withheld count as breaches).",
        "",
        "| asked of | questions | breaches | ms p50 | ms p95 | statuses |",
        "|---|---|---|---|---|---|",
        *map(_row, tallies),
    ]
    if breaches:
        lines += ["", "## Breaches", "", *(f"- {breach}" for breach in breaches)]
    return "\n".join(lines) + "\n"


def _row(tally: Tally) -> str:
    statuses = ", ".join(f"{name} {count:,}" for name, count in tally.statuses.most_common())
    times = f"{tally.percentile(50):.1f} | {tally.percentile(95):.1f}"
    return f"| {tally.corpus} | {tally.asked:,} | {len(tally.breaches)} | {times} | {statuses} |"


def _show(step: str, done: int, total: int | None = None) -> None:
    if done % _EVERY == 0:
        print(f"{step}: {done:,} of {total or 0:,}", file=sys.stderr)


def main() -> int:
    """Ask, print what came of it, and return the exit status."""
    parser = argparse.ArgumentParser(description="Looks for answers that break the contract.")
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--report", action="store_true", help=f"also write {_REPORT.name}")
    options = parser.parse_args()
    with opened_corpora([CATALOGUE, _SHIPPED]) as (corpora, absent):
        for name in absent:
            print(f"{name} is not here; its questions are asked of the rest", file=sys.stderr)
        share = options.questions // len(corpora)
        tallies = [ask_generated(corpus, share, options.seed, _show) for corpus in corpora]
    said = report(tallies)
    print(said)
    if options.report:
        _REPORT.write_text(said, "utf-8")
    return 1 if any(tally.breaches for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())
