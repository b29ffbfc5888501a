"""O*NET is read from its Excel tables."""

# ruff: noqa: E501 - a row of a table stays on its line

from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.onet import is_onet, read_onet
from corpus.passages import passages_of
from corpus.profile import CorpusError, Notice, Profile
from corpus.readable import find_readable

CODE = "O*NET-SOC Code"
SURVEY = "Education, Training, and Experience"

# Invented occupations in the publisher's form.
TABLES: dict[str, list[dict[str, object]]] = {
    "Occupation Data": [
        {CODE: "99-1001.00", "Title": "Cloud Tamers", "Description": "Teach clouds manners."},
        {CODE: "99-1002.00", "Title": "Echo Librarians", "Description": "Lend echoes."},
    ],
    "Task Statements": [
        {CODE: "99-1001.00", "Task": "Whistle at dawn.", "Task Type": "Core"},
        {CODE: "99-1001.00", "Task": "Comb cirrus.", "Task Type": "Supplemental"},
        {CODE: "99-1002.00", "Task": "Catalogue echoes.", "Task Type": None},
    ],
    "Sample of Reported Titles": [{CODE: "99-1001.00", "Reported Job Title": "Cloud Tamer"}],
    "Alternate Titles": [
        {CODE: "99-1001.00", "Alternate Title": "Cloud Tamer", "Short Title": None},
        {CODE: "99-1001.00", "Alternate Title": "Tamer, Cloud (CT)", "Short Title": "CT"},
    ],
    SURVEY: [
        {CODE: "99-1001.00", "Scale ID": "RL", "Category": 2, "Data Value": 24.6, "Recommend Suppress": "N"},
        {CODE: "99-1001.00", "Scale ID": "RL", "Category": 6, "Data Value": 70.0, "Recommend Suppress": "N"},
        {CODE: "99-1001.00", "Scale ID": "RW", "Category": 7, "Data Value": 80.0, "Recommend Suppress": None},
        {CODE: "99-1002.00", "Scale ID": "RL", "Category": 6, "Data Value": 90.0, "Recommend Suppress": "Y"},
    ],
    f"{SURVEY} Categories": [
        {"Scale ID": "RL", "Category": 2, "Category Description": "High School Diploma"},
        {"Scale ID": "RL", "Category": 6, "Category Description": "Bachelor's Degree"},
        {"Scale ID": "RW", "Category": 7, "Category Description": "Over 2 years, up to and including 4 years"},
    ],
    "Job Zones": [{CODE: "99-1001.00", "Job Zone": 3}],
    "Job Zone Reference": [
        {"Job Zone": 3, "Name": "Job Zone Three", "Education": "Most require training.", "Job Training": "One year of working with experienced employees.", "Experience": "Experience is required. For example, an electrician must have four years of it."},
    ],
    "Technology Skills": [
        {CODE: "99-1001.00", "Example": "Cumulus 9", "Commodity Title": "Weather software"},
        {CODE: "99-1001.00", "Example": "Nimbus", "Commodity Title": "Weather software"},
    ],
    "Related Occupations": [
        {CODE: "99-1001.00", "Related Title": "Echo Librarians", "Relatedness Tier": "Primary-Short"},
        {CODE: "99-1001.00", "Related Title": "Dragon Groomers", "Relatedness Tier": "Supplemental"},
    ],
    "Interests": [
        {CODE: "99-1001.00", "Element Name": "Artistic", "Scale ID": "OI", "Data Value": 6.1},
        {CODE: "99-1001.00", "Element Name": "Social", "Scale ID": "OI", "Data Value": 2.0},
    ],
}  # fmt: skip


def write(folder: Path, tables: dict[str, list[dict[str, object]]] = TABLES) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
        book.save(folder / f"{name}.xlsx")
    (folder / "Read Me.txt").write_text("O*NET 99.1 Database\nMay 2099 Release\n")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "onet")


