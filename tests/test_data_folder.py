"""The data folder keeps a good generation, whatever happens to who writes it."""

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.current import CurrentAssistant
from index.data_folder import current_name, locked, open_current
from index.errors import IndexFault, NothingIngested
from index.generation import FORMAT
from index.ingest import ingest
from tests.conftest import REPOSITORY

PAGE = "Luthier\n\nMissions\n\n- Choisir les bois\n- Vernir le violon numéro {number}\n"

# Ingests a changed document again and again; says when it begins, so that it is killed in it.
WRITER = """
import sys
from pathlib import Path
from index.generation import FORMAT
from index.ingest import ingest
page, data = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
for number in range(10_000):
    page.write_text(sys.argv[3].replace("{number}", str(number)), "utf-8")
    ingest([page], data)
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "luthier.txt"
    page.write_text(PAGE.format(number=0), "utf-8")
    return page


@pytest.fixture
def data(tmp_path: Path, page: Path) -> Path:
    data = tmp_path / "data"
    ingest([page], data)
    return data


def generations(data: Path) -> list[str]:
    return sorted(p.name for p in (data / "generations").iterdir() if not p.name.startswith("."))


def publish(page: Path, data: Path, number: int) -> None:
    page.write_text(PAGE.format(number=number), "utf-8")
    ingest([page], data)


def test_a_writer_killed_at_any_moment_leaves_what_answers_right(page: Path, data: Path) -> None:
    assistant = CurrentAssistant(data)
    chance = random.Random(7)
    for _ in range(30):
        command = [sys.executable, "-c", WRITER, str(page), str(data), PAGE]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            killed_at = time.monotonic() + chance.uniform(0, 0.8)
            while time.monotonic() < killed_at:
                answer = assistant().answer("Que fait un luthier ?")
                assert answer.status == "answered"
                assert "Vernir le violon numéro" in answer.text
            writer.send_signal(signal.SIGKILL)
        open_current(data)
    publish(page, data, 77_777)
    assert not list((data / "generations").glob(".partial-*"))
    assert "77777" in str(open_current(data).profiles["luthier"].text)


def test_a_generation_is_published_under_requests_and_none_fails(page: Path, data: Path) -> None:
    assistant = CurrentAssistant(data)
    before = assistant()
    failures: list[BaseException] = []
    asked = [0]

    def ask() -> None:
        try:
            for _ in range(250):
                answer = assistant().answer("Que fait un luthier ?")
                assert "Vernir le violon numéro" in answer.text
                asked[0] += 1
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failures.append(error)

    visitors = [threading.Thread(target=ask) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for number in range(1, 6):
        publish(page, data, number)
    for visitor in visitors:
        visitor.join()
    assert not failures
    assert asked[0] == 1000
    deadline = time.monotonic() + 20
    while assistant().generation.folder.name != current_name(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert assistant() is not before
    assert "numéro 5" in assistant().answer("Que fait un luthier ?").text


def test_conversations_go_on_over_a_new_generation(page: Path, data: Path) -> None:
    assistant = CurrentAssistant(data)
    before = assistant()
    first = before.answer("Que fait un luthier ?")
    publish(page, data, 2)
    deadline = time.monotonic() + 20
    while assistant() is before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert assistant() is not before
    second = assistant().answer("Et les diplômes ?", conversation_id=first.conversation_id)
    assert second.conversation_id == first.conversation_id


def test_the_last_two_generations_are_kept(page: Path, data: Path) -> None:
    for number in range(1, 5):
        publish(page, data, number)
    assert len(generations(data)) == 2
    assert current_name(data) == generations(data)[-1]


@pytest.mark.parametrize(
    "file", ["contents.json", "vectors.npy", "manifest.json", "profiles.jsonl"]
)
def test_when_the_newest_is_damaged_the_one_before_serves_and_it_is_said(
    page: Path, data: Path, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    publish(page, data, 1)
    damaged = data / "generations" / generations(data)[-1] / file
    damaged.write_bytes(damaged.read_bytes()[:-3])
    assert "numéro 0" in open_current(data).profiles["luthier"].text
    assert generations(data)[0] in caplog.text


def test_when_all_are_damaged_that_is_said(data: Path) -> None:
    (data / "generations" / generations(data)[0] / "manifest.json").unlink()
    with pytest.raises(IndexFault, match="damaged"):
        open_current(data)


def test_a_damaged_index_can_be_built_anew(page: Path, data: Path) -> None:
    (data / "generations" / generations(data)[0] / "manifest.json").unlink()
    done = ingest([page], data)
    assert done.new == ["luthier"]
    assert len(done.refused) == 1
    assert "luthier" in open_current(data).profiles


def test_an_index_of_another_version_is_read_again_from_its_documents(
    tmp_path: Path, page: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = data / "generations" / generations(data)[0] / "manifest.json"
    manifest.write_text(
        manifest.read_text("utf-8").replace(f'"format": {FORMAT}', '"format": 0'), "utf-8"
    )
    with pytest.raises(IndexFault, match="another version"):
        open_current(data)
    other = tmp_path / "archetier.txt"
    other.write_text("Archetier\n\nMissions\n\n- Cintrer\n", "utf-8")
    monkeypatch.chdir(page.parent)
    done = ingest([other, Path(page.name)], data)
    assert (sorted(done.new), done.removed) == (["archetier", "luthier"], [])


def test_a_pointer_that_cannot_be_read_is_said(data: Path) -> None:
    (data / "current").unlink()
    (data / "current").mkdir()
    with pytest.raises(IndexFault, match="cannot be read"):
        open_current(data)


def test_an_empty_folder_holds_nothing_yet(tmp_path: Path) -> None:
    with pytest.raises(NothingIngested):
        open_current(tmp_path)


def test_a_second_writer_waits_and_says_for_whom(data: Path) -> None:
    said: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with locked(data, waiting=said.append):
            entered.set()

    with locked(data, waiting=said.append):
        waiting = threading.Thread(target=second)
        waiting.start()
        while not said:
            time.sleep(0.01)
        assert not entered.is_set()
    waiting.join(timeout=10)
    assert entered.is_set()
    assert str(os.getpid()) in said[0]


def _ingest(page: Path, data: Path, largest_file: int | None = None) -> tuple[int, str]:
    """Run `career ingest` as a user does, files of at most so many bytes; return what came."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    career = (sys.executable, "-c", "from ui.command_line import main; main()")
    done = subprocess.run(
        [*career, "ingest", page, "--data", data],
        cwd=REPOSITORY,
        preexec_fn=limit,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("largest_file", [1_000, 100_000, 180_000])
def test_a_disk_that_fills_is_said_and_the_last_good_index_serves(
    tmp_path: Path, data: Path, largest_file: int
) -> None:
    # It says its language: else the model that finds it out would be unpacked to that disk.
    page = tmp_path / "archetier.md"
    page.write_text("---\nlanguage: fr\n---\n# Archetier\n\n## Missions\n\n- Cintrer\n", "utf-8")
    before = current_name(data)
    status, said = _ingest(page, data, largest_file)
    assert (status, current_name(data)) == (1, before)
    assert said.startswith("career: ")
    assert "the index cannot be written" in said
    assert generations(data) == [before]
    assert set(open_current(data).profiles) == {"luthier"}
    assert _ingest(page, data)[0] == 0
    assert set(open_current(data).profiles) == {"archetier", "luthier"}


def test_a_folder_that_cannot_be_written_is_said_in_one_line(page: Path) -> None:
    # Not even the superuser writes there.
    status, said = _ingest(page, Path("/proc/career"))
    assert status == 1
    assert said.startswith("career: /proc/career: cannot be written")
