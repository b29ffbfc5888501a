"""The widget in a real browser, in a page of another origin: strict policy, hostile style."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from starlette.middleware.cors import CORSMiddleware

from api.access import Access
from api.app import create_app
from assistant.career_assistant import CareerAssistant
from assistant.database import Database, database_url
from assistant.keys import Keys
from index.ingest import ingest
from tests.ui.servers import careers_site, served
from ui.widget_pages import add_widget

SALARY = "Quel est le salaire d'un responsable communication en ligne ?"
LAUNCHER = '<script src="{assistant}/widget.js" data-lang="fr" async></script>'
BY_HAND = '<script src="{assistant}/widget.js" type="module"></script>'


class Host:
    """A careers site's page with the widget in it, and what went wrong there."""

    def __init__(self, context: BrowserContext, site: str, host: str) -> None:
        self.site, self.host = site, host
        self.page = context.new_page()
        self.requested: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", lambda said: self.said.append(said.text))

    def open(self, embed: str = LAUNCHER) -> Page:
        """Open the page that embeds the widget so."""
        self.page.goto(f"{self.host}/?embed={quote(embed)}")
        self.page.wait_for_function("Boolean(customElements.get('career-assistant'))")
        return self.page

    def ask(self, question: str) -> None:
        """Ask, and wait for what comes of it."""
        answers = self.page.locator(".log > .answer")
        before = answers.count()
        self.page.get_by_role("textbox").fill(question)
        self.page.get_by_role("textbox").press("Enter")
        expect(answers).to_have_count(before + 1)

    def from_assistant(self) -> list[str]:
        """Return what was asked of the assistant's server, as paths."""
        return [url.removeprefix(self.site) for url in self.requested if url.startswith(self.site)]


@pytest.fixture(scope="module")
def welcoming(application: FastAPI, site: str) -> Iterator[str]:
    """The same site, which lets pages of any origin ask."""
    anyone = CORSMiddleware(application, ["*"], ["*"], ["*"])
    with served(anyone, lifespan="off") as address:  # `site` began it
        yield address


@pytest.fixture(scope="module")
def host(welcoming: str) -> Iterator[str]:
    with served(careers_site(welcoming)) as address:
        yield address


@pytest.fixture
def french(browser: Browser, welcoming: str, host: str) -> Iterator[Host]:
    context = browser.new_context(locale="fr-FR", has_touch=True)
    context.set_default_timeout(20_000)
    yield Host(context, welcoming, host)
    context.close()


def opened(french: Host, embed: str = LAUNCHER) -> Page:
    page = french.open(embed)
    page.get_by_role("button", name="Une question sur un métier").click()
    return page


def test_before_it_is_opened_it_fetches_and_stores_nothing(french: Host) -> None:
    page = french.open()
    page.locator(".launcher").wait_for()
    assert french.from_assistant() == ["/widget.js"]
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    page.get_by_role("button", name="Une question sur un métier").click()
    assert french.from_assistant() == ["/widget.js"]


def test_an_answer_comes_with_its_quotes_under_a_strict_policy(french: Host) -> None:
    page = opened(french)
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
    page = opened(french)
    french.ask(SALARY)
    chip = page.locator(".log .chip").first
    chip.tap()
    quote_shown = page.locator(".card blockquote")
    expect(quote_shown).to_be_visible()
    quoted = quote_shown.text_content()
    with page.expect_popup() as profile:
        chip.tap()
    expect(profile.value.locator("mark").first).to_have_text(quoted or "")


def test_choices_are_buttons_that_carry_the_question_on(french: Host) -> None:
    page = opened(french)
    french.ask("Quels diplômes pour un technicien ou un responsable ?")
    offers = page.locator(".offers button")
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
    page = opened(french)
    french.ask(question)
    expect(page.locator(".log .status")).to_have_text(said)


