"""The front door names what is behind it."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from index.generation import Generation

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text("utf-8")


def test_the_tree_names_every_module() -> None:
    for package in ("corpus", "index", "assistant", "api", "ui", "eval"):
        for module in (REPOSITORY / package).glob("*.py"):
            if module.name != "__init__.py":
                assert f"\n  {module.name} " in README, f"{package}/{module.name}"


def test_what_the_readme_points_to_exists() -> None:
    for link in README.split("](")[1:]:
        target = link.split(")")[0]
        if not target.startswith("http"):
            assert (REPOSITORY / target).exists(), target


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_code_shown_runs_and_gives_what_it_says(
    code: str, shipped_generation: Generation
) -> None:
    names: dict[str, Any] = {}
    folder = str(shipped_generation.folder.parent.parent)
    *before, last = ast.parse(code.replace('"DIR"', repr(folder))).body
    exec(compile(ast.Module(before, []), "README.md", "exec"), names)  # our own README's
    assert isinstance(last, ast.Expr)
    given = eval(compile(ast.Expression(last.value), "README.md", "eval"), names)
    assert given
    if said := re.findall(r"^# (.+)$", code, re.MULTILINE):
        assert given == said[0]
