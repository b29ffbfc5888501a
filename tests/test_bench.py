"""The benchmark measures what it says and writes it down; how long things take is not tested."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.profile import CorpusError
from eval.bare_chroma import BareChroma
from eval.bench import Measured, Samples, bench, first_profiles
from eval.bench_ingest import all_passages, build, measure_ingest
from eval.bench_report import Line, bench_and_report, draw_growth, table, write_report
from eval.bench_search import questions
from eval.career_process import CommandFailed, seconds_of, serving
from eval.machine import observed
from index.data_folder import open_current
from index.generation import Generation
from tests.conftest import REPOSITORY, SHIPPED_PROFILES

FEW = Samples(questions=6, served=3, starts=1, sizes=(100, 1_000_000))


@pytest.fixture(scope="module")
def measured() -> Measured:
    return bench(SHIPPED_PROFILES, FEW)


def test_every_figure_is_measured(measured: Measured) -> None:
    assert measured.profiles == 12
    assert measured.ingest.passages == measured.sizes[-1].passages
    assert len(measured.sizes) == 2  # a size that the corpus does not have is left out
    assert 0 < measured.sizes[0].passages <= 100
    for found in (measured.retrieval.across, measured.retrieval.bare, measured.answer):
        assert found.samples == 6
        assert 0 < found.p50 <= found.p95
    assert measured.ingest.reading < measured.ingest.whole
    assert min(measured.starts.first_answer, measured.starts.ask) > 0
    assert measured.sizes[-1].resident > 10_000_000


def test_the_table_has_a_goal_or_none_in_every_line(measured: Measured) -> None:
    lines = table(measured)
    assert sum(line.goal is not None for line in lines) == 8
    for line in lines:
        assert str(line).count("|") == 7
        assert (line.met is None) == (line.goal is None)


def test_the_report_names_machine_corpus_versions_and_every_size(measured: Measured) -> None:
    with observed() as machine:
        pass
    report = write_report(measured, machine)
    assert machine.processor in report
    assert f"{machine.cores} cores" in report
    assert re.search(r"profiles: 12 profiles, [\d,]+ passages", report)
    assert re.search(r"chromadb \d.*model2vec \d", report)
    growth = report.partition("## Growth")[2]
    assert len([row for row in growth.splitlines() if row.endswith(" MB |")]) == 2


def test_the_same_figures_draw_the_same_plot(measured: Measured, tmp_path: Path) -> None:
    for name in ("one.svg", "other.svg"):
        draw_growth(measured.sizes, tmp_path / name)
    drawn = (tmp_path / "one.svg").read_text("utf-8")
    assert drawn == (tmp_path / "other.svg").read_text("utf-8")
    assert "resident memory" in drawn


@pytest.mark.parametrize(
    ("line", "met", "said"),
    [
        (Line("m", 1.5, "×", "", 1, 2), True, "| m | 1.50 × | ≤ 2 | yes |"),
        (Line("m", 3.0, "×", "", 1, 2), False, "| m | 3.00 × | ≤ 2 | no, by 50% |"),
        (Line("m", 0.6, "×", "", 1, 0.8, True), False, "| m | 0.60 × | ≥ 0.8 | no, by 25% |"),
        (Line("m", 12.0, "ms", "b", 9), None, "| m | 12 ms |  |  | b | 9 |"),
        (Line("m", 1234.0, "ms", "b", 9), None, "| m | 1,234 ms |  |  | b | 9 |"),
    ],
)
def test_a_line_says_whether_its_goal_is_met(line: Line, met: bool | None, said: str) -> None:
    assert line.met is met
    assert str(line).startswith(said)


def test_questions_are_always_the_same_and_name_a_profession(
    shipped_generation: Generation,
) -> None:
    asked = questions(shipped_generation, 20)
    assert asked == questions(shipped_generation, 20)
    assert len({question.text for question in asked}) > 15
    for question in asked:
        assert question.text.startswith(shipped_generation.profiles[question.profile_id].title)


def test_the_baseline_finds_a_passage_by_its_own_vector(
    shipped_generation: Generation, tmp_path: Path
) -> None:
    passages = all_passages(shipped_generation)
    bare, seconds = BareChroma.built(tmp_path, passages, shipped_generation.vectors)
    found = bare.query(shipped_generation.vectors[7])
    bare.close()
    assert seconds > 0
    assert passages[7].text in found
    assert len(found) == 10


def test_what_is_built_for_a_size_is_what_an_ingest_builds(
    shipped_generation: Generation, tmp_path: Path
) -> None:
    profiles = first_profiles(shipped_generation, shipped_generation.manifest.passages)
    assert build(profiles, tmp_path) > 0
    built = open_current(tmp_path)
    assert list(built.row_of) == list(shipped_generation.row_of)
    assert (abs(built.vectors - shipped_generation.vectors) < 1e-5).all()


def test_a_folder_without_profiles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Bonjour.", "utf-8")
    with pytest.raises(CorpusError, match="note"):
        measure_ingest(tmp_path, tmp_path / "data", tmp_path / "bare")


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no profile"):
        seconds_of("profiles", "xyzzy")
    (tmp_path / "data").write_text("a file", "utf-8")
    with pytest.raises(CommandFailed, match="serve failed"), serving(tmp_path / "data"):
        pass


def test_the_command_says_in_one_line_that_there_is_nothing_to_measure(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from ui.command_line import main; main()"]
    done = subprocess.run(
        [*command, "bench", str(tmp_path / "nowhere")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "nowhere" in done.stderr


def test_both_reports_are_written(
    measured: Measured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.bench_report.bench", lambda *asked: measured)
    said = bench_and_report(SHIPPED_PROFILES, tmp_path / "new")
    assert (tmp_path / "new" / "bench.md").read_text("utf-8") == said
    assert (tmp_path / "new" / "bench.svg").exists()
