"""The evaluation: its measures tell right from wrong."""

import pytest

from assistant.career_assistant import CareerAssistant
from corpus.profile import SectionKind, Span
from eval.cases import Case, Talk
from eval.corpora import Corpus, opened_corpora
from eval.evaluation import Evaluated
from eval.figures import Mean, risk_and_coverage
from eval.measure import Outcome, ask_cases, ask_talks
from eval.models import first_is_right
from eval.report import write_report
from index.embedding import SHIPPED_MODEL

DOCUMENT = "profiles/web-developer.md"
ROUTE = "There is no single route into this job."


@pytest.fixture(scope="module")
def corpus(shipped_assistant: CareerAssistant) -> Corpus:
    return Corpus("profiles/", shipped_assistant)


def education(*gold: str | Span) -> Case:
    question = "What education does a web developer need?"
    return Case("c", DOCUMENT, question, "en", "answered", "education", gold)


def outcome(corpus: Corpus, case: Case) -> Outcome:
    (found,) = ask_cases([case], [corpus])
    return found


def test_a_right_line_counts_and_a_wrong_one_does_not(corpus: Corpus) -> None:
    passages = corpus.generation.passages_of("web-developer")
    route = next(passage for passage in passages if passage.text.startswith(ROUTE))
    good, bad = outcome(corpus, education(route.text)), outcome(corpus, education(Span(0, 3)))
    assert good.profession_first
    assert good.section_first
    assert good.recall == 1
    assert 0 < good.precision < 1
    assert not bad.first
    assert bad.recall == bad.precision == 0


def test_a_line_can_be_given_by_its_place_or_its_words(corpus: Corpus) -> None:
    passage = corpus.generation.passages_of("web-developer")[5]
    assert education(passage.text).is_gold(passage)
    assert education(passage.span).is_gold(passage)
    assert not education(passage.text[:-1]).is_gold(passage)


def test_a_conversation_goes_on(corpus: Corpus) -> None:
    def turn(said: str, kind: SectionKind) -> Case:
        return Case(said, "profiles/", said, "fr", "answered", kind, profile="boulanger-boulangere")

    turns = (
        turn("Quels diplômes pour devenir boulanger ?", "education"),
        turn("Et les qualités ?", "soft_skills"),
    )
    ((first, second),) = ask_talks([Talk("t", turns)], [corpus])
    assert first.answer.conversation_id == second.answer.conversation_id
    assert second.profession_first


def test_a_mean_lies_in_its_interval() -> None:
    mean = Mean.of([0.0, 1.0, 1.0, 1.0])
    assert mean is not None
    assert mean.low <= mean.value == 0.75 <= mean.high
    assert Mean.of([]) is None


def test_the_surest_answers_come_first(corpus: Corpus) -> None:
    outcomes = list(ask_cases([education("nothing like it"), *_baker_cases()], [corpus]))
    curve = risk_and_coverage(outcomes)
    assert [round(coverage, 2) for coverage, _ in curve] == [0.33, 0.67, 1.0]
    assert all(0 <= risk <= 1 for _, risk in curve)


def _baker_cases() -> list[Case]:
    document = "profiles/boulanger-boulangere.md"
    asked = [("Combien de congés pour un boulanger ?", "not_covered"), ("bonjour", "smalltalk")]
    return [
        Case(said, document, said, "fr", status, None)  # type: ignore[arg-type]
        for said, status in asked
    ]


def test_the_report_lists_failures_without_the_words_of_the_real_page(corpus: Corpus) -> None:
    wrong = outcome(corpus, education(Span(3, 9)))
    report = write_report(Evaluated((wrong,), (), {}, {}, ("rome_v460",)))
    assert wrong.case.question in report
    assert "3–9" in report
    assert "Left out, since it is not here: rome_v460." in report
    for citation in wrong.answer.citations:
        assert citation.quote not in report


def test_an_absent_document_is_named() -> None:
    with opened_corpora(["nowhere/page.txt"]) as (corpora, absent):
        assert not corpora
        assert absent == ["nowhere/page.txt"]


def test_a_model_is_compared_by_the_lines_that_it_puts_first(corpus: Corpus) -> None:
    def asked(gold: str | Span) -> Case:
        return Case("c", DOCUMENT, ROUTE, "en", "answered", "education", (gold,))

    cases = [asked(ROUTE), asked(Span(0, 1))]
    assert first_is_right(SHIPPED_MODEL, cases, [corpus]) == [True, False]
