"""Reads ROME 4.0, France's catalogue of professions, as its publisher exports it in CSV.

Source: France Travail, « ROME 4.0 – open data », Licence Ouverte 2.0.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.dates import PublicationDate, published_in
from corpus.outline import make_profile
from corpus.profile import CorpusError, Notice, Profile, Refusal, SectionKind, Source
from corpus.record import RecordText
from corpus.tables import Row, Tables

_TABLE = re.compile(r"unix_(?P<name>\w+?)_v\d+_utf8\.csv")
_PROFESSIONS = "referentiel_code_rome"

# Table → its columns that are read. Without the first there are no professions; without another
# its sections are left out.
_COLUMNS: dict[str, set[str]] = {
    _PROFESSIONS: {"code_rome", "libelle_rome", "emploi_reglemente", "emploi_cadre"},
    "texte": {"code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"},
    "liens_rome_referentiels": {"code_rome", "code_compo_bloc", "code_rubrique", "code_ogr"},
    "referentiel_appellation": {"code_ogr", "libelle_appellation_long"},
    "referentiel_competence": {"code_ogr", "libelle_competence", "definition"},
    "referentiel_savoir": {"code_ogr_savoir", "libelle_savoir", "categorie_savoir"},
    "referentiel_contexte_travail": {"code_ogr", "libelle_cont_travail", "libelle_type_cont_trav"},
    "coherence_item": {"code_rome", "code_ogr", "coeur_metier"},
    "arborescence_secteur_activite": {
        "code_rome",
        "libelle_sect_activite",
        "libelle_ss_sect_activite",
        "principal",
    },
    "arborescence_secteur_naf": {"code_rome", "libelle_secteur_naf"},
    "rubrique_mobilite": {"code_rome", "code_rome_cible", "numero_ordre"},
    "arborescence_centre_interet": {"code_rome", "libelle_centre_interet"},
    "arborescence_thematique": {"code_rome", "libelle_theme"},
    "referentiel_code_rome_riasec": {"code_rome", "riasec_majeur", "riasec_mineur"},
}
_RIASEC = {
    "R": "Réaliste",
    "I": "Investigateur",
    "A": "Artistique",
    "S": "Social",
    "E": "Entreprenant",
    "C": "Conventionnel",
}  # Holland's six types
_YES_NO = {"O": "oui", "N": "non"}  # blank is unknown
_KNOW_HOW_GROUPS = {
    "Principale": "Savoir-faire principaux",
    "Émergente": "Savoir-faire émergents",
    "": "Autres savoir-faire",
}


def is_rome(path: Path) -> bool:
    """Tell whether a folder or zip archive holds ROME's table of professions."""
    if not (path.is_dir() or path.suffix.lower() == ".zip"):
        return False
    try:
        return _PROFESSIONS in _tables_by_name(Tables(path))
    except (CorpusError, OSError):
        return False


def read_rome(path: Path) -> Iterator[Profile | Notice]:
    """Yield every profession, after a notice for each table that is absent.

    Raises CorpusError when there are no professions, or when a table lacks a column.
    """
    tables = Tables(path)
    files = _tables_by_name(tables)
    if _PROFESSIONS not in files:
        raise CorpusError(f"no table of professions (unix_{_PROFESSIONS}_v…_utf8.csv)")
    for name in _COLUMNS:
        if name not in files:
            yield Notice(path, f"the table {name} is absent: its sections are left out")
    read = {
        name: list(tables.rows(files[name], columns)) if name in files else []
        for name, columns in _COLUMNS.items()
    }
    catalogue = _Catalogue(read, _version(tables))
    for row in read[_PROFESSIONS]:
        try:
            yield catalogue.profile(row)
        except CorpusError as error:
            yield Refusal(path, f"{row['code_rome']}: {error}")


def _tables_by_name(tables: Tables) -> dict[str, str]:
    matches = (_TABLE.fullmatch(name) for name in tables.names())
    return {match["name"]: match.group() for match in matches if match}


@dataclass(frozen=True)
class _Version:
    number: str
    published: str | None

    @property
    def line(self) -> str:
        said = f"ROME 4.0, version {self.number}" if self.number else "ROME 4.0"
        return f"{said}, publié le {self.published}" if self.published else said


