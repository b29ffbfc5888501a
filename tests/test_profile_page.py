"""The profile page as the server writes it: facts, contents, sources, and what is hostile."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.profile_page import render_profile
from assistant.career_assistant import CareerAssistant
from assistant.current import CurrentAssistant
from corpus.profile import Profile, Section, Source, Span
from index.ingest import ingest

COMMUNICATION = "/profiles/responsable-communication-en-ligne"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(shipped_assistant: CareerAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: shipped_assistant)) as client:
        yield client


class Elements(HTMLParser):
    """The elements of a page, in order, each with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def levels(self) -> list[int]:
        """Return the levels of the headings."""
        return [int(tag[1]) for tag, _ in self.found if re.fullmatch("h[1-6]", tag)]

    def links(self) -> list[str]:
        """Return where the links lead."""
        return [attributes["href"] or "" for tag, attributes in self.found if tag == "a"]


def profile(text: str, *sections: Section, source: Source | None = None) -> Profile:
    return Profile("job", text[:20], (), "fr", source or Source(), text, sections, ())


@pytest.mark.parametrize(
    "name", ["boulanger-boulangere", "responsable-communication-en-ligne", "web-developer"]
)
def test_headings_come_in_order_and_the_contents_lead_to_them(
    client: TestClient, name: str
) -> None:
    page = Elements(client.get(f"/profiles/{name}").text)
    levels = page.levels()
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    places = {attributes.get("id") for _, attributes in page.found}
    within = [link[1:] for link in page.links() if link.startswith("#")]
    assert len(within) > 8
    assert set(within) <= places


def test_facts_stand_at_the_top_each_leading_to_its_passage(client: TestClient) -> None:
    page = client.get(COMMUNICATION).text
    facts = page.split('<dl class="facts">')[1].split("</dl>")[0]
    read = re.findall(r'<dd><a href="([^"]+)">([^<]+)</a>', facts)
    assert [value for _, value in read] == [
        "45 à 65\u00a0k€",
        "cinq ans",
        "bac\u00a0+2 à bac\u00a0+5",
        "anglais",
    ]
    assert "publié le 13 septembre 2017" in facts
    words = ("45 à 65", "cinq ans", "bac+2", "anglais")
    for (address, _), said in zip(read, words, strict=True):
        marked = client.get(address.replace("&amp;", "&").split("#")[0]).text
        assert said in marked.split("<mark")[1].split("</mark>")[0]


def test_a_profile_without_facts_has_no_summary() -> None:
    assert 'class="facts"' not in render_profile(profile("Luthier"), "", "").html


def test_source_date_publisher_and_licence_are_shown(client: TestClient) -> None:
    page = client.get("/profiles/web-developer").text
    assert '<html lang="en">' in page
    for said in ("O*NET 29.3", "U.S. Department of Labor", "1 May 2025", "CC BY 4.0"):
        assert said in page
    assert "more than three years old" not in page
    assert "plus de trois ans" in client.get(COMMUNICATION).text


def test_a_question_about_the_profession_can_be_asked_without_a_script(client: TestClient) -> None:
    response = client.get(COMMUNICATION)
    page = Elements(response.text)
    assert "/?profile=responsable-communication-en-ligne&lang=fr" in page.links()
    asked = [link for link in page.links() if "&q=" in link]
    assert len(asked) == 3
    assert "script" not in {tag for tag, _ in page.found}
    policy = response.headers.get_list("content-security-policy")[0]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    "query",
    [
        "start=-1&end=5", "start=5", "end=5", "start=&end=", "start=1e3&end=2e3", "start=5&end=5",
        "start=%00&end=%00", "start=²&end=³", "start=٣&end=9999", "start=0&end=1&start=x",
        f"start={'9' * 4000}&end=1", "start[]=1&end[]=2", "start=0&end=99999999999",
    ],
)  # fmt: skip
def test_no_span_however_written_breaks_the_page(client: TestClient, query: str) -> None:
    assert client.get(f"{COMMUNICATION}?{query}").status_code == 200


