"""Reads ESCO, Europe's catalogue of occupations, from its CSV tables, in French and English.

Source: European Commission, ESCO classification, CC BY 4.0. One profile an address (URI).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.dates import published_in
from corpus.outline import make_profile
from corpus.profile import LANGUAGES, CorpusError, Language, Notice, Profile, Refusal, Source
from corpus.record import RecordText
from corpus.tables import Tables

_TABLE = re.compile(r"occupations_(?P<language>fr|en)\.csv")

# What is read, and the columns that hold it: in today's export, and in that of version 1.1.
_COLUMNS = {
    "uri": ("conceptUri", "ORIGINURI"),
    "code": ("code", "CODE"),
    "group": ("iscoGroup", "ISCOGROUPCODE"),
    "title": ("preferredLabel", "PREFERREDLABEL"),
    "others": ("altLabels", "ALTLABELS"),
    "description": ("description", "DESCRIPTION"),
    "note": ("scopeNote", "SCOPENOTE"),
}
_LEFT_OUT = {"modified": "modifiedDate", "hidden": "hiddenLabels"}  # version 1.1 has none
_MOST_NEIGHBOURS = 20  # named of an ISCO group; one has 91

# Language → the headings of its sections.
_HEADINGS: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "definition": "Définition",
        "others": "Autres appellations",
        "abroad": "Appellations à l’étranger (en anglais)",
        "note": "Ce que la profession recouvre",
        "neighbours": "Professions du même groupe de la CITP",
    },
    "en": {
        "definition": "Definition",
        "others": "Other titles",
        "abroad": "Titles abroad (in French)",
        "note": "Scope",
        "neighbours": "Occupations of the same ISCO group",
    },
}
_FRAME = {
    "fr": "ESCO, profession {code}, groupe {group} de la CITP",
    "en": "ESCO, occupation {code}, ISCO group {group}",
}
_MODIFIED = {"fr": ", modifiée le {date}", "en": ", modified {date}"}

_Record = Mapping[str, str]


def is_esco(path: Path) -> bool:
    """Tell whether a folder or zip archive holds a table of ESCO's occupations."""
    if not (path.is_dir() or path.suffix.lower() == ".zip"):
        return False
    try:
        tables = Tables(path)
        return any(_layout(tables, name) is not None for name in _files(tables).values())
    except (CorpusError, OSError):
        return False


def read_esco(path: Path) -> Iterator[Profile | Notice]:
    """Yield every occupation, after a notice where a language is absent.

    Raises CorpusError when there is no table of occupations, or when one lacks a column.
    """
    tables = Tables(path)
    files = _files(tables)
    if not files:
        raise CorpusError("no table of occupations (occupations_fr.csv, occupations_en.csv)")
    occupations: dict[str, dict[Language, _Record]] = defaultdict(dict)
    for language in LANGUAGES:
        if language not in files:
            yield Notice(path, f"the table occupations_{language}.csv is absent")
            continue
        for record in _records(tables, files[language]):
            occupations[record["uri"]].setdefault(language, record)  # some rows are there twice
    groups: dict[str, list[str]] = defaultdict(list)
    for uri, said in occupations.items():
        groups[_first(said)["group"]].append(uri)
    for uri, said in occupations.items():
        beside = [occupations[u] for u in groups[_first(said)["group"]] if u != uri]
        try:
            yield _Occupation(uri, said).profile(beside)
        except CorpusError as error:
            yield Refusal(path, f"{uri}: {error}")


def _files(tables: Tables) -> dict[str, str]:
    matches = (_TABLE.fullmatch(name) for name in tables.names())
    return {match["language"]: match.group() for match in matches if match}


def _layout(tables: Tables, name: str) -> int | None:
    """Return which of the two layouts of columns a table has, None if neither."""
    columns = tables.columns(name)
    return next((i for i in (0, 1) if {_COLUMNS[n][i] for n in ("uri", "title")} <= columns), None)


def _records(tables: Tables, name: str) -> Iterator[_Record]:
    layout = _layout(tables, name) or 0
    wanted = {part: names[layout] for part, names in _COLUMNS.items()}
    extra = {p: c for p, c in _LEFT_OUT.items() if c in tables.columns(name)}
    for row in tables.rows(name, {*wanted.values(), *extra.values()}):
        said = {part: row[column].strip() for part, column in (wanted | extra).items()}
        if said["uri"] and said["title"]:
            yield dict.fromkeys(_LEFT_OUT, "") | said


def _first(said: Mapping[Language, _Record]) -> _Record:
    """Return the French record, whose codes count, or else the English one."""
    return next(said[language] for language in LANGUAGES if language in said)


@dataclass(frozen=True)
class _Occupation:
    """What the tables say of one occupation, by language."""

    uri: str
    said: Mapping[Language, _Record]

    def profile(self, beside: Sequence[Mapping[Language, _Record]]) -> Profile:
        """Return its profile; `beside` are the others of its ISCO group."""
        languages = [language for language in LANGUAGES if language in self.said]
        own, foreign = languages[0], languages[1] if len(languages) > 1 else None
        record, text = self.said[own], RecordText()
        text.line(record["title"])
        if foreign:
            text.line(self.said[foreign]["title"])
        dated = record["modified"][:10]
        said = _FRAME[own].format(code=record["code"], group=record["group"])
        frame = text.line(said + (_MODIFIED[own].format(date=dated) if dated else ""))
        for language in languages:
            self._describe(text, language, beside)
        text.section(_HEADINGS[own]["others"], "other_titles", _others(record), own)
        if foreign:
            abroad = [self.said[foreign]["title"], *_others(self.said[foreign])]
            text.section(_HEADINGS[own]["abroad"], "other_titles", abroad, foreign)
        published = published_in(text.text, frame) if dated else None
        titles = [title for language in languages for title in self._titles(language)]
        return make_profile(
            profile_id=f"esco-{record['code']}",
            title=record["title"],
            text=text.text,
            blocks=text.blocks,
            other_titles=list(dict.fromkeys(titles)),
            language=own,
            published=published,
            foreign_title=self.said[foreign]["title"] if foreign else None,
            lists_titles=False,
            source=Source(
                uri=self.uri,
                title=f"ESCO, {record['code']}",
                publisher={"fr": "Commission européenne", "en": "European Commission"}[own],
                published=published.iso if published else None,
                licence="CC BY 4.0",
            ),
        )

    def _titles(self, language: Language) -> list[str]:
        record = self.said[language]
        return [record["title"], *_others(record), *_lines(record["hidden"])]

    def _describe(
        self, text: RecordText, language: Language, beside: Sequence[Mapping[Language, _Record]]
    ) -> None:
        """Lay out what is said of the occupation in one language."""
        record, headings = self.said[language], _HEADINGS[language]
        description = [" ".join(line.split()) for line in record["description"].splitlines()]
        said = list(filter(None, description))
        if said:
            text.heading(headings["definition"], "definition", language=language)
            for paragraph in said:
                text.paragraph(paragraph)
        text.section(headings["note"], "variations", _lines(record["note"]), language)
        near = [other[language]["title"] for other in beside if language in other]
        if near:
            heading = f"{headings['neighbours']} {_first(self.said)['group']}"
            text.heading(heading, "keywords", language=language)
            text.paragraph(" ; ".join(near[:_MOST_NEIGHBOURS]))


def _others(record: _Record) -> list[str]:
    return [other for other in _lines(record["others"]) if other != record["title"]]


def _lines(cell: str) -> list[str]:
    """Return the labels of a cell, each once."""
    said = (" ".join(line.split()) for line in cell.splitlines())
    return list(dict.fromkeys(filter(None, said)))
