"""Professions side by side: what a cell shows, silence, and the three rules for every cell."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.career_assistant import CareerAssistant
from assistant.comparison import Cell, Comparison
from assistant.draft import Draft, Evidence
from assistant.errors import BadComparison, UnknownProfile
from assistant.phrases import phrase
from assistant.verify import breaches
from corpus.profile import LANGUAGES, SECTION_KINDS, Language, Span
from index.generation import Generation

BAKER, ONLINE, WEB = (
    "boulanger-boulangere",
    "responsable-communication-en-ligne",
    "web-developer",
)
EVERY = (BAKER, ONLINE, WEB)
COUNTS = set(range(200))


def cell(comparison: Comparison, section: str, profile_id: str) -> Cell:
    row = next(row for row in comparison.rows if row.section == section)
    return next(cell for cell in row.cells if cell.profile_id == profile_id)


def test_the_rows_are_what_matters_to_a_jobseeker_in_order(
    shipped_assistant: CareerAssistant,
) -> None:
    compared = shipped_assistant.compare(EVERY)
    assert [row.section for row in compared.rows] == [
        "definition",
        "duties",
        "salary",
        "education",
        "experience",
        "technical_skills",
        "soft_skills",
        "employers",
        "work_environment",
        "career_path",
    ]
    assert tuple(profile.id for profile in compared.profiles) == EVERY
    for row in compared.rows:
        assert tuple(cell.profile_id for cell in row.cells) == EVERY


def test_a_kind_that_no_profile_covers_has_no_row(shipped_assistant: CareerAssistant) -> None:
    sections = {row.section for row in shipped_assistant.compare([BAKER, WEB]).rows}
    assert sections.isdisjoint({"salary"})


def test_a_salary_is_said_with_its_year(shipped_assistant: CareerAssistant) -> None:
    paid = cell(shipped_assistant.compare(EVERY), "salary", ONLINE)
    assert "45\u00a0k€" in paid.text
    assert "2017" in paid.text
    assert [citation.section for citation in paid.citations] == ["salary"]


def test_required_years_are_said_as_a_fact(shipped_assistant: CareerAssistant) -> None:
    required = cell(shipped_assistant.compare(EVERY, language="en"), "experience", ONLINE)
    assert required.text.startswith("**at least 5 years**")


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "La fiche n’en dit rien."), ("en", "The profile says nothing about it.")],
)
def test_a_silent_profile_says_so_without_citations(
    shipped_assistant: CareerAssistant, language: Language, said: str
) -> None:
    silent = cell(shipped_assistant.compare(EVERY, language=language), "salary", BAKER)
    assert (silent.text, silent.citations) == (said, ())


def test_education_does_not_stand_in_for_experience(shipped_assistant: CareerAssistant) -> None:
    assert cell(shipped_assistant.compare(EVERY), "experience", BAKER).citations == ()


def test_a_long_section_shows_three_lines_and_counts_the_rest(
    shipped_assistant: CareerAssistant,
) -> None:
    duties = cell(shipped_assistant.compare(EVERY), "duties", BAKER)
    *lines, more = duties.text.split("\n")
    assert len(lines) == 3
    profile = shipped_assistant.generation.profiles[BAKER]
    total = sum(len(s.blocks) for s in profile.sections if s.kind == "duties")
    assert more.startswith(f"- *et {total - 3} de plus* [1]")


def test_the_language_is_that_given_otherwise_the_first_profiles(
    shipped_assistant: CareerAssistant,
) -> None:
    assert shipped_assistant.compare([WEB, BAKER]).language == "en"
    assert shipped_assistant.compare([BAKER, WEB]).language == "fr"
    assert shipped_assistant.compare([BAKER, WEB], language="en").language == "en"


def test_sections_are_compared_in_the_order_asked(shipped_assistant: CareerAssistant) -> None:
    asked = ["career_path", "keywords", "definition"]
    compared = shipped_assistant.compare([BAKER, WEB], asked)
    assert [row.section for row in compared.rows] == asked


@pytest.mark.parametrize(
    ("profile_ids", "sections"),
    [
        ([], None),
        ([BAKER], None),
        ([BAKER, BAKER], None),
        ([BAKER, ONLINE, WEB, "a", "b", "c"], None),
        ([BAKER, WEB], ["pay"]),
        ([BAKER, WEB], ["salary", "salary"]),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_sentence(
    shipped_assistant: CareerAssistant, profile_ids: list[str], sections: list[str] | None
) -> None:
    with pytest.raises(BadComparison, match=r"^[^.]+\.$"):
        shipped_assistant.compare(profile_ids, sections)


def test_an_unknown_profile_is_named(shipped_assistant: CareerAssistant) -> None:
    with pytest.raises(UnknownProfile, match="nobody"):
        shipped_assistant.compare([BAKER, "nobody"])


def test_a_cell_that_breaks_a_rule_is_withheld(
    shipped_assistant: CareerAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.comparison.breaches", lambda *_: ["broken"])
    compared = shipped_assistant.compare([BAKER, WEB])
    for row in compared.rows:
        for withheld in row.cells:
            assert withheld.text == "Je n’ai pas pu vérifier ce que la fiche en dit."
            assert withheld.citations == ()


def broken(cell: Cell, generation: Generation, language: Language) -> list[str]:
    """Check a cell anew, from what it gives back alone."""
    draft = Draft("answered", parts=[cell.text], counts=COUNTS, length=len(cell.text))
    for citation in cell.citations:
        draft.evidence.append(evidence(citation, generation))
        draft.spans.append(list(citation.answer_spans))
        assert citation.quote == draft.evidence[-1].quote
        assert all(f"[{citation.number}]" in span.of(cell.text) for span in citation.answer_spans)
    return breaches(draft, language, "")


def evidence(citation: Citation, generation: Generation) -> Evidence:
    profile = generation.profiles[citation.profile_id]
    span = Span(citation.start, citation.end)
    return Evidence(profile, citation.passage_id, citation.section, citation.heading, span)


def check_the_rules(
    assistant: CareerAssistant, profile_ids: Sequence[str], sections: list[str], language: Language
) -> None:
    compared = assistant.compare(profile_ids, sections, language)
    for row in compared.rows:
        for cell in row.cells:
            assert cell.text != phrase("withheld_cell", language)
            assert cell.citations or cell.text == phrase("silent_cell", language)
            assert broken(cell, assistant.generation, language) == []
            assert {citation.profile_id for citation in cell.citations} <= {cell.profile_id}


SECTIONS = st.lists(st.sampled_from(SECTION_KINDS), max_size=6, unique=True)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(EVERY), min_size=2, max_size=3, unique=True),
    SECTIONS,
    st.sampled_from(LANGUAGES),
)
def test_the_three_rules_hold_for_every_cell(
    shipped_assistant: CareerAssistant,
    profile_ids: list[str],
    sections: list[str],
    language: Language,
) -> None:
    check_the_rules(shipped_assistant, profile_ids, sections, language)


@settings(deadline=None, max_examples=40)
@given(st.data(), SECTIONS, st.sampled_from(LANGUAGES))
def test_the_three_rules_hold_over_a_catalogue(
    rome_assistant: CareerAssistant, data: st.DataObject, sections: list[str], language: Language
) -> None:
    every = list(rome_assistant.generation.profiles)
    pair = data.draw(st.lists(st.sampled_from(every), min_size=2, max_size=5, unique=True))
    check_the_rules(rome_assistant, pair, sections, language)
