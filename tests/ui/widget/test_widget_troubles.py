"""What a visitor is told when something fails, and what the site's owner reads."""

from playwright.sync_api import Browser, expect

from tests.ui.servers import careers_site, served
from tests.ui.widget.host import SALARY, Host, streamed


def test_a_lost_connection_says_so_and_the_question_goes_out_again(french: Host) -> None:
    page = french.opened()
    page.context.set_offline(True)
    french.ask(SALARY)
    expect(page.locator(".problem")).to_contain_text("La connexion est perdue")
    page.context.set_offline(False)
    expect(page.locator(".log > .answer")).to_contain_text("45")
    expect(page.locator(".problem")).to_have_count(0)


def test_a_fault_on_the_servers_side_can_be_tried_again(french: Host) -> None:
    page = french.opened()
    problem = {"title": "Fault", "status": 500, "detail": "Try again later."}
    page.route("**/v1/answers/stream", lambda route: streamed(route, ("error", problem)))
    french.ask(SALARY)
    expect(page.locator(".problem")).to_contain_text("une panne de mon côté")
    page.unroute_all()
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".log > .answer")).to_contain_text("45")


def test_a_refused_origin_is_told_to_the_owner_and_the_visitor_kindly(
    browser: Browser, site: str
) -> None:
    with served(careers_site(site)) as address:
        refused = Host(browser.new_context(locale="fr-FR"), site, address)
        page = refused.opened()
        refused.ask(SALARY)
        expect(page.locator(".problem")).to_have_text(
            "L’assistant n’est pas disponible sur cette page pour le moment."
        )
        (told,) = refused.told()
        assert f"refuses pages of {address}" in told
        page.context.close()


def test_an_erasure_that_fails_says_so_and_the_bin_tries_again(french: Host) -> None:
    page = french.opened()
    french.ask(SALARY)
    page.context.set_offline(True)
    page.get_by_role("button", name="Effacer la conversation").click()
    expect(page.get_by_role("log")).to_contain_text("n’a pas pu être effacée du serveur")
    page.context.set_offline(False)
    with page.expect_response(lambda response: response.request.method == "DELETE") as erased:
        page.get_by_role("button", name="Effacer la conversation").click()
    assert erased.value.status == 204
    expect(page.get_by_role("log")).to_have_text("La conversation est effacée.")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_question_that_cannot_be_read_stays_in_the_box(french: Host) -> None:
    page = french.opened()
    long = "a" * 1001  # more than the box takes
    assert page.evaluate("(question) => CareerAssistant.ask(question)", long) is None
    expect(page.locator(".problem")).to_contain_text("Je n’ai pas pu lire cette question")
    expect(page.get_by_role("textbox")).to_have_value(long)


def test_a_site_whose_policy_lacks_the_assistant_reads_what_to_add(french: Host) -> None:
    page = french.opened()
    page.route("**/v1/**", lambda route: route.abort("blockedbyclient"))
    page.route("**/healthz", lambda route: route.abort("blockedbyclient"))
    french.ask(SALARY)
    expect(page.locator(".problem")).to_contain_text("La connexion est perdue")
    assert f"connect-src must name {french.site}" in french.told()[0]
