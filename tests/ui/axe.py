"""axe-core, which tells what of a page people who see, hear or move otherwise cannot use."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from playwright.sync_api import Page

_VERSION = "4.14.1"


def axe_source() -> str:
    """Return axe-core's script, from the npm registry on first use; CI must have npm."""
    kept = platformdirs.user_cache_path("career-assistant") / f"axe-core-{_VERSION}"
    script = kept / "package" / "axe.min.js"
    if not script.exists():
        _fetch(kept)
    return script.read_text("utf-8")


def _fetch(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        reason = "there is no npm to bring axe-core"
        if "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    folder.mkdir(parents=True, exist_ok=True)
    packed = [npm, "pack", f"axe-core@{_VERSION}", "--silent"]
    name = subprocess.run(packed, cwd=folder, check=True, capture_output=True, text=True).stdout
    shutil.unpack_archive(folder / name.strip(), folder, filter="data")


def violations(page: Page, within: str = "html") -> list[str]:
    """Return what axe-core finds wrong, one line an element: its rule, impact and selector."""
    found: dict[str, Any] = page.evaluate("(within) => axe.run(within)", within)
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