def _version(tables: Tables) -> _Version:
    if "version.txt" not in tables.names():
        return _Version("", None)
    content = tables.content("version.txt")
    number = re.search(r"version\s*:\s*(\d+)", content)
    date = re.search(r"Date de publication\s*:\s*(\S+)", content)
    return _Version(number[1] if number else "", date[1] if date else None)


@dataclass
class _Catalogue:
    """ROME's tables, by profession."""

    tables: dict[str, list[Row]]
    version: _Version
    titles: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.titles = {r["code_rome"]: _said(r["libelle_rome"]) for r in self.tables[_PROFESSIONS]}
        self._by_code = {
            name: _grouped(rows)
            for name, rows in self.tables.items()
            if name != _PROFESSIONS and "code_rome" in _COLUMNS[name]
        }
        self._by_ogr = {
            name: {row[key]: row for row in self.tables[name]}
            for name, key in [
                ("referentiel_appellation", "code_ogr"),
                ("referentiel_competence", "code_ogr"),
                ("referentiel_savoir", "code_ogr_savoir"),
                ("referentiel_contexte_travail", "code_ogr"),
            ]
        }

    def profile(self, row: Row) -> Profile:
        code, title = row["code_rome"], self.titles[row["code_rome"]]
        text = RecordText()
        text.line(title)
        frame = text.line(f"Fiche {code} – {self.version.line}")
        self._texts(text, code)
        other_titles = self._titles(text, code, title)
        self._know_how(text, code)
        self._soft_skills(text, code)
        self._by_category(
            text,
            "Savoirs",
            "technical_skills",
            self._linked(code, "3", "referentiel_savoir"),
            "categorie_savoir",
            "libelle_savoir",
        )
        self._by_category(
            text,
            "Contextes de travail",
            "work_environment",
            self._linked(code, "", "referentiel_contexte_travail"),
            "libelle_type_cont_trav",
            "libelle_cont_travail",
        )
        self._sectors(text, code)
        self._mobility(text, code)
        self._flags(text, code, row)
        published = published_in(text.text, frame)
        return make_profile(
            profile_id=f"rome-{code}",
            title=title,
            text=text.text,
            blocks=text.blocks,
            other_titles=other_titles,
            language="fr",
            published=published,
            source=self._source(code, published),
        )

    def _source(self, code: str, published: PublicationDate | None) -> Source:
        version = f", version {self.version.number}" if self.version.number else ""
        return Source(
            title=f"ROME 4.0{version}, fiche {code}",
            publisher="France Travail",
            published=published.iso if published else None,
            licence="Licence Ouverte 2.0",
        )

    def _rows(self, name: str, code: str) -> list[Row]:
        return self._by_code[name].get(code, [])

    def _linked(self, code: str, rubric: str, table: str) -> list[Row]:
        """Return the rows of `table` that the links table gives to a profession under a rubric."""
        known = self._by_ogr[table]
        links = self._rows("liens_rome_referentiels", code)
        codes = [link["code_ogr"] for link in links if link["code_rubrique"] == rubric]
        return [known[ogr] for ogr in codes if ogr in known]

    def _texts(self, text: RecordText, code: str) -> None:
        rows = sorted(self._rows("texte", code), key=lambda row: int(row["position_phrase"] or 0))
        for part, heading, kind in _TEXTS:
            said = [_said(r["libelle_texte"]) for r in rows if r["libelle_type_texte"] == part]
            lines = [line.strip() for whole in said for line in whole.split("\n")]
            text.section(heading, kind, [_OWN_BULLET.sub("", line) for line in lines])

    def _titles(self, text: RecordText, code: str, title: str) -> list[str]:
        rows = self._linked(code, "", "referentiel_appellation")
        titles = [_said(row["libelle_appellation_long"]) for row in rows]
        others = [other for other in dict.fromkeys(titles) if other != title]
        text.section("Autres appellations", "other_titles", others)
        return others

    def _know_how(self, text: RecordText, code: str) -> None:
        rank = {r["code_ogr"]: r["coeur_metier"] for r in self._rows("coherence_item", code)}
        groups: dict[str, list[str]] = {said: [] for said in _KNOW_HOW_GROUPS.values()}
        for row in self._linked(code, "1", "referentiel_competence"):
            group = _KNOW_HOW_GROUPS.get(rank.get(row["code_ogr"], ""), _KNOW_HOW_GROUPS[""])
            groups[group].append(_said(row["libelle_competence"]))
        _groups(text, "Savoir-faire", "technical_skills", groups)

    def _soft_skills(self, text: RecordText, code: str) -> None:
        said = [
            " : ".join(
                part for part in (_said(r["libelle_competence"]), _said(r["definition"])) if part
            )
            for r in self._linked(code, "2", "referentiel_competence")
        ]
        text.section("Savoir-être professionnels", "soft_skills", said)

    def _by_category(
        self,
        text: RecordText,
        heading: str,
        kind: SectionKind,
        rows: list[Row],
        category: str,
        label: str,
    ) -> None:
        groups: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            groups[_said(row[category])].append(_said(row[label]))
        _groups(text, heading, kind, groups)

    def _sectors(self, text: RecordText, code: str) -> None:
        rows = self._rows("arborescence_secteur_activite", code)
        rows = sorted(rows, key=lambda row: row["principal"] != "oui")
        said = [
            _said(
                " – ".join(
                    p for p in (r["libelle_sect_activite"], r["libelle_ss_sect_activite"]) if p
                )
            )
            for r in rows
        ]
        said += [
            _said(r["libelle_secteur_naf"]) for r in self._rows("arborescence_secteur_naf", code)
        ]
        text.section("Secteurs d'activité", "employers", said)

    def _mobility(self, text: RecordText, code: str) -> None:
        rows = sorted(
            self._rows("rubrique_mobilite", code), key=lambda r: int(r["numero_ordre"] or 0)
        )
        targets = [self.titles.get(row["code_rome_cible"], "") for row in rows]
        text.section("Mobilité professionnelle", "career_path", targets)

    def _flags(self, text: RecordText, code: str, row: Row) -> None:
        said = [
            f"{label} : {_YES_NO[row[column]]}"
            for label, column in [
                ("Métier réglementé", "emploi_reglemente"),
                ("Emploi de cadre", "emploi_cadre"),
            ]
            if row[column] in _YES_NO
        ]
        text.section("Statut du métier", "other", said)
        interests = self._rows("arborescence_centre_interet", code)
        text.section(
            "Centres d'intérêt",
            "other",
            [_said(r["libelle_centre_interet"]) for r in interests],
        )
        text.section("Profil RIASEC", "other", self._riasec(code))
        themes = self._rows("arborescence_thematique", code)
        text.section("Thématiques", "keywords", [_said(r["libelle_theme"]) for r in themes])

    def _riasec(self, code: str) -> list[str]:
        return [
            f"Intérêt {rank} : {_RIASEC[row[column]]}"
            for row in self._rows("referentiel_code_rome_riasec", code)
            for rank, column in [("majeur", "riasec_majeur"), ("mineur", "riasec_mineur")]
            if row[column] in _RIASEC
        ]


_TEXTS: list[tuple[str, str, SectionKind]] = [
    ("definition", "Définition", "definition"),
    ("acces_metier", "Accès au métier", "education"),
]
_OWN_BULLET = re.compile(r"^(?:[-•]\s*|\.(?:\s+|$))")  # a text can be a list in itself


def _grouped(rows: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["code_rome"]].append(row)
    return groups


def _groups(
    text: RecordText, heading: str, kind: SectionKind, groups: dict[str, list[str]]
) -> None:
    filled = {name: list(dict.fromkeys(filter(None, said))) for name, said in groups.items()}
    if any(filled.values()):
        text.heading(heading, kind)
        for name, said in filled.items():
            if said:
                text.heading(name or heading, kind, level=2)
                text.bullets(said)


def _said(label: str) -> str:
    """Return a label as it is meant: nearly half of ROME's texts double their apostrophes."""
    return re.sub(r"[ \t\r\xa0]+", " ", label.replace("''", "'")).strip()
