"""Vectors on a Chroma server: the same answers, published whole, and said when it is gone."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.career_assistant import CareerAssistant
from assistant.current import CurrentAssistant
from index.data_folder import current_name, open_current
from index.doctor import examine
from index.errors import IndexFault, VectorsMissing, VectorsUnavailable
from index.generation import Generation
from index.ingest import ingest, remove
from tests.chroma_process import COLLECTIONS, ChromaProcess, serving_chroma
from tests.conftest import REPOSITORY, SHIPPED_PROFILES

CAREER = (sys.executable, "-c", "from ui.command_line import main; main()")
PAGE = "Luthier\n\nMissions\n\n- Choisir les bois\n- Vernir le violon numéro {number}\n"
EVERYWHERE = "Je veux fabriquer de mes mains"
NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def server(chroma: ChromaProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChromaProcess]:
    """The server, named in the environment, and left as it was found."""
    before = chroma.collections()
    monkeypatch.setenv("CAREER_CHROMA_URL", chroma.url)
    yield chroma
    for name in set(chroma.collections()) - set(before):
        chroma.call("DELETE", f"{COLLECTIONS}/{name}")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "luthier.txt"
    page.write_text(PAGE.format(number=0), "utf-8")
    return page


@pytest.fixture
def data(tmp_path: Path, page: Path, server: ChromaProcess) -> Path:
    data = tmp_path / "data"
    ingest([page], data)
    return data


def published(data: Path) -> list[str]:
    return sorted(p.name for p in (data / "generations").iterdir())


def near(generation: Generation) -> list[int]:
    return generation.nearest.nearest(generation.embedded(EVERYWHERE), 2)


def test_answers_are_those_of_a_folder(
    shipped_assistant: CareerAssistant, server: ChromaProcess, tmp_path: Path
) -> None:
    ingest([SHIPPED_PROFILES], tmp_path)
    assistant = CareerAssistant.open(tmp_path)
    folder = assistant.generation.folder
    assert not (folder / "chroma").exists()
    assert server.collections() == [f"career-{folder.name}"]
    assert assistant.match(EVERYWHERE) == shipped_assistant.match(EVERYWHERE)
    for question in ("Quels métiers du pain ?", "Quels diplômes pour devenir boulanger ?"):
        answers = [a.answer(question) for a in (assistant, shipped_assistant)]
        assert answers[0].text == answers[1].text
        assert answers[0].citations == answers[1].citations
    assert examine(tmp_path) == []


def test_collections_go_with_their_generations(
    page: Path, data: Path, server: ChromaProcess
) -> None:
    server.call("POST", COLLECTIONS, {"name": "others"})
    for number in range(1, 4):
        page.write_text(PAGE.format(number=number), "utf-8")
        ingest([page], data)
    expected = ["others", *(f"career-{name}" for name in published(data))]
    assert len(published(data)) == 2
    assert server.collections() == sorted(expected)
    remove_one(data)
    assert f"career-{current_name(data)}" in server.collections()
    assert len(server.collections()) == 3


def remove_one(data: Path) -> None:
    other = data.parent / "archetier.txt"
    other.write_text("Archetier\n\nMissions\n\n- Cintrer\n", "utf-8")
    ingest([other], data)
    remove("archetier", data)
    assert set(open_current(data).profiles) == {"luthier"}


def test_who_slept_through_several_generations_is_answered(
    page: Path, data: Path, server: ChromaProcess
) -> None:
    assistant = CurrentAssistant(data)
    before = assistant()
    assert near(before.generation)
    for number in range(1, 4):
        page.write_text(PAGE.format(number=number), "utf-8")
        ingest([page], data)
    with pytest.raises(VectorsMissing):
        near(before.generation)
    with ThreadPoolExecutor(4) as threads:
        after = list(threads.map(lambda _: assistant(), range(4)))
    assert len(set(map(id, after))) == 1
    assert near(after[0].generation)


# Ingests a changed document, and dies in the middle of putting its vectors on the server.
DYING = """
import os, signal, sys
from pathlib import Path
from index.ingest import ingest
from index.vectors import VectorWriter
added = VectorWriter.add
def add(self, passages, vectors):
    added(self, passages, vectors)
    os.kill(os.getpid(), signal.SIGKILL)
