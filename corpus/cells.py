"""What the cells of an exported row say: the lines of a section, and where it comes from."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from corpus.dates import published_in
from corpus.profile import Language, SectionKind, Source, Span
from corpus.record import RecordText
from corpus.rows import Row

OVERLAY_COLUMN = "profile_id"  # tells a file of overlays from a table of profiles
SOURCE_COLUMNS = ("source_uri", "source_title", "publisher", "published", "licence")

# The heading of a section that was exported without one.
USUAL_HEADINGS: Mapping[Language, Mapping[SectionKind, str]] = {
    "fr": {
        "definition": "Définition",
        "other_titles": "Autres appellations",
        "duties": "Activités principales",
        "occasional_duties": "Activités occasionnelles",
        "variations": "Variabilité des activités",
        "salary": "Rémunération",
        "technical_skills": "Compétences techniques",
        "soft_skills": "Aptitudes professionnelles",
        "education": "Diplômes et formations",
        "experience": "Expérience professionnelle",
        "previous_roles": "Postes précédents",
        "employers": "Qui recrute",
        "reporting_line": "Rattachement hiérarchique",
        "work_environment": "Environnement de travail",
        "career_path": "Évolution professionnelle",
        "context": "Contexte et facteurs d’évolution du métier",
        "keywords": "Mots-clés",
        "other": "Autres informations",
    },
    "en": {
        "definition": "Definition",
        "other_titles": "Other titles",
        "duties": "Main duties",
        "occasional_duties": "Occasional duties",
        "variations": "Variations",
        "salary": "Salary",
        "technical_skills": "Technical skills",
        "soft_skills": "Soft skills",
        "education": "Education and training",
        "experience": "Experience",
        "previous_roles": "Previous roles",
        "employers": "Employers",
        "reporting_line": "Reporting line",
        "work_environment": "Work environment",
        "career_path": "Career path",
        "context": "Context and trends",
        "keywords": "Keywords",
        "other": "Other information",
    },
}

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_BULLET = re.compile(r"[-•]\s+")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_FRAME: Mapping[Language, tuple[str, str]] = {
    "fr": ("Source : ", "publié le "),
    "en": ("Source: ", "published "),
}


def lines_of(cell: str) -> Iterator[tuple[bool, str]]:
    """Yield each line of a cell that is not blank: whether it is a bullet, and its words."""
    for line in _LINE_BREAK.split(cell):
        said = line.strip()
        mark = _BULLET.match(said)
        if said and said not in "-•":
            yield mark is not None, said[mark.end() :] if mark else said


def add_section(text: RecordText, kind: SectionKind, heading: str, cell: str) -> None:
    """Lay out a section: its heading, then each line of the cell as a bullet or paragraph."""
    text.heading(heading, kind)
    for bulleted, lines in groupby(lines_of(cell), key=lambda line: line[0]):
        said = [words for _, words in lines]
        if bulleted:
            text.bullets(said)
        else:
            for paragraph in said:
                text.paragraph(paragraph)


def add_source(text: RecordText, source: Source, language: Language) -> Span | None:
    """Lay out where what was said comes from, in no section; return where its date stands."""
    opening, dated = _FRAME[language]
    date = f"{dated}{source.published}" if source.published else None
    parts = [part for part in (source.title, source.publisher, date) if part]
    if not parts:
        return None
    line = text.line(opening + ", ".join(parts))
    return Span(line.end - len(source.published), line.end) if source.published else None


def source_of(row: Row) -> tuple[Source, list[str]]:
    """Return the source that a row names, and what of it was left out and why."""
    left_out = []
    uri, date = row.said("source_uri"), row.said("published")
    if uri and not _WEB_ADDRESS.fullmatch(uri):
        left_out.append(f"its source_uri {uri[:80]!r} is no web address: it was left out")
        uri = ""
    published = published_in(date, Span(0, len(date)))
    if date and published is None:
        left_out.append(
            f"its date {date[:80]!r} is not a year, month and day (2024-01-31): it was left out"
        )
    source = Source(
        uri=uri or None,
        title=row.said("source_title") or None,
        publisher=row.said("publisher") or None,
        published=published.iso if published else None,
        licence=row.said("licence") or None,
    )
    return source, left_out
