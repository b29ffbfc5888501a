"""The front door names what is behind it."""

from pathlib import Path

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
