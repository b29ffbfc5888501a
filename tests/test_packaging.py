"""What a wheel must carry beside code: an installed one has nothing else to answer from."""

import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PACKAGES = ("assistant", "corpus", "index", "api", "ui", "eval")


def settings() -> dict[str, object]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    setuptools: dict[str, object] = project["tool"]["setuptools"]
    return setuptools


def test_all_six_packages_are_named() -> None:
    assert settings()["packages"] == list(PACKAGES)


def test_every_data_file_of_a_package_is_package_data() -> None:
    patterns = settings()["package-data"]
    assert isinstance(patterns, dict)
    for package in PACKAGES:
        folder = REPOSITORY / package
        carried = {path for pattern in patterns.get(package, []) for path in folder.glob(pattern)}
        data = {
            path
            for path in folder.rglob("*")
            if path.is_file()
            and path.suffix not in (".py", ".pyc")
            and not {"reports", "screenshots"} & set(path.parts)
        }
        assert data <= carried, f"{package}: {data - carried} would be missing"


def test_the_lock_file_pins_every_direct_dependency() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    locked = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (REPOSITORY / "requirements.lock").read_text().splitlines()
    }
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(name for extra in extras for name in extra)]
    names = {name.split(">")[0].split("=")[0].split("[")[0].lower() for name in wanted}
    assert names - {"career-assistant"} <= locked
