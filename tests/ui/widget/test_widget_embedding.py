"""The ways in which a site embeds the widget, and what its pages may do to it."""

from playwright.sync_api import expect

from tests.ui.widget.host import BUTTON, BY_HAND, LAUNCHER, SALARY, Host
from ui.widget_script import widget_script


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
    page = french.opened(LAUNCHER.replace("async", 'data-profile="no-such" async'))
    french.ask(SALARY)
    expect(page.locator(".log > .answer")).to_contain_text("45")
    assert any("[career-assistant]" in said and "no-such" in said for said in french.said)


def test_it_is_small_enough() -> None:
    assert len(widget_script().gzipped) <= 15_000


def test_the_profession_of_the_page_is_the_one_that_is_meant(french: Host) -> None:
    profile = 'data-profile="boulanger-boulangere" async'
    page = french.opened(LAUNCHER.replace("async", profile))
    french.ask("Quels diplômes ?")
    expect(page.locator(".log > .answer")).to_contain_text("CAP")


def test_a_module_has_no_current_script_and_finds_its_own(french: Host) -> None:
    module = BY_HAND.replace('type="module"', 'type="module" data-lang="en" data-position="left"')
    page = french.open(module)
    launcher = page.get_by_role("button", name="A question about a job?")
    box = launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100
    launcher.click()
    french.ask("What qualifications does a baker need?")
    expect(page.locator(".log > .answer")).to_contain_text("CAP")


def test_a_launcher_can_be_placed_by_hand(french: Host) -> None:
    page = french.open(BY_HAND + '<career-assistant mode="launcher" lang="fr"></career-assistant>')
    expect(page.locator("career-assistant")).to_have_count(1)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_page_that_navigates_without_loading_keeps_the_conversation(french: Host) -> None:
    page = french.opened()
    french.ask(SALARY)
    page.evaluate(
        """() => {
          history.pushState({}, "", "/elsewhere");
          document.body = document.createElement("body");
          CareerAssistant.mount({ lang: "en" });
        }"""
    )
    page.get_by_role("button", name="A question about a job?").click()
    expect(page.locator(".question")).to_have_text(SALARY)
    expect(page.locator("career-assistant")).to_have_count(1)
    french.ask("And the qualifications?")
    assert not french.said


def test_a_widget_that_is_removed_while_it_answers_says_nothing(french: Host) -> None:
    page = french.open()
    page.route("**/v1/answers/stream", lambda route: None)  # never answered
    page.evaluate(
        """(question) => {
          window.answered = "waiting";
          CareerAssistant.ask(question).then((answer) => { window.answered = answer; });
        }""",
        SALARY,
    )
    page.locator(".waiting").wait_for()
    page.evaluate("CareerAssistant.unmount()")
    page.wait_for_function("window.answered === null")
    assert not french.said


def test_a_site_hears_of_opinions_errors_and_erasures(french: Host) -> None:
    page = french.open()
    page.evaluate(
        """() => {
          window.heard = [];
          for (const name of ["open", "close", "ask", "answer", "feedback", "error", "erase"]) {
            document.addEventListener(`career-assistant:${name}`, (event) => {
              const { question, rating, kind } = event.detail;
              window.heard.push([name, question ?? null, rating ?? kind ?? null]);
            });
          }
        }"""
    )
    page.get_by_role("button", name=BUTTON).click()
    french.ask(SALARY)
    page.get_by_role("button", name="Oui", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Merci de votre avis.")
    page.get_by_role("button", name="Effacer la conversation").click()
    expect(page.locator(".erased")).to_be_visible()
    page.context.set_offline(True)
    french.ask("Et le salaire ?")
    page.get_by_role("button", name="Fermer").click()
    assert page.evaluate("window.heard") == [
        ["open", None, None],
        ["ask", SALARY, None],
        ["answer", SALARY, None],
        ["feedback", None, "up"],
        ["erase", None, None],
        ["ask", "Et le salaire ?", None],
        ["error", "Et le salaire ?", "lost"],
        ["close", None, None],
    ]


def test_two_in_a_page_answer_each_for_its_profession(french: Host) -> None:
    placed = "".join(
        f'<career-assistant id="{profile}" mode="inline" lang="fr" profile="{profile}">'
        "</career-assistant>"
        for profile in ("boulanger-boulangere", "responsable-communication-en-ligne")
    )
    page = french.open(BY_HAND + placed)
    baker, manager = (page.locator("career-assistant").nth(place) for place in (0, 1))
    for widget, question in ((baker, "Quels diplômes ?"), (manager, "Quel est le salaire ?")):
        widget.get_by_role("textbox").fill(question)
        widget.get_by_role("textbox").press("Enter")
        expect(widget.locator(".log > .answer")).to_have_count(1)
    expect(baker.locator(".answer").first).to_contain_text("CAP")
    expect(manager.locator(".answer").first).to_contain_text("45")
    page.reload()
    expect(baker.locator(".question")).to_have_text("Quels diplômes ?")
    expect(manager.locator(".question")).to_have_text("Quel est le salaire ?")
