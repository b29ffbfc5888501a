"""Headless Chromium, for what is measured and shown as a visitor sees it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


class NoChromium(Exception):
    """There is no browser: the message says how to get one."""


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Start Debian's Chromium, with more of its flags. Raises NoChromium."""
    program = shutil.which("chromium")
    if program is None:
        raise NoChromium("there is no chromium; apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_FLAGS, *flags])
        yield browser
        browser.close()
