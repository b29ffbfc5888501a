"""The command line: what it prints, one line for an error, exit status."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.ingest import ingest
from tests.conftest import REPOSITORY, SHIPPED_PROFILES
from ui.command_line import main


@dataclass(frozen=True)
class Done:
    status: int
    stdout: str
    stderr: str


Career = Callable[..., Done]


@pytest.fixture
def career(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Career:
    """Run the command line in this process, as its entry point does."""

    def run(*words: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["career", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsys.readouterr()
        return Done(int(stopped.value.code or 0), said.out, said.err)

    return run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data") / "index"
    ingest([SHIPPED_PROFILES], data)
    return data


def test_ask_answers_from_the_shipped_profiles_without_a_data_folder(career: Career) -> None:
    question = "Quel est le salaire d’un responsable communication en ligne ?"
    done = career("ask", question)
    assert done.status == 0, done.stderr
    assert "45" in done.stdout
    assert "65" in done.stdout
    assert "2017" in done.stdout
    again = career("ask", question)
    assert again.stdout == done.stdout
    assert again.stderr == ""  # nothing was built again


def test_ask_as_json_is_the_answer_of_the_contract(data: Path, career: Career) -> None:
    done = career("ask", "Qui embauche des boulangers ?", "--json", "--data", data)
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered"
    assert answer["citations"][0]["section"] == "employers"


def test_the_data_folder_can_stand_in_the_environment(
    data: Path, career: Career, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREER_DATA", str(data))
    assert career("profiles", "boulangère").stdout.startswith("boulanger-boulangere\t")


def test_ingesting_says_what_came_of_it(tmp_path: Path, career: Career) -> None:
    (tmp_path / "empty.md").touch()
    data = tmp_path / "data"
    done = career("ingest", SHIPPED_PROFILES, tmp_path / "empty.md", "--data", data)
    assert done.status == 1
    assert done.stdout.startswith("12 new, 0 replaced, 0 unchanged, 0 removed, 1 refused")
    assert "empty.md" in done.stderr
    again = career("ingest", SHIPPED_PROFILES, "--data", data)
    assert again.status == 0
    assert again.stdout.startswith(
        "0 new, 0 replaced, 12 unchanged, 0 removed, 0 refused; 0 passages"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "salaire ?", "--data", "{empty}"),
        ("ask", "", "--data", "{data}"),
        ("ask", "a" * 1001, "--data", "{data}"),
        ("ask", "salaire ?", "--profile", "nobody", "--data", "{data}"),
        ("profiles", "no such job at all", "--data", "{data}"),
    ],
)
def test_an_error_of_the_users_world_is_one_line_and_status_1(
    words: tuple[str, ...], data: Path, career: Career, tmp_path: Path
) -> None:
    done = career(*(word.format(data=data, empty=tmp_path) for word in words))
    assert done.status == 1
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [(), ("absent.txt",)])
def test_an_ingest_of_nothing_leaves_no_index(
    words: tuple[str, ...], career: Career, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    done = career("ingest", (tmp_path / "empty").joinpath(*words), "--data", tmp_path / "new")
    assert done.status == 1
    assert str(tmp_path / "empty") in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "words", [("nothing",), ("ask",), ("ask", "a", "--no-such"), ("ingest", ".")]
)
def test_wrong_usage_is_status_2(words: tuple[str, ...], career: Career) -> None:
    assert career(*words).status == 2


def test_a_port_in_use_is_one_line(data: Path, career: Career) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = career("serve", "--port", port, "--data", data)
    assert done.status == 1
    assert port in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_serve_prints_its_address_and_answers_over_a_real_socket(data: Path) -> None:
    command = [sys.executable, "-c", "from ui.command_line import main; main()", "serve"]
    with subprocess.Popen(
        [*command, "--port", "0", "--data", str(data)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[2]
        question = {"question": "What education does a web developer need?"}
        request = urllib.request.Request(
            f"{address}/v1/answers",
            json.dumps(question).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            answer = json.load(response)
        server.terminate()
    assert answer["citations"][0]["section"] == "education"


def test_check_reads_all_and_names_what_it_cannot_read(career: Career, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    (tmp_path / "good.md").write_bytes((SHIPPED_PROFILES / "web-developer.md").read_bytes())
    done = career("check", tmp_path, "--language", "fr")
    assert done.status == 1
    assert "good · Web developer · en · " in done.stdout
    assert "les activités" in done.stdout
    assert f"{tmp_path / 'bad.pdf'}: it is no readable PDF" in done.stderr
    assert career("check", SHIPPED_PROFILES).status == 0
    assert career("check", SHIPPED_PROFILES, "--language", "de").status == 2
