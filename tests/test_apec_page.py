"""The real page that started it all, in figures: the sentences stay with Apec."""

import pytest

from corpus.headings import is_noise
from corpus.passages import passages_of
from corpus.profile import EducationLevels, FactName, Profile, Salary, SectionKind

PASSAGES_OF_KIND = {
    "definition": 1,
    "other_titles": 4,
    "duties": 23,
    "occasional_duties": 2,
    "variations": 6,
    "salary": 1,
    "technical_skills": 10,
    "soft_skills": 11,
    "education": 3,
    "experience": 1,
    "employers": 3,
    "work_environment": 6,
    "context": 4,
    "keywords": 1,
}


def test_the_profession_and_its_source(apec_profile: Profile) -> None:
    assert apec_profile.title == "Responsable communication on-line"
    assert apec_profile.id == "responsable-communication-on-line"
    assert apec_profile.language == "fr"
    assert len(apec_profile.other_titles) == 4
    assert apec_profile.source.publisher == "Apec.fr"
    assert apec_profile.source.published == "2017-09-13"


def test_the_number_of_passages_of_each_kind(apec_profile: Profile) -> None:
    passages = passages_of(apec_profile)
    kinds = [passage.kind for passage in passages]
    assert {kind: kinds.count(kind) for kind in kinds} == PASSAGES_OF_KIND
    assert len(passages) == 76


def test_the_order_of_the_sections(apec_profile: Profile) -> None:
    outermost = [section.kind for section in apec_profile.sections if len(section.path) == 1]
    assert outermost == [
        "definition",
        "other_titles",
        "duties",
        "occasional_duties",
        "variations",
        "salary",
        "technical_skills",
        "other",
        "employers",
        "reporting_line",
        "work_environment",
        "career_path",
        "career_path",
        "context",
        "keywords",
    ]


def test_the_groups_of_duties_stay_duties(apec_profile: Profile) -> None:
    groups = [s for s in apec_profile.sections if s.kind == "duties" and len(s.path) == 2]
    assert [len(group.blocks) for group in groups] == [8, 6, 3, 6]


def test_the_four_empty_headings(apec_profile: Profile) -> None:
    assert [section.kind for section in apec_profile.sections if section.empty] == [
        "previous_roles",
        "reporting_line",
        "career_path",
        "career_path",
    ]


def test_no_passage_is_noise(apec_profile: Profile) -> None:
    for passage in passages_of(apec_profile):
        assert not is_noise(passage.text)
        assert passage.span.start > 200, "the frame above the definition"
        assert not passage.text.startswith(("•", "-"))


@pytest.mark.parametrize(
    ("name", "value", "start", "end"),
    [
        ("published", "2017-09-13", 164, 174),
        ("experience_years_min", 5, 9901, 9909),
        ("languages", "en", 8163, 8170),
        ("education", EducationLevels(2, 5), 9693, 9720),
    ],
)
def test_a_fact_and_its_place(
    apec_profile: Profile, name: FactName, value: object, start: int, end: int
) -> None:
    (fact,) = apec_profile.facts_named(name)
    assert (fact.value, fact.span) == (value, (start, end))


def test_the_salary_says_what_is_certain_and_no_more(apec_profile: Profile) -> None:
    (fact,) = apec_profile.facts_named("salary")
    assert isinstance(fact.value, Salary)
    assert (fact.value.min, fact.value.max, fact.value.currency) == (45_000, 65_000, "EUR")
    assert fact.value.level == "Cadre confirmé"
    assert fact.value.period is None
    assert fact.span == (6966, 6977)


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("definition", 211, 450),
        ("salary", 6943, 6977),
        ("experience", 9833, 9923),
    ],
)
def test_the_place_of_a_passage(
    apec_profile: Profile, kind: SectionKind, start: int, end: int
) -> None:
    (passage,) = [p for p in passages_of(apec_profile) if p.kind == kind]
    assert passage.span == (start, end)


def test_the_keywords_stand_beside_their_heading(apec_profile: Profile) -> None:
    (section,) = [s for s in apec_profile.sections if s.kind == "keywords"]
    assert section.span == (11711, 11764)
    assert [block.end for block in section.blocks] == [11764]