VectorWriter.add = add
ingest([Path(sys.argv[1])], Path(sys.argv[2]))
"""


def test_a_writer_that_is_killed_leaves_the_last_good_index(
    page: Path, data: Path, server: ChromaProcess
) -> None:
    before = current_name(data)
    page.write_text(PAGE.format(number=1), "utf-8")
    done = subprocess.run([sys.executable, "-c", DYING, page, data], cwd=REPOSITORY)
    assert done.returncode == -9
    assert current_name(data) == before
    assert len(server.collections()) == 2  # one of them half written
    assert near(open_current(data))
    ingest([page], data)
    assert server.collections() == [f"career-{name}" for name in published(data)]
    assert not list((data / "generations").glob(".partial-*"))


def test_vectors_that_did_not_all_arrive_are_not_published(
    page: Path, data: Path, server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb import Collection

    before = current_name(data)
    page.write_text(PAGE.format(number=1), "utf-8")
    monkeypatch.setattr(Collection, "add", lambda *args, **named: None)
    with pytest.raises(IndexFault, match="holds 0 of 2 vectors"):
        ingest([page], data)
    assert current_name(data) == before
    assert server.collections() == [f"career-{before}"]
    assert published(data) == [before]


def test_a_server_that_stops_while_it_is_written_leaves_the_last_good_index(
    tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.vectors import VectorWriter

    data, added = tmp_path / "data", VectorWriter.add
    with serving_chroma() as server:
        monkeypatch.setenv("CAREER_CHROMA_URL", server.url)
        ingest([page], data)
        before = current_name(data)
        page.write_text(PAGE.format(number=1), "utf-8")

        def add(self: VectorWriter, *what: object) -> None:
            server.stop()
            added(self, *what)  # type: ignore[arg-type]

        monkeypatch.setattr(VectorWriter, "add", add)
        with pytest.raises(VectorsUnavailable, match="cannot be used"):
            ingest([page], data)
        assert current_name(data) == before
        monkeypatch.undo()
        monkeypatch.setenv("CAREER_CHROMA_URL", server.url)
        server.start()
        assert near(open_current(data))
        ingest([page], data)
        assert "numéro 1" in open_current(data).profiles["luthier"].text
        assert server.collections() == [f"career-{name}" for name in published(data)]


def test_an_index_moves_to_a_server_and_back(
    tmp_path: Path, page: Path, server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    with monkeypatch.context() as nowhere:
        nowhere.delenv("CAREER_CHROMA_URL")
        ingest([page], data)
    in_folder = near(open_current(data))
    assert server.collections() == []
    (finding,) = examine(data)
    assert "not on the server" in finding.what
    done = ingest([page], data)
    assert examine(data) == []
    assert (done.unchanged, done.embedded_passages) == (["luthier"], 0)
    assert near(open_current(data)) == in_folder
    assert server.collections() == [f"career-{current_name(data)}"]
    served = current_name(data)
    ingest([page], data)
    assert current_name(data) == served  # nothing is to be done
    monkeypatch.delenv("CAREER_CHROMA_URL")
    with pytest.raises(VectorsUnavailable, match="say which in CAREER_CHROMA_URL"):
        near(open_current(data))
    ingest([page], data)
    assert near(open_current(data)) == in_folder


def test_what_the_server_lost_is_found_and_written_anew(
    page: Path, data: Path, server: ChromaProcess
) -> None:
    lost = f"career-{current_name(data)}"
    number = server.call("GET", f"{COLLECTIONS}/{lost}")["id"]
    server.call("POST", f"{COLLECTIONS}/{number}/delete", {"ids": ["0"]})
    (finding,) = examine(data)
    assert "Chroma 1" in finding.what
    server.call("DELETE", f"{COLLECTIONS}/{lost}")
    (finding,) = examine(data)
    assert lost in finding.what
    assert finding.remedy == "career ingest its documents again"
    assert CareerAssistant.open(data).answer("Que fait un luthier ?").status == "answered"
    assert ingest([page], data).embedded_passages == 0
    assert examine(data) == []


def test_without_the_server_every_command_says_so_in_a_line(
    page: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREER_CHROMA_URL", NOBODY)
    for words in (("doctor",), ("ask", "Quels métiers du bois ?"), ("ingest", page)):
        done = subprocess.run(
            [*CAREER, *words, "--data", data], cwd=REPOSITORY, capture_output=True, text=True
        )
        assert done.returncode == 1
        said = done.stderr.strip().splitlines()[-1]
        assert f"the Chroma server {NOBODY} cannot be used" in said
        assert said.endswith("start it, or correct CAREER_CHROMA_URL")
        assert "Traceback" not in done.stderr
    # What is asked of one profession needs no server.
    assert CareerAssistant.open(data).answer("Que fait un luthier ?").status == "answered"


def test_a_server_that_does_not_answer_is_not_waited_for(data: Path, server: ChromaProcess) -> None:
    connected, new = open_current(data), open_current(data)
    assert near(connected)
    with server.frozen():
        for generation in (connected, new):
            began = time.monotonic()
            with pytest.raises(VectorsUnavailable, match="timed out"):
                near(generation)
            assert time.monotonic() - began < 8
    assert near(connected) == near(new)


@pytest.mark.parametrize(
    "wrong",
    ["nonsense", "http://", "ftp://host", "http://host/path", "http://me:secret@host:8000",
     "http://host:99999", "http://host:8000?secret"],
)  # fmt: skip
def test_a_wrong_address_is_one_line_without_a_password(
    wrong: str, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREER_CHROMA_URL", wrong)
    with pytest.raises(IndexFault, match="CAREER_CHROMA_URL") as raised:
        ingest([page], tmp_path / "data")
    assert "secret" not in str(raised.value)


class Refusing(BaseHTTPRequestHandler):
    """A proxy in front of Chroma that lets nobody in, and remembers what they said."""

    said: list[str | None] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.said.append(self.headers["Authorization"])
        self.send_response(401)
        self.end_headers()
        self.wfile.write(b"who are you?")

    def log_message(self, *said: object) -> None:
        """Say nothing."""


def test_a_token_comes_from_chromas_own_variable_and_is_never_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    monkeypatch.setenv("CAREER_CHROMA_URL", f"http://127.0.0.1:{proxy.server_port}/")
    monkeypatch.setenv("CHROMA_CLIENT_AUTH_CREDENTIALS", "a-secret-token")
    with pytest.raises(VectorsUnavailable, match="who are you") as raised:
        ingest([page], tmp_path / "data")
    proxy.shutdown()
    proxy.server_close()
    assert "Bearer a-secret-token" in Refusing.said
    assert "a-secret-token" not in str(raised.value)
