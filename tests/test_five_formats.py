"""One profile as text, Markdown, web page, PDF and Word document: the same sections and answers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from markdown_it import MarkdownIt
from markdown_it.token import Token
from playwright.sync_api import Browser

from assistant.career_assistant import CareerAssistant
from corpus.profile import Profile
from corpus.readers import read_document
from index.ingest import ingest
from tests.conftest import SHIPPED_PROFILES

PROFILES = ("boulanger-boulangere", "responsable-communication-en-ligne", "web-developer")
FORMATS = (".txt", ".html", ".pdf", ".docx")  # beside Markdown, which they are made of
QUESTIONS = {
    "fr": ("Quelles sont les activités ?", "Quels diplômes ?", "Qui recrute ?", "Quel salaire ?"),
    "en": ("What are the main duties?", "What education is needed?", "What is the salary?"),
}
_HEAD = (
    '<span style="font-size: 9px">Carrières imaginaires</span>',
    '<span style="font-size: 9px">page <span class="pageNumber"></span></span>',
)
_STYLE = "<style>body { font-family: serif } h5, h6 { font-size: 1em }</style>"


def body(name: str) -> str:
    """A shipped profile without its front matter."""
    said = (SHIPPED_PROFILES / f"{name}.md").read_text("utf-8")
    return re.sub(r"\A---\n.*?^---\n", "", said, flags=re.S | re.M)


def blocks(markdown: str) -> Iterator[tuple[str, str]]:
    """What a profile is made of: « h2 », « li » or « p », and the words."""
    items = 0
    opened = ""
    for token in MarkdownIt("commonmark").parse(markdown):
        items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type in ("heading_open", "paragraph_open"):
            opened = "li" if items else token.tag
        if token.type == "inline":
            yield opened, _said(token)


def _said(token: Token) -> str:
    return re.sub(r"[ \n]+", " ", "".join(t.content or " " for t in token.children or ()))


def as_text(name: str) -> str:
    return "\n\n".join(f"• {said}" if tag == "li" else said for tag, said in blocks(body(name)))


def as_page(name: str, style: str = _STYLE) -> str:
    html = MarkdownIt("commonmark").render(body(name))
    language = "en" if name == "web-developer" else "fr"
    return f'<!DOCTYPE html><html lang="{language}"><meta charset="utf-8">{style}{html}</html>'


def write_document(name: str, path: Path) -> None:
    document = Document()
    for tag, said in blocks(body(name)):
        if tag[0] == "h":
            document.add_heading(said, int(tag[1]))
        else:
            document.add_paragraph(said, "List Bullet" if tag == "li" else None)
    document.save(str(path))


def print_page(browser: Browser, html: str, path: Path) -> None:
    page = browser.new_page()
    page.set_content(html)
    margins = dict.fromkeys(("top", "bottom", "left", "right"), "2cm")
    page.pdf(
        path=path,
        format="A4",
        display_header_footer=True,
        header_template=_HEAD[0],
        footer_template=_HEAD[1],
        margin=margins,  # type: ignore[arg-type]
    )
    page.close()


@pytest.fixture(scope="module")
def written(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profiles in all formats, each in a folder of its own: their names stay the same."""
    folder = tmp_path_factory.mktemp("formats")
    for suffix in (*FORMATS, ".md"):
        (folder / suffix).mkdir()
    for name in PROFILES:
        (folder / ".md" / f"{name}.md").write_text(body(name), "utf-8")
        (folder / ".txt" / f"{name}.txt").write_text(as_text(name), "utf-8")
        (folder / ".html" / f"{name}.html").write_text(as_page(name), "utf-8")
        print_page(browser, as_page(name), folder / ".pdf" / f"{name}.pdf")
        write_document(name, folder / ".docx" / f"{name}.docx")
    return folder


def outline(profile: Profile) -> list[tuple[str, str, list[str]]]:
    """Kind, heading and lines of every section, white space aside."""
    return [
        (
            section.kind,
            " ".join(section.heading.split()),
            [" ".join(block.of(profile.text).split()) for block in section.blocks],
        )
        for section in profile.sections
    ]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", PROFILES)
def test_every_format_has_the_same_sections(written: Path, name: str, suffix: str) -> None:
    expected = read_document(written / ".md" / f"{name}.md")
    profile = read_document(written / suffix / f"{name}{suffix}")
    assert profile.title == expected.title
    assert profile.language == expected.language
    assert outline(profile) == outline(expected)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_answers(written: Path, tmp_path: Path, suffix: str) -> None:
    assistants = {}
    for one in (".md", suffix):
        documents = sorted((written / one).iterdir())
        assert ingest(documents, tmp_path / one).refused == []
        assistants[one] = CareerAssistant.open(tmp_path / one)
    for name in PROFILES:
        language = assistants[".md"].generation.profiles[name].language
        for question in QUESTIONS[language]:
            expected, given = (a.answer(question, profile_id=name) for a in assistants.values())
            assert given.status == expected.status
            assert given.text.split() == expected.text.split()


def test_a_pdf_says_on_which_page_a_line_stands(written: Path) -> None:
    profile = read_document(written / ".pdf" / "boulanger-boulangere.pdf")
    assert len(profile.pages) > 1
    assert profile.pages[0] == 0
    assert profile.page_at(profile.sections[0].span) == 1
    assert profile.page_at(profile.sections[-1].span) == len(profile.pages)
    assert list(profile.pages) == sorted(profile.pages)


def test_columns_are_read_one_after_the_other_and_broken_words_joined(
    browser: Browser, tmp_path: Path
) -> None:
    name = "boulanger-boulangere"
    columns = "<style>body { columns: 2; hyphens: auto; text-align: justify }</style>"
    path = tmp_path / f"{name}.pdf"
    print_page(browser, as_page(name, columns), path)
    expected = read_document(SHIPPED_PROFILES / f"{name}.md")
    assert outline(read_document(path)) == outline(expected)
