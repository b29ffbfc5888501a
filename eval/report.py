"""Writes what was measured as a table and a list of failures."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from eval.measure import Measured, Outcome, measure

_ABSTENTIONS = ("not_covered", "out_of_scope", "clarify", "smalltalk", "refused")


def measure_and_report(folder: Path) -> str:
    """Measure, write `folder`/evaluation.md, and return it."""
    report = write_report(measure())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evaluation.md").write_text(report, "utf-8")
    return report


def write_report(measured: Measured) -> str:
    """Return the report as Markdown. Failures give offsets, never a document's sentences."""
    outcomes = measured.outcomes
    lines = [
        "# Evaluation",
        "",
        f"{len(outcomes)} cases, {datetime.now(UTC):%Y-%m-%d}.",
        "",
        "| measure | " + " | ".join(["all", "French", "English"]) + " |",
        "|---|---|---|---|",
        *(_row(name, rule, outcomes) for name, rule in _MEASURES.items()),
        "",
    ]
    if measured.absent:
        lines += [f"Left out, since the documents are not here: {', '.join(measured.absent)}.", ""]
    lines += ["## Failures", "", "| case | question | expected | got |", "|---|---|---|---|"]
    lines += [_failure(outcome) for outcome in outcomes if not _is_right(outcome)]
    return "\n".join(lines) + "\n"


def _answerable(outcome: Outcome) -> bool:
    return outcome.case.status == "answered"


def _share(values: Iterable[float]) -> str:
    listed = list(values)
    return f"{sum(listed) / len(listed):.2f} ({len(listed)})" if listed else "–"


# name → (which outcomes, their value): each row is a mean, its number of cases in parentheses.
_MEASURES = {
    "right passage first": (_answerable, lambda o: float(o.first)),
    "right passage first, BM25 alone": (_answerable, lambda o: float(o.bm25_first)),
    "right section first": (_answerable, lambda o: float(o.section_first)),
    "line precision": (_answerable, lambda o: o.precision),
    "line recall": (_answerable, lambda o: o.recall),
    "refused what must be": (
        lambda o: not _answerable(o),
        lambda o: float(o.answer.status in _ABSTENTIONS),
    ),
    "refused though answerable": (_answerable, lambda o: float(o.answer.status in _ABSTENTIONS)),
    "status right": (lambda o: True, lambda o: float(o.answer.status == o.case.status)),
    "language right": (lambda o: True, lambda o: float(o.answer.language == o.case.language)),
    "milliseconds an answer": (lambda o: True, lambda o: o.milliseconds),
}


def _row(name: str, rule: tuple, outcomes: Iterable[Outcome]) -> str:  # type: ignore[type-arg]
    chosen, value = rule
    cells = [
        _share(value(o) for o in outcomes if chosen(o) and language in (None, o.case.language))
        for language in (None, "fr", "en")
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def _is_right(outcome: Outcome) -> bool:
    if outcome.answer.status != outcome.case.status:
        return False
    return outcome.first or not _answerable(outcome)


def _failure(outcome: Outcome) -> str:
    case, answer = outcome.case, outcome.answer
    wanted = f"{case.status} {case.section or ''} {' '.join(f'{s}–{e}' for s, e in case.gold[:3])}"
    cited = " ".join(f"{c.section} {c.start}–{c.end}" for c in answer.citations[:2])
    return f"| {case.id} | {case.question} | {wanted} | {answer.status} {cited} |"
