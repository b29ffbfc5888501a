"""The doctor finds what does not agree, and says how to mend it."""

import json
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings

from index.data_folder import current_name
from index.doctor import examine
from index.errors import IndexFault
from index.ingest import ingest

PAGE = "Luthier\n\nMissions\n\n- Choisir les bois\n- Vernir\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "luthier.txt"
    page.write_text(PAGE, "utf-8")
    return page


@pytest.fixture
def data(tmp_path: Path, page: Path) -> Path:
    data = tmp_path / "data"
    ingest([page], data)
    return data


@pytest.fixture
def generation(data: Path) -> Path:
    return data / "generations" / str(current_name(data))


def test_a_good_index_has_no_finding(data: Path) -> None:
    assert examine(data) == []


def test_there_must_be_something_to_examine(tmp_path: Path) -> None:
    with pytest.raises(IndexFault, match="career ingest"):
        examine(tmp_path)


def test_a_changed_document_is_found(data: Path, page: Path) -> None:
    page.write_text(PAGE + "- Cirer\n", "utf-8")
    (finding,) = examine(data)
    assert str(page) in finding.what
    assert finding.remedy == f"career ingest {page}"


def test_a_lost_document_is_found(data: Path, page: Path) -> None:
    page.unlink()
    (finding,) = examine(data)
    assert "gone" in finding.what
    assert "--prune" in finding.remedy


@pytest.mark.parametrize(
    "file",
    [
        "kinds.npy",
        "ids.npy",
        "title_vectors.npy",
        "words/vocab.index.json",
        "chroma/chroma.sqlite3",
    ],
)
def test_a_file_cut_short_is_found(data: Path, generation: Path, file: str) -> None:
    (generation / file).write_bytes((generation / file).read_bytes()[:-1])
    (finding,) = examine(data)
    assert file in finding.what
    assert str(generation) in finding.remedy


def test_vectors_of_the_wrong_length_are_found(data: Path, generation: Path) -> None:
    vectors = np.load(generation / "vectors.npy")
    vectors[0] *= 3
    np.save(generation / "vectors.npy", vectors)
    assert any("unit length" in finding.what for finding in examine(data))


def test_a_profile_that_is_not_what_was_read_is_found(data: Path, generation: Path) -> None:
    manifest = json.loads((generation / "manifest.json").read_text("utf-8"))
    manifest["profiles"]["luthier"] = "0" * 24
    (generation / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (finding,) = examine(data)
    assert "luthier" in finding.what


def test_passages_missing_from_chroma_are_found(data: Path, generation: Path) -> None:
    settings = Settings(anonymized_telemetry=False, is_persistent=True)
    client = chromadb.PersistentClient(path=str(generation / "chroma"), settings=settings)
    client.get_collection("passages", embedding_function=None).delete(ids=["0"])
    assert any("Chroma 1" in finding.what for finding in examine(data))
