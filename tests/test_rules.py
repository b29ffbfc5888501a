"""The check of answers against the contract finds each rule broken on purpose."""

from dataclasses import replace
from itertools import islice

import pytest

from assistant.answer import Answer, NamedProfile
from assistant.career_assistant import CareerAssistant
from assistant.phrases import phrase
from corpus.profile import Span
from eval.contract import broken_rules
from eval.corpora import Corpus
from eval.generated_questions import QuestionGenerator
from eval.rules import Tally, ask_generated, report
from index.generation import Generation

QUESTION = "Combien gagne un responsable communication en ligne ?"


@pytest.fixture
def answer(shipped_assistant: CareerAssistant) -> Answer:
    return shipped_assistant.answer(QUESTION)


@pytest.fixture
def unanswered(shipped_assistant: CareerAssistant) -> Answer:
    return shipped_assistant.answer("Que gagne un taxidermiste ?")


def faults(answer: Answer, generation: Generation, question: str = QUESTION) -> str:
    return "\n".join(broken_rules(answer, question, generation))


def saying(answer: Answer, said: str) -> Answer:
    """Put words in front of the first marker, so that they seem to be cited."""
    citations = tuple(
        replace(citation, answer_spans=tuple(_moved(citation.answer_spans, len(said))))
        for citation in answer.citations
    )
    return replace(answer, text=answer.text.replace("[1]", f"{said}[1]", 1), citations=citations)


def _moved(spans: tuple[Span, ...], by: int) -> list[Span]:
    return [Span(start + by if start else 0, end + by) for start, end in spans]


def test_a_sound_answer_breaks_nothing(answer: Answer, shipped_generation: Generation) -> None:
    assert answer.citations
    assert broken_rules(answer, QUESTION, shipped_generation) == []
    assert broken_rules(saying(answer, "en ligne "), QUESTION, shipped_generation) == []


def test_rule_1_a_quote_from_elsewhere_is_found(
    answer: Answer, shipped_generation: Generation
) -> None:
    first = answer.citations[0]
    for wrong in (
        replace(first, start=first.start + 1),
        replace(first, quote=first.quote.upper()),
        replace(first, start=first.end, quote=""),
        replace(first, heading="Missions"),
    ):
        assert "rule 1" in faults(replace(answer, citations=(wrong,)), shipped_generation)


def test_rule_2_markers_without_citations_and_the_reverse_are_found(
    answer: Answer, shipped_generation: Generation
) -> None:
    first = answer.citations[0]
    for wrong in (
        replace(answer, text=answer.text.replace("[1]", "[2]")),
        replace(answer, text=answer.text + " [7]"),
        replace(answer, text=answer.text.replace("[1]", "")),
        replace(answer, citations=(replace(first, number=3),)),
    ):
        assert "rule 2" in faults(wrong, shipped_generation)


@pytest.mark.parametrize("span", [Span(0, 5), Span(0, 100_000), Span(-4, 0)])
def test_rule_2_spans_that_end_at_no_marker_are_found(
    answer: Answer, shipped_generation: Generation, span: Span
) -> None:
    wrong = replace(answer.citations[0], answer_spans=(span,))
    assert "ends with no marker" in faults(replace(answer, citations=(wrong,)), shipped_generation)


@pytest.mark.parametrize("said", ["ou 99 k€ ", "Zanzibar ", "douze ", "«\u00a0k€ 65 à 45\u00a0» "])
def test_rule_3_what_is_not_in_the_quote_is_found(
    answer: Answer, shipped_generation: Generation, said: str
) -> None:
    assert "rule 3" in faults(saying(answer, said), shipped_generation)
    assert "rule 3" not in faults(saying(answer, said), shipped_generation, f"{QUESTION} {said}")


def test_rule_3_a_claim_without_a_citation_is_found(
    answer: Answer, unanswered: Answer, shipped_generation: Generation
) -> None:
    for said in (answer, unanswered):
        claim = replace(said, text=f"{said.text}\n\nLes syndicats sont puissants.")
        assert "« syndicats »" in faults(claim, shipped_generation, "taxidermiste")


