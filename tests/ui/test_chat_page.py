"""The chat page in a real browser."""

import re

from playwright.sync_api import expect

from tests.ui.conftest import Visit

SALARY = "Quel est le salaire d'un responsable communication en ligne ?"


def test_an_answer_shows_its_source_and_opens_it_at_the_passage(french: Visit) -> None:
    page = french.open()
    answer = french.ask(SALARY)
    assert "45" in answer
    assert "65\u00a0k€" in answer
    assert "2017" in answer
    source = page.locator("#conversation .sources li").first
    expect(source).to_contain_text("[1]")
    expect(source).to_contain_text("Responsable communication en ligne › Rémunération")
    expect(source).to_contain_text("Apec · 2017")
    link = source.get_by_role("link")
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in (link.get_attribute("rel") or "")
    quote = link.inner_text()

    with page.expect_popup() as opened:
        link.click()
    profile = opened.value
    expect(profile).to_have_url(re.compile(r"/profiles/responsable-communication-en-ligne\?"))
    mark = profile.locator("mark").first
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_text(quote)


def test_a_marker_in_the_text_opens_its_passage(french: Visit) -> None:
    page = french.open()
    french.ask(SALARY)
    with page.expect_popup() as opened:
        page.locator("#conversation .answer p .marker").first.click()
    expect(opened.value.locator("mark").first).to_be_in_viewport()


def test_a_clicked_example_is_answered_and_suggests_the_next_question(french: Visit) -> None:
    page = french.open()
    examples = page.locator("#conversation .example")
    assert 1 <= examples.count() <= 4
    example = examples.first.inner_text()
    examples.first.click()
    expect(page.locator("#conversation .question")).to_have_text(example)
    expect(page.locator("#conversation .sources li").first).to_be_visible()

    suggestion = page.locator("#conversation .option").first
    asked = suggestion.inner_text()
    suggestion.click()
    expect(page.locator("#conversation .question").last).to_have_text(asked)
    expect(page.locator("#conversation .answer").last.locator(".sources")).to_be_visible()
    # The clicked button is gone; who uses the keyboard goes on from the answer.
    expect(page.locator("#conversation .answer").last).to_be_focused()


def test_a_follow_up_keeps_the_profession(french: Visit) -> None:
    page = french.open()
    french.ask(SALARY)
    french.ask("Quels diplômes ?")
    expect(page.locator("#conversation .answer").last).to_contain_text(
        "«\u00a0Responsable communication en ligne\u00a0»"
    )


def test_a_cleared_conversation_is_forgotten(french: Visit) -> None:
    page = french.open()
    french.ask(SALARY)
    page.get_by_role("button", name="Effacer la conversation").click()
    expect(page.locator("#conversation .example").first).to_be_visible()
    assert "De quel métier parlez-vous" in french.ask("Quels diplômes ?")


def test_two_visitors_have_two_conversations(french: Visit, english: Visit) -> None:
    french.open()
    english.open()
    french.ask(SALARY)
    assert "De quel métier parlez-vous" in english.ask("Quels diplômes ?")


def test_labels_follow_the_browser_and_can_be_switched(french: Visit) -> None:
    page = french.open()
    assert page.evaluate("document.documentElement.lang") == "fr"
    french.ask(SALARY)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Career assistant")
    expect(page).to_have_title("Career assistant")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#conversation .question")).to_have_text(SALARY)
    assert "I could not read this question" in french.ask("")
    page.reload()
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_an_english_browser_is_spoken_to_in_english(english: Visit) -> None:
    page = english.open()
    expect(page.get_by_role("heading", level=1)).to_have_text("Career assistant")
    expect(page.locator("#conversation .example").first).to_have_text(re.compile(r"\w\?$"))
    assert page.url == f"{english.site}/"  # nothing was switched
    assert "€45,000" in english.ask("What does a Responsable communication en ligne earn?")


def test_the_address_can_choose_the_language(english: Visit) -> None:
    page = english.open("?lang=fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Assistant métiers")


def test_an_empty_question_is_met_kindly(french: Visit) -> None:
    page = french.open()
    assert "Je n’ai pas pu lire cette question" in french.ask("")
    assert "45" in french.ask(SALARY)
    expect(page.locator("#conversation .problem")).to_have_count(0)


def test_a_question_too_long_is_met_kindly_and_kept_in_the_box(french: Visit) -> None:
    page = french.open()
    question = "salaire " * 250
    assert len(question) == 2000
    assert "1\u202f000 caractères" in french.ask(question)
    expect(page.locator("#question textarea")).to_have_value(question)


def test_html_and_markdown_in_a_question_are_text(french: Visit) -> None:
    page = french.open()
    french.page.on("dialog", lambda dialog: french.complaints.append(dialog.message))
    question = (
        "<img src=x onerror=alert(1)> <b>gras</b> **fort** [a](//b.c) $$x$$ &amp;\n\n# h\n- x"
    )
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    asked = page.locator("#conversation .question")
    expect(asked).to_be_visible()
    page.locator("#conversation .answer:not(.waiting)").wait_for()
    assert asked.text_content() == question
    assert asked.locator("*").count() == 0
    assert not french.complaints


def test_half_a_character_harms_nothing(french: Visit) -> None:
    page = french.open()
    page.locator("#question textarea").evaluate(
        """(box) => {
          box.value = "salaire \\ud800";
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#conversation .answer:not(.waiting)")).to_be_visible()
    expect(page.locator("#conversation .question")).to_have_text("salaire ?")


def test_nothing_is_requested_elsewhere_and_nothing_fails(french: Visit) -> None:
    page = french.open()
    page.get_by_label("Chercher un métier").fill("boulan")
    page.locator("#found button").first.click()
    page.locator("#conversation .sources").wait_for()
    french.ask(SALARY)
    page.get_by_role("button", name="Oui, elle m’aide").click()
    page.locator("#thanks p").wait_for()
    page.get_by_role("button", name="English").click()
    expect(page).to_have_title("Career assistant")
    assert not french.complaints
    page.reload()
    french.complaints.clear()  # leaving a page cuts what it still hears from the server
    with page.expect_popup() as opened:
        page.locator("#conversation .sources a").first.click()
    opened.value.wait_for_load_state("networkidle")
    assert len(french.requested) > 20
    elsewhere = [url for url in french.requested if not url.startswith((french.site, "data:"))]
    assert not elsewhere
    assert not french.complaints
    assert page.evaluate("localStorage.length + document.cookie.length") == 0


def test_a_narrow_window_needs_no_sideways_scrolling(french: Visit) -> None:
    page = french.open()
    page.set_viewport_size({"width": 320, "height": 640})
    french.ask(SALARY)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    expect(page.get_by_role("button", name="Envoyer")).to_be_in_viewport(ratio=1)
