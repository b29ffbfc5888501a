"""Each process reads a copy of its own, and none is left behind for good."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from index.private_copy import PrivateCopy
from tests.conftest import REPOSITORY

HOLDING = """
import sys
from pathlib import Path
from index.private_copy import PrivateCopy
copy = PrivateCopy(Path(sys.argv[1]))
print(copy.folder, flush=True)
input()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)  # which is read from it anew
    folder = tmp_path / "chroma"
    folder.mkdir()
    (folder / "file").write_text("words")
    return folder


def test_a_copy_is_removed_and_leaves_the_folder(folder: Path) -> None:
    copy = PrivateCopy(folder)
    (copy.folder / "file").write_text("others")
    copy.remove()
    assert (folder / "file").read_text() == "words"
    assert not list(Path(tempfile.gettempdir()).iterdir())


def test_a_copy_that_cannot_be_made_leaves_nothing(folder: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        PrivateCopy(folder / "nowhere")
    assert not list(Path(tempfile.gettempdir()).iterdir())


def test_what_a_killed_process_left_is_removed_and_what_one_holds_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.private_copy._NEW", -1)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, folder],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        held = Path(other.stdout.readline().strip())
        PrivateCopy(folder).remove()
        assert (held / "file").read_text() == "words"
        other.kill()
    PrivateCopy(folder).remove()
    assert not held.parent.exists()
