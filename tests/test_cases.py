"""The evaluation's cases are sound, and nothing of them was used in training."""

from collections import Counter

import pytest

from corpus.passages import passages_of
from corpus.profile import SECTION_KINDS, Passage
from corpus.readers import read_document
from corpus.words import words
from eval.cases import Case, document_path, read_cases, read_cases_across_languages, read_talks
from index.training_asked import read_questions

CASES = read_cases()
TALKS = read_talks()
ACROSS = read_cases_across_languages()
ALL = [*CASES, *ACROSS, *(turn for talk in TALKS for turn in talk.turns)]
_SAME_WORDING = 6  # words in a row


def test_cases_have_their_own_ids_and_known_sections() -> None:
    assert len({case.id for case in ALL}) == len(ALL)
    assert all(case.section is None or case.section in SECTION_KINDS for case in ALL)
    assert all(bool(case.gold or case.whole_section) == (case.status == "answered") for case in ALL)


def test_there_are_cases_enough_of_each_sort() -> None:
    answerable = [c for c in CASES if c.status == "answered"]
    languages = Counter(c.language for c in answerable if c.document != "rome_v460")
    assert languages["fr"] >= 150
    assert languages["en"] >= 100
    assert sum(c.document == "rome_v460" for c in answerable) >= 100
    assert len(CASES) - len(answerable) >= 150
    assert len(TALKS) >= 40
    assert all(3 <= len(talk.turns) <= 5 for talk in TALKS)
    halves = Counter(case.half for case in CASES)
    assert min(halves.values()) > 0.4 * len(CASES)


def test_cases_across_languages_are_enough_and_ask_in_the_other_language() -> None:
    assert len(ACROSS) >= 150
    assert len({(case.question, case.document) for case in ACROSS}) == len(ACROSS)
    languages = {"rome_v460+esco": "en", "onet+esco": "fr"}
    assert all(case.language == languages[case.document] for case in ACROSS)
    assert all(str(case.profile).split("-")[0] == case.document[:4] for case in ACROSS)


@pytest.fixture(scope="module")
def passages() -> dict[str, list[Passage]]:
    documents = {c.document for c in CASES if c.document != "rome_v460"}
    paths = {document: document_path(document) for document in documents}
    return {
        document: passages_of(read_document(path))
        for document, path in paths.items()
        if path.exists()
    }


def test_each_right_line_is_one_of_its_document(passages: dict[str, list[Passage]]) -> None:
    for case in CASES:
        if case.document in passages and case.gold:
            found = [p for p in passages[case.document] if case.is_gold(p)]
            assert len(found) == len(case.gold), case.id


def test_the_real_page_is_not_quoted() -> None:
    page = [case for case in ALL if case.document.startswith("apec/")]
    assert page
    assert not any(isinstance(line, str) for case in page for line in (*case.gold, *case.also))


def _runs(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {said[i : i + _SAME_WORDING] for i in range(len(said) - _SAME_WORDING + 1)}


def test_no_question_used_in_training_is_worded_like_a_case() -> None:
    asked = {run: case for case in ALL for run in _runs(case.question)}
    whole = {words(case.question) for case in ALL if len(words(case.question)) > 3}
    for _, question in read_questions():
        assert words(question) not in whole, question
        assert not _runs(question) & asked.keys(), question


def test_a_case_keeps_its_half() -> None:
    case = Case("page-fr-001", "apec/page.txt", "salaire ?", "fr", "answered", "salary")
    assert case.half == next(c for c in CASES if c.id == "page-fr-001").half
