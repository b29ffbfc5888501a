"""Takes the pictures of ui/screenshots, of a real server in a real browser:
`python -m eval.screenshots`.

Each state is shown light and dark, 1000 and 320 pixels wide: `STATE-light-1000.png`. The pages are
used by what a visitor sees in them — addresses, names of buttons, links to passages — so that they
may be rebuilt without a change here."""

import argparse
import io
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode, urlsplit

from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from eval.browser import NoChromium, chromium
from eval.career_process import serving
from index.publish import silent
from index.shipped import shipped_data

_FOLDER = Path(__file__).parent.parent / "ui" / "screenshots"
_SIZES = ((1000, 720), (320, 640))
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_HOST = "assistant.example"  # the same in every picture, whatever port the server got
_COLOURS = 96  # of a picture: enough for text on plain grounds, and a third of the bytes
_MILLISECONDS = 60_000
# Whether the page has said the same for so long that nothing more is to come.
_SETTLED = """(quiet) => {
  const said = document.body.innerText;
  if (said !== window.saidBefore) [window.saidBefore, window.saidAt] = [said, performance.now()];
  return performance.now() - window.saidAt > quiet;
}"""

_PROFILE = "/profiles/responsable-communication-en-ligne"
_SALARY = "Quel est le salaire d’un responsable communication en ligne ?"
_COMPARED = "Compare boulanger et responsable communication en ligne"
_AMBIGUOUS = "Combien gagne un développeur ou un responsable ?"
_SILENT = "Quel est le salaire d’un boulanger ?"
_ELSEWHERE = "Quel temps fera-t-il demain ?"


def _chat(question: str | None = None, cited: bool = False) -> Callable[[Page], None]:
    """Show the chat page, or what comes of a question; `cited` opens the quote of its marker."""

    def show(page: Page) -> None:
        asked = {"lang": "fr"} | ({"q": question} if question else {})
        page.goto(f"/?{urlencode(asked)}")
        _seen(page.get_by_role("textbox")).wait_for()
        if question:
            _seen(page.get_by_text(question)).wait_for()
        if cited:
            chip = _seen(page.locator('a[href*="/profiles/"]'))
            chip.wait_for()
            _settle(page)
            chip.focus()
        _settle(page)

    return show


def _profile(page: Page) -> None:
    page.goto(_PROFILE)


def _passage(page: Page) -> None:
    page.goto(_PROFILE)
    page.goto(str(page.locator(".facts a").first.get_attribute("href")))


def _widget(question: str | None = None, cited: bool = False) -> Callable[[Page], None]:
    """Show the widget on the demonstration page, as `_chat` does."""

    def show(page: Page) -> None:
        _closed(page)
        page.get_by_role("button", name=re.compile("Une question")).click()
        if question:
            page.get_by_role("textbox", name="Votre question").fill(question)
            page.keyboard.press("Enter")
            page.locator(".log > .answer").wait_for()
        if cited:
            page.locator(".log .chip").first.focus()

    return show


def _closed(page: Page) -> None:
    page.goto("/demo")
    page.get_by_role("button", name=re.compile("Une question")).wait_for()


def _lost(page: Page) -> None:
    _widget()(page)
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Votre question").fill(_SALARY)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Réessayer").wait_for()


STATES: Mapping[str, Callable[[Page], None]] = {
    "chat-start": _chat(),
    "chat-answer": _chat(_SALARY, cited=True),
    "chat-comparison": _chat(_COMPARED),
    "chat-clarify": _chat(_AMBIGUOUS),
    "chat-not-covered": _chat(_SILENT),
    "chat-out-of-scope": _chat(_ELSEWHERE),
    "profile": _profile,
    "profile-passage": _passage,
    "widget-closed": _closed,
    "widget-open": _widget(),
    "widget-answer": _widget(_SALARY, cited=True),
    "widget-comparison": _widget(_COMPARED),
    "widget-clarify": _widget(_AMBIGUOUS),
    "widget-lost": _lost,
}


def _seen(found: Locator) -> Locator:
    return found.filter(visible=True).first


def _settle(page: Page) -> None:
    page.evaluate("() => { window.saidBefore = null; }")
    page.wait_for_function(_SETTLED, arg=1500, polling=100)


def take(browser: Browser, address: str, state: str, folder: Path) -> None:
    """Write the four pictures of a state of the site at `address`; raises Playwright's errors."""
    for scheme in _SCHEMES:
        for width, height in _SIZES:
            context = browser.new_context(
                base_url=address,
                locale="fr-FR",
                color_scheme=scheme,
                reduced_motion="reduce",
                viewport={"width": width, "height": height},
            )
            context.set_default_timeout(_MILLISECONDS)
            page = context.new_page()
            STATES[state](page)
            page.wait_for_timeout(300)  # what fades in
            _write(page.screenshot(), folder / f"{state}-{scheme}-{width}.png")
            context.close()


def _named(address: str) -> str:
    """Return the flag by which the browser finds the server under its name."""
    return f"--host-resolver-rules=MAP {_HOST} {urlsplit(address).netloc}"


def _write(picture: bytes, path: Path) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    # The widest palette: the others lose a colour that only a thin line has.
    palette, plain = Image.Quantize.MAXCOVERAGE, Image.Dither.NONE
    image.quantize(_COLOURS, method=palette, dither=plain).save(path, optimize=True)


def main() -> int:
    """Take the pictures of all states, or of those named."""
    parser = argparse.ArgumentParser(description="Takes the pictures of ui/screenshots.")
    parser.add_argument("states", nargs="*", help=f"all, or some of {', '.join(STATES)}")
    parser.add_argument("--folder", type=Path, default=_FOLDER)
    options = parser.parse_args()
    wanted = options.states or list(STATES)
    if unknown := set(wanted) - set(STATES):
        parser.error(f"no such state: {', '.join(sorted(unknown))}")
    options.folder.mkdir(parents=True, exist_ok=True)
    try:
        with serving(shipped_data(silent)) as server, chromium(_named(server.address)) as browser:
            for state in wanted:
                take(browser, f"http://{_HOST}", state, options.folder)
                print(state, flush=True)
    except NoChromium as error:
        print(f"eval.screenshots: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
