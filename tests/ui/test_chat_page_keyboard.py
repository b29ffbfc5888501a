"""A visit with the keyboard alone, from a profession to the erased conversation."""

from playwright.sync_api import Locator, Page, expect

from tests.ui.conftest import Visit


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus, as who cannot point does."""
    expect(wanted).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


def test_the_keyboard_leads_through_a_whole_visit(french: Visit) -> None:
    page = french.open()
    _tab_to(page, page.get_by_label("Chercher un métier"))
    page.keyboard.type("boulan")
    _tab_to(page, page.locator("#found button").first)
    page.keyboard.press("Enter")
    first = page.locator("#conversation .answer").first
    expect(first.locator(".sources")).to_be_visible()

    marker = first.locator("p .marker").first
    _tab_to(page, marker)
    expect(first.locator("p .quote").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(first.locator("p .quote").first).to_be_hidden()
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("mark").first).to_be_in_viewport()
    opened.value.close()

    _tab_to(page, page.locator("#conversation .option").first)
    page.keyboard.press("Enter")
    expect(page.locator("#conversation .question")).to_have_count(2)
    expect(page.locator("#conversation .answer").last).to_be_focused()

    box = page.get_by_role("textbox", name="Votre question")
    _tab_to(page, box)
    page.keyboard.type("Et les qualités ?")
    page.keyboard.press("Enter")
    expect(page.locator("#conversation .question")).to_have_count(3)
    expect(page.locator("#conversation .answer").last.locator(".sources")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value("")

    yes = page.get_by_role("button", name="Oui, elle m’aide")
    expect(yes).to_be_visible()
    page.keyboard.press("Shift+Tab")  # « Non »
    page.keyboard.press("Shift+Tab")
    expect(yes).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#thanks")).to_have_text("Merci de votre avis.")

    _tab_to(page, page.get_by_role("button", name="Effacer la conversation"))
    page.keyboard.press("Enter")
    expect(page.locator("#conversation .example").first).to_be_visible()
    expect(page.locator("#conversation .question")).to_have_count(0)
