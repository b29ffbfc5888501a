"""What makes the chat page one to trust: quotes at hand, choices, search, nothing kept unasked."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.axe import axe_source, violations
from tests.ui.conftest import Visit
from ui.labels import label

SALARY = "Quel est le salaire d'un responsable communication en ligne ?"


def test_a_marker_shows_its_quote_on_hover_and_on_focus(french: Visit) -> None:
    page = french.open()
    french.ask(SALARY)
    marker = page.locator("#conversation .answer p .marker").first
    shown = page.locator("#conversation .answer p .quote").first
    expect(shown).to_be_hidden()
    marker.hover()
    expect(shown).to_contain_text("De 45 à 65 k€ pour un cadre confirmé")
    page.mouse.move(0, 0)
    expect(shown).to_be_hidden()
    marker.focus()
    expect(shown).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()


def test_a_tap_shows_the_quote_and_a_second_one_opens_its_place(
    browser: Browser, site: str
) -> None:
    visit = Visit(browser, site, "fr-FR", has_touch=True)
    page = visit.open()
    visit.ask(SALARY)
    marker = page.locator("#conversation .answer p .marker").first
    marker.tap()
    expect(page.locator("#conversation .answer p .quote").first).to_be_visible()
    assert len(visit.context.pages) == 1
    with page.expect_popup() as opened:
        marker.tap()
    expect(opened.value.locator("mark").first).to_be_in_viewport()
    visit.context.close()


def test_a_question_back_offers_its_choices_as_buttons(french: Visit) -> None:
    page = french.open()
    french.ask("Quels diplômes pour un technicien ou un responsable ?")
    options = page.locator("#conversation .option")
    expect(options).to_have_text(
        ["Technicien / Technicienne support informatique", "Responsable communication en ligne"]
    )
    options.first.click()
    expect(page.locator("#conversation .answer").last).to_contain_text("bac pro")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Quel est le salaire d'un boulanger ?", "Les fiches n’en disent rien"),
        ("Quel temps fera-t-il demain ?", "Hors de mon domaine"),
    ],
)
def test_what_is_no_answer_says_so(french: Visit, question: str, said: str) -> None:
    page = french.open()
    french.ask(question)
    expect(page.locator("#conversation .status")).to_have_text(said)


def test_a_comparison_is_a_table_with_quotes_in_its_cells(french: Visit) -> None:
    page = french.open()
    french.ask("Compare boulanger et menuisier")
    table = page.locator("#conversation table")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Boulanger / Boulangère", "Menuisier / Menuisière"]
    )
    cell = table.get_by_role("cell").filter(has=page.locator(".marker")).first
    cell.locator(".marker").first.hover()
    expect(cell.locator(".quote").first).to_be_in_viewport(ratio=1)


def test_a_salary_comes_with_its_date(french: Visit) -> None:
    page = french.open()
    assert "publiée en 2017" in french.ask(SALARY)
    page.locator("#conversation .answer p .marker").first.hover()
    expect(page.locator("#conversation .answer p .quote").first).to_contain_text("Apec · 2017")


def test_a_profession_is_found_while_it_is_typed(french: Visit) -> None:
    page = french.open()
    page.get_by_label("Chercher un métier").press_sequentially("boulan")
    found = page.locator("#found button")
    expect(found.first).to_have_text("Boulanger / Boulangère")
    assert found.count() <= 8
    page.get_by_label("Chercher un métier").fill("")
    expect(found).to_have_count(0)
    page.get_by_label("Chercher un métier").fill("boulan")
    found.first.click()
    expect(page.locator("#conversation .question")).to_contain_text("Boulanger")
    expect(page.locator("#conversation .sources")).to_be_visible()


def test_the_address_opens_at_a_profession_and_a_question(english: Visit) -> None:
    asked = f"?profile=boulanger-boulangere&lang=fr&q={quote('Quels diplômes ?')}"
    english.page.goto(f"{english.site}/{asked}")
    expect(english.page.locator("#conversation .question")).to_have_text("Quels diplômes ?")
    expect(english.page.locator("#conversation .answer")).to_contain_text("CAP")
    english.page.reload()
    expect(english.page.locator("#conversation .sources")).to_be_visible()
    expect(english.page.locator("#conversation .question")).to_have_count(1)


def test_a_conversation_survives_a_reload_and_not_its_erasure(french: Visit) -> None:
    page = french.open()
    french.ask(SALARY)
    page.reload()
    expect(page.locator("#conversation .question")).to_have_text(SALARY)
    expect(page.locator("#conversation .sources")).to_be_visible()
    kept = page.evaluate("sessionStorage.getItem('conversation')")
    page.get_by_role("button", name="Effacer la conversation").click()
    expect(page.locator("#conversation .example").first).to_be_visible()
    page.wait_for_function("sessionStorage.length === 0")
    gone = page.request.get(f"{french.site}/v1/conversations/{kept}")
    assert gone.status == 404


@pytest.fixture(scope="module")
def axe() -> str:
    return axe_source()


@pytest.fixture(params=[("light", 1000), ("dark", 1000), ("light", 320), ("dark", 320)])
def visited(
    browser: Browser, site: str, axe: str, request: pytest.FixtureRequest
) -> Iterator[tuple[Visit, Page]]:
    scheme, width = request.param
    visit = Visit(browser, site, "fr-FR", color_scheme=scheme, reduced_motion="reduce")
    visit.context.add_init_script(axe)
    visit.page.set_viewport_size({"width": width, "height": 720})
    yield visit, visit.open()
    visit.context.close()


def test_axe_finds_nothing_on_the_page(visited: tuple[Visit, Page]) -> None:
    visit, page = visited
    found = violations(page)
    page.get_by_label("Chercher un métier").fill("boulan")
    page.locator("#found button").first.wait_for()
    found += violations(page)
    for question in (
        SALARY,
        "Compare boulanger et menuisier",
        "Quels diplômes pour devenir pâtissier ?",
        "Quel est le salaire d'un boulanger ?",
        "Quel temps fera-t-il demain ?",
        "",
    ):
        visit.ask(question)
        found += violations(page)
    visit.ask(SALARY)
    page.locator("#conversation .answer .marker").last.focus()
    found += violations(page)
    page.get_by_role("button", name="Non", exact=True).click()
    page.get_by_role("radio").first.wait_for()
    found += violations(page)
    page.get_by_role("button", name="Envoyer mon avis").click()
    page.locator("#thanks p").wait_for()
    found += violations(page)
    page.goto(f"{visit.site}/profiles/boulanger-boulangere?start=0&end=40")
    found += violations(page)
    assert not found, "\n".join(found)


def test_a_line_that_is_cut_is_told_before_anything_is_asked(french: Visit) -> None:
    page = french.open()
    said = page.locator("#connection").get_by_role("status")
    french.context.set_offline(True)
    expect(said).to_have_text(label("lost", "fr"), use_inner_text=True)
    french.context.set_offline(False)
    expect(said).to_have_text(label("back", "fr"), use_inner_text=True)
    assert "45" in french.ask(SALARY)


@pytest.mark.parametrize("state", ["failed", "lost"])
def test_trouble_is_told_kindly(visited: tuple[Visit, Page], state: str) -> None:
    visit, page = visited
    visit.ask(SALARY)
    expect(page.locator("#opinion")).to_be_visible()
    if state == "failed":
        busy = {"title": "Too many requests", "detail": "Wait a minute."}
        page.route("**/queue/join*", lambda route: route.fulfill(status=429, json=busy))
    else:
        page.route("**/*", lambda route: route.abort())
    page.locator("#question textarea").fill("Quels diplômes ?")
    page.locator("#question textarea").press("Enter")
    said = page.locator("#connection").get_by_role("status")
    expect(said).to_have_text(
        label("lost" if state == "lost" else "failed", "fr"), use_inner_text=True
    )
    expect(said).to_be_in_viewport(ratio=1)
    found = violations(page)
    expect(page.locator("#question textarea")).to_have_value("Quels diplômes ?")
    page.unroute_all()
    if state == "failed":  # after the other, Gradio loads the page again
        visit.ask("Quels diplômes ?")
        expect(said).to_have_text("", use_inner_text=True)
    assert not found, "\n".join(found)
