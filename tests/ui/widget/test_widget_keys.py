"""The widget with a publishable key, against a server that wants one and keeps what it is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from api.access import Access
from api.bounds import Bounds
from assistant.career_assistant import CareerAssistant
from assistant.database import Database, database_url
from assistant.keys import Keys
from assistant.stored_conversations import StoredConversations
from index.data_folder import open_current
from index.ingest import ingest
from tests.ui.axe import axe_source, violations
from tests.ui.servers import careers_site, served
from tests.ui.widget.host import AMBIGUOUS, LAUNCHER, SALARY, Host
from ui.site import create_site

_PROFILES = Path(__file__).parents[3] / "corpus" / "profiles"


@dataclass
class Keyed:
    """A server that wants keys, and two sites beside it, of which one has a key."""

    site: str
    keys: Keys
    database: Database
    allowed: str
    other: str

    def visit(self, browser: Browser, key: str, host: str | None = None) -> tuple[Host, Page]:
        """Open the widget on a site, with a key."""
        context = browser.new_context(locale="fr-FR")
        context.set_default_timeout(20_000)
        host_there = Host(context, self.site, host or self.allowed)
        return host_there, host_there.opened(LAUNCHER.replace("async", f'data-key="{key}" async'))

    def kept(self, table: str) -> list[tuple[object, ...]]:
        """Return the rows of a table."""
        with self.database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]


def _serving(tmp_path: Path, rate: str = "1000/minute", at_once: int = 64) -> Iterator[Keyed]:
    ingest([_PROFILES], tmp_path)
    database = Database(database_url(None, tmp_path))
    assistant = CareerAssistant(open_current(tmp_path))
    assistant.conversations = StoredConversations(database)
    keys = Keys(database)
    access = Access(keys, required=True, rate=rate)
    site = create_site(lambda: assistant, access, Bounds(at_once=at_once))
    with (
        served(site, lifespan="off") as address,
        served(careers_site(address)) as allowed,
        served(careers_site(address)) as other,
    ):
        yield Keyed(address, keys, database, allowed, other)


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    yield from _serving(tmp_path_factory.mktemp("keyed"))


def test_with_a_key_all_of_a_conversation_works_and_is_kept(keyed: Keyed, browser: Browser) -> None:
    key, said = keyed.keys.create("careers", [keyed.allowed])
    host, page = keyed.visit(browser, said)
    host.ask(SALARY)
    expect(page.locator(".log > .answer")).to_contain_text("45")
    assert any(path == "/v1/answers/stream" for path in host.from_assistant())
    expect(page.locator(".log .chip").first).to_be_visible()
    page.get_by_role("button", name="Oui", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Merci de votre avis.")
    host.ask(AMBIGUOUS)
    page.get_by_role("group", name="Choisissez un métier").get_by_role("button").first.click()
    expect(page.locator(".log > .answer")).to_have_count(3)
    assert [row for row in keyed.kept("turns") if key.id in row or SALARY in row]
    page.get_by_role("button", name="Non", exact=True).click()
    page.get_by_role("button", name="C’est incomplet").click()
    expect(page.get_by_role("status")).to_have_text("Merci de votre avis.")
    assert [row for row in keyed.kept("feedback") if "incomplete" in row]
    page.get_by_role("button", name="Effacer la conversation").click()
    expect(page.locator(".erased")).to_be_visible()
    assert keyed.kept("turns") == []
    assert page.evaluate("sessionStorage.length") == 0
    assert host.said == []
    page.context.close()


def test_a_conversation_that_the_server_forgot_goes_on(keyed: Keyed, browser: Browser) -> None:
    _, said = keyed.keys.create("careers", [keyed.allowed])
    host, page = keyed.visit(browser, said)
    host.ask(SALARY)
    with keyed.database.writing("turns") as connection:
        connection.execute(text("DELETE FROM turns"))
    host.ask(SALARY)
    expect(page.locator(".log > .answer").last).to_contain_text("45")
    page.context.close()


def test_a_key_is_good_for_its_own_site_alone(keyed: Keyed, browser: Browser) -> None:
    _, said = keyed.keys.create("careers", [keyed.allowed])
    _refused(*keyed.visit(browser, said, keyed.other), "refuses pages of", keyed.other)
    _, others = keyed.keys.create("other", [keyed.other])
    _refused(*keyed.visit(browser, said, keyed.other), "This key is for other sites", keyed.other)
    host, page = keyed.visit(browser, others, keyed.other)
    host.ask(SALARY)
    expect(page.locator(".log > .answer")).to_contain_text("45")
    page.context.close()


def test_a_revoked_key_is_told_to_the_owner(keyed: Keyed, browser: Browser) -> None:
    key, said = keyed.keys.create("careers", [keyed.allowed])
    keyed.keys.create("careers too", [keyed.allowed])
    host, page = keyed.visit(browser, said)
    host.ask(SALARY)
    keyed.keys.revoke(key.id)
    _refused(host, page, "This key is not known", keyed.allowed)


def _refused(host: Host, page: Page, why: str, origin: str) -> None:
    host.ask(SALARY)
    problem = page.locator(".problem")
    expect(problem).to_have_text("L’assistant n’est pas disponible sur cette page pour le moment.")
    expect(problem.get_by_role("button")).to_have_count(0)  # to try again would not help
    assert why in host.told()[-1]
    assert origin in host.told()[-1]
    page.context.close()


def test_a_quota_that_is_used_up_is_said_kindly(keyed: Keyed, browser: Browser) -> None:
    _, said = keyed.keys.create("careers", [keyed.allowed], daily=1)
    host, page = keyed.visit(browser, said)
    host.ask(SALARY)
    host.ask("Quels diplômes ?")
    expect(page.locator(".problem")).to_contain_text(_until_tomorrow())
    assert "Too many requests" in host.told()[0]
    page.context.close()


def _until_tomorrow() -> str:
    """Return what is said of a quota that begins anew at midnight, UTC."""
    return "Réessayez dans" if datetime.now(UTC).hour == 23 else "Revenez demain"


def test_too_many_questions_can_be_asked_again_later(tmp_path: Path, browser: Browser) -> None:
    for keyed in _serving(tmp_path, rate="1/10 seconds"):
        _, said = keyed.keys.create("careers", [keyed.allowed])
        host, page = keyed.visit(browser, said)
        host.ask(SALARY)
        host.ask(SALARY)
        problem = page.locator(".problem")
        expect(problem).to_contain_text("Beaucoup de questions arrivent en ce moment.")
        expect(problem).to_contain_text("dans un instant")
        page.wait_for_timeout(10_000)
        problem.get_by_role("button", name="Réessayer").click()
        expect(page.locator(".problem")).to_have_count(0)
        expect(page.locator(".log > .answer")).to_have_count(2)
        page.context.close()


def test_a_server_that_has_enough_to_do_says_so(tmp_path: Path, browser: Browser) -> None:
    for keyed in _serving(tmp_path, at_once=0):
        _, said = keyed.keys.create("careers", [keyed.allowed])
        host, page = keyed.visit(browser, said)
        host.ask(SALARY)
        expect(page.locator(".problem")).to_contain_text("Beaucoup de questions arrivent")
        expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
        page.context.close()


def test_the_demonstration_says_how_to_make_its_key_and_works_with_it(
    keyed: Keyed, browser: Browser
) -> None:
    context = browser.new_context(locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    page.goto(f"{keyed.site}/demo")
    command = page.get_by_text("career keys create --name demo")
    expect(command).to_have_text(f"career keys create --name demo --origins {keyed.site}")
    expect(page.locator("script")).to_have_count(0)
    page.evaluate(axe_source())
    assert violations(page) == []
    _, said = keyed.keys.create("demo", [keyed.site])
    page.goto(f"{keyed.site}/demo?key={said}")
    page.locator(".launcher").click()
    page.get_by_role("textbox").fill(SALARY)
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".log > .answer")).to_contain_text("45")
    context.close()


@pytest.mark.parametrize("key", ["career_secret_abc", "no-key", '"><script>alert(1)</script>'])
def test_the_demonstration_takes_no_other_key(keyed: Keyed, browser: Browser, key: str) -> None:
    page = browser.new_page()
    page.goto(f"{keyed.site}/demo?key={key}")
    expect(page.get_by_text("n’est pas de celles")).to_be_visible()
    expect(page.locator("script")).to_have_count(0)
    assert key not in page.content()
    page.close()


def test_the_demonstration_trusts_no_name_that_it_is_called_by(keyed: Keyed) -> None:
    page = httpx.get(f"{keyed.site}/demo", headers={"Host": '"><script>alert(1)</script>'})
    assert page.status_code in (200, 400)
    assert "<script>" not in page.text