def test_a_comparison_is_a_table_with_chips_in_its_cells(french: Host) -> None:
    page = opened(french)
    french.ask("Compare boulanger et responsable communication en ligne")
    table = page.get_by_role("region", name="Comparaison").get_by_role("table")
    assert table.get_by_role("columnheader").count() == 2
    assert table.locator("td .chip").count() > 2


def test_an_answer_is_announced_once(french: Host) -> None:
    page = opened(french)
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


def test_the_keyboard_is_enough_and_nothing_holds_it(french: Host) -> None:
    page = french.open('<a href="#" id="before">avant</a>' + LAUNCHER)
    launcher = page.get_by_role("button", name="Une question sur un métier")
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


def test_a_conversation_lives_in_this_tab_until_it_is_erased(french: Host) -> None:
    page = opened(french)
    french.ask(SALARY)
    page.reload()
    page.get_by_role("button", name="Une question sur un métier").click()
    expect(page.locator(".question")).to_have_text(SALARY)
    french.ask("Quels diplômes ?")
    expect(page.locator(".log > .answer").last).to_contain_text(
        "Responsable communication en ligne"
    )
    page.get_by_role("button", name="Effacer la conversation").click()
    expect(page.get_by_role("log")).to_have_text("La conversation est effacée.")
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("localStorage.length") == 0


def test_loaded_twice_and_after_the_page_was_replaced_there_is_one(french: Host) -> None:
    page = french.open(LAUNCHER + LAUNCHER)
    expect(page.locator("career-assistant")).to_have_count(1)
    page.evaluate("document.body.replaceChildren()")
    expect(page.locator("career-assistant")).to_have_count(0)
    page.evaluate("CareerAssistant.mount({ lang: 'en' })")
    expect(page.get_by_role("button", name="A question about a job?")).to_be_visible()
    assert not french.said


def test_a_single_page_site_calls_it_and_hears_of_it(french: Host) -> None:
    page = french.open(BY_HAND)
    expect(page.locator("career-assistant")).to_have_count(0)  # no data-*: left to the page
    heard = page.evaluate(
        """async (question) => {
          const heard = [];
          for (const name of ["open", "ask", "answer", "close"]) {
            document.addEventListener(`career-assistant:${name}`, ({ type }) => heard.push(type));
          }
          const answer = await CareerAssistant.ask(question);
          CareerAssistant.close();
          CareerAssistant.unmount();
          return [answer.status, heard, document.querySelector("career-assistant")];
        }""",
        SALARY,
    )
    names = [f"career-assistant:{name}" for name in ("open", "ask", "answer", "close")]
    assert heard == ["answered", names, None]


def test_placed_by_hand_it_stands_in_the_page_about_its_profile(french: Host) -> None:
    page = french.open(
        BY_HAND
        + '<career-assistant mode="inline" lang="en" profile="boulanger-boulangere">'
        + "</career-assistant>"
    )
    expect(page.get_by_role("region", name="Career assistant")).to_be_visible()
    french.ask("What qualifications are required?")
    expect(page.locator(".log > .answer")).to_contain_text("CAP")


def test_a_profile_that_is_not_there_is_told_to_the_owner_alone(french: Host) -> None:
    page = opened(french, LAUNCHER.replace("async", 'data-profile="no-such" async'))
    french.ask(SALARY)
    expect(page.locator(".log > .answer")).to_contain_text("45")
    assert any("[career-assistant]" in said and "no-such" in said for said in french.said)


def test_hostile_style_does_not_reach_it(french: Host) -> None:
    page = opened(french)
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


def test_a_lost_connection_says_so_and_the_question_goes_out_again(french: Host) -> None:
    page = opened(french)
    page.context.set_offline(True)
    french.ask(SALARY)
    expect(page.locator(".problem")).to_contain_text("La connexion est perdue")
    page.context.set_offline(False)
    expect(page.locator(".log > .answer")).to_contain_text("45")
    expect(page.locator(".problem")).to_have_count(0)


