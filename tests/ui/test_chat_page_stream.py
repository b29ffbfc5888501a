"""An answer on the chat page while a slow chat model writes it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from assistant.career_assistant import CareerAssistant
from assistant.chat_model import ChatSettings, open_chat_model
from assistant.chat_writer import ChatWriter
from assistant.model_call import Budget
from eval.chat_server import ChatServer
from index.generation import Generation
from tests.ui.axe import axe_source, violations
from tests.ui.conftest import Visit
from tests.ui.servers import served
from ui.site import create_site

QUESTION = "Quelles sont les activités d’un boulanger ?"
BUDGET = Budget(seconds=20, silence=10, tokens=800, tries=1)
# Each state in which the last answer is seen, as long as it is being written.
WATCH = """() => {
  window.seen = [];
  new MutationObserver(() => {
    const last = [...document.querySelectorAll("#conversation .answer")].at(-1);
    const state = last && [last.className, last.textContent];
    if (state && String(state) !== String(window.seen.at(-1))) window.seen.push(state);
  }).observe(document.getElementById("conversation"), {
    childList: true, subtree: true, characterData: true,
  });
}"""


@pytest.fixture(scope="module")
def model() -> Iterator[ChatServer]:
    with ChatServer() as serving:
        serving.pause = 0.05
        yield serving


def _assistant(generation: Generation, model: ChatServer, behaviour: str) -> CareerAssistant:
    name = f"openai:{behaviour}"
    writer = ChatWriter(open_chat_model(ChatSettings(name, model.url, BUDGET)), name, BUDGET)
    return CareerAssistant(generation, writer=writer)


@pytest.fixture(scope="module")
def slow(model: ChatServer, shipped_generation: Generation) -> Iterator[str]:
    """The address of a site whose chat model is slow."""
    assistant = _assistant(shipped_generation, model, "slow")
    with served(create_site(lambda: assistant)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, slow: str) -> Iterator[Visit]:
    visit = Visit(browser, slow, "fr-FR")
    visit.context.add_init_script(axe_source())
    yield visit
    visit.context.close()


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_an_answer_grows_sentence_by_sentence_and_nothing_is_taken_back(visit: Visit) -> None:
    page = visit.open()
    page.evaluate(WATCH)
    visit.ask(QUESTION)
    seen = page.evaluate("window.seen")
    written = [text for name, text in seen if "writing" in name]
    assert len(set(written)) >= 3
    whole = page.locator("#conversation .answer").last.evaluate(
        """(answer) => {
          const copy = answer.cloneNode(true);
          copy.querySelectorAll(".quote, .sources-title, .sources").forEach((e) => e.remove());
          return copy.textContent;
        }"""
    )
    for earlier, later in zip(written, [*written[1:], whole], strict=True):
        assert _plain(later).startswith(_plain(earlier))
    after = [name for name, _ in seen[[name for name, _ in seen].index("answer writing") :]]
    assert set(after) == {"answer writing", "answer answered"}  # never back to waiting

    marker = page.locator("#conversation .answer .marker").first
    marker.focus()
    expect(page.locator("#conversation .answer .quote").first).to_be_visible()
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("mark").first).to_be_in_viewport()


def test_while_it_is_written_the_page_is_accessible_and_says_it_once(visit: Visit) -> None:
    page = visit.open()
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    writing = page.locator("#conversation .writing")
    expect(writing).to_be_attached()
    found = violations(page)
    expect(page.locator(".writing[aria-hidden]")).to_have_count(1)  # still
    page.locator("#question textarea").fill("Et le salaire")  # typed meanwhile, not lost
    expect(page.locator("#conversation .sources")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value("Et le salaire")
    expect(page.locator(".answer[aria-hidden]")).to_have_count(0)
    assert not found, "\n".join(found)


def test_who_leaves_ends_the_work(browser: Browser, model: ChatServer, slow: str) -> None:
    model.hung_up.clear()
    visit = Visit(browser, slow, "fr-FR")
    page = visit.open()
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#conversation .writing")).to_be_attached()
    visit.context.close()
    assert model.hung_up.wait(15)
