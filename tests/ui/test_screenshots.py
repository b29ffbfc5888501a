"""The command that takes the pictures of ui/screenshots still finds its way."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from eval.screenshots import STATES, take

SHOWN = Path(__file__).parents[2] / "ui" / "screenshots"


@pytest.mark.parametrize("state", ["chat-answer", "profile-passage", "widget-lost"])
def test_a_state_is_shown_light_and_dark_wide_and_narrow(
    browser: Browser, site: str, tmp_path: Path, state: str
) -> None:
    take(browser, site, state, tmp_path)
    sizes = {path.name: Image.open(path).size for path in tmp_path.iterdir()}
    assert sizes == {
        f"{state}-{scheme}-{width}.png": (width, height)
        for scheme in ("light", "dark")
        for width, height in ((1000, 720), (320, 640))
    }


def test_what_is_kept_is_small_and_of_states_that_there_are() -> None:
    kept = list(SHOWN.glob("*.png"))
    assert all(path.stat().st_size < 100_000 for path in kept)
    assert {path.stem.rsplit("-", 2)[0] for path in kept} <= set(STATES)
