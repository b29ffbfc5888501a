"""Opening and closing, by mouse and keyboard, and what stays of a conversation."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.widget.host import BUTTON, BY_HAND, LAUNCHER, SALARY, Host


def test_before_it_is_opened_it_fetches_and_stores_nothing(french: Host) -> None:
    page = french.open()
    page.locator(".launcher").wait_for()
    assert french.from_assistant() == ["/widget.js"]
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    page.get_by_role("button", name=BUTTON).click()
    assert french.from_assistant() == ["/widget.js"]


def test_the_keyboard_is_enough_and_nothing_holds_it(french: Host) -> None:
    page = french.open('<a href="#" id="before">avant</a>' + LAUNCHER)
    launcher = page.get_by_role("button", name=BUTTON)
    launcher.wait_for()
    page.keyboard.press("Tab")
    expect(launcher).to_be_focused()
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox")
    expect(box).to_be_focused()
    page.keyboard.type(SALARY)
    page.keyboard.press("Enter")
    expect(page.locator(".log > .answer")).to_be_visible()
    seen = []
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        seen.append(
            page.evaluate(
                "document.querySelector('career-assistant').shadowRoot.activeElement?.className"
            )
        )
        if seen[-1] == "chip":
            break
    assert seen[-1] == "chip"
    expect(page.locator(".card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):  # past the panel's end the focus leaves it
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") != "career-assistant":
            break
    assert page.evaluate("document.activeElement.localName") != "career-assistant"


def test_an_answer_is_announced_once(french: Host) -> None:
    page = french.opened()
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    log.evaluate(
        """(log) => {
          window.announced = [];
          new MutationObserver((changes) => changes.forEach((change) =>
            change.addedNodes.forEach((added) => window.announced.push(added.textContent))
          )).observe(log, { childList: true, subtree: true, characterData: true });
        }"""
    )
    french.ask(SALARY)
    question, *answers = page.evaluate("window.announced")
    assert question == SALARY
    assert len(answers) == 1
    assert "45" in answers[0]


def test_a_conversation_lives_in_this_tab_until_it_is_erased(french: Host) -> None:
    page = french.opened()
    french.ask(SALARY)
    page.reload()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator(".question")).to_have_text(SALARY)
    french.ask("Quels diplômes ?")
    expect(page.locator(".log > .answer").last).to_contain_text(
        "Responsable communication en ligne"
    )
    page.get_by_role("button", name="Effacer la conversation").click()
    expect(page.get_by_role("log")).to_have_text("La conversation est effacée.")
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("localStorage.length") == 0


def test_a_sites_own_button_opens_it_and_gets_the_focus_back(french: Host) -> None:
    page = french.open('<p id="own" tabindex="0" role="button">Aide</p>' + LAUNCHER)
    page.locator(".launcher").wait_for()
    page.locator("#own").evaluate(  # the page's style hides what is its own
        """(own) => {
          own.style.setProperty("visibility", "visible", "important");
          own.focus();
        }"""
    )
    page.evaluate("CareerAssistant.open()")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#own")).to_be_focused()
    page.evaluate("CareerAssistant.open()")
    page.get_by_role("button", name="Fermer").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_launcher_says_whether_it_is_open(french: Host) -> None:
    page = french.open()
    launcher = page.locator(".launcher")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    launcher.click()
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("dialog", name="Assistant métiers")).to_be_visible()
    page.keyboard.press("Escape")
    expect(launcher).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("motion", "animation"), [("reduce", "none"), ("no-preference", "rise")])
def test_reduced_motion_is_respected(
    browser: Browser, welcoming: str, host: str, motion: Any, animation: str
) -> None:
    context = browser.new_context(locale="fr-FR", reduced_motion=motion)
    page = Host(context, welcoming, host).opened()
    read = "(panel) => getComputedStyle(panel).animationName"
    assert page.locator(".panel").evaluate(read) == animation
    context.close()


def test_in_forced_colours_every_control_has_its_edge(
    browser: Browser, welcoming: str, host: str
) -> None:
    context = browser.new_context(locale="fr-FR", forced_colors="active")
    visit = Host(context, welcoming, host)
    page = visit.open()
    edge = "(node) => getComputedStyle(node).borderTopStyle"
    assert page.locator(".launcher").evaluate(edge) == "solid"
    page.locator(".launcher").click()
    visit.ask(SALARY)
    for control in ("form .icon", ".log .chip", ".opinion button", "textarea"):
        assert page.locator(control).first.evaluate(edge) == "solid"
    context.close()


@pytest.mark.parametrize(("language", "name"), [("fr", "Envoyer"), ("en", "Send")])
def test_without_data_lang_it_speaks_the_pages_language(
    french: Host, language: str, name: str
) -> None:
    page = french.open(BY_HAND)
    page.evaluate("(lang) => { document.documentElement.lang = lang }", language)
    page.evaluate("CareerAssistant.open()")
    expect(page.get_by_role("button", name=name)).to_be_visible()
