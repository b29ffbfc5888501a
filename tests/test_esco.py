"""ESCO is read from its tables in two languages, which name their columns differently."""

# ruff: noqa: E501 - a row of a table stays on its line

import csv
import io
import zipfile
from pathlib import Path

import pytest

from corpus.esco import is_esco, read_esco
from corpus.passages import passages_of
from corpus.profile import CorpusError, Notice, Profile
from corpus.readable import find_readable

CLOUDS, DRAGONS = (
    f"http://data.europa.eu/esco/occupation/{name}" for name in ("clouds", "dragons")
)

# Invented occupations in the publisher's form.
FRENCH = [
    {
        "conceptUri": uri,
        "iscoGroup": "9999",
        "preferredLabel": title,
        "altLabels": others,
        "hiddenLabels": "",
        "modifiedDate": "2024-01-25T11:28:50.295Z",
        "scopeNote": "",
        "description": said,
        "code": code,
    }
    for uri, title, others, said, code in (
        (CLOUDS, "dompteur de nuages/dompteuse de nuages", "berger de brumes\nbergère de brumes", "Il apprend aux nuages à se tenir.\n\t", "9999.1"),
        (CLOUDS, "dompteur de nuages/dompteuse de nuages", "", "", "9999.1"),
        (DRAGONS, "coiffeur de dragons/coiffeuse de dragons", "", "Il peigne les dragons.", "9999.2"),
    )
]  # fmt: skip
ENGLISH = [
    {
        "ORIGINURI": uri,
        "ISCOGROUPCODE": "9999",
        "CODE": code,
        "PREFERREDLABEL": title,
        "ALTLABELS": others,
        "DESCRIPTION": said,
        "SCOPENOTE": "Excludes rain makers.",
    }
    for uri, title, others, said, code in (
        (CLOUDS, "cloud tamer", "mist shepherd\ncloud tamer", "Cloud tamers teach clouds manners.", "8888.1"),
        ("http://data.europa.eu/esco/occupation/echoes", "echo librarian", "", "Echo librarians lend echoes.", "9999.3"),
    )
]  # fmt: skip


def table(rows: list[dict[str, str]]) -> bytes:
    content = io.StringIO()
    writer = csv.DictWriter(content, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return content.getvalue().encode()


def write(folder: Path) -> Path:
    folder.mkdir()
    (folder / "occupations_fr.csv").write_bytes(table(FRENCH))
    (folder / "occupations_en.csv").write_bytes(table(ENGLISH))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "esco")


def profiles(path: Path) -> dict[str, Profile]:
    return {found.id: found for found in read_esco(path) if isinstance(found, Profile)}


def said(profile: Profile) -> dict[str, list[str]]:
    return {s.heading: [b.of(profile.text) for b in s.blocks] for s in profile.sections}


def test_an_address_is_one_profile_and_the_french_code_counts(folder: Path) -> None:
    assert list(profiles(folder)) == ["esco-9999.1", "esco-9999.2", "esco-9999.3"]


def test_both_languages_are_said_and_named(folder: Path) -> None:
    profile = profiles(folder)["esco-9999.1"]
    assert profile.title == "dompteur de nuages/dompteuse de nuages"
    assert profile.foreign_title == "cloud tamer"
    assert set(profile.other_titles) >= {"bergère de brumes", "cloud tamer", "mist shepherd"}
    sections = said(profile)
    assert sections["Définition"] == ["Il apprend aux nuages à se tenir."]
    assert sections["Definition"] == ["Cloud tamers teach clouds manners."]
    assert sections["Autres appellations"] == ["berger de brumes", "bergère de brumes"]
    assert sections["Appellations à l’étranger (en anglais)"] == ["cloud tamer", "mist shepherd"]


def test_a_profile_is_read_in_the_language_asked_in(folder: Path) -> None:
    profile = profiles(folder)["esco-9999.1"]
    french, english = (set(said(profile.in_language(language))) for language in ("fr", "en"))
    assert "Définition" in french
    assert "Definition" not in french
    assert "Definition" in english
    assert "Définition" not in english
    assert profile.in_language("en").title == "cloud tamer"
    assert profile.in_language("en").text == profile.text
    only_french = profiles(folder)["esco-9999.2"]
    assert only_french.in_language("en") is only_french


def test_occupations_of_one_group_name_each_other(folder: Path) -> None:
    sections = said(profiles(folder)["esco-9999.1"])
    near = sections["Professions du même groupe de la CITP 9999"]
    assert near == ["coiffeur de dragons/coiffeuse de dragons"]
    assert sections["Occupations of the same ISCO group 9999"] == ["echo librarian"]


def test_source_and_licence_are_in_every_profile(folder: Path) -> None:
    for profile in profiles(folder).values():
        assert profile.source.licence == "CC BY 4.0"
        assert profile.source.publisher in ("Commission européenne", "European Commission")
        assert str(profile.source.uri).startswith("http://data.europa.eu/esco/occupation/")
    assert profiles(folder)["esco-9999.1"].source.published == "2024-01-25"


def test_every_passage_stands_where_it_says(folder: Path) -> None:
    for profile in profiles(folder).values():
        for passage in passages_of(profile):
            assert passage.span.of(profile.text) == passage.text


def test_an_archive_is_read_like_a_folder(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "esco.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for file in folder.iterdir():
            zipped.write(file, f"ESCO dataset/{file.name}")
    assert is_esco(archive)
    assert profiles(archive) == profiles(folder)


def test_a_catalogue_is_recognised_by_its_columns(folder: Path, tmp_path: Path) -> None:
    (found,) = find_readable(folder)
    assert getattr(found, "reader", None) is read_esco
    other = tmp_path / "other"
    other.mkdir()
    (other / "occupations_fr.csv").write_text("a,b\n1,2\n")
    assert not is_esco(other)


def test_a_missing_language_is_said(folder: Path) -> None:
    (folder / "occupations_fr.csv").unlink()
    found = list(read_esco(folder))
    assert isinstance(found[0], Notice)
    assert "occupations_fr.csv is absent" in str(found[0])
    assert all(p.language == "en" for p in found if isinstance(p, Profile))


def test_a_missing_column_is_named(folder: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "altLabels"} for row in FRENCH]
    (folder / "occupations_fr.csv").write_bytes(table(rows))
    with pytest.raises(CorpusError, match="lacks the columns altLabels"):
        list(read_esco(folder))
