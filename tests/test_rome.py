"""ROME is read from its publisher's tables, in a folder or an archive, surprises included."""

# ruff: noqa: E501 - a row of a table stays on its line

import csv
import io
import zipfile
from pathlib import Path

import pytest

from corpus.passages import passages_of
from corpus.profile import CorpusError, Notice, Profile, Refusal
from corpus.readable import find_readable, read_all
from corpus.rome import is_rome, read_rome

Table = dict[str, list[dict[str, str]]]

# Invented professions in the publisher's form.
TABLES: Table = {
    "referentiel_code_rome": [
        {"code_rome": "Z1001", "libelle_rome": "Dompteur / Dompteuse de nuages", "emploi_reglemente": "O", "emploi_cadre": ""},
        {"code_rome": "Z1002", "libelle_rome": "Coiffeur / Coiffeuse de dragons", "emploi_reglemente": "N", "emploi_cadre": "N"},
    ],
    "texte": [
        {"code_rome": "Z1001", "libelle_type_texte": "definition", "position_phrase": "2", "libelle_texte": "Apaise l''orage."},
        {"code_rome": "Z1001", "libelle_type_texte": "definition", "position_phrase": "1", "libelle_texte": "Dompte les nuages."},
        {"code_rome": "Z1001", "libelle_type_texte": "acces_metier", "position_phrase": "1", "libelle_texte": "Accessible avec un Bac+2.\n- ou un permis\n."},
        {"code_rome": "Z1002", "libelle_type_texte": "acces_metier", "position_phrase": "1", "libelle_texte": "Accessible sans diplôme."},
    ],
    "liens_rome_referentiels": [
        {"code_rome": "Z1001", "code_compo_bloc": "2", "code_rubrique": "", "code_ogr": "1"},
        {"code_rome": "Z1001", "code_compo_bloc": "5", "code_rubrique": "1", "code_ogr": "2"},
        {"code_rome": "Z1001", "code_compo_bloc": "5", "code_rubrique": "1", "code_ogr": "3"},
        {"code_rome": "Z1001", "code_compo_bloc": "5", "code_rubrique": "2", "code_ogr": "4"},
        {"code_rome": "Z1001", "code_compo_bloc": "5", "code_rubrique": "3", "code_ogr": "5"},
        {"code_rome": "Z1001", "code_compo_bloc": "6", "code_rubrique": "", "code_ogr": "6"},
    ],
    "referentiel_appellation": [{"code_ogr": "1", "libelle_appellation_long": "Berger / Bergère de brumes"}],
    "referentiel_competence": [
        {"code_ogr": "2", "libelle_competence": "Siffler un cumulus", "definition": ""},
        {"code_ogr": "3", "libelle_competence": "Peigner un cirrus", "definition": ""},
        {"code_ogr": "4", "libelle_competence": "Garder son calme", "definition": "Rester serein."},
    ],
    "referentiel_savoir": [{"code_ogr_savoir": "5", "libelle_savoir": "Vents dominants", "categorie_savoir": "Domaines d''expertise"}],
    "referentiel_contexte_travail": [{"code_ogr": "6", "libelle_cont_travail": "Travail en altitude", "libelle_type_cont_trav": "Lieux"}],
    "coherence_item": [{"code_rome": "Z1001", "code_ogr": "3", "coeur_metier": "Principale"}],
    "arborescence_secteur_activite": [
        {"code_rome": "Z1001", "libelle_sect_activite": "Second", "libelle_ss_sect_activite": "", "principal": "non"},
        {"code_rome": "Z1001", "libelle_sect_activite": "Premier", "libelle_ss_sect_activite": "Ciel", "principal": "oui"},
    ],
    "arborescence_secteur_naf": [{"code_rome": "Z1001", "libelle_secteur_naf": "Météorologie"}],
    "rubrique_mobilite": [{"code_rome": "Z1001", "code_rome_cible": "Z1002", "numero_ordre": "1"}],
    "arborescence_centre_interet": [{"code_rome": "Z1001", "libelle_centre_interet": "J'aime le ciel"}],
    "arborescence_thematique": [{"code_rome": "Z1001", "libelle_theme": "Métiers de l'air"}],
    "referentiel_code_rome_riasec": [{"code_rome": "Z1001", "riasec_majeur": "R", "riasec_mineur": ""}],
}  # fmt: skip


def write(folder: Path, tables: Table) -> Path:
    folder.mkdir()
    for name, rows in tables.items():
        content = io.StringIO()
        writer = csv.DictWriter(content, rows[0].keys(), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
        encoding = "latin-1" if name == "arborescence_secteur_naf" else "utf-8"
        (folder / f"unix_{name}_v460_utf8.csv").write_bytes(content.getvalue().encode(encoding))
    (folder / "version.txt").write_text(
        "Numero de version : 60\n\nDate de publication : 18/09/2025\n", "utf-8"
    )
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "rome", TABLES)


def profiles(path: Path) -> dict[str, Profile]:
    return {found.id: found for found in read_rome(path) if isinstance(found, Profile)}


def said(profile: Profile, heading: str) -> list[str]:
    (section,) = (s for s in profile.sections if s.heading == heading)
    return [block.of(profile.text) for block in section.blocks]