def profiles(path: Path) -> dict[str, Profile]:
    return {found.id: found for found in read_onet(path) if isinstance(found, Profile)}


def said(profile: Profile) -> dict[str, list[str]]:
    return {s.heading: [b.of(profile.text) for b in s.blocks] for s in profile.sections}


def test_every_part_of_an_occupation_is_in_its_section(folder: Path) -> None:
    profile = profiles(folder)["onet-99-1001.00"]
    assert said(profile) == {
        "Description": ["Teach clouds manners."],
        "Sample of reported titles": ["Cloud Tamer"],
        "Alternate titles": ["Tamer, Cloud (CT)"],
        "Tasks": ["Whistle at dawn."],
        "Supplemental tasks": ["Comb cirrus."],
        "Technology skills": ["Weather software: Cumulus 9, Nimbus"],
        "Education and training": [
            "Job Zone Three",
            "Most require training.",
            "One year of working with experienced employees.",
        ],
        "Required level of education": [
            "70% of those asked: Bachelor's Degree",
            "25% of those asked: High School Diploma",
        ],
        "Experience": ["Experience is required."],
        "Related work experience": [
            "80% of those asked: Over 2 years, up to and including 4 years"
        ],
        "Related occupations": ["Echo Librarians"],
        "Interests": ["Artistic"],
    }
    assert profile.other_titles == ("Cloud Tamer", "Tamer, Cloud (CT)", "CT")


def test_kinds_are_those_of_the_contract(folder: Path) -> None:
    kinds = {s.heading: s.kind for s in profiles(folder)["onet-99-1001.00"].sections}
    assert kinds["Description"] == "definition"
    assert kinds["Tasks"] == "duties"
    assert kinds["Alternate titles"] == "other_titles"
    assert kinds["Technology skills"] == "technical_skills"
    assert kinds["Required level of education"] == "education"
    assert kinds["Related work experience"] == "experience"
    assert kinds["Related occupations"] == "career_path"


def test_a_share_of_answers_and_an_example_are_no_requirement(folder: Path) -> None:
    assert profiles(folder)["onet-99-1001.00"].facts == ()


def test_what_is_not_to_be_published_is_left_out(folder: Path) -> None:
    assert "Required level of education" not in said(profiles(folder)["onet-99-1002.00"])


def test_source_release_and_licence_are_known(folder: Path) -> None:
    source = profiles(folder)["onet-99-1001.00"].source
    assert source.title == "O*NET 99.1 Database, May 2099 Release, 99-1001.00 Cloud Tamers"
    assert source.uri == "https://www.onetonline.org/link/summary/99-1001.00"
    assert source.licence == "CC BY 4.0"


def test_every_passage_stands_where_it_says(folder: Path) -> None:
    for profile in profiles(folder).values():
        for passage in passages_of(profile):
            assert passage.span.of(profile.text) == passage.text


def test_a_catalogue_is_recognised(folder: Path) -> None:
    assert is_onet(folder)
    (found,) = find_readable(folder)
    assert getattr(found, "reader", None) is read_onet


def test_a_missing_table_is_said_and_the_rest_is_read(folder: Path) -> None:
    (folder / "Technology Skills.xlsx").unlink()
    found = list(read_onet(folder))
    notices = [str(said) for said in found if isinstance(said, Notice)]
    assert len(notices) == 1
    assert "Technology Skills is absent" in notices[0]
    assert len(found) == 3


def test_a_renamed_column_is_named(folder: Path) -> None:
    write(folder, {"Task Statements": [{CODE: "99-1001.00", "Tasks": "x", "Task Type": "Core"}]})
    with pytest.raises(CorpusError, match=r"Task Statements\.xlsx lacks the columns Task$"):
        list(read_onet(folder))


def test_what_is_no_excel_table_is_said(folder: Path) -> None:
    (folder / "Interests.xlsx").write_text("not a workbook")
    with pytest.raises(CorpusError, match=r"Interests\.xlsx is no readable Excel table"):
        list(read_onet(folder))
