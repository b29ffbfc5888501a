"""The evaluation: its cases are sound, and its measures tell right from wrong."""

import pytest

from corpus.profile import SECTION_KINDS, Span
from eval.cases import Case, document_path, read_cases
from eval.measure import measure
from eval.report import write_report

CASES = read_cases()


def test_cases_have_their_own_ids_and_known_sections() -> None:
    assert len(CASES) >= 60
    assert len({case.id for case in CASES}) == len(CASES)
    assert all(case.section is None or case.section in SECTION_KINDS for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_gold_spans_are_lines_of_their_document(case: Case) -> None:
    path = document_path(case.document)
    if not path.exists():
        pytest.skip(f"no document at {path}")
    text = path.read_text("utf-8")
    assert bool(case.gold) == (case.status == "answered")
    for span in case.gold:
        said = span.of(text)
        assert said
        assert said == said.strip()
        assert "\n" not in said


def profile_case(question: str, gold: tuple[Span, ...]) -> Case:
    return Case("c", "profiles/web-developer.md", question, "en", "answered", "education", gold)


def test_a_right_line_counts_and_a_wrong_one_does_not() -> None:
    text = document_path("profiles/web-developer.md").read_text("utf-8")
    start = text.index("There is no single route into this job.")
    right = profile_case("What education does a web developer need?", (Span(start, start + 5),))
    wrong = profile_case("What education does a web developer need?", (Span(start - 3, start - 1),))
    good, bad = measure([right, wrong]).outcomes
    assert good.first
    assert good.recall == 1
    assert 0 < good.precision < 1
    assert not bad.first
    assert bad.recall == bad.precision == 0


def test_the_report_lists_failures_without_the_documents_words() -> None:
    wrong = profile_case("Who hires web developers?", (Span(3, 9),))
    measured = measure([wrong])
    report = write_report(measured)
    assert "| right passage first | 0.00 (1) |" in report
    assert wrong.question in report
    for citation in measured.outcomes[0].answer.citations:
        assert citation.quote not in report


def test_an_absent_document_is_named_and_left_out() -> None:
    absent = Case("c", "nowhere/page.txt", "salaire ?", "fr", "answered", "salary", (Span(0, 1),))
    measured = measure([absent])
    assert measured.absent == ("page.txt",)
    assert "page.txt" in write_report(measured)
