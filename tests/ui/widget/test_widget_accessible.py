"""What axe-core finds in the widget, in each of its states: nothing."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.axe import axe_source, violations

SALARY = "Quel est le salaire d'un responsable communication en ligne ?"


def _ask(page: Page, question: str) -> None:
    page.locator(".launcher").click()
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")


def closed(page: Page) -> None:
    page.locator(".launcher").wait_for()


def opened(page: Page) -> None:
    page.locator(".launcher").click()


def answering(page: Page) -> None:
    page.route("**/v1/answers*/**", lambda route: None)  # never answered
    page.route("**/v1/answers", lambda route: None)
    _ask(page, SALARY)
    page.locator(".waiting").wait_for()


def answered(page: Page) -> None:
    _ask(page, SALARY)
    page.locator(".log .chip").first.focus()
    expect(page.locator(".card")).to_be_visible()


def compared(page: Page) -> None:
    _ask(page, "Compare boulanger et responsable communication en ligne")
    page.locator(".log .table").wait_for()


def clarify(page: Page) -> None:
    _ask(page, "Quels diplômes ?")
    page.locator(".log > .answer").wait_for()


def out_of_scope(page: Page) -> None:
    _ask(page, "Quel temps fera-t-il demain ?")
    page.locator(".status").wait_for()


def lost(page: Page) -> None:
    page.context.set_offline(True)
    _ask(page, SALARY)
    page.locator(".problem").wait_for()


def busy(page: Page) -> None:
    page.route("**/v1/answers/stream", lambda route: route.fulfill(status=503, body="{}"))
    _ask(page, SALARY)
    page.locator(".problem button").wait_for()


def inline(page: Page) -> None:
    page.evaluate("""() => {
      CareerAssistant.unmount();
      const placed = document.createElement("career-assistant");
      placed.setAttribute("mode", "inline");
      placed.setAttribute("profile", "boulanger-boulangere");
      document.querySelector("main").append(placed);
    }""")
    page.get_by_role("textbox").fill("Quels diplômes ?")
    page.get_by_role("textbox").press("Enter")
    page.locator(".log .chip").first.wait_for()


def erased(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Effacer").click()


def dissatisfied(page: Page) -> None:
    _ask(page, SALARY)
    page.locator(".opinion button").last.click()


STATES = [
    closed, opened, answering, answered, compared, clarify, out_of_scope, lost, busy, dissatisfied,
    inline, erased,
]  # fmt: skip


@pytest.fixture(scope="module")
def axe() -> str:
    return axe_source()


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, site: str, axe: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        locale="fr-FR", color_scheme=request.param, reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    context.add_init_script(axe)
    page = context.new_page()
    page.goto(f"{site}/demo")
    yield page
    context.close()


@pytest.mark.parametrize("width", [1000, 320])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(page: Page, state: Callable[[Page], None], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    state(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