def test_a_refused_origin_is_told_to_the_owner_and_the_visitor_kindly(
    browser: Browser, site: str
) -> None:
    with served(careers_site(site)) as address:
        refused = Host(browser.new_context(locale="fr-FR"), site, address)
        page = opened(refused)
        refused.ask(SALARY)
        expect(page.locator(".problem")).to_have_text(
            "L’assistant n’est pas disponible sur cette page pour le moment."
        )
        told = [said for said in refused.said if said.startswith("[career-assistant]")]
        assert len(told) == 1
        assert f"refuses pages of {address}" in told[0]
        page.context.close()


def test_a_key_lets_the_site_that_it_was_made_for_ask_and_no_other(
    browser: Browser, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    ingest([Path(__file__).parents[2] / "corpus" / "profiles"], data)
    keys = Keys(Database(database_url(None, data)))
    assistant = cache(lambda: CareerAssistant.open(data))
    app = create_app(assistant, Access(keys, required=True))
    add_widget(app)
    with (
        served(app) as site,
        served(careers_site(site)) as allowed,
        served(careers_site(site)) as other,
    ):
        _, key = keys.create("careers", [allowed])
        embed = LAUNCHER.replace("async", f'data-key="{key}" async')
        for address, said in ((allowed, "45"), (other, "n’est pas disponible sur cette page")):
            host = Host(browser.new_context(locale="fr-FR"), site, address)
            page = opened(host, embed)
            host.ask(SALARY)
            expect(page.locator(".log > .answer")).to_contain_text(said)
            page.context.close()


def test_an_opinion_is_sent_with_its_reason(french: Host) -> None:
    page = opened(french)
    sent: list[Any] = []

    def keep(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data_json)
        route.fulfill(
            status=201,
            headers={"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"},
        )

    page.route("**/v1/feedback", keep)
    french.ask(SALARY)
    page.get_by_role("button", name="Non", exact=True).click()
    page.get_by_role("button", name="C’est incomplet").click()
    expect(page.get_by_role("status")).to_have_text("Merci de votre avis.")
    assert [(said["rating"], said["reason"]) for said in sent] == [("down", "incomplete")]
    assert sent[0]["answer_id"]


def streamed(route: Route, *events: tuple[str, dict[str, Any]]) -> None:
    body = ": open\n\n" + "".join(
        f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events
    )
    route.fulfill(
        body=body,
        content_type="text/event-stream",
        headers={"Access-Control-Allow-Origin": "*"},
    )


ANSWER: dict[str, Any] = {
    "id": "a",
    "conversation_id": "c",
    "status": "answered",
    "language": "fr",
    "citations": [],
    "profiles": [],
    "suggestions": [],
}


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
    page = opened(french)
    answer = {**ANSWER, "text": text}
    page.route("**/v1/answers/stream", lambda route: streamed(route, ("answer", answer)))
    french.ask("?")
    html = page.locator(".log > .answer").evaluate("(node) => node.innerHTML").replace('"', "")
    expected = "<p dir=auto>a <strong>b <em>c</em> d</strong> e_f_g *h* [9]</p>"
    assert html == (shown or expected)


def test_a_fault_on_the_servers_side_can_be_tried_again(french: Host) -> None:
    page = opened(french)
    problem = {"problem": {"title": "Fault", "detail": "Try again later."}}
    page.route("**/v1/answers/stream", lambda route: streamed(route, ("error", problem)))
    french.ask(SALARY)
    expect(page.locator(".problem")).to_contain_text("une panne de mon côté")
    page.unroute_all()
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".log > .answer")).to_contain_text("45")


def test_what_was_streamed_gives_way_to_the_whole_answer(french: Host) -> None:
    page = opened(french)
    answer = {**ANSWER, "text": "un mot"}
    page.route(
        "**/v1/answers/stream",
        lambda route: streamed(route, ("token", {"text": "un mot"}), ("answer", answer)),
    )
    french.ask("?")
    page.wait_for_timeout(200)  # several frames
    expect(page.locator(".body > .answer")).to_be_hidden()


def test_a_stream_is_shown_as_it_comes(french: Host) -> None:
    page = opened(french)
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
