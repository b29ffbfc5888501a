"""What can be read under a path: documents, tables and catalogues, and nothing from elsewhere."""

from pathlib import Path

import pytest

from corpus.profile import CorpusError, Profile, Refusal
from corpus.readable import Readable, content_hash_of, find_readable
from index.data_folder import open_current
from index.errors import IndexFault
from index.ingest import ingest, remove

PAGE = "Luthier\n\nMissions\n\n- Choisir les bois\n"
SALARY = (
    "profile_id,section,text,publisher,published\n"
    "luthier,salary,{text},Observatoire imaginaire,{date}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "deeper").mkdir(parents=True)
    (folder / "luthier.txt").write_text(PAGE, "utf-8")
    (folder / "deeper" / "archetier.md").write_text("# Archetier\n\n## Missions\n\n- Cintrer\n")
    return folder


def names(found: list[Readable | Refusal]) -> list[str]:
    return sorted(readable.path.name for readable in found if isinstance(readable, Readable))


def test_documents_of_known_formats_are_found_below_a_folder(folder: Path) -> None:
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text(PAGE, "utf-8")
    assert names(find_readable(folder)) == ["archetier.md", "luthier.txt"]


def test_a_link_that_leads_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(PAGE, "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (refusal,) = (found for found in find_readable(folder) if isinstance(found, Refusal))
    assert refusal.path.name == "link.txt"
    assert "leads out" in refusal.reason
    assert names(find_readable(folder)) == ["archetier.md", "luthier.txt"]


def test_a_loop_of_links_is_no_loop_of_ours(folder: Path) -> None:
    (folder / "deeper" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    found = find_readable(folder)
    assert names(found) == ["archetier.md", "luthier.txt"]
    assert [f.path.name for f in found if isinstance(f, Refusal)] == ["loop.txt"]


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_nothing_to_read_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="no "):
        find_readable(tmp_path / name)


def test_a_table_of_profiles_is_one_readable_with_many(tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("title,duties,education\nLuthier,- Vernir,Un CAP\nArchetier,- Cintrer,\n")
    (readable,) = find_readable(table)
    assert isinstance(readable, Readable)
    assert [p.id for p in readable.read() if isinstance(p, Profile)] == ["luthier", "archetier"]


def test_content_is_told_by_bytes_and_names(folder: Path) -> None:
    before = content_hash_of(folder)
    assert content_hash_of(folder) == before
    (folder / "luthier.txt").rename(folder / "violon.txt")
    assert content_hash_of(folder) != before


def test_an_overlay_adds_a_dated_salary_and_a_newer_one_replaces_it(
    folder: Path, tmp_path: Path
) -> None:
    data, salaries = tmp_path / "data", tmp_path / "salaries.csv"
    ingest([folder], data)
    base = {passage.id for passage in open_current(data).passages}
    for text, date, low in [
        ("De 11 111 à 22 222 € par an", "2024-02-01", 11111),
        ("De 12 000 à 23 000 € par an", "2025-02-01", 12000),
    ]:
        salaries.write_text(SALARY.format(text=text, date=date), "utf-8")
        done = ingest([salaries], data)
        assert done.replaced == ["luthier"]
        assert done.embedded_passages == 1
        generation = open_current(data)
        profile = generation.profiles["luthier"]
        (fact,) = profile.facts_named("salary")
        assert fact.value.min == low  # type: ignore[union-attr]
        assert profile.source_at(fact.span).published == date
        assert base < {passage.id for passage in generation.passages}
    assert ingest([salaries], data).replaced == []
    assert ingest([folder, salaries], data).replaced == []


def test_an_overlay_outlives_a_change_of_its_profile(folder: Path, tmp_path: Path) -> None:
    data, salaries = tmp_path / "data", tmp_path / "salaries.csv"
    salaries.write_text(SALARY.format(text="11 111 € par an", date="2024-02-01"), "utf-8")
    ingest([folder / "deeper"], data)
    first = ingest([salaries], data)
    assert ["luthier" in str(notice) for notice in first.notices] == [True]
    ingest([folder], data)
    (folder / "luthier.txt").write_text(PAGE + "- Vernir\n", "utf-8")
    ingest([folder], data)
    profile = open_current(data).profiles["luthier"]
    assert "Vernir" in profile.text
    assert len(profile.facts_named("salary")) == 1


def test_an_index_without_profiles_is_not_made(folder: Path, tmp_path: Path) -> None:
    data, salaries = tmp_path / "data", tmp_path / "salaries.csv"
    salaries.write_text(SALARY.format(text="11 111 € par an", date="2024-02-01"), "utf-8")
    with pytest.raises(IndexFault, match="ingest profiles first"):
        ingest([salaries], data)
    ingest([folder / "luthier.txt"], data)
    with pytest.raises(IndexFault, match="no profile"):
        remove("luthier", data)
    assert set(open_current(data).profiles) == {"luthier"}


def test_pruning_an_overlay_takes_it_off_its_profile(folder: Path, tmp_path: Path) -> None:
    data, salaries = tmp_path / "data", folder / "salaries.csv"
    salaries.write_text(SALARY.format(text="11 111 € par an", date="2024-02-01"), "utf-8")
    ingest([folder], data)
    assert len(open_current(data).profiles["luthier"].facts_named("salary")) == 1
    salaries.unlink()
    ingest([folder], data, prune=True)
    assert open_current(data).profiles["luthier"].text == PAGE


def test_pruning_removes_the_profiles_of_documents_that_are_gone(
    folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    ingest([folder], data)
    (folder / "luthier.txt").rename(folder / "violon.txt")
    done = ingest([folder], data)
    assert (done.new, done.removed) == (["violon"], [])
    done = ingest([folder], data, prune=True)
    assert (done.new, done.removed, done.embedded_passages) == ([], ["luthier"], 0)
    assert set(open_current(data).profiles) == {"archetier", "violon"}


def test_a_profile_that_its_table_no_longer_holds_is_removed(tmp_path: Path) -> None:
    table, data = tmp_path / "jobs.csv", tmp_path / "data"
    table.write_text("title,duties\nLuthier,- Vernir\nArchetier,- Cintrer\n")
    ingest([table], data)
    table.write_text("title,duties\nLuthier,- Vernir\n")
    assert ingest([table], data).removed == ["archetier"]
    assert set(open_current(data).profiles) == {"luthier"}


def test_a_removed_profile_comes_back_when_its_document_is_ingested(
    folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    ingest([folder], data)
    remove("luthier", data)
    assert set(open_current(data).profiles) == {"archetier"}
    assert ingest([folder], data).new == ["luthier"]
