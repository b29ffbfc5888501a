"""Ingesting keeps the index in step with the documents, and never leaves it broken."""

import os
from pathlib import Path

import pytest

from index.data_folder import current_name, open_current
from index.errors import IndexFault, NothingIngested
from index.generation import Generation
from index.ingest import ingest

LUTHIER = "Luthier\n\nMissions\n\n- Choisir les bois\n- Vernir\n\nSalaire\n\n2 000 € par mois\n"
ARCHETIER = "Archetier\n\nMissions\n\n- Cintrer les baguettes\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "luthier.txt").write_text(LUTHIER, "utf-8")
    (folder / "archetier.txt").write_text(ARCHETIER, "utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def _published(data: Path) -> list[str]:
    return sorted(p.name for p in (data / "generations").iterdir() if not p.name.startswith("."))


def test_what_was_ingested_can_be_opened(documents: Path, data: Path) -> None:
    done = ingest([documents], data)
    generation = open_current(data)
    assert done.new == ["archetier", "luthier"]
    assert done.embedded_passages == len(generation.passages) == 4
    assert set(generation.profiles) == {"archetier", "luthier"}
    assert len(generation.manifest.profiles) == 2
    assert generation.vectors.shape[0] == 4


def test_nothing_ingested_is_said_with_the_remedy(data: Path) -> None:
    with pytest.raises(NothingIngested, match="career ingest"):
        open_current(data)


def test_the_same_documents_again_change_nothing(documents: Path, data: Path) -> None:
    ingest([documents], data)
    before = current_name(data)
    done = ingest([documents], data)
    assert done.unchanged == ["archetier", "luthier"]
    assert (done.new, done.replaced, done.embedded_passages) == ([], [], 0)
    assert current_name(data) == before
    assert len(_published(data)) == 1


def test_another_version_of_the_code_reads_and_links_everything_again(
    documents: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([documents], data)
    before = current_name(data)
    monkeypatch.setattr("index.ingest.reading_fingerprint", lambda: "another")
    monkeypatch.setattr("index.publish.reading_fingerprint", lambda: "another")
    done = ingest([documents / "luthier.txt"], data)
    assert sorted(done.unchanged) == ["archetier", "luthier"]
    assert done.embedded_passages == 0
    assert current_name(data) != before
    assert open_current(data).manifest.reading == "another"
    assert ingest([documents], data).unchanged
    assert len(_published(data)) == 2, "read again once"


def test_an_upgrade_keeps_the_profiles_of_documents_that_are_gone(
    documents: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([documents], data)
    (documents / "archetier.txt").unlink()
    monkeypatch.setattr("index.ingest.reading_fingerprint", lambda: "another")
    done = ingest([documents / "luthier.txt"], data)
    assert not done.refused
    assert set(open_current(data).profiles) == {"archetier", "luthier"}


def test_a_document_given_by_two_spellings_of_its_path_is_read_once(
    documents: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(documents.parent)
    done = ingest([Path("documents"), documents.resolve()], data)
    assert (done.new, done.removed, done.refused) == (["archetier", "luthier"], [], [])
    assert set(open_current(data).profiles) == {"archetier", "luthier"}


def test_a_changed_profile_embeds_only_its_new_passages(documents: Path, data: Path) -> None:
    ingest([documents], data)
    before = open_current(data)
    (documents / "luthier.txt").write_text(LUTHIER.replace("Vernir", "Cirer"), "utf-8")
    done = ingest([documents], data)
    after = open_current(data)
    assert (done.replaced, done.unchanged) == (["luthier"], ["archetier"])
    assert done.embedded_passages == 1
    assert [p.text for p in after.passages if p.id not in before.row_of] == ["Cirer"]


def test_a_kept_vector_stays_with_its_passage(documents: Path, data: Path) -> None:
    ingest([documents / "luthier.txt"], data)
    before = open_current(data)
    ingest([documents / "archetier.txt"], data)
    after = open_current(data)
    for passage in before.passages:
        old, new = (
            before.vectors[before.row_of[passage.id]],
            after.vectors[after.row_of[passage.id]],
        )
        assert old.tolist() == new.tolist()


def test_documents_add_up(documents: Path, data: Path) -> None:
    ingest([documents / "luthier.txt"], data)
    assert ingest([documents / "archetier.txt"], data).new == ["archetier"]
    assert set(open_current(data).profiles) == {"archetier", "luthier"}


def test_refused_documents_leave_the_index_as_it_was(documents: Path, data: Path) -> None:
    ingest([documents], data)
    before = current_name(data)
    (documents / "luthier.txt").write_text("", "utf-8")
    done = ingest([documents / "luthier.txt", documents / "absent.txt"], data)
    assert len(done.refused) == 2
    assert current_name(data) == before
    assert "luthier" in open_current(data).profiles


def test_a_refused_document_does_not_keep_others_out(documents: Path, data: Path) -> None:
    (documents / "luthier.txt").write_bytes(b"\x00")
    done = ingest([documents], data)
    assert done.new == ["archetier"]
    assert [refusal.path.name for refusal in done.refused] == ["luthier.txt"]


def test_only_refused_documents_write_nothing(documents: Path, data: Path) -> None:
    done = ingest([documents / "absent.txt"], data)
    assert len(done.refused) == 1
    assert current_name(data) is None


def test_two_documents_of_one_name_are_told_apart(documents: Path, data: Path) -> None:
    (documents / "Luthier.md").write_text("# Luthier\n\n## Missions\n\n- Cirer\n", "utf-8")
    done = ingest([documents], data)
    assert len(done.new) == 2
    (refusal,) = done.refused
    assert "rename one" in refusal.reason


def test_another_model_is_refused_with_the_remedy(documents: Path, data: Path) -> None:
    ingest([documents], data)
    with pytest.raises(IndexFault, match=r"another model.*rebuild"):
        ingest([documents], data, model="some/other-model")


def _fail(error: BaseException) -> object:
    def replace(source: object, target: object) -> None:
        raise error

    return replace


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_crash_while_publishing_leaves_the_last_good_generation(
    documents: Path, data: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    ingest([documents / "luthier.txt"], data)
    before = current_name(data)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", _fail(error))
        with pytest.raises((IndexFault, KeyboardInterrupt)):
            ingest([documents], data)
    assert current_name(data) == before
    assert set(open_current(data).profiles) == {"luthier"}
    assert ingest([documents], data).new == ["archetier"]
    assert set(open_current(data).profiles) == {"archetier", "luthier"}


def test_a_full_disk_is_said_in_one_line(
    documents: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", _fail(OSError(28, "No space left on device")))
    with pytest.raises(IndexFault, match=r"cannot be written.*No space left") as fault:
        ingest([documents], data)
    assert "\n" not in str(fault.value)


def test_an_open_generation_outlives_the_next_one(documents: Path, data: Path) -> None:
    ingest([documents / "luthier.txt"], data)
    reader = open_current(data)
    ingest([documents / "archetier.txt"], data)
    assert reader.embedded("Vernir").shape == reader.vectors[0].shape
    assert set(reader.profiles) == {"luthier"}


def test_old_generations_are_removed_but_the_one_before(documents: Path, data: Path) -> None:
    for wood in ("Érable", "Sapin", "Ébène"):
        (documents / "luthier.txt").write_text(LUTHIER.replace("Vernir", wood), "utf-8")
        ingest([documents], data)
    assert len(_published(data)) == 2
    assert current_name(data) in _published(data)


def test_a_damaged_generation_is_said_with_the_remedy(documents: Path, data: Path) -> None:
    ingest([documents], data)
    folder = data / "generations" / str(current_name(data))
    (folder / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(IndexFault, match=r"damaged.*ingest again"):
        Generation(folder)


def test_a_profile_that_another_document_brought_since_is_not_lost(
    tmp_path: Path, data: Path
) -> None:
    first, second = tmp_path / "a" / "jobs.csv", tmp_path / "b" / "jobs.csv"
    for table in (first, second):
        table.parent.mkdir()
        table.write_text("title,duties\nLuthier,- Vernir\nArchetier,- Cintrer\n", "utf-8")
        ingest([table], data)
    first.write_text("title,duties\nArchetier,- Cintrer\n", "utf-8")
    assert ingest([first], data).removed == []
    assert set(open_current(data).profiles) == {"archetier", "luthier"}
