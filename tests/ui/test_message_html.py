"""Questions and answers as HTML: whatever is in them is text."""

import pytest

from assistant.answer import Answer, Citation, Timing
from assistant.phrases import escaped
from corpus.profile import Source
from ui.message_html import answer_html, question_html

HOSTILE = "<script>x</script>\n\n# [a](//b.c) ![i](//b.c/i.png) <//b.c> **[1]** & `\"'"


def an_answer(text: str, quote: str = "La paie est de 2 000 €.") -> Answer:
    citation = Citation(
        number=1,
        passage_id="p",
        profile_id="boulanger",
        profile_title="Boulanger",
        section="salary",
        heading="Salaire",
        quote=quote,
        start=0,
        end=len(quote),
        url="/profiles/boulanger?start=0&end=9#passage",
        source=Source(title="Fiche", publisher="Éditeur", published="2020-05-01"),
        answer_spans=(),
    )
    return Answer(
        id="a",
        conversation_id="c",
        created_at="2026-01-01T00:00:00.000+00:00",
        status="answered",
        language="fr",
        text=text,
        citations=(citation,),
        profiles=(),
        suggestions=(),
        generator="extractive",
        timing_ms=Timing(0, 0, 0, 0),
    )


def test_a_marker_is_a_link_that_stays_with_its_statement() -> None:
    html = answer_html(an_answer("**2 000 €** [1]"), "fr")
    assert '<strong>2 000 €</strong>\u00a0<span class="cited"><a' in html
    assert html.count('href="/profiles/boulanger?start=0&amp;end=9#passage"') == 2
    assert html.count('target="_blank" rel="noopener"') == 2


def test_a_citation_says_where_it_comes_from() -> None:
    html = answer_html(an_answer("Oui. [1]"), "fr")
    assert "Boulanger › Salaire" in html
    assert "Fiche · Éditeur · 2020" in html


def test_a_comparison_is_a_table_whose_cells_hold_what_profiles_say() -> None:
    cell = escaped("a | b `c` <i>")
    html = answer_html(an_answer(f"| | Boulanger |\n|---|---|\n| **Salaire** | {cell} [1] |"), "fr")
    assert html.count("<td>") == 3  # the empty corner is no header
    assert 'a | b `c` &lt;i&gt;\u00a0<span class="cited"><a' in html


def test_only_markers_of_citations_are_links() -> None:
    html = answer_html(
        an_answer(rf"{escaped('[1] de la fiche')} et [2] et [x] et [{'9' * 5000}]. [1]"), "fr"
    )
    assert html.count('class="marker"') == 1


@pytest.mark.parametrize("text", [HOSTILE, escaped(HOSTILE)])
def test_nothing_in_an_answer_is_markup_but_paragraphs_lists_and_emphasis(text: str) -> None:
    html = answer_html(an_answer(text, quote=HOSTILE), "fr")
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="//b.c' not in html
    # To Gradio an empty line ends the HTML, and Markdown begins.
    assert "\n" not in html


def test_a_question_is_text() -> None:
    html = question_html(HOSTILE)
    assert html.count("<") == 2  # the block's own tags
    assert "\n" not in html


def test_each_paragraph_is_written_in_its_own_direction() -> None:
    html = answer_html(an_answer("أجيب بالفرنسية.\n\nJe réponds en français. [1]"), "fr")
    assert html.count('<p dir="auto">') == 2
    assert 'dir="auto"' in question_html("كم يكسب الخباز؟")
