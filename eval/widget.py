"""Measures the widget in a real browser, on its demonstration page: `python -m eval.widget`."""

import argparse
import gzip
import statistics
import sys
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from eval.browser import NoChromium, chromium
from eval.career_process import Server, serving
from eval.machine import observed
from index.publish import silent
from index.shipped import shipped_data

_QUESTION = "Quels diplômes pour devenir boulanger ?"
# Milliseconds from asking to the first words on the screen, and to the whole answer with its chips.
_ASK = """async (question) => {
  const panel = document.querySelector("career-assistant");
  await panel.open();
  const [log, streaming] = [".log", ".answer[aria-hidden]"].map((part) =>
    panel.shadowRoot.querySelector(part));
  const began = performance.now();
  let first;
  const look = () => {
    const shown = !streaming.hidden && !streaming.querySelector(".waiting");
    if (shown || log.lastElementChild?.matches(".answer")) first ??= performance.now() - began;
  };
  const watching = new MutationObserver(look);
  for (const part of [log, streaming]) watching.observe(part, { childList: true, subtree: true });
  const answer = await panel.ask(question);
  const whole = performance.now() - began;
  look();
  watching.disconnect();
  if (!answer) throw new Error("no answer came");
  return [first, whole];
}"""


def _size(address: str) -> tuple[int, int]:
    """Return the bytes of the script, as it is and gzipped."""
    with urllib.request.urlopen(f"{address}/widget.js") as response:
        plain = response.read()
    return len(plain), len(gzip.compress(plain))


def _before_opening(page: Page, server: Server) -> tuple[int, int]:
    """Return the requests that the widget made before it was opened, and the bytes received."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def requested(event: dict[str, Any]) -> None:
        urls[event["requestId"]] = event["request"]["url"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", requested)
    network.on("Network.loadingFinished", finished)
    page.goto(f"{server.address}/demo")
    page.locator("career-assistant .launcher").wait_for()
    page.wait_for_load_state("networkidle")
    own = [name for name, url in urls.items() if not url.endswith(("/demo", "/favicon.ico"))]
    return len(own), sum(sizes[name] for name in own)


def measure(data: Path, times: int) -> str:
    """Return the table, in Markdown."""
    with observed() as machine, serving(data) as server, chromium() as browser:
        page = browser.new_page(locale="fr-FR")
        server.ask(_QUESTION)  # the first answer of a process loads its models
        plain, gzipped = _size(server.address)
        requests, received = _before_opening(page, server)
        taken = [page.evaluate(_ASK, _QUESTION) for _ in range(times)]
    first, whole = ([pair[which] for pair in taken] for which in (0, 1))
    rows = [
        ("the script, gzipped", f"{gzipped:,} bytes ({plain:,} plain)"),
        ("requests before opening", str(requests)),
        ("bytes received before opening, headers included", f"{received:,}"),
        ("to the first words, p50 / p95", _milliseconds(first)),
        ("to the whole answer with its chips, p50 / p95", _milliseconds(whole)),
    ]
    lines = [
        "| the widget | measured |",
        "|---|---|",
        *(f"| {what} | {said} |" for what, said in rows),
    ]
    return "\n".join([*lines, "", f"{times} questions, in headless Chromium. {machine}"])


def _milliseconds(values: list[float]) -> str:
    cuts = statistics.quantiles(values, n=20, method="inclusive")
    return f"{statistics.median(values):.0f} ms / {cuts[18]:.0f} ms"


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measures the widget in headless Chromium.")
    parser.add_argument("--data", type=Path, help="by default the shipped profiles")
    parser.add_argument("--times", type=int, default=20, help="questions to ask (20)")
    options = parser.parse_args()
    try:
        print(measure(options.data or shipped_data(silent), max(2, options.times)))
    except NoChromium as error:
        print(f"eval.widget: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
