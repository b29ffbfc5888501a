"""The one line of imports: corpus ◄ index ◄ assistant ◄ api, ui, eval."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
BELOW = {
    "corpus": set[str](),
    "index": {"corpus"},
    "assistant": {"corpus", "index"},
    "api": {"corpus", "index", "assistant"},
    "ui": {"corpus", "index", "assistant"},
    "eval": {"corpus", "index", "assistant"},
}
# What mounts the pages on the API's app, what runs the whole, and what offers every command.
EXCEPTIONS = {
    "ui.site": {"api"},
    "ui.served": {"api"},
    "ui.command_line": {"api", "eval"},
}
HEAVY = ("torch", "sentence_transformers", "gradio", "pandas")


def _modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(REPOSITORY).with_suffix("").parts): path
        for package in BELOW
        for path in sorted((REPOSITORY / package).rglob("*.py"))
    }


def _named_imports(tree: ast.AST) -> Iterator[str]:
    """Every import, those inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def _imports(path: Path) -> frozenset[str]:
    return frozenset(_named_imports(ast.parse(path.read_text("utf-8"))))


def _packages_imported(path: Path) -> set[str]:
    return {name.split(".")[0] for name in _imports(path)} & set(BELOW)


def _graph() -> dict[str, set[str]]:
    modules = _modules()
    return {
        module: {name for name in _imports(path) if name in modules and name != module}
        for module, path in modules.items()
    }


@pytest.mark.parametrize("module", sorted(_modules()))
def test_a_module_imports_only_packages_below_its_own(module: str) -> None:
    package = module.split(".")[0]
    allowed = BELOW[package] | {package} | EXCEPTIONS.get(module, set())
    assert _packages_imported(_modules()[module]) <= allowed


def test_no_modules_import_each_other_in_a_circle() -> None:
    remaining = _graph()
    while leaves := [module for module, needs in remaining.items() if not needs & set(remaining)]:
        for module in leaves:
            del remaining[module]
    assert not remaining, f"these import each other: {sorted(remaining)}"


def test_the_parser_of_imports_sees_functions_and_type_checking() -> None:
    source = "if TYPE_CHECKING:\n    import api.app\ndef f():\n    from eval import report\n"
    assert set(_named_imports(ast.parse(source))) == {"api.app", "eval", "eval.report"}


def _loaded_by(module: str, watched: tuple[str, ...]) -> set[str]:
    code = f"import sys, {module}; print(*[n for n in {watched!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_reading_documents_loads_no_search_and_no_model() -> None:
    watched = ("chromadb", "langchain_core", "model2vec", "fastapi", *HEAVY)
    assert _loaded_by("corpus.readers", watched) == set()


def test_the_assistant_loads_no_heavy_library_when_imported() -> None:
    assert _loaded_by("assistant.career_assistant", HEAVY) == set()


def test_one_question_on_the_command_line_loads_no_database() -> None:
    watched = ("sqlalchemy", "alembic", "phonenumbers", "stdnum")
    assert _loaded_by("ui.command_line", watched) == set()
