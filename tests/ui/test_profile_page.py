"""The profile page in a real browser, with scripts switched off: read, printed, asked from."""

import io
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from api.app import create_app
from assistant.current import CurrentAssistant
from index.ingest import ingest
from tests.serving import serving_app
from tests.ui.axe import axe_source, violations

COMMUNICATION = "/profiles/responsable-communication-en-ligne"
SALARY = "De 45 à 65\u00a0k€ pour un cadre confirmé"


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with one profile, as long as ROME's longest, from a page of the web."""
    folder = tmp_path_factory.mktemp("long")
    titles = "".join(f"- Ingénieur / Ingénieure essais n° {n}\n" for n in range(120))
    skills = "".join(f"- Analyser des {'données' * 9} de la série {n}\n" for n in range(200))
    document = folder / "ingenieur.md"
    document.write_text(
        "---\ntitle: Ingénieur essais\nlanguage: fr\nsource:\n  title: La fiche\n"
        "  uri: https://metiers.example/fiches/ingenieur-essais\n---\n\n# Ingénieur essais\n\n"
        f"## Autres appellations\n\n{titles}\n## Compétences techniques\n\n{skills}\n"
        f"## Rémunération\n\n## {'Mot' * 40}\n\nUne ligne.\n",
        "utf-8",
    )
    ingest([document], folder / "data")
    with serving_app(create_app(CurrentAssistant(folder / "data"))) as address:
        yield address


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A reader's window without scripts."""
    context = browser.new_context(
        locale="fr-FR", java_script_enabled=False, viewport={"width": 1000, "height": 700}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    yield page
    context.close()


def cited(site: str, page: Page) -> str:
    """Return the address of the salary's passage, as the facts at the top lead to it."""
    page.goto(site + COMMUNICATION)
    return site + str(page.locator(".facts a").first.get_attribute("href"))


def background(page: Page, selector: str) -> str:
    read = "(node) => getComputedStyle(node).backgroundColor"
    return str(page.locator(selector).first.evaluate(read))


@pytest.mark.parametrize("fragment", [True, False])
def test_the_quote_is_scrolled_to(reader: Page, site: str, fragment: bool) -> None:
    address = cited(site, reader)
    reader.goto(address if fragment else address.split("#")[0])
    mark = reader.locator("mark")
    expect(mark).to_contain_text(SALARY)
    expect(mark).to_be_in_viewport(ratio=1)
    expect(reader.locator("h1")).not_to_be_in_viewport()
    expect(mark).to_be_focused()  # reading goes on from there


def test_the_quote_can_be_seen_by_day_by_night_on_paper_and_in_forced_colours(
    reader: Page, site: str
) -> None:
    reader.goto(cited(site, reader))
    seen = []
    for media in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"media": "print"}):
        reader.emulate_media(**media)  # type: ignore[arg-type]
        seen.append((background(reader, "mark"), background(reader, "body")))
    assert all(mark != paper for mark, paper in seen)
    assert seen[0] != seen[1]
    reader.emulate_media(media="screen", forced_colors="active")
    outline = "(node) => getComputedStyle(node).outlineStyle"
    assert reader.locator("mark").evaluate(outline) == "solid"


def test_paper_has_the_text_its_source_and_the_quote_but_no_navigation(
    reader: Page, site: str, long_site: str
) -> None:
    reader.goto(cited(site, reader))
    printed = on_paper(reader)
    assert SALARY.replace("\u00a0", " ") in printed
    assert "Source : Fiche métier « Responsable communication on-line » · Apec" in printed
    for left_out in ("Assistant métiers", "Sommaire", "Poser une question", "Aller au passage"):
        assert left_out not in printed
    reader.goto(f"{long_site}/profiles/ingenieur")
    assert "(https://metiers.example/fiches/ingenieur-essais)" in on_paper(reader)


def on_paper(page: Page) -> str:
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    said = " ".join(sheet.extract_text() for sheet in pages)
    return " ".join(unicodedata.normalize("NFKC", said).split())  # fonts have signs for « fi »


def test_a_long_profile_is_found_through_by_its_contents(reader: Page, long_site: str) -> None:
    reader.goto(f"{long_site}/profiles/ingenieur")
    contents = reader.get_by_role("navigation", name="Sommaire")
    expect(contents.get_by_role("listitem")).to_have_text(
        ["Autres appellations 120", "Compétences techniques 200", "Rémunération", "Mot" * 40]
    )
    contents.get_by_role("link", name="Compétences techniques").click()
    expect(reader.get_by_role("heading", name="Compétences techniques")).to_be_in_viewport()
    expect(contents).to_be_in_viewport()  # it stays beside the text
    columns = "(list) => new Set([...list.children].map((item) => item.offsetLeft)).size"
    assert reader.locator("ul.many").first.evaluate(columns) == 2
    expect(reader.get_by_text("ne dit rien sous cette rubrique")).to_be_visible()
    reader.set_viewport_size({"width": 320, "height": 640})
    assert reader.locator("ul.many").first.evaluate(columns) == 1
    assert reader.evaluate("document.documentElement.scrollWidth") == 320
    reader.get_by_role("link", name="Retour au sommaire").first.click()
    expect(contents).to_be_in_viewport()


def test_landmarks_and_the_keyboard_lead_through_the_page(reader: Page, site: str) -> None:
    reader.goto(site + COMMUNICATION)
    for landmark in ("banner", "main", "navigation"):
        expect(reader.get_by_role(landmark)).to_have_count(1)
    expect(reader.get_by_role("heading", level=1)).to_have_count(1)
    names: list[Any] = []
    for _ in range(6):
        reader.keyboard.press("Tab")
        focused = reader.locator(":focus")
        expect(focused).to_be_in_viewport()
        assert focused.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"
        names.append(focused.inner_text())
    assert names == [
        "Assistant métiers", "45 à 65\u00a0k€", "Cinq ans", "Bac\u00a0+2 à bac\u00a0+5", "Anglais",
        "Autres intitulés",
    ]  # fmt: skip


def test_a_question_goes_to_the_chat_page_with_its_profession(reader: Page, site: str) -> None:
    reader.goto(site + COMMUNICATION)
    reader.get_by_role("textbox", name="Votre question").fill("Faut-il parler anglais & espagnol ?")
    reader.get_by_role("button", name="Demander").click()
    reader.wait_for_url(
        f"{site}/?profile=responsable-communication-en-ligne&lang=fr&q=Faut-il+parler+anglais+%26+espagnol+%3F"
    )


def test_a_profile_that_is_gone_is_a_page_that_leads_on(reader: Page, site: str) -> None:
    said = reader.goto(f"{site}/profiles/no-such?start=1&end=2")
    assert said is not None
    assert said.status == 404
    expect(reader.get_by_role("heading", level=1)).to_have_text("Cette fiche n’existe pas, ou plus")
    expect(reader.get_by_role("link", name="Chercher un métier")).to_have_attribute(
        "href", "/?lang=fr"
    )


@pytest.mark.parametrize("width", [1000, 320])
@pytest.mark.parametrize("media", ["light", "dark", "print"])
def test_axe_finds_nothing(
    browser: Browser, site: str, long_site: str, media: str, width: int
) -> None:
    # The policy lets no script in: axe is added by the browser's own hand.
    context = browser.new_context(locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(media="print") if media == "print" else page.emulate_media(
        color_scheme="dark" if media == "dark" else "light"
    )
    source = axe_source()
    for address in (cited(site, page), f"{long_site}/profiles/ingenieur", f"{site}/profiles/none"):
        page.set_extra_http_headers({"Accept": "text/html"})
        page.goto(address)
        page.evaluate(source)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