def test_every_part_of_a_profession_is_in_its_section(folder: Path) -> None:
    profile = profiles(folder)["rome-Z1001"]
    assert profile.title == "Dompteur / Dompteuse de nuages"
    assert profile.other_titles == ("Berger / Bergère de brumes",)
    assert said(profile, "Définition") == ["Dompte les nuages.", "Apaise l'orage."]
    assert said(profile, "Accès au métier") == ["Accessible avec un Bac+2.", "ou un permis"]
    assert said(profile, "Savoir-faire principaux") == ["Peigner un cirrus"]
    assert said(profile, "Autres savoir-faire") == ["Siffler un cumulus"]
    assert said(profile, "Savoir-être professionnels") == ["Garder son calme : Rester serein."]
    assert said(profile, "Domaines d'expertise") == ["Vents dominants"]
    assert said(profile, "Lieux") == ["Travail en altitude"]
    assert said(profile, "Secteurs d'activité") == ["Premier – Ciel", "Second", "Météorologie"]
    assert said(profile, "Mobilité professionnelle") == ["Coiffeur / Coiffeuse de dragons"]
    assert said(profile, "Statut du métier") == ["Métier réglementé : oui"]
    assert said(profile, "Profil RIASEC") == ["Intérêt majeur : Réaliste"]


def test_kinds_are_those_of_the_contract(folder: Path) -> None:
    kinds = {s.heading: s.kind for s in profiles(folder)["rome-Z1001"].sections}
    assert kinds["Accès au métier"] == "education"
    assert kinds["Savoir-faire principaux"] == kinds["Domaines d'expertise"] == "technical_skills"
    assert kinds["Savoir-être professionnels"] == "soft_skills"
    assert kinds["Lieux"] == "work_environment"
    assert kinds["Secteurs d'activité"] == "employers"
    assert kinds["Mobilité professionnelle"] == "career_path"


def test_source_version_date_and_licence_are_known(folder: Path) -> None:
    profile = profiles(folder)["rome-Z1002"]
    assert profile.source.publisher == "France Travail"
    assert profile.source.title == "ROME 4.0, version 60, fiche Z1002"
    assert profile.source.published == "2025-09-18"
    assert profile.source.licence == "Licence Ouverte 2.0"
    (published,) = profile.facts_named("published")
    assert published.span.of(profile.text) == "18/09/2025"


def test_a_catalogue_is_found_below_a_folder_of_documents(folder: Path) -> None:
    (folder.parent / "luthier.txt").write_text("Luthier\n\nMissions\n\n- Vernir\n", "utf-8")
    found = [readable.path.name for readable in find_readable(folder.parent) if readable]
    assert sorted(found) == ["luthier.txt", "rome"]
    assert len(list(read_all([folder.parent]))) == len(list(read_rome(folder))) + 1


def test_an_archive_reads_as_its_folder(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "rome.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for file in folder.iterdir():
            opened.write(file, f"export/{file.name}")
    assert is_rome(archive)
    assert profiles(archive) == profiles(folder)
    (readable,) = find_readable(archive)
    assert not isinstance(readable, Notice)
    assert len([p for p in readable.read() if isinstance(p, Profile)]) == 2


def test_an_absent_table_is_named_and_its_sections_left_out(tmp_path: Path) -> None:
    folder = write(tmp_path / "rome", {k: v for k, v in TABLES.items() if k != "rubrique_mobilite"})
    found = list(read_rome(folder))
    (notice,) = (f for f in found if isinstance(f, Notice))
    assert "rubrique_mobilite" in str(notice)
    (profile,) = (f for f in found if isinstance(f, Profile) and f.id == "rome-Z1001")
    assert all(section.kind != "career_path" for section in profile.sections)


def test_a_profession_of_which_nothing_is_said_is_refused_by_its_code(tmp_path: Path) -> None:
    texts = [row for row in TABLES["texte"] if row["code_rome"] == "Z1001"]
    found = list(read_rome(write(tmp_path / "rome", TABLES | {"texte": texts})))
    (refusal,) = (f for f in found if isinstance(f, Refusal))
    assert "Z1002" in str(refusal)
    assert len(found) == 2


def test_missing_columns_are_named(tmp_path: Path) -> None:
    rows = [{"code_rome": "Z1001", "libelle_type_texte": "definition"}]
    folder = write(tmp_path / "rome", TABLES | {"texte": rows})
    with pytest.raises(CorpusError, match="lacks the columns libelle_texte, position_phrase"):
        list(read_rome(folder))


@pytest.mark.parametrize("name", ["../unix_texte_v460_utf8.csv", "/tmp/unix_texte_v460_utf8.csv"])
def test_an_archive_that_leads_out_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    archive = tmp_path / "rome.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(name, "x")
    with pytest.raises(CorpusError, match="leads out"):
        list(read_rome(archive))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "rome.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in ("referentiel_code_rome", *(f"padding{i}" for i in range(5))):
            opened.writestr(f"unix_{name}_v460_utf8.csv", b"0" * (101 * 1024 * 1024))
    with pytest.raises(CorpusError, match="MB"):
        list(read_rome(archive))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rome.zip").write_bytes(b"no zip at all")
    assert not is_rome(tmp_path / "rome.zip")
    with pytest.raises(CorpusError, match="zip"):
        list(read_rome(tmp_path / "rome.zip"))


def test_the_whole_catalogue(shared_data: Path) -> None:
    folder = shared_data / "rome_v460"
    if not folder.is_dir():
        pytest.skip(f"no catalogue at {folder}")
    found = list(read_rome(folder))
    assert [f for f in found if not isinstance(f, Profile)] == []
    assert len(found) == 1584
    community = next(p for p in found if isinstance(p, Profile) and p.id == "rome-E1101")
    assert community.title == "Community manager"
    assert not any("''" in p.text for p in found if isinstance(p, Profile))
    for passage in passages_of(community):
        assert passage.span.of(community.text) == passage.text
