"""Reads the open catalogues into texts that mean the same, to train the embedding model on.

ROME 4.0 (France Travail), ESCO (European Commission), O*NET (U.S. Department of Labor), PIAF
(Etalab), service-public.fr (DILA) and Tatoeba; only training imports this file.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

WORDINGS = Path(__file__).with_name("training_wordings.toml")

Row = Mapping[str, str]
PassagesByKind = dict[str, list[str]]
Reader = Callable[[str], list[dict[str, str]]]


@dataclass(frozen=True)
class Pairing:
    """Any of the anchors goes with any of the positives; no two pairings mean the same."""

    anchors: tuple[str, ...]
    positives: tuple[str, ...]


@dataclass(frozen=True)
class Occupation:
    """A profession: titles by language ("fr", "en"), passages by language and section kind."""

    titles: dict[str, list[str]]
    passages: dict[str, PassagesByKind]
    related: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class AskedProfile:
    """The lines of one profession as the index embeds them; questions, each with the places of the
    lines that answer it."""

    lines: tuple[str, ...]
    questions: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class TrainingTexts:
    """All that is taught: pairings by source, professions with their passages, and questions on
    some professions."""

    pairings: dict[str, list[Pairing]]
    occupations: list[Occupation]
    asked: list[AskedProfile] = field(default_factory=list)


def read_training_texts(data: Path) -> TrainingTexts:
    """Reads the data folder; a missing file is an error: weights must come from all sources."""
    rome, rome_pairings = _read_rome(data / "rome_v460")
    esco, esco_pairings = _read_esco(data / "esco")
    onet, onet_pairings = _read_onet(data / "onet")
    pairings = rome_pairings | esco_pairings | onet_pairings | _read_questions(data / "questions")
    kept = {
        name: [p for p in found if p.anchors and p.positives] for name, found in pairings.items()
    }
    return TrainingTexts(kept, [*rome, *esco, *onet])


def _clean(text: str) -> str:
    """Undoes doubled apostrophes and runs of white space."""
    return " ".join(text.replace("''", "'").split())


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [{k: v or "" for k, v in row.items()} for row in csv.DictReader(lines)]


def sheet(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of an Excel table, cleaned."""
    rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    return ({n: _clean(str(v or "")) for n, v in zip(names, row, strict=True)} for row in rows)


def _grouped(rows: Iterable[Row], key: str, value: str) -> dict[str, list[str]]:
    """Unique cleaned values by key, in the order of the table."""
    groups: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if text := _clean(row[value]):
            groups[row[key]][text] = None
    return {name: list(texts) for name, texts in groups.items()}


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", _clean(text)) if len(part) > 15]


def _genders(title: str) -> list[str]:
    """Both forms that people write: « Vendeur / Vendeuse de fruits », « Vendeur de fruits »…"""
    parts = [part.strip() for part in title.split("/")]
    if len(parts) != 2 or not all(parts):
        return [title]
    left, right = (part.split() for part in parts)
    return [" ".join([*left, *right[len(left) :]]), parts[1]]


def _chunks(items: list[str], size: int) -> list[str]:
    """Lists as passages of up to `size` items."""
    return [" ; ".join(items[start : start + size]) for start in range(0, len(items), size)]


def _read_rome(folder: Path) -> tuple[list[Occupation], dict[str, list[Pairing]]]:
    def read(name: str) -> list[dict[str, str]]:
        return _table(folder / f"unix_{name}_v460_utf8.csv")

    names = {row["code_rome"]: _clean(row["libelle_rome"]) for row in read("referentiel_code_rome")}
    sections = _rome_sections(read)
    titles = _grouped(read("referentiel_appellation"), "code_rome", "libelle_appellation_court")
    moves = _grouped(read("rubrique_mobilite"), "code_rome", "code_rome_cible")
    occupations = []
    for code, name in names.items():
        passages = {kind: _chunks(found.get(code, []), 4) for kind, found in sections.items()}
        related = [names[target] for target in moves.get(code, []) if target in names]
        passages["other_titles"] = _chunks(titles.get(code, []), 6)
        passages["career_path"] = _chunks(related, 4)
        known = {kind: texts for kind, texts in passages.items() if texts}
        occupations.append(Occupation({"fr": _genders(name)}, {"fr": known}, related))
    pairings = {
        "rome_titles": [
            Pairing((name, *_genders(name)), tuple(titles[code]))
            for code, name in names.items()
            if code in titles
        ],
        "rome_related_skills": [
            Pairing(tuple(skills), tuple(skills))
            for skills in _grouped(
                read("referentiel_competence"), "code_ogr_macro_comp", "libelle_competence"
            ).values()
            if len(skills) > 2
        ],
        "rome_sections": [
            Pairing((name, *_genders(name), *titles.get(code, [])), tuple(texts))
            for code, name in names.items()
            if (
                texts := [
                    text for found in sections.values() for text in _chunks(found.get(code, []), 2)
                ]
            )
        ],
    }
    return occupations, pairings