def test_a_count_is_at_most_what_the_passages_hold(
    shipped_assistant: CareerAssistant, shipped_generation: Generation
) -> None:
    listed = shipped_assistant.answer("Responsable communication en ligne : quelles qualités ?")
    assert "et 7 de plus" in listed.text
    assert faults(listed, shipped_generation, "") == ""
    more = replace(listed, text=listed.text.replace("et 7 de plus", "et 9 de plus"))
    assert faults(more, shipped_generation, "") == ""
    most = replace(listed, text=listed.text.replace("et 7 de plus", "et 8000 de plus"))
    assert "8000" in faults(most, shipped_generation, "")


def test_an_answer_without_its_shape_is_found(
    answer: Answer, unanswered: Answer, shipped_generation: Generation
) -> None:
    for wrong, fault in (
        (replace(answer, status="sure"), "no status"),  # type: ignore[arg-type]
        (replace(answer, language="de"), "no language"),  # type: ignore[arg-type]
        (replace(unanswered, text=" "), "empty"),
        (replace(answer, status="not_covered"), "with 1 citations"),
        (replace(unanswered, status="answered"), "with 0 citations"),
        (replace(unanswered, text="<b>métier</b>"), "mark-up"),
        (replace(unanswered, text="[métier](javascript:x)"), "mark-up"),
    ):
        assert fault in faults(wrong, shipped_generation)


def test_titles_and_headings_are_free_where_nothing_is_cited(
    unanswered: Answer, shipped_generation: Generation
) -> None:
    titled = replace(unanswered, text="Boulanger / Boulangère")
    assert faults(titled, shipped_generation, "") == ""
    baker = NamedProfile("boulanger-boulangere", "Boulanger / Boulangère")
    headed = replace(unanswered, text="Conditions physiques")
    assert faults(headed, shipped_generation, "") != ""
    assert faults(replace(headed, profiles=(baker,)), shipped_generation, "") == ""


def test_generated_questions_are_as_many_as_wanted_and_always_the_same(
    shipped_generation: Generation,
) -> None:
    first, again, other = (
        list(QuestionGenerator(shipped_generation, seed).talks(300)) for seed in (1, 1, 2)
    )
    assert first == again != other
    assert sum(len(talk.questions) for talk in first) == 300
    assert any(len(talk.questions) > 1 for talk in first)
    assert all(1 <= len(said) <= 1000 for talk in first for said in talk.questions)


def test_no_rule_is_broken_on_the_shipped_profiles(shipped_assistant: CareerAssistant) -> None:
    tally = ask_generated(Corpus("profiles/", shipped_assistant), 200, seed=3)
    assert tally.asked == 200
    assert len(tally.statuses) >= 4
    assert [str(breach) for breach in tally.breaches] == []


def test_what_is_withheld_and_what_fails_is_listed(
    shipped_generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = CareerAssistant(shipped_generation)
    corpus = Corpus("profiles/", assistant)
    monkeypatch.setattr("assistant.career_assistant.breaches", lambda *_: ["made up"])
    withheld = ask_generated(corpus, 20, seed=3)
    assert any("withheld: made up" in fault for b in withheld.breaches for fault in b.faults)
    monkeypatch.setattr(assistant, "answer", lambda *_, **__: 1 / 0)
    failed = ask_generated(corpus, 20, seed=3)
    assert failed.statuses == {"exception": len(failed.breaches)}
    assert "ZeroDivisionError" in report([withheld, failed])
    assert phrase("withheld", "fr") not in report([Tally("none")])


def test_follow_ups_go_on_in_one_conversation(shipped_generation: Generation) -> None:
    assistant = CareerAssistant(shipped_generation)
    tally = ask_generated(Corpus("profiles/", assistant), 40, seed=4)
    talks = list(islice(QuestionGenerator(shipped_generation, 4).talks(40), 40))
    assert tally.asked == 40
    assert len(assistant.conversations._known) == len(talks)  # type: ignore[attr-defined]
