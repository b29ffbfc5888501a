"""PDFs are read line by line; what is no text is refused in one sentence."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter

from corpus.pdf import MOST_PAGES, read_pdf
from corpus.profile import CorpusError, Profile

PAGE = """<html><meta charset="utf-8"><style>{style}</style>
<h1>Dompteur de nuages</h1>
<p>Le dompteur de nuages apprend aux cumulus à se tenir.</p>
<h2>Activités principales</h2>
<p>– Siffler les nuages à l’aube</p><p>– Peigner les nuages</p>
<h2>Rémunération</h2><p>De 11 111 € à 22 222 € brut par an.</p>
<p><b>Formation</b></p><p>Un diplôme de météorologie, et beaucoup de patience avec les nuages.</p>
</html>"""
PICTURE = (
    "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"  # one point
)


def printed(browser: Browser, html: str) -> bytes:
    page = browser.new_page()
    page.set_content(html)
    content = page.pdf(format="A4")
    page.close()
    return content


def read(content: bytes) -> Profile:
    return read_pdf(content, "dompteur-de-nuages")


def lines(profile: Profile) -> dict[str, list[str]]:
    return {s.heading: [b.of(profile.text) for b in s.blocks] for s in profile.sections}


def test_sizes_and_bold_text_make_headings_and_dashes_lists(browser: Browser) -> None:
    profile = read(printed(browser, PAGE.format(style="")))
    assert profile.title == "Dompteur de nuages"
    assert lines(profile)["Activités principales"] == [
        "Siffler les nuages à l’aube",
        "Peigner les nuages",
    ]
    assert profile.facts_named("salary")[0].span.of(profile.text) == "11 111 € à 22 222 €"
    assert [s.kind for s in profile.sections] == ["definition", "duties", "salary", "education"]


@pytest.mark.parametrize("style", ["body { width: 5cm; text-align: justify }", "p { width: 4cm }"])
def test_lines_that_were_broken_to_fit_are_joined(browser: Browser, style: str) -> None:
    whole, narrow = (read(printed(browser, PAGE.format(style=s))) for s in ("", style))
    assert lines(narrow) == lines(whole)


def test_a_protected_file_is_refused(browser: Browser) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(printed(browser, PAGE.format(style="")))))
    writer.encrypt("secret", algorithm="AES-256")
    content = BytesIO()
    writer.write(content)
    with pytest.raises(CorpusError, match="protected by a password"):
        read(content.getvalue())


def test_a_picture_of_a_page_has_no_text_layer(browser: Browser) -> None:
    content = printed(browser, f'<img width="500" height="700" src="{PICTURE}">')
    with pytest.raises(CorpusError, match="no text layer"):
        read(content)


def test_a_book_is_no_profile() -> None:
    writer = PdfWriter()
    for _ in range(2_000):
        writer.add_blank_page(width=595, height=842)
    content = BytesIO()
    writer.write(content)
    with pytest.raises(CorpusError, match=f"it has 2,000 pages, more than {MOST_PAGES}"):
        read(content.getvalue())


def test_a_file_cut_short_is_refused(browser: Browser) -> None:
    content = printed(browser, PAGE.format(style=""))
    with pytest.raises(CorpusError, match=r"no readable PDF|no text layer"):
        read(content[: len(content) // 4])


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"no pdf", b"%PDF-1.7\n\x00\xff" * 50])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(CorpusError, match="no readable PDF"):
        read(content)


def test_the_folder_goes_on_where_one_file_is_bad(browser: Browser, tmp_path: Path) -> None:
    from index.ingest import ingest

    (tmp_path / "good.pdf").write_bytes(printed(browser, PAGE.format(style="")))
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    done = ingest([tmp_path], tmp_path / "data")
    assert done.new == ["good"]
    assert [refusal.path.name for refusal in done.refused] == ["bad.pdf"]