def test_a_passage_that_is_not_there_is_said(client: TestClient) -> None:
    assert "n’est pas dans cette fiche" in client.get(f"{COMMUNICATION}?start=1&end=9999999").text
    assert "n’est pas dans cette fiche" not in client.get(COMMUNICATION).text


def test_a_profile_that_is_not_there_is_said_to_a_person_as_a_page(client: TestClient) -> None:
    french = client.get("/profiles/nobody", headers={**HTML, "Accept-Language": "fr-FR,en;q=0.5"})
    assert (french.status_code, french.headers["content-type"][:9]) == (404, "text/html")
    assert "Cette fiche n’existe pas" in french.text
    english = client.get("/profiles/<b>", headers={**HTML, "Accept-Language": "en"})
    assert "no such profile" in english.text
    assert "<b>" not in english.text
    assert client.get("/profiles/nobody").headers["content-type"] == "application/problem+json"


def test_whatever_a_profile_holds_is_text(tmp_path: Path) -> None:
    evil = '"><script>alert(1)</script>{{ 7*7 }}'
    document = tmp_path / "job.md"
    document.write_text(
        f"---\ntitle: '{evil}'\nlanguage: fr\nsource:\n  title: '{evil}'\n  publisher: '{evil}'\n"
        f"  uri: 'javascript:alert(1)'\n  licence: '{evil}'\n---\n\n# {evil}\n\n"
        f"## Missions {evil}\n\n- Dire {evil}\n\n## Salaire\n\n- 2 000 € par mois <b>net</b>\n",
        "utf-8",
    )
    data = tmp_path / "data"
    ingest([document], data)
    with TestClient(create_app(CurrentAssistant(data))) as client:
        page = Elements(client.get("/profiles/job").text)
    assert not {"script", "b"} & {tag for tag, _ in page.found}
    assert not any(link.startswith("javascript") for link in page.links())
    assert not any(name.startswith("on") for _, attributes in page.found for name in attributes)


def test_an_added_section_names_its_own_source() -> None:
    text = "Luthier\n\nSalaire\n\nDe 1 800 à 2 200 € par mois."
    added = Source("https://stats.example/paie", "Enquête", "Observatoire", "2026-01-15", "ODbL")
    section = Section("salary", "Salaire", ("Salaire",), Span(9, 47), (Span(18, 47),), False, added)
    page = render_profile(profile(text, section), "", "").html
    assert '<a href="https://stats.example/paie" rel="noreferrer">Enquête</a>' in page
    assert "publiée le 15 janvier 2026" in page
    assert ">https://stats.example/paie</span>" in page  # what paper shows


def test_what_is_empty_is_said_kindly() -> None:
    section = Section("salary", "Salaire", ("Salaire",), Span(0, 7), (), True)
    assert (
        "ne dit rien sous cette rubrique"
        in render_profile(profile("Luthier", section), "", "").html
    )
    assert "n’a que son titre" in render_profile(profile("Luthier"), "", "").html


def test_a_level_that_a_profile_leaves_out_is_left_out_of_no_page() -> None:
    text = "Un\nDeux\nTrois"
    deep = Section("duties", "Deux", ("Un", "a", "b", "Deux"), Span(3, 7), (), True)
    first = Section("duties", "Un", ("Un",), Span(0, 2), (Span(8, 13),), False)
    page = Elements(render_profile(profile(text, deep, first, deep), "", "").html)
    assert page.levels()[1:] == [2, 2, 2, 3, 2]  # contents, sections, the question


def test_a_section_in_the_other_language_says_so() -> None:
    section = Section(
        "other_titles", "Other titles", ("Other titles",), Span(0, 7), (Span(0, 7),), False,
        language="en",
    )  # fmt: skip
    page = render_profile(profile("Luthier", section), "", "").html
    assert '<section id="s1" lang="en">' in page
    assert '<a href="#s1" lang="en">' in page
