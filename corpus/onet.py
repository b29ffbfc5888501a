"""Reads O*NET, the United States' catalogue of occupations, from its Excel tables.

Source: O*NET Database, U.S. Department of Labor, Employment and Training Administration, CC BY 4.0.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.outline import make_profile
from corpus.profile import CorpusError, Notice, Profile, Refusal, Source
from corpus.record import RecordText
from corpus.tables import Row, Tables

_CODE, _OCCUPATIONS = "O*NET-SOC Code", "Occupation Data"

# Table → its columns that are read. Without the first there are no occupations; without another
# its sections are left out.
_COLUMNS: dict[str, set[str]] = {
    _OCCUPATIONS: {_CODE, "Title", "Description"},
    "Task Statements": {_CODE, "Task", "Task Type"},
    "Sample of Reported Titles": {_CODE, "Reported Job Title"},
    "Alternate Titles": {_CODE, "Alternate Title", "Short Title"},
    "Education, Training, and Experience": {
        _CODE,
        "Scale ID",
        "Category",
        "Data Value",
        "Recommend Suppress",
    },
    "Education, Training, and Experience Categories": {
        "Scale ID",
        "Category",
        "Category Description",
    },
    "Job Zones": {_CODE, "Job Zone"},
    "Job Zone Reference": {"Job Zone", "Name", "Experience", "Education", "Job Training"},
    "Technology Skills": {_CODE, "Example", "Commodity Title"},
    "Related Occupations": {_CODE, "Related Title", "Relatedness Tier"},
    "Interests": {_CODE, "Element Name", "Scale ID", "Data Value"},
}
_LEAST_SHARE = 10.0  # per cent of those asked, below which an answer is left out
_INTERESTED = 5.0  # of 7: how much an occupation is of an interest
_EXAMPLE = re.compile(r"\s*For example,.*", re.S)  # always last
_ADDRESS = "https://www.onetonline.org/link/summary/"


def is_onet(path: Path) -> bool:
    """Tell whether a folder or zip archive holds O*NET's table of occupations."""
    if not (path.is_dir() or path.suffix.lower() == ".zip"):
        return False
    try:
        return f"{_OCCUPATIONS}.xlsx" in Tables(path).names()
    except (CorpusError, OSError):
        return False


def read_onet(path: Path) -> Iterator[Profile | Notice]:
    """Yield every occupation, after a notice for each table that is absent.

    Raises CorpusError when there are no occupations, or when a table lacks a column.
    """
    tables = Tables(path)
    present = {name for name in _COLUMNS if f"{name}.xlsx" in tables.names()}
    if _OCCUPATIONS not in present:
        raise CorpusError(f"no table of occupations ({_OCCUPATIONS}.xlsx)")
    for name in _COLUMNS:
        if name not in present:
            yield Notice(path, f"the table {name} is absent: its sections are left out")
    read = {
        name: list(tables.sheet(f"{name}.xlsx", columns)) if name in present else []
        for name, columns in _COLUMNS.items()
    }
    catalogue = _Catalogue(read, _release(tables))
    for row in read[_OCCUPATIONS]:
        try:
            yield catalogue.profile(row)
        except CorpusError as error:
            yield Refusal(path, f"{row[_CODE]}: {error}")


def _release(tables: Tables) -> str:
    """Return the database's name and release as its Read Me says them."""
    if "Read Me.txt" not in tables.names():
        return "O*NET Database"
    content = tables.content("Read Me.txt")
    name = re.search(r"O\*NET \d+(?:\.\d+)* Database", content)
    release = re.search(r"\w+ \d{4} Release", content)
    said = name.group() if name else "O*NET Database"
    return f"{said}, {release.group()}" if release else said


