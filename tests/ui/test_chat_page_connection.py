"""The chat page when its server goes away, and when it comes back."""

import subprocess
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from index.ingest import ingest
from tests.conftest import SHIPPED_PROFILES
from tests.test_served import serve
from tests.ui.axe import axe_source, violations
from tests.ui.conftest import Visit

FIRST = "Quels diplômes pour devenir boulanger ?"
SECOND = "Et le lieu de travail ?"
LOST = "La connexion est perdue. La conversation reprendra ici dès qu’elle reviendra."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ingest([SHIPPED_PROFILES], tmp_path)
    return tmp_path


def _visit(browser: Browser, address: str) -> Visit:
    visit = Visit(browser, address, "fr-FR")
    visit.context.add_init_script(axe_source())
    return visit


def _stop(page: Page, started: "subprocess.Popen[str]") -> None:
    """End the server at once, when nothing is on its way any more."""
    expect(page.locator("#opinion")).to_be_visible()
    page.wait_for_timeout(300)  # the page hangs up
    started.kill()
    started.wait()


def _ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


def test_a_lost_connection_says_so_and_resumes(browser: Browser, data: Path) -> None:
    with serve(data) as (address, started):
        visit = _visit(browser, address)
        page = visit.open()
        visit.ask(FIRST)
        _stop(page, started)
    _ask(page, SECOND)
    said = page.locator("#connection").get_by_role("status")
    expect(said).to_have_text(LOST, use_inner_text=True)
    expect(page.locator(".toast-body")).to_be_hidden()  # Gradio's own, in English
    found = violations(page)
    expect(page.locator("#conversation .question").first).to_have_text(FIRST)

    with serve(data, "--port", address.rpartition(":")[2]):
        expect(page.locator("#conversation .question")).to_have_text([FIRST, SECOND])
        expect(said).to_have_text("La connexion est revenue.", use_inner_text=True)
        answer = page.locator("#conversation .answer").last
        expect(answer).to_contain_text("Boulanger", timeout=20_000)
        assert page.evaluate("sessionStorage.getItem('asked')") is None
        visit.ask("Et les qualités ?")
        expect(page.locator("#conversation .question")).to_have_count(3)
    visit.context.close()
    assert not found, "\n".join(found)


def test_a_server_that_began_anew_unnoticed_knows_the_conversation(
    browser: Browser, data: Path
) -> None:
    with serve(data) as (address, started):
        visit = _visit(browser, address)
        page = visit.open("?lang=en")
        visit.ask(FIRST)
        kept = page.evaluate("sessionStorage.getItem('conversation')")
        _stop(page, started)
    with serve(data, "--port", address.rpartition(":")[2]):
        visit.ask(SECOND)
        expect(page.locator("#conversation .question")).to_have_text([FIRST, SECOND])
        page.get_by_role("button", name="Erase the conversation").click()
        expect(page.locator("#conversation .question")).to_have_count(0)
        assert httpx.get(f"{address}/v1/conversations/{kept}").status_code == 404
    visit.context.close()
