"""`career eval --chat` measures what chat models write, and what was taken out of it."""

from pathlib import Path

import pytest

from eval import chat_evaluation
from eval.cases import read_cases
from eval.chat_behaviours import BEHAVIOURS


def _row(report: str, model: str) -> list[str]:
    line = next(line for line in report.splitlines() if line.startswith(f"| {model} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_report_says_what_each_behaviour_came_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CAREER_CHAT_MODEL", raising=False)
    shipped = [case for case in read_cases() if case.document == "profiles/boulanger-boulangere.md"]
    monkeypatch.setattr(chat_evaluation, "read_cases", lambda: shipped[:6])
    report = chat_evaluation.measure_chat(tmp_path)
    assert (tmp_path / "chat.md").read_text("utf-8") == report
    assert "No language model was asked" in report
    for name in BEHAVIOURS:
        assert _row(report, f"openai:{name}")[5] == "0", "an answer breaks a rule"
    written, sentences, faithful = _row(report, "openai:faithful")[1:4]
    assert int(written) > 0 < int(sentences)
    assert faithful == "1.00"
    for name in ("uncited", "invented-numbers", "invented-names", "denying", "obedient"):
        assert _row(report, f"openai:{name}")[1] == "0"
    follow_ups = report.split("## Follow-ups")[1]
    for name in ("extractive", "openai:rewriting", "openai:straying", "openai:obedient"):
        assert _row(follow_ups, name)[4] == "0", "an answer breaks a rule"
    profession = [float(_row(follow_ups, name)[1]) for name in ("openai:500", "extractive")]
    assert profession[0] == profession[1], "a model that fails changes nothing"
