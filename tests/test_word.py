"""Word documents are read by their styles; nothing in them is run or fetched."""

import io
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from docx import Document
from docx.document import Document as Written
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.profile import CorpusError, Profile
from corpus.word import read_docx


def content_of(document: Written) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def profession() -> Written:
    document = Document()
    document.add_heading("Dompteur de nuages", 0)  # the style « Title »
    document.add_paragraph("Le dompteur de nuages apprend aux cumulus à se tenir.")
    document.add_heading("Activités principales", 1)
    document.add_paragraph("Siffler les nuages", "List Bullet")
    document.add_paragraph("Peigner les cirrus", "List Number")
    document.add_paragraph().add_run("Formation").bold = True
    document.add_paragraph("Un diplôme de météorologie.")
    return document


def read(content: bytes) -> Profile:
    return read_docx(content, "dompteur-de-nuages")


def lines(profile: Profile) -> dict[str, list[str]]:
    return {s.heading: [b.of(profile.text) for b in s.blocks] for s in profile.sections}


def test_styles_tell_the_title_headings_and_lists() -> None:
    profile = read(content_of(profession()))
    assert profile.title == "Dompteur de nuages"
    assert lines(profile)["Activités principales"] == ["Siffler les nuages", "Peigner les cirrus"]
    assert lines(profile)["Formation"] == ["Un diplôme de météorologie."]


def test_a_table_is_read_row_by_row_under_its_heading() -> None:
    document = profession()
    document.add_heading("Rémunération", 1)
    rows = [("Niveau", "Salaire"), ("Débutant", "11 111 € par an"), ("Confirmé", "22 222 € par an")]
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    profile = read(content_of(document))
    assert [fact.value.min for fact in profile.facts_named("salary")] == [11111, 22222]  # type: ignore[union-attr]
    assert any("Débutant" in line for line in lines(profile)["Rémunération"])


def test_heads_of_pages_are_no_content() -> None:
    document = profession()
    document.sections[0].header.paragraphs[0].text = "Carrières imaginaires"
    assert "imaginaires" not in read(content_of(document)).text


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what it is asked for."""
    paths: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Noting)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/picture.png", paths
    server.shutdown()
    thread.join()


def test_what_a_document_links_to_is_never_fetched(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    document = profession()
    link = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    blip = OxmlElement("a:blip")
    blip.set(qn("r:link"), link)
    drawing = OxmlElement("w:drawing")
    drawing.append(OxmlElement("wp:inline"))
    drawing[0].append(blip)
    document.paragraphs[1].add_run()._r.append(drawing)
    assert read(content_of(document)).title == "Dompteur de nuages"
    assert paths == []


def test_macros_are_left_alone() -> None:
    content = io.BytesIO(content_of(profession()))
    with zipfile.ZipFile(content, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    assert read(content.getvalue()).title == "Dompteur de nuages"


@pytest.mark.parametrize("content", [b"no zip", b"PK\x03\x04 cut short"])
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    with pytest.raises(CorpusError, match="no readable Word document"):
        read(content)


def test_an_archive_that_is_no_document_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("readme.txt", "x")
    with pytest.raises(CorpusError, match="no readable Word document"):
        read(content.getvalue())


def test_what_unpacks_to_far_more_is_refused() -> None:
    content = io.BytesIO(content_of(profession()))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/bomb.bin", b"\0" * (101 * 1024 * 1024))
    with pytest.raises(CorpusError, match="it unpacks to"):
        read(content.getvalue())
