"""The whole answer path, on the questions that the project was asked to answer."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from assistant.errors import BadQuestion, UnknownConversation, UnknownProfile
from corpus.profile import SectionKind

BAKER, WEB = "boulanger-boulangere", "web-developer"


def check_contract(assistant: CareerAssistant, answer: Answer) -> None:
    """The rules that always hold (the third is the verifier's, tested by itself)."""
    markers = {int(number) for number in re.findall(r"(?<!\\)\[(\d+)\]", answer.text)}
    assert markers == {citation.number for citation in answer.citations}
    assert [citation.number for citation in answer.citations] == sorted(markers)
    assert bool(answer.citations) == (answer.status in ("answered", "partial"))
    for citation in answer.citations:
        text = assistant.generation.profiles[citation.profile_id].text
        assert text[citation.start : citation.end] == citation.quote != ""
        assert f"[{citation.number}]" in answer.text
        for span in citation.answer_spans:
            assert f"[{citation.number}]" in span.of(answer.text)
    assert len(answer.suggestions) <= 3


@pytest.mark.parametrize(
    ("question", "section", "language"),
    [
        ("Quels diplômes ?", "education", "fr"),
        ("Faut-il parler anglais ?", "technical_skills", "fr"),
        ("Qui recrute ?", "employers", "fr"),
        ("What does the job pay?", "salary", "en"),
        ("De quand date cette fiche ?", "other", "fr"),
    ],
)
def test_the_page_answers(
    apec_assistant: CareerAssistant, question: str, section: SectionKind, language: str
) -> None:
    answer = apec_assistant.answer(question)
    assert (answer.status, answer.language) == ("answered", language)
    assert answer.citations[0].section == section
    assert [profile.id for profile in answer.profiles] == ["responsable-communication-on-line"]
    check_contract(apec_assistant, answer)


def test_the_salary_is_said_by_value(apec_assistant: CareerAssistant) -> None:
    answer = apec_assistant.answer("What does the job pay?")
    assert "€45,000" in answer.text
    assert "€65,000" in answer.text
    assert (answer.citations[0].start, answer.citations[0].end) == (6943, 6977)


def test_the_date_is_cited_from_the_frame(apec_assistant: CareerAssistant) -> None:
    (citation,) = apec_assistant.answer("De quand date cette fiche ?").citations
    assert citation.passage_id is None
    assert (citation.start, citation.end) == (164, 174)


def test_an_empty_heading_is_said_to_be_there_but_empty(apec_assistant: CareerAssistant) -> None:
    answer = apec_assistant.answer("À qui est-il rattaché ?")
    assert answer.status == "not_covered"
    assert "Rattachement hiérarchique" in answer.text
    assert "vide" in answer.text
    check_contract(apec_assistant, answer)


def test_cooking_is_out_of_scope(apec_assistant: CareerAssistant) -> None:
    answer = apec_assistant.answer("Quelle est la recette de la quiche ?")
    assert answer.status == "out_of_scope"
    check_contract(apec_assistant, answer)


def test_several_professions_fit(few_assistant: CareerAssistant) -> None:
    answer = few_assistant.answer("Quels diplômes ?")
    assert answer.status == "clarify"
    assert {profile.id for profile in answer.profiles} == set(few_assistant.generation.profiles)
    assert "Boulanger" in answer.text
    check_contract(few_assistant, answer)


@pytest.mark.parametrize(
    ("question", "said"), [("Quels diplômes ?", "12 fiches"), ("What is the pay?", "12 profiles")]
)
def test_of_many_professions_that_fit_the_number_is_said(
    shipped_assistant: CareerAssistant, question: str, said: str
) -> None:
    answer = shipped_assistant.answer(question)
    assert (answer.status, answer.profiles) == ("clarify", ())
    assert said in answer.text.replace("\u00a0", " ")
    check_contract(shipped_assistant, answer)


@pytest.mark.parametrize(
    ("question", "profile_id"),
    [
        ("Quels diplômes pour devenir boulanger ?", BAKER),
        ("Que fait un boulanger ?", BAKER),
        ("What skills does a web developer need?", WEB),
    ],
)
def test_the_profession_named_is_the_one_answered_about(
    shipped_assistant: CareerAssistant, question: str, profile_id: str
) -> None:
    answer = shipped_assistant.answer(question)
    assert answer.status == "answered"
    assert {citation.profile_id for citation in answer.citations} == {profile_id}
    check_contract(shipped_assistant, answer)


def test_an_unknown_profession_is_not_covered(shipped_assistant: CareerAssistant) -> None:
    answer = shipped_assistant.answer("Combien gagne un plombier ?")
    assert answer.status == "not_covered"
    check_contract(shipped_assistant, answer)


@pytest.mark.parametrize("profile_id", [BAKER, WEB, "responsable-communication-en-ligne"])
@pytest.mark.parametrize("question", ["Quels diplômes ?", "What are the duties?"])
def test_every_suggestion_is_itself_answered(
    shipped_assistant: CareerAssistant, profile_id: str, question: str
) -> None:
    answer = shipped_assistant.answer(question, profile_id=profile_id)
    assert answer.suggestions
    for suggestion in answer.suggestions:
        follow_up = shipped_assistant.answer(suggestion)
        assert follow_up.status == "answered", suggestion
        assert [profile.id for profile in follow_up.profiles] == [profile_id]
        check_contract(shipped_assistant, follow_up)


def test_suggestions_beside_a_choice_are_answered(shipped_assistant: CareerAssistant) -> None:
    for suggestion in shipped_assistant.answer("Quels diplômes ?").suggestions:
        assert shipped_assistant.answer(suggestion).status == "answered", suggestion


def test_every_suggestion_on_the_page_is_answered(apec_assistant: CareerAssistant) -> None:
    for suggestion in apec_assistant.answer("Qui recrute ?").suggestions:
        assert apec_assistant.answer(suggestion).status == "answered", suggestion


@pytest.mark.parametrize("question", ["", "   ", "a" * 1001, "salaire\x00", "\u200b"])
def test_what_is_no_question_is_refused(shipped_assistant: CareerAssistant, question: str) -> None:
    with pytest.raises(BadQuestion):
        shipped_assistant.answer(question)


def test_unknown_ids_are_refused_with_the_remedy(shipped_assistant: CareerAssistant) -> None:
    with pytest.raises(UnknownProfile, match="list of profiles"):
        shipped_assistant.answer("Quels diplômes ?", profile_id="inconnu")
    with pytest.raises(UnknownConversation, match="begin a new one"):
        shipped_assistant.answer("Quels diplômes ?", conversation_id="inconnue")


def test_a_conversation_carries_the_profession_over(shipped_assistant: CareerAssistant) -> None:
    first = shipped_assistant.answer("Quels diplômes pour devenir boulanger ?")
    second = shipped_assistant.answer(
        "Et les conditions de travail ?", conversation_id=first.conversation_id
    )
    assert second.conversation_id == first.conversation_id
    assert second.status == "answered"
    assert [profile.id for profile in second.profiles] == [BAKER]


def test_another_conversation_knows_nothing_of_it(shipped_assistant: CareerAssistant) -> None:
    shipped_assistant.answer("Quels diplômes pour devenir boulanger ?")
    assert shipped_assistant.answer("Et les conditions de travail ?").status == "clarify"


def test_ids_are_unguessable_and_new_each_time(shipped_assistant: CareerAssistant) -> None:
    answers = [shipped_assistant.answer("Quels diplômes ?") for _ in range(2)]
    ids = [i for answer in answers for i in (answer.id, answer.conversation_id)]
    assert len(set(ids)) == 4
    assert all(len(i) >= 22 for i in ids), "128 bits in base 64"


def test_the_language_asked_for_is_spoken(shipped_assistant: CareerAssistant) -> None:
    answer = shipped_assistant.answer("Quels diplômes ?", profile_id=BAKER, language="en")
    assert answer.language == "en"
    assert "According to" in answer.text


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(min_size=1, max_size=80),
        st.lists(
            st.sampled_from("salaire boulanger web developer diplômes 5 [1] *x* <b> qui ?".split()),
            min_size=1,
            max_size=8,
        ).map(" ".join),
    )
)
def test_whatever_is_asked_the_contract_holds(
    shipped_assistant: CareerAssistant, question: str
) -> None:
    try:
        answer = shipped_assistant.answer(question)
    except BadQuestion:
        return
    check_contract(shipped_assistant, answer)


@pytest.mark.parametrize(
    ("question", "status", "sections"),
    [
        ("Boulanger : salaire et diplômes ?", "partial", {"education"}),
        (
            "Études et qualités d'un responsable communication en ligne ?",
            "answered",
            {"education", "soft_skills"},
        ),
    ],
)
def test_several_things_are_asked_at_once(
    shipped_assistant: CareerAssistant, question: str, status: str, sections: set[str]
) -> None:
    answer = shipped_assistant.answer(question)
    assert answer.status == status
    assert {citation.section for citation in answer.citations} == sections
    check_contract(shipped_assistant, answer)


def test_a_profession_is_chosen_from_those_offered(few_assistant: CareerAssistant) -> None:
    offer = few_assistant.answer("Quels diplômes ?")
    assert offer.status == "clarify"
    answer = few_assistant.answer("le premier", conversation_id=offer.conversation_id)
    assert answer.profiles[0] == offer.profiles[0]
    assert answer.status == "answered"
