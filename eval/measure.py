"""Asks the assistant every case and compares what it answers with what is right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from corpus.profile import Passage
from eval.cases import Case, Talk
from eval.corpora import Corpus

ABSTENTIONS = ("not_covered", "out_of_scope", "clarify", "smalltalk", "refused")


@dataclass(frozen=True)
class Outcome:
    """What came of one case.

    `first`: the first line cited is a right one; `section_first`: it stands in the right section
    of the right profession; `profession_first`: at least that. `confidence` is how sure the
    assistant is of an answer to the question alone. `precision`: the share of the lines
    cited that are right; `recall`: the share of the lines asked for that are cited.
    """

    case: Case
    answer: Answer
    first: bool
    section_first: bool
    profession_first: bool
    precision: float
    recall: float
    milliseconds: float
    confidence: float = 0.0

    @property
    def is_answerable(self) -> bool:
        """Tell a question that the profiles answer from one that they do not."""
        return self.case.status == "answered"

    @property
    def abstained(self) -> bool:
        """Tell whether no answer was given."""
        return self.answer.status in ABSTENTIONS

    @property
    def is_right(self) -> bool:
        """Tell whether the status is right, and the first line where there is one to cite."""
        if self.answer.status != self.case.status:
            return False
        return self.first or not self.is_answerable


def ask_cases(cases: Sequence[Case], corpora: Sequence[Corpus]) -> Iterator[Outcome]:
    """Ask each case by itself, of the corpus that its document is in."""
    for corpus, asked in _by_corpus(cases, corpora):
        for case in asked:
            yield _outcome(case, corpus.assistant, lambda c, a: a.answer(c.question))


def ask_talks(talks: Sequence[Talk], corpora: Sequence[Corpus]) -> Iterator[list[Outcome]]:
    """Ask the turns of each conversation one after the other."""
    served = {corpus.name: corpus for corpus in corpora}
    for talk in talks:
        corpus = served.get(Corpus.name_of(talk.turns[0].document))
        if corpus is None:
            continue
        outcomes: list[Outcome] = []
        for turn in talk.turns:
            going_on = outcomes[-1].answer.conversation_id if outcomes else None
            outcomes.append(
                _outcome(
                    turn,
                    corpus.assistant,
                    lambda c, a, going_on=going_on: a.answer(  # type: ignore[misc]
                        c.question, conversation_id=going_on
                    ),
                )
            )
        yield outcomes


def _by_corpus(
    cases: Sequence[Case], corpora: Sequence[Corpus]
) -> Iterator[tuple[Corpus, list[Case]]]:
    served = {corpus.name: corpus for corpus in corpora}

    def name(case: Case) -> str:
        return Corpus.name_of(case.document)

    for corpus_name, asked in groupby(sorted(cases, key=name), key=name):
        if corpus_name in served:
            yield served[corpus_name], list(asked)


def _outcome(
    case: Case, assistant: CareerAssistant, ask: Callable[[Case, CareerAssistant], Answer]
) -> Outcome:
    began = perf_counter()
    answer = ask(case, assistant)
    elapsed = (perf_counter() - began) * 1000
    first = answer.citations[0] if answer.citations else None
    in_profession = first is not None and first.profile_id == case.profile_id
    lines = cited_lines(answer, assistant)
    right = [line for line in lines if line.profile_id == case.profile_id and case.is_right(line)]
    found = [line for line in right if case.is_gold(line)]
    wanted = _gold_lines(case, assistant)
    return Outcome(
        case=case,
        answer=answer,
        first=bool(lines) and lines[0] in right,
        section_first=first is not None and in_profession and first.section == case.section,
        profession_first=in_profession,
        precision=len(right) / len(lines) if lines else 0.0,
        recall=min(1.0, len(found) / wanted) if wanted else 0.0,
        milliseconds=elapsed,
        confidence=assistant.find(case.question).confidence,
    )


def cited_lines(answer: Answer, assistant: CareerAssistant) -> list[Passage]:
    """Return the passages that the citations cover, in the citations' order."""
    lines: list[Passage] = []
    for citation in answer.citations:
        lines += [
            passage
            for passage in assistant.generation.passages_of(citation.profile_id)
            if citation.start <= passage.span.start and passage.span.end <= citation.end
        ]
    return lines


def _gold_lines(case: Case, assistant: CareerAssistant) -> int:
    profile_id = case.profile_id
    if profile_id is None or profile_id not in assistant.generation.profiles:
        return 0
    return sum(case.is_gold(p) for p in assistant.generation.passages_of(profile_id))
