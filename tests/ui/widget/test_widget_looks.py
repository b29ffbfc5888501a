"""How the widget looks in pages that do their worst: style, direction, zoom, themes."""

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.widget.host import BUTTON, BY_HAND, LAUNCHER, SALARY, Host


def test_hostile_style_does_not_reach_it(french: Host) -> None:
    page = french.opened()
    panel = page.locator(".panel")
    style = "(node) => [getComputedStyle(node).fontSize, getComputedStyle(node).letterSpacing]"
    assert panel.evaluate(style) == ["16px", "normal"]
    seen = page.locator("career-assistant").evaluate(
        """(host) => ["display", "visibility", "opacity", "transform", "filter", "zoom",
          "pointerEvents"].map((name) => getComputedStyle(host)[name])"""
    )
    assert seen == ["block", "visible", "1", "none", "none", "1", "auto"]
    french.ask(SALARY)  # it can be typed in and clicked


def test_a_site_sets_its_colours(french: Host) -> None:
    page = french.open(LAUNCHER.replace("async", 'data-accent="#7a1f5c" data-theme="light" async'))
    button = page.locator(".launcher")
    background = "(node) => getComputedStyle(node).backgroundColor"
    assert button.evaluate(background) == "rgb(122, 31, 92)"
    page.evaluate(
        "document.querySelector('career-assistant').style.setProperty('--career-accent', '#0a5')"
    )
    assert button.evaluate(background) == "rgb(0, 170, 85)"


def test_a_page_read_from_right_to_left_leaves_it_as_it_is(french: Host) -> None:
    page = french.open(BY_HAND)
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.evaluate("CareerAssistant.mount({ lang: 'fr' }).open()")
    read = "(node) => getComputedStyle(node).direction"
    assert page.locator(".panel").evaluate(read) == "ltr"
    french.ask(SALARY)
    send, box = (
        page.get_by_role(role, name=name).bounding_box()  # type: ignore[arg-type]
        for role, name in (("button", "Envoyer"), ("textbox", "Votre question"))
    )
    assert send is not None
    assert box is not None
    assert box["x"] < send["x"]


@pytest.mark.parametrize(("width", "height"), [(640, 360), (320, 256)])
def test_zoomed_to_200_and_400_per_cent_all_of_it_can_be_reached(
    browser: Browser, welcoming: str, host: str, width: int, height: int
) -> None:
    """A window of 1280 by 720, or of 1280 by 1024, has so many pixels left."""
    context = browser.new_context(
        locale="fr-FR", viewport={"width": width, "height": height}, device_scale_factor=2
    )
    visit = Host(context, welcoming, host)
    page = visit.opened()
    visit.ask(SALARY)
    for name in ("Fermer", "Effacer", "Envoyer"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    page.locator(".log .chip").first.focus()
    page.locator(".card a").scroll_into_view_if_needed()  # the quote scrolls where it must
    expect(page.locator(".card a")).to_be_in_viewport(ratio=1)
    context.close()


def test_a_page_that_sets_its_fonts_small_leaves_ours(french: Host) -> None:
    page = french.open()
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("html { font-size: 30% !important; }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    page.get_by_role("button", name=BUTTON).click()
    size = "(node) => parseFloat(getComputedStyle(node).fontSize)"
    assert page.locator(".panel").evaluate(size) == 16
    assert page.locator("h2").evaluate(size) > 16
    assert page.locator(".panel").evaluate("(node) => node.offsetWidth") == 400


def test_a_site_chooses_night_or_day_against_the_browser(
    browser: Browser, welcoming: str, host: str
) -> None:
    context = browser.new_context(locale="fr-FR", color_scheme="dark")
    visit = Host(context, welcoming, host)
    background = "(node) => getComputedStyle(node).backgroundColor"
    seen = {}
    for theme in ("", 'data-theme="light"', 'data-theme="dark"'):
        page = visit.opened(LAUNCHER.replace("async", f"{theme} async"))
        seen[theme] = page.locator(".panel").evaluate(background)
    dark = "rgb(21, 25, 34)"
    assert list(seen.values()) == [dark, "rgb(255, 255, 255)", dark]
    context.close()
