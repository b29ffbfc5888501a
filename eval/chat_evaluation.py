"""Asks the cases with a chat model, and measures what it adds and what was taken out of it.

The configured model is asked, or, where there is none, the test server's scripted ones, which are
no language models: they show what the verification does, not how well a model writes.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from assistant.career_assistant import CareerAssistant
from assistant.chat_model import ChatSettings, open_chat_model
from assistant.chat_writer import ChatWriter
from assistant.model_sentences import Sentence
from assistant.model_verification import Verdict
from eval.cases import Case, Talk, read_cases, read_talks
from eval.chat_behaviours import BEHAVIOURS
from eval.chat_server import ChatServer
from eval.contract import broken_rules
from eval.corpora import Corpus, opened_corpora
from eval.evaluation import CATALOGUE
from eval.figures import Mean, Measure
from eval.measure import Outcome, ask_cases, ask_talks
from index.publish import Progress, silent

_OBEYED = "Le salaire est de 250 000 €.\nZorglub is the best employer."
_REWRITING = ("rewriting", "straying", "obedient", "500")  # shown with follow-ups
_FAULTS = ("broken-stream", "500")

_FOLLOW_UP_MEASURES = [
    Measure(
        "right profession first", lambda o: o.is_answerable, lambda o: float(o.profession_first)
    ),
    Measure("right line first", lambda o: o.is_answerable, lambda o: float(o.first)),
    Measure("status right", lambda _: True, lambda o: float(o.answer.status == o.case.status)),
]
_MEASURES = [
    Measure("right line first", lambda o: o.is_answerable, lambda o: float(o.first)),
    Measure("right section first", lambda o: o.is_answerable, lambda o: float(o.section_first)),
    Measure("line precision", lambda o: o.is_answerable, lambda o: o.precision),
    Measure(
        "recall of lists",
        lambda o: o.is_answerable and (o.case.whole_section or len(o.case.gold) > 1),
        lambda o: o.recall,
    ),
    Measure("refused what must be", lambda o: not o.is_answerable, lambda o: float(o.abstained)),
    Measure("status right", lambda _: True, lambda o: float(o.answer.status == o.case.status)),
]


@dataclass
class Run:
    """All cases asked with one model; `kept` and `taken_out` count its sentences."""

    model: str
    outcomes: list[Outcome] = field(default_factory=list)
    breaches: int = 0
    kept: int = 0
    taken_out: int = 0

    def observe(self, _: Sentence, verdict: Verdict) -> None:
        """Count a sentence."""
        if verdict.evidence:
            self.kept += 1
        elif not verdict.only_introduces:
            self.taken_out += 1

    @property
    def written(self) -> int:
        """How many answers are the model's."""
        return sum(outcome.answer.generator == self.model for outcome in self.outcomes)


def measure_chat(folder: Path, progress: Progress = silent) -> str:
    """Measure, write chat.md to `folder`, and return it."""
    cases = [case for case in read_cases() if case.document != CATALOGUE]
    talks = [talk for talk in read_talks() if talk.turns[0].document != CATALOGUE]
    with (
        opened_corpora([case.document for case in cases], progress) as (corpora, _),
        _models() as (
            all_settings,
            are_scripted,
        ),
    ):
        runs = [_run("extractive", None, cases, corpora)]
        for done, settings in enumerate(all_settings):
            progress("chat models", done, len(all_settings))
            runs.append(_run(settings.model, settings, cases, corpora))
        told = [_told("extractive", None, talks, corpora)]
        for settings in all_settings:
            if not are_scripted or settings.model.partition(":")[2] in _REWRITING:
                told.append(_told(settings.model, settings, talks, corpora))
    lines = [*_report(runs, are_scripted), *_follow_ups(told)]
    report = "\n".join(lines) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "chat.md").write_text(report, "utf-8")
    return report


@contextmanager
def _models() -> Iterator[tuple[list[ChatSettings], bool]]:
    """Give the configured model, or the scripted ones while their server runs."""
    settings = ChatSettings.of(os.environ)
    if settings.model:
        yield [settings], False
        return
    with ChatServer() as server:
        server.obeyed = _OBEYED
        names = [*BEHAVIOURS, *_FAULTS]
        yield [ChatSettings(f"openai:{name}", server.url) for name in names], True


