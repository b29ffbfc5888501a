"""Sections with a source of their own, added to a profile that has none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import Draft, evidence_of
from assistant.verify import breaches
from corpus.cells import lines_of
from corpus.overlay import Overlay, is_overlay_table, read_overlays, with_overlays, without_overlays
from corpus.passages import passages_of
from corpus.plain_text import read_plain_text
from corpus.profile import (
    SECTION_KINDS,
    Fact,
    Passage,
    Profile,
    Refusal,
    Salary,
    SectionKind,
    Source,
    Span,
)
from corpus.profile_table import read_profile_table

SAMPLES = Path(__file__).parent.parent / "docs" / "samples"
TEXT = """Dompteur de nuages - Métiers qui n’existent pas

Publié le 1er avril 2017

Missions

- Siffler les nuages
- Peigner les cirrus

Salaire"""
SOURCE = Source(
    uri="https://example.org/salaires",
    title="Enquête qui n’a pas eu lieu",
    publisher="Observatoire imaginaire",
    published="2025-04-01",
)
SALARY = "28 000 € à 35 000 € brut par an"
HEADER = "profile_id,section,text,published\n"


@pytest.fixture(scope="module")
def base() -> Profile:
    return read_plain_text(TEXT, "dompteur-de-nuages")


def _overlay(text: str = SALARY, kind: SectionKind = "salary", heading: str = "") -> Overlay:
    return Overlay("dompteur-de-nuages", kind, heading, text, SOURCE)


@pytest.fixture(scope="module")
def profile(base: Profile) -> Profile:
    other = Overlay("dompteur-de-nuages", "career_path", "Et après ?", "- Berger", Source())
    return with_overlays(base, [_overlay(), other])


def _salary_passage(profile: Profile) -> Passage:
    return next(p for p in passages_of(profile) if p.kind == "salary")


# A profile with overlays


def test_an_overlay_is_a_section_at_the_end_with_its_source_below(profile: Profile) -> None:
    assert profile.text == (
        f"{TEXT}\n\nRémunération\n\n{SALARY}\n\n"
        "Source : Enquête qui n’a pas eu lieu, Observatoire imaginaire, publié le 2025-04-01\n\n"
        "Et après ?\n\n- Berger"
    )
    assert [(s.kind, s.heading, s.source) for s in profile.sections[-2:]] == [
        ("salary", "Rémunération", SOURCE),
        ("career_path", "Et après ?", Source()),
    ]


def test_the_source_line_is_no_passage(profile: Profile) -> None:
    assert not [p for p in passages_of(profile) if "Enquête" in p.text]


def test_all_that_stood_there_keeps_its_place_and_its_id(base: Profile, profile: Profile) -> None:
    assert profile.text.startswith(base.text)
    assert profile.sections[: len(base.sections)] == base.sections
    assert profile.facts[: len(base.facts)] == base.facts
    assert passages_of(profile)[: len(passages_of(base))] == passages_of(base)
    assert profile.source == base.source


def test_the_same_words_as_the_profiles_own_make_a_passage_of_their_own(base: Profile) -> None:
    twice = with_overlays(base, [_overlay(kind="duties", heading="Missions", text="- Peigner")] * 2)
    ids = [passage.id for passage in passages_of(twice)]
    assert len(set(ids)) == len(ids) == 4


def test_the_salary_of_an_overlay_is_a_fact(profile: Profile) -> None:
    (fact,) = profile.facts_named("salary")
    assert fact.value == Salary(28_000, 35_000, "EUR", "year", None, SALARY)
    assert fact.span.of(profile.text) == "28 000 € à 35 000 €"


def test_an_overlays_date_is_not_the_profiles(profile: Profile) -> None:
    assert [fact.value for fact in profile.facts_named("published")] == ["2017-04-01"]


def test_the_source_of_a_span_is_its_sections(base: Profile, profile: Profile) -> None:
    assert profile.source_at(_salary_passage(profile).span) == SOURCE
    assert profile.source_at(passages_of(profile)[-1].span) == Source()
    assert profile.source_at(passages_of(profile)[0].span) == base.source
    assert profile.source_at(Span(0, 1)) == base.source
    assert base.source.published == "2017-04-01"


def test_an_english_profile_gets_english_words(base: Profile) -> None:
    english = read_plain_text(
        "Dragon groomer\n\nMain duties\n\n- Polish the scales of the dragons with a soft cloth\n",
        "dragon-groomer",
    )
    assert english.language == "en"
    text = with_overlays(english, [_overlay("€11,111 a year")]).text
    assert "\nSalary\n" in text
    assert text.endswith("\nSource: Enquête qui n’a pas eu lieu, Observatoire imaginaire, "
                         "published 2025-04-01")  # fmt: skip


def test_nothing_to_add_changes_nothing(base: Profile) -> None:
    assert with_overlays(base, []) == base == without_overlays(base)


def test_overlays_can_be_replaced_by_newer_ones(base: Profile, profile: Profile) -> None:
    assert without_overlays(profile) == base


# An answer


def test_a_citation_names_the_source_of_its_passage(base: Profile, profile: Profile) -> None:
    draft = Draft("answered")
    draft.say("brut par an", evidence_of(profile, [_salary_passage(profile)]))
    draft.say("Siffler", evidence_of(profile, passages_of(profile)[:1]))
    assert [citation.source for citation in draft.citations()] == [SOURCE, base.source]


@pytest.mark.parametrize(("year", "may_leave"), [("2025", True), ("2017", False)])
def test_the_year_said_of_a_salary_is_that_of_its_source(
    profile: Profile, year: str, may_leave: bool
) -> None:
    draft = Draft("answered")
    said = f"Information publiée en {year} : elle a pu changer depuis."
    draft.say(said, evidence_of(profile, [_salary_passage(profile)]))
    assert (breaches(draft, "fr", "Quel salaire ?") == []) is may_leave


# The file


def _read(folder: Path, content: str) -> list[object]:
    path = folder / "salaires.csv"
    path.write_text(content, "utf-8")
    return list(read_overlays(path))


def test_the_sample_gives_its_overlays() -> None:
    overlays = list(read_overlays(SAMPLES / "salaries.csv"))
    assert [o.profile_id for o in overlays if isinstance(o, Overlay)] == [
        "dompteur-de-nuages",
        "dragon-groomer",
        "tailleur-d-ombres",
        "accordeur-accordeuse-de-silence",
    ]
    first = overlays[0]
    assert isinstance(first, Overlay)
    assert (first.kind, first.heading) == ("salary", "Salaires inventés")
    assert first.source.published == "2025-04-01"


def test_the_samples_fit_each_other() -> None:
    found = [*read_profile_table(SAMPLES / "profiles.csv")]
    found += read_profile_table(SAMPLES / "profiles.jsonl")
    profiles = {p.id: p for p in found if isinstance(p, Profile)}
    for overlay in read_overlays(SAMPLES / "salaries.csv"):
        assert isinstance(overlay, Overlay)
        added = with_overlays(profiles[overlay.profile_id], [overlay])
        facts: tuple[Fact, ...] = added.facts[len(profiles[overlay.profile_id].facts) :]
        assert bool(facts) == (overlay.kind == "salary")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",salary,11 111 €,", "line 2: it has no profile_id"),
        ("a,pay,11 111 €,", "line 2: its section 'pay' is none of definition, other_titles"),
        ("a,salary,-,", "line 2: it has no text"),
        ("b,salary,11 111 €,", "line 3: it says the same as line 2"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_read(tmp_path: Path, row: str, said: str) -> None:
    found = _read(tmp_path, f"{HEADER}{row}\nb,salary,11 111 €,\n")
    (refusal,) = (f for f in found if isinstance(f, Refusal))
    assert refusal.reason.startswith(said)
    assert len(found) == 2


def test_a_date_that_is_no_date_is_left_out_and_said(tmp_path: Path) -> None:
    notice, overlay = _read(tmp_path, f"{HEADER}a,salary,11 111 €,en 2024\n")
    assert "line 2: its date 'en 2024' is not a year, month and day" in str(notice)
    assert isinstance(overlay, Overlay)
    assert overlay.source == Source()


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    (refusal,) = _read(tmp_path, "profile_id,salary\na,11 111 €\n")
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "it lacks the columns section, text"


@pytest.mark.parametrize(
    ("name", "content", "is_one"),
    [
        ("a.csv", "Profile_ID;section;text\n", True),
        ("a.TSV", "section\tprofile_id\n", True),
        ("a.csv", "title,text\nprofile_id,b\n", False),
        ("a.jsonl", '\n{"profile_id": "a", "text": "b"}\n', True),
        ("a.jsonl", '{"profile_id": "a", "text": "' + "b" * 100_000 + '"}\n', True),
        ("a.jsonl", '{"title": "\\"profile_id\\": 1", "duties": "' + "b" * 100_000, False),
        ("a.txt", "profile_id,section,text\n", False),
    ],
)
def test_a_file_of_overlays_is_told_by_its_column(
    tmp_path: Path, name: str, content: str, is_one: bool
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert is_overlay_table(path) is is_one


# What always holds

any_text = st.text(st.characters(exclude_categories=["Cs"]))
marked = st.tuples(st.sampled_from(["", "- ", "• "]), any_text).map("".join)
texts = st.lists(marked, min_size=1, max_size=4).map("\n".join).filter(lambda t: any(lines_of(t)))
overlays = st.builds(
    Overlay,
    profile_id=st.just("dompteur-de-nuages"),
    kind=st.sampled_from(SECTION_KINDS),
    heading=any_text.map(lambda said: " ".join(said.split())),
    text=texts,
    source=st.sampled_from([Source(), SOURCE]),
)


@given(added=st.lists(overlays, max_size=3))
def test_any_overlay_comes_back_from_its_spans(base: Profile, added: list[Overlay]) -> None:
    profile = with_overlays(base, added)
    sections = profile.sections[len(base.sections) :]
    for section, overlay in zip(sections, added, strict=True):
        said = [block.of(profile.text) for block in section.blocks]
        assert said == [words for _, words in lines_of(overlay.text)]
        assert section.kind == overlay.kind
        assert all(profile.source_at(block) == overlay.source for block in section.blocks)
    ids = [passage.id for passage in passages_of(profile)]
    assert len(set(ids)) == len(ids)
    assert passages_of(profile)[: len(passages_of(base))] == passages_of(base)
    assert without_overlays(profile) == base
