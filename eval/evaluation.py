"""Runs the whole evaluation: answers, conversations, rankings, and what each stage brings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.career_assistant import CareerAssistant
from eval.cases import Case, read_cases, read_talks
from eval.corpora import Corpus, opened_corpora
from eval.measure import Outcome, ask_cases, ask_talks
from eval.rankings import Ranked, rank
from eval.template_cases import template_cases
from index.publish import Progress, silent
from index.search import STAGES, PassageSearch

CATALOGUE = "rome_v460"
TEMPLATE_CASES = 300


@dataclass(frozen=True)
class Evaluated:
    """All outcomes, and the corpora that were left out because they are not here.

    `rankings` are by corpus. `ablation` has the outcomes without each stage of the retrieval.
    """

    outcomes: tuple[Outcome, ...]
    talks: tuple[tuple[Outcome, ...], ...]
    rankings: dict[str, list[Ranked]]
    ablation: dict[str, tuple[Outcome, ...]]
    absent: tuple[str, ...]


def evaluate(short: bool = False, progress: Progress = silent) -> Evaluated:
    """Ask everything; the short form leaves out the catalogue, the baselines and the ablation."""
    cases, talks = read_cases(), read_talks()
    if short:
        cases = [case for case in cases if case.document != CATALOGUE]
    with opened_corpora([case.document for case in cases], progress) as (corpora, absent):
        for corpus in corpora:
            if corpus.name == CATALOGUE:
                cases += template_cases(corpus.generation.profiles, CATALOGUE, TEMPLATE_CASES)
        progress("asking", 0, len(cases))
        outcomes = tuple(_counted(ask_cases(cases, corpora), len(cases), progress))
        told = tuple(tuple(talk) for talk in ask_talks(talks, corpora))
        return Evaluated(
            outcomes=outcomes,
            talks=told,
            rankings={} if short else _rankings(cases, corpora, progress),
            ablation={} if short else dict(_ablation(cases, corpora, progress)),
            absent=tuple(absent),
        )


def _counted(outcomes: Iterator[Outcome], total: int, progress: Progress) -> Iterator[Outcome]:
    for done, outcome in enumerate(outcomes, 1):
        progress("asking", done, total)
        yield outcome


def _rankings(
    cases: Sequence[Case], corpora: Sequence[Corpus], progress: Progress
) -> dict[str, list[Ranked]]:
    rankings: dict[str, list[Ranked]] = {}
    for done, corpus in enumerate(corpora):
        progress("ranking", done, len(corpora))
        asked = [
            case
            for case in cases
            if Corpus.name_of(case.document) == corpus.name and case.status == "answered"
        ]
        rankings[corpus.name] = list(rank(corpus, asked))
    return rankings


def _ablation(
    cases: Sequence[Case], corpora: Sequence[Corpus], progress: Progress
) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
    """Ask all answerable cases again without one stage of the retrieval at a time."""
    answerable = [case for case in cases if case.status == "answered"]
    for done, stage in enumerate(STAGES):
        progress("leaving out stages", done, len(STAGES))
        without = [Corpus(corpus.name, _without(corpus, stage)) for corpus in corpora]
        yield stage, tuple(ask_cases(answerable, without))


def _without(corpus: Corpus, stage: str) -> CareerAssistant:
    generation = corpus.generation
    return CareerAssistant(generation, PassageSearch(generation, without=frozenset({stage})))