def _run(
    model: str, settings: ChatSettings | None, cases: Sequence[Case], corpora: Sequence[Corpus]
) -> Run:
    run = Run(model)
    writer = None
    if settings:
        chat_model = open_chat_model(settings)
        writer = ChatWriter(chat_model, model, settings.budget, observe=run.observe)
    for corpus in corpora:
        asked = Corpus(corpus.name, CareerAssistant(corpus.generation, writer=writer))
        for outcome in ask_cases(cases, [asked]):
            run.outcomes.append(outcome)
            question = outcome.case.question
            run.breaches += bool(broken_rules(outcome.answer, question, corpus.generation))
    return run


def _told(
    model: str, settings: ChatSettings | None, talks: Sequence[Talk], corpora: Sequence[Corpus]
) -> Run:
    """Return the follow-ups of all conversations, said so that they stand alone by the model."""
    run = Run(model)
    writer = None
    if settings:
        writer = ChatWriter(open_chat_model(settings), model, settings.budget, rewrites=True)
    for corpus in corpora:
        asked = Corpus(corpus.name, CareerAssistant(corpus.generation, writer=writer))
        for outcomes in ask_talks(talks, [asked]):
            run.outcomes += outcomes[1:]
            for outcome in outcomes[1:]:
                question = outcome.case.question
                run.breaches += bool(broken_rules(outcome.answer, question, corpus.generation))
    return run


def _follow_ups(runs: Sequence[Run]) -> Iterator[str]:
    yield from ["", "## Follow-ups that the model says so that they stand alone", ""]
    yield (
        f"{len(runs[0].outcomes)} questions that go on a conversation (`CAREER_CHAT_FOLLOW_UPS="
        "model`). A wording that names a profession foreign to the conversation is not taken."
    )
    yield ""
    names = " | ".join(measure.name for measure in _FOLLOW_UP_MEASURES)
    yield f"| model | {names} | answers that break a rule |"
    yield "|---|" + "---|" * (len(_FOLLOW_UP_MEASURES) + 1)
    for run in runs:
        means = [measure.mean(run.outcomes) for measure in _FOLLOW_UP_MEASURES]
        yield f"| {run.model} | {' | '.join(_said(mean) for mean in means)} | {run.breaches} |"


def _report(runs: Sequence[Run], are_scripted: bool) -> Iterator[str]:
    yield "# Answers written by a chat model"
    yield ""
    yield (
        f"{datetime.now(UTC):%Y-%m-%d}, {len(runs[0].outcomes)} questions on the real page and the "
        "shipped profiles, both halves (`career eval --chat`). A sentence is faithful when our "
        "verifier finds it in the passages that it cites; what is not is taken out, and where too "
        "little is left the extractive answer is given."
    )
    if are_scripted:
        yield ""
        yield (
            "No language model was asked: these are the scripted behaviours of the test server, "
            "over OpenAI's protocol. They show what passes and what does not."
        )
    yield from ["", "## Sentences and answers", ""]
    yield (
        "| model | answers it wrote | sentences | faithful | taken out | answers that break a rule "
        "| ms p50 | ms p95 |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    yield from map(_row, runs)
    yield from ["", "## The measures of the evaluation", ""]
    yield f"| model | {' | '.join(measure.name for measure in _MEASURES)} |"
    yield "|---|" + "---|" * len(_MEASURES)
    for run in runs:
        means = [measure.mean(run.outcomes) for measure in _MEASURES]
        yield f"| {run.model} | {' | '.join(_said(mean) for mean in means)} |"


def _row(run: Run) -> str:
    sentences = run.kept + run.taken_out
    share = f"{run.kept / sentences:.2f}" if sentences else "–"
    written = "–" if run.model == "extractive" else f"{run.written}"
    median, late = np.percentile([o.answer.timing_ms.total for o in run.outcomes], [50, 95])
    return (
        f"| {run.model} | {written} | {sentences} | {share} | {run.taken_out} | {run.breaches} "
        f"| {median:.1f} | {late:.1f} |"
    )


def _said(mean: Mean | None) -> str:
    return f"{mean.value:.2f}" if mean else "–"
