"""Whether an answer helped, said on the chat page and read by the operator."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from index.ingest import ingest
from tests.conftest import SHIPPED_PROFILES
from tests.test_served import career, serve
from tests.ui.conftest import Visit

QUESTION = "Quels diplômes pour devenir boulanger ?"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ingest([SHIPPED_PROFILES], tmp_path)
    return tmp_path


def test_an_opinion_with_its_reason_reaches_the_operator(browser: Browser, data: Path) -> None:
    with serve(data) as (address, _):
        visit = Visit(browser, address, "fr-FR")
        page = visit.open()
        visit.ask(QUESTION)
        page.get_by_role("button", name="Non", exact=True).press("Enter")
        reasons = page.get_by_role("group", name="Qu’est-ce qui ne va pas ?")
        expect(reasons.get_by_role("radio").first).to_be_focused()
        page.keyboard.press("ArrowDown")  # one group: the arrows go through it
        expect(reasons.get_by_role("radio", name="C’est incomplet")).to_be_checked()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Un commentaire")).to_be_focused()
        page.keyboard.type("Et le bac pro ? lea@exemple.fr")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        said = page.locator("#thanks").get_by_role("status")
        expect(said).to_have_text("Merci de votre avis.")
        expect(said).to_be_focused()
        expect(page.locator("#opinion")).to_have_count(0)

        visit.ask("Et les qualités ?")
        page.get_by_role("button", name="Oui, elle m’aide").click()
        expect(said).to_have_text("Merci de votre avis.")
        visit.context.close()
    rows = list(csv.DictReader(io.StringIO(career("feedback", "--data", data))))
    assert [(row["rating"], row["reason"]) for row in rows] == [("down", "incomplete"), ("up", "")]
    assert rows[0]["comment"] == "Et le bac pro ? [adresse électronique]"


def test_who_says_no_more_than_no_is_heard(browser: Browser, data: Path) -> None:
    with serve(data) as (address, _):
        visit = Visit(browser, address, "en-GB")
        page = visit.open()
        visit.ask(QUESTION)
        page.get_by_role("button", name="No", exact=True).click()
        expect(page.get_by_role("radio")).to_have_count(4)
        visit.context.close()
    rows = list(csv.DictReader(io.StringIO(career("feedback", "--data", data))))
    assert [(row["rating"], row["reason"]) for row in rows] == [("down", "")]


def test_only_what_could_help_is_asked_about(french: Visit) -> None:
    page = french.open()
    expect(page.locator("#opinion")).to_have_count(0)
    french.ask(QUESTION)
    expect(page.locator("#opinion")).to_be_visible()
    french.ask("Quel temps fera-t-il demain ?")
    expect(page.locator("#opinion")).to_have_count(0)


def test_an_opinion_that_cannot_be_kept_says_so(french: Visit) -> None:
    page = french.open()
    french.ask(QUESTION)
    kept = page.evaluate("sessionStorage.getItem('conversation')")
    expect(page.locator("#opinion")).to_be_visible()
    page.request.delete(f"{french.site}/v1/conversations/{kept}")
    page.get_by_role("button", name="Oui, elle m’aide").click()
    expect(page.locator("#thanks")).to_contain_text("n’a pas pu être gardé")