@dataclass
class _Catalogue:
    """O*NET's tables, by occupation."""

    tables: dict[str, list[Row]]
    release: str

    def __post_init__(self) -> None:
        self._by_code: dict[str, dict[str, list[Row]]] = {}
        for name, rows in self.tables.items():
            groups: dict[str, list[Row]] = defaultdict(list)
            for row in rows:
                groups[row.get(_CODE, "")].append(row)
            self._by_code[name] = groups
        self._zones = {row["Job Zone"]: row for row in self.tables["Job Zone Reference"]}
        self._categories = {
            (row["Scale ID"], row["Category"]): row["Category Description"]
            for row in self.tables["Education, Training, and Experience Categories"]
        }

    def profile(self, row: Row) -> Profile:
        code, text = row[_CODE], RecordText()
        text.line(row["Title"])
        text.line(f"{self.release}, {code}")
        text.heading("Description", "definition")
        text.paragraph(row["Description"])
        titles = self._titles(text, code)
        self._tasks(text, code)
        text.section("Technology skills", "technical_skills", self._technology(code))
        self._preparation(text, code)
        related = self._rows("Related Occupations", code)
        near = [r["Related Title"] for r in related if r["Relatedness Tier"].startswith("Primary")]
        text.section("Related occupations", "career_path", near)
        text.section("Interests", "other", self._interests(code))
        return make_profile(
            profile_id=f"onet-{code}",
            title=row["Title"],
            text=text.text,
            blocks=text.blocks,
            other_titles=titles,
            language="en",
            lists_titles=False,
            source=Source(
                uri=f"{_ADDRESS}{code}",
                title=f"{self.release}, {code} {row['Title']}",
                publisher="U.S. Department of Labor, Employment and Training Administration",
                licence="CC BY 4.0",
            ),
        )

    def _rows(self, name: str, code: str) -> list[Row]:
        return self._by_code[name].get(code, [])

    def _titles(self, text: RecordText, code: str) -> list[str]:
        """Lay out the titles that people in the occupation report, then the others."""
        reported = [r["Reported Job Title"] for r in self._rows("Sample of Reported Titles", code)]
        alternates = self._rows("Alternate Titles", code)
        others = [r["Alternate Title"] for r in alternates]
        text.section("Sample of reported titles", "other_titles", reported)
        text.section("Alternate titles", "other_titles", (o for o in others if o not in reported))
        short = [r["Short Title"] for r in alternates if r["Short Title"] not in ("", "n/a")]
        return list(dict.fromkeys([*reported, *others, *short]))

    def _tasks(self, text: RecordText, code: str) -> None:
        rows = self._rows("Task Statements", code)
        extra = [r["Task"] for r in rows if r["Task Type"] == "Supplemental"]
        text.section("Tasks", "duties", (r["Task"] for r in rows if r["Task"] not in extra))
        text.section("Supplemental tasks", "occasional_duties", extra)

    def _technology(self, code: str) -> list[str]:
        groups: dict[str, list[str]] = defaultdict(list)
        for row in self._rows("Technology Skills", code):
            groups[row["Commodity Title"]].append(row["Example"])
        return [f"{name}: {', '.join(examples)}" for name, examples in groups.items()]

    def _preparation(self, text: RecordText, code: str) -> None:
        """Lay out education and experience: what the job zone says, then what workers answered."""
        zones = [self._zones.get(row["Job Zone"]) for row in self._rows("Job Zones", code)]
        zone = next(filter(None, zones), None)
        said = [zone["Name"], zone["Education"], zone["Job Training"]] if zone else []
        # Without its examples, which are of other occupations.
        education = [_EXAMPLE.sub("", line) for line in said]
        text.section("Education and training", "education", education)
        text.section("Required level of education", "education", self._surveyed(code, "RL"))
        if zone:
            text.section("Experience", "experience", [_EXAMPLE.sub("", zone["Experience"])])
        text.section("Related work experience", "experience", self._surveyed(code, "RW"))

    def _surveyed(self, code: str, scale: str) -> list[str]:
        """Return what those asked answered on a scale, most frequent first."""
        rows = [
            (float(row["Data Value"] or 0), row["Category"])
            for row in self._rows("Education, Training, and Experience", code)
            if row["Scale ID"] == scale and row["Recommend Suppress"] != "Y"
        ]
        return [
            f"{share:.0f}% of those asked: {self._categories[scale, category]}"
            for share, category in sorted(rows, key=lambda r: -r[0])
            if share >= _LEAST_SHARE and (scale, category) in self._categories
        ]

    def _interests(self, code: str) -> list[str]:
        rows = [r for r in self._rows("Interests", code) if r["Scale ID"] == "OI"]
        rated = sorted(rows, key=lambda r: -float(r["Data Value"] or 0))
        return [r["Element Name"] for r in rated if float(r["Data Value"] or 0) >= _INTERESTED]