def _rome_sections(read: Reader) -> dict[str, dict[str, list[str]]]:
    """Texts by section kind and profession code."""
    labels = {row["code_ogr"]: _clean(row["libelle"]) for row in read("item")}
    labels |= {
        row["code_ogr"]: _clean(row["libelle_cont_travail"])
        for row in read("referentiel_contexte_travail")
    }
    core = {(r["code_rome"], r["code_ogr"]) for r in read("coherence_item") if r["coeur_metier"]}
    kinds = {
        ("5", "2"): "soft_skills",
        ("5", "3"): "technical_skills",
        ("6", ""): "work_environment",
    }
    sections: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in read("liens_rome_referentiels"):
        code, label = row["code_rome"], labels.get(row["code_ogr"])
        kind = kinds.get((row["code_compo_bloc"], row["code_rubrique"]))
        if kind and label:
            sections[kind][code].append(label)
        elif label and row["code_rubrique"] == "1":
            kind = "duties" if (code, row["code_ogr"]) in core else "occasional_duties"
            sections[kind][code].append(label)
            sections["technical_skills"][code].append(label)
    texts = read("texte")
    for kind, wanted in (("definition", "definition"), ("education", "acces_metier")):
        found = (row for row in texts if row["libelle_type_texte"] == wanted)
        sections[kind] = defaultdict(list, _grouped(found, "code_rome", "libelle_texte"))
    sectors = _grouped(
        read("arborescence_secteur_activite"), "code_rome", "libelle_ss_sect_activite"
    )
    sections["employers"] = defaultdict(list, sectors)
    return {kind: dict(found) for kind, found in sections.items()}


def _read_esco(folder: Path) -> tuple[list[Occupation], dict[str, list[Pairing]]]:
    french = {row["conceptUri"]: row for row in _table(folder / "occupations_fr.csv")}
    english = {row["ORIGINURI"]: row for row in _table(folder / "occupations_en.csv")}
    occupations, titles, named, across, texts = [], [], [], [], []
    for uri, row in french.items():
        other = english.get(uri)
        fr = [*_genders(_clean(row["preferredLabel"])), *_alternatives(row["altLabels"])]
        en = [_clean(other["PREFERREDLABEL"]), *_alternatives(other["ALTLABELS"])] if other else []
        told = {"fr": row["description"], "en": other["DESCRIPTION"] if other else ""}
        occupations.append(_esco_occupation({"fr": fr, "en": en}, told))
        titles.append(Pairing(tuple(fr[:2]), tuple(fr[1:])))
        texts.append(Pairing((*fr, *en), tuple(_sentences(told["fr"]) + _sentences(told["en"]))))
        named.append(Pairing(tuple(fr), tuple(en)))
        across.extend(_aligned(told["fr"], told["en"]))
        across.append(Pairing((_clean(told["fr"]),), (_clean(told["en"]),) if other else ()))
    pairings = {
        "esco_titles": titles,
        "esco_titles_fr_en": named,
        "esco_texts": texts,
        "esco_fr_en": across,
    }
    return occupations, pairings | _read_esco_skills(folder)


def _alternatives(labels: str) -> list[str]:
    return [text for part in re.split(r"\n|\|", labels) if (text := _clean(part))]


def _esco_occupation(titles: dict[str, list[str]], told: dict[str, str]) -> Occupation:
    """ESCO's first sentence defines, the next ones tell the duties."""
    passages: dict[str, PassagesByKind] = {}
    for language, names in titles.items():
        said = _sentences(told[language])
        if not names or not said:
            continue
        passages[language] = {"definition": [_clean(told[language]), said[0]]}
        if said[1:]:
            passages[language]["duties"] = said[1:]
        if names[1:]:
            passages[language]["other_titles"] = _chunks(names[1:], 6)
    return Occupation({language: titles[language] for language in passages}, passages)


