"""What a visitor of another site asks, and what comes of it."""

import pytest
from playwright.sync_api import expect

from tests.ui.widget.host import AMBIGUOUS, ANSWER, SALARY, Host, streamed


def test_a_comparison_of_two_fits_a_telephone(french: Host) -> None:
    page = french.opened()
    page.set_viewport_size({"width": 320, "height": 700})
    french.ask("Compare boulanger et responsable communication en ligne")
    fits = "(table) => table.scrollWidth <= table.clientWidth"
    assert page.locator(".log .table").evaluate(fits)


def test_an_answer_comes_with_its_quotes_under_a_strict_policy(french: Host) -> None:
    page = french.opened()
    french.ask(SALARY)
    answer = page.locator(".log > .answer")
    expect(answer).to_contain_text("45")
    expect(answer).to_contain_text("2017")
    chip = answer.get_by_role("link", name="Source 1").first
    card = page.locator(".card")
    expect(card).to_be_hidden()
    chip.hover()
    expect(card).to_contain_text("De 45 à 65 k€ pour un cadre confirmé")
    expect(card).to_contain_text("Rémunération")
    page.mouse.move(0, 0)
    expect(card).to_be_hidden()
    chip.focus()
    expect(card).to_be_visible()
    assert chip.get_attribute("href", timeout=1000).startswith(f"{french.site}/profiles/")  # type: ignore[union-attr]
    assert not french.said


def test_a_tap_shows_the_quote_and_a_second_one_opens_its_place(french: Host) -> None:
    page = french.opened()
    french.ask(SALARY)
    chip = page.locator(".log .chip").first
    chip.tap()
    quote_shown = page.locator(".card blockquote")
    expect(quote_shown).to_be_visible()
    quoted = quote_shown.text_content()
    with page.expect_popup() as profile:
        chip.tap()
    expect(profile.value.locator("mark").first).to_have_text(quoted or "")


def test_a_quote_follows_its_chip_and_goes_out_of_sight_with_it(french: Host) -> None:
    page = french.opened()
    page.set_viewport_size({"width": 320, "height": 700})
    french.ask("Quelles compétences pour un responsable communication en ligne ?")
    body, card = page.locator(".body"), page.locator(".card")
    page.locator(".log .chip").last.focus()  # the browser scrolls to it
    expect(card).to_be_visible()
    moved = """async (card) => {
      const before = card.getBoundingClientRect().y;
      card.parentNode.querySelector(".body").scrollTop -= 20;
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      return card.getBoundingClientRect().y - before;
    }"""
    assert card.evaluate(moved) == pytest.approx(20, abs=1)  # pixels, which may be halves
    expect(card).to_be_visible()
    body.evaluate("(body) => { body.scrollTop = 0 }")
    expect(card).to_be_hidden()


def test_a_tap_elsewhere_puts_the_quote_away(french: Host) -> None:
    page = french.opened()
    french.ask(SALARY)
    page.locator(".log .chip").first.tap()
    expect(page.locator(".card")).to_be_visible()
    page.locator(".log .question").tap()
    expect(page.locator(".card")).to_be_hidden()


def test_choices_are_buttons_that_carry_the_question_on(french: Host) -> None:
    page = french.opened()
    french.ask(AMBIGUOUS)
    offers = page.get_by_role("group", name="Choisissez un métier").get_by_role("button")
    expect(offers.first).to_be_visible()
    chosen = offers.first.inner_text()
    offers.first.click()
    expect(page.locator(".question").last).to_have_text(chosen)
    expect(page.locator(".log > .answer")).to_have_count(2)
    expect(page.get_by_role("textbox")).to_be_focused()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Quel est le salaire d'un boulanger ?", "Les fiches n’en disent rien"),
        ("Quel temps fera-t-il demain ?", "Hors de mon domaine"),
    ],
)
def test_what_is_no_answer_says_so(french: Host, question: str, said: str) -> None:
    page = french.opened()
    french.ask(question)
    expect(page.locator(".log .status")).to_have_text(said)


def test_a_comparison_is_a_table_with_chips_in_its_cells(french: Host) -> None:
    page = french.opened()
    french.ask("Compare boulanger et responsable communication en ligne")
    table = page.get_by_role("region", name="Comparaison").get_by_role("table")
    assert table.get_by_role("columnheader").count() == 2
    assert table.get_by_role("rowheader").count() > 2
    assert table.locator("td .chip").count() > 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<img src=x onerror=alert(1)>", "<p dir=auto>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("[a](javascript:alert(1))", "<p dir=auto>[a](javascript:alert(1))</p>"),
        ("a **b *c* d** e_f_g \\*h\\* [9]", None),
        ("1. un\n2. deux", "<ol start=1><li dir=auto>un</li><li dir=auto>deux</li></ol>"),
    ],
)
def test_markdown_becomes_nodes_and_nothing_else(
    french: Host, text: str, shown: str | None
) -> None:
    page = french.opened()
    answer = {**ANSWER, "text": text}
    page.route("**/v1/answers/stream", lambda route: streamed(route, ("answer", answer)))
    french.ask("?")
    html = page.locator(".log > .answer").evaluate("(node) => node.innerHTML").replace('"', "")
    expected = "<p dir=auto>a <strong>b <em>c</em> d</strong> e_f_g *h* [9]</p>"
    assert html == (shown or expected)


def test_what_was_streamed_gives_way_to_the_whole_answer(french: Host) -> None:
    page = french.opened()
    answer = {**ANSWER, "text": "un mot"}
    page.route(
        "**/v1/answers/stream",
        lambda route: streamed(route, ("token", {"text": "un mot"}), ("answer", answer)),
    )
    french.ask("?")
    page.wait_for_timeout(200)  # several frames
    expect(page.locator(".body > .answer")).to_be_hidden()


def test_a_stream_is_shown_as_it_comes(french: Host) -> None:
    page = french.opened()
    page.route(
        "**/v1/answers/stream", lambda route: streamed(route, ("token", {"text": "un **mot** [1]"}))
    )
    page.evaluate(
        """() => {
          window.seen = [];
          const streaming = document.querySelector("career-assistant").shadowRoot
            .querySelector("[aria-hidden].answer");
          new MutationObserver(() => window.seen.push(streaming.textContent))
            .observe(streaming, { childList: true });
        }"""
    )
    french.ask("?")
    assert "Je cherche dans les fiches…" in page.evaluate("window.seen")
    expect(page.locator(".problem")).to_contain_text("La connexion est perdue")  # it had no end
