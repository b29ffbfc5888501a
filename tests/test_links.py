"""A catalogue in two languages lends its titles to the others, and each profession counts once."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.career_assistant import CareerAssistant
from corpus.profile import Profile
from corpus.rome import read_rome
from index.data_folder import open_current
from index.doctor import examine
from index.embedding import Vectors
from index.ingest import ingest
from index.links import lent_titles, links_of
from tests import test_esco, test_onet, test_rome

ROME, ONET = "rome-Z1001", "onet-99-1001.00"
LENT = "esco-9999.1"


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("catalogues")
    return {
        "rome": test_rome.write(folder / "rome", test_rome.TABLES),
        "esco": test_esco.write(folder / "esco"),
        "onet": test_onet.write(folder / "onet"),
    }


@pytest.fixture(scope="module")
def data(catalogues: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    assert ingest(list(catalogues.values()), data).refused == []
    return data


def test_three_catalogues_are_one_generation_in_good_health(data: Path) -> None:
    assert {i.split("-")[0] for i in open_current(data).profiles} == {"rome", "esco", "onet"}
    assert examine(data) == []


@pytest.mark.parametrize(
    ("profile_id", "title"),
    [(ROME, "mist shepherd"), (ONET, "dompteur de nuages/dompteuse de nuages")],
)
def test_titles_of_the_other_language_are_lent_with_their_source(
    data: Path, profile_id: str, title: str
) -> None:
    generation = open_current(data)
    profile = generation.profiles[profile_id]
    assert title in profile.added_titles
    (section,) = (s for s in profile.sections if s.source is not None)
    assert section.source == generation.profiles[LENT].source


@pytest.mark.parametrize(
    ("question", "profile_id"),
    [
        ("Que fait un dompteur de nuages ?", ROME),
        ("Que fait une bergère de brumes ?", ROME),
        ("What does a cloud tamer do?", ONET),
        ("What does a mist shepherd do?", ONET),
    ],
)
def test_a_profession_is_answered_once_in_the_language_of_the_question(
    data: Path, question: str, profile_id: str
) -> None:
    answer = CareerAssistant.open(data).answer(question)
    assert [profile.id for profile in answer.profiles] == [profile_id]


def test_the_names_abroad_are_told_from_who_lends_them(data: Path) -> None:
    question = "Dompteur de nuages : sous quels noms à l’étranger ?"
    answer = CareerAssistant.open(data).answer(question)
    abroad = [c for c in answer.citations if c.heading == "Appellations à l’étranger (en anglais)"]
    assert any("cloud tamer" in citation.quote for citation in abroad)
    assert {citation.source.publisher for citation in abroad} == {"Commission européenne"}


def test_titles_come_whichever_catalogue_is_first_and_go_with_their_lender(
    catalogues: dict[str, Path], tmp_path: Path
) -> None:
    esco = test_esco.write(tmp_path / "esco")
    ingest([esco], tmp_path / "data")
    ingest([catalogues["rome"]], tmp_path / "data")
    assert "cloud tamer" in open_current(tmp_path / "data").profiles[ROME].added_titles
    with (esco / "occupations_en.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))[1:]
    (esco / "occupations_en.csv").write_bytes(test_esco.table(rows))
    ingest([esco], tmp_path / "data")
    assert open_current(tmp_path / "data").profiles[ROME].added_titles == ()
    assert examine(tmp_path / "data") == []


def test_the_professions_of_one_catalogue_can_be_asked_alone(data: Path) -> None:
    asked = "What does a cloud tamer do?"
    for source in ("rome", "esco", "onet"):
        assistant = CareerAssistant.open(data, source)
        assert {i.id.split("-")[0] for i in assistant.generation.titles.search("")} == {source}
        (about,) = assistant.answer(asked).profiles
        assert about.id.startswith(source)
    assert CareerAssistant.open(data, "esco").answer(asked).profiles[0].title == "cloud tamer"


def _by_keyword(texts: list[str]) -> Vectors:
    """Vectors that mean which of two words a text holds, or neither."""
    held = [[word in text.lower() for word in ("nuage", "dragon")] for text in texts]
    vectors = np.array([[*row, not any(row)] for row in held], dtype=np.float32)
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def test_what_shares_no_title_is_linked_by_its_meaning_and_lends_nothing(
    catalogues: dict[str, Path], tmp_path: Path
) -> None:
    rome = [p for p in read_rome(catalogues["rome"]) if isinstance(p, Profile)]
    esco = test_esco.profiles(test_esco.write(tmp_path / "esco"))
    lender = replace(esco[LENT], id="esco-9999.7", title="guide de nuages", sections=())
    assert list(lent_titles([*rome, lender])) == []
    assert links_of([*rome, lender], _by_keyword) == {"esco-9999.7": [ROME]}
    far = replace(lender, title="bibliothécaire des échos")
    assert links_of([*rome, far], _by_keyword) == {"esco-9999.7": []}