def _aligned(french: str, english: str) -> list[Pairing]:
    fr, en = _sentences(french), _sentences(english)
    return (
        [Pairing((f,), (e,)) for f, e in zip(fr, en, strict=True)] if len(fr) == len(en) > 1 else []
    )


def _read_esco_skills(folder: Path) -> dict[str, list[Pairing]]:
    french = {row["conceptUri"]: row for row in _table(folder / "skills_fr.csv")}
    across, described = [], []
    for row in _table(folder / "skills_en.csv"):
        label = _clean(row["preferredLabel"])
        other = french.get(row["conceptUri"])
        fr = [_clean(other["preferredLabel"]), *_alternatives(other["altLabels"])] if other else []
        across.append(Pairing(tuple(fr), (label, *_alternatives(row["altLabels"]))))
        described.append(Pairing((label, *fr), (_clean(row["description"]),)))
    for name in ("digitalSkillsCollection_fr.csv", "transversalSkillsCollection_fr.csv"):
        for row in _table(folder / name):
            labels = (_clean(row["preferredLabel"]), *_alternatives(row["altLabels"]))
            described.append(Pairing(labels, (_clean(row["description"]),)))
    return {
        "esco_skills_fr_en": across,
        "esco_skill_texts": [p for p in described if len(p.positives[0]) > 10],
    }


def _read_onet(folder: Path) -> tuple[list[Occupation], dict[str, list[Pairing]]]:
    def read(name: str, value: str) -> dict[str, list[str]]:
        return _grouped(sheet(folder / f"{name}.xlsx"), "Title", value)

    tasks = list(sheet(folder / "Task Statements.xlsx"))
    sections = {
        "definition": read("Occupation Data", "Description"),
        "duties": _grouped((t for t in tasks if t["Task Type"] != "Supplemental"), "Title", "Task"),
        "occasional_duties": _grouped(
            (t for t in tasks if t["Task Type"] == "Supplemental"), "Title", "Task"
        ),
        "technical_skills": read("Technology Skills", "Example"),
        "other_titles": read("Alternate Titles", "Alternate Title"),
        "career_path": read("Related Occupations", "Related Title"),
    }
    sizes = {"definition": 1, "duties": 2, "occasional_duties": 2}
    occupations = []
    for title in sections["definition"]:
        passages = {
            kind: _chunks(found[title], sizes.get(kind, 5))
            for kind, found in sections.items()
            if title in found
        }
        related = sections["career_path"].get(title, [])
        occupations.append(Occupation({"en": [title]}, {"en": passages}, related))
    tools = read("Technology Skills", "Commodity Title")
    told = [sections["definition"], sections["duties"]]
    pairings = {
        "onet_titles": [
            Pairing((name,), tuple(found)) for name, found in sections["other_titles"].items()
        ],
        "onet_texts": [
            Pairing((name, *found), tuple(text for texts in told for text in texts.get(name, [])))
            for name, found in sections["other_titles"].items()
        ],
        "onet_tools": [Pairing((name,), tuple(found)) for name, found in tools.items()],
    }
    return occupations, pairings


def _read_questions(folder: Path) -> dict[str, list[Pairing]]:
    french = (folder / "tatoeba.fra-eng.fra").read_text(encoding="utf-8").splitlines()
    english = (folder / "tatoeba.fra-eng.eng").read_text(encoding="utf-8").splitlines()
    return {
        "piaf": list(_piaf(folder / "piaf_train.json")),
        "service_public": list(_service_public(folder / "service_public_questions.json")),
        "tatoeba": [Pairing((f,), (e,)) for f, e in zip(french, english, strict=True)],
    }


def _piaf(path: Path) -> Iterator[Pairing]:
    """A question, the sentence that answers it, and the 300 characters around the answer."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            for asked in paragraph["qas"]:
                start = asked["answers"][0]["answer_start"]
                around = context[max(0, start - 150) : start + 150]
                before = max(context.rfind(". ", 0, start) + 1, 0)
                after = context.find(". ", start)
                sentence = context[before : after if after > 0 else None]
                yield Pairing((_clean(asked["question"]),), (_clean(sentence), _clean(around)))


def _service_public(path: Path) -> Iterator[Pairing]:
    for _, question, text in json.loads(path.read_text(encoding="utf-8")):
        lines = [_clean(line) for line in text.split("\n") if len(line) > 60]
        yield Pairing((_clean(question),), tuple(lines[:8]))
