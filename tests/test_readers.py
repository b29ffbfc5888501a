"""The contract of every reader, and what becomes of documents that cannot be read."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from corpus.passages import passages_of
from corpus.profile import CorpusError, Profile, Refusal
from corpus.readable import find_readable
from corpus.readers import (
    LARGEST_DOCUMENT,
    READERS,
    profile_id,
    read_document,
)
from index.ingest import ingest

PLAIN = """Luthier / Luthière - Métiers du bois

Luthier / Luthière

Publié le 4 mai 2021

Le luthier fabrique et répare des instruments à cordes.

Autres intitulés

  • Facteur de guitares
  • Archetier

Activités principales

  • Choisir les bois.
  • Assembler la caisse.

Rémunération

Entre 1 800 et 2 400 € brut par mois.

Rattachement hiérarchique

Formation

  • Diplôme national des métiers d’art (Bac +3)
"""
MARKDOWN = """---
title: Luthier / Luthière
language: fr
source:
  title: Luthier / Luthière - Métiers du bois
  publisher: Métiers du bois
  published: 2021-05-04
---

# Luthier / Luthière

Le luthier fabrique et répare des instruments à cordes.

## Autres intitulés

- Facteur de guitares
- Archetier

## Activités principales

- Choisir les bois.
- Assembler la caisse.

## Rémunération

Entre 1 800 et 2 400 € brut par mois.

## Rattachement hiérarchique

## Formation

- Diplôme national des métiers d’art (Bac +3)
"""
HTML = """<!DOCTYPE html>
<html lang="fr"><head><title>Luthier / Luthière - Métiers du bois</title></head><body>
<nav><a href="/">Accueil</a></nav>
<main>
<h1>Luthier / Luthière</h1>
<p>Publié le 4 mai 2021</p>
<p>Le luthier fabrique et répare des instruments à cordes.</p>
<h2>Autres intitulés</h2>
<ul><li>Facteur de guitares</li><li>Archetier</li></ul>
<h2>Activités principales</h2>
<ul><li>Choisir les bois.</li><li>Assembler la caisse.</li></ul>
<h2>Rémunération</h2>
<p>Entre 1 800 et 2 400 € brut par mois.</p>
<h2>Rattachement hiérarchique</h2>
<h2>Formation</h2>
<ul><li>Diplôme national des métiers d’art (Bac +3)</li></ul>
</main>
</body></html>
"""
# What a page says, laid out: all formats but HTML keep the document as it is.
HTML_TEXT = """Luthier / Luthière

Publié le 4 mai 2021

Le luthier fabrique et répare des instruments à cordes.

Autres intitulés

- Facteur de guitares
- Archetier

Activités principales

- Choisir les bois.
- Assembler la caisse.

Rémunération

Entre 1 800 et 2 400 € brut par mois.

Rattachement hiérarchique

Formation

- Diplôme national des métiers d’art (Bac +3)"""
SAMPLES = {
    ".txt": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": HTML,  # printed
    ".docx": HTML,  # written with a word processor's styles
}
TEXTS = SAMPLES | dict.fromkeys((".html", ".htm", ".pdf", ".docx"), HTML_TEXT)
STYLES = {"h1": "Title", "h2": "Heading 1", "p": None, "li": "List Bullet"}


def _word_document() -> bytes:
    document = Document()
    for tag, said in re.findall(r"<(h1|h2|p|li)>(.*?)</", HTML):
        document.add_paragraph(said, STYLES[tag])
    content = BytesIO()
    document.save(content)
    return content.getvalue()


@pytest.fixture(params=sorted(READERS))
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sample(suffix: str, request: pytest.FixtureRequest) -> bytes:
    if suffix == ".docx":
        return _word_document()
    if suffix != ".pdf":
        return SAMPLES[suffix].encode()
    page = request.getfixturevalue("browser").new_page()
    page.set_content(HTML.replace("<nav>", "<nav hidden>"))
    content: bytes = page.pdf(format="A4")
    page.close()
    return content


@pytest.fixture
def profile(suffix: str, sample: bytes) -> Profile:
    return READERS[suffix](sample, "luthier")


def test_every_format_has_a_sample() -> None:
    assert set(SAMPLES) == set(READERS)


def test_a_reader_names_the_profession(profile: Profile) -> None:
    assert (profile.id, profile.title, profile.language) == ("luthier", "Luthier / Luthière", "fr")
    assert profile.other_titles == ("Facteur de guitares", "Archetier")


def test_a_reader_finds_the_same_sections_in_every_format(profile: Profile) -> None:
    assert [(s.kind, len(s.blocks)) for s in profile.sections] == [
        ("definition", 1),
        ("other_titles", 2),
        ("duties", 2),
        ("salary", 1),
        ("reporting_line", 0),
        ("education", 1),
    ]


def test_a_reader_knows_an_empty_heading_as_empty(profile: Profile) -> None:
    assert [s.heading for s in profile.sections if s.empty] == ["Rattachement hiérarchique"]


def test_a_reader_keeps_what_the_document_says(profile: Profile, suffix: str) -> None:
    assert profile.text == TEXTS[suffix]


def test_spans_of_blocks_lie_within_their_section(profile: Profile) -> None:
    for section in profile.sections:
        for block in section.blocks:
            assert section.span.start <= block.start < block.end <= section.span.end
            assert block.of(profile.text).strip() == block.of(profile.text) != ""


def test_passages_reproduce_the_text_and_leave_marks_out(profile: Profile) -> None:
    said = [passage.text for passage in passages_of(profile)]
    assert said == [passage.span.of(profile.text) for passage in passages_of(profile)]
    assert "Choisir les bois." in said
    assert "Entre 1 800 et 2 400 € brut par mois." in said


def test_passage_ids_are_unique_and_the_same_when_read_again(
    suffix: str, sample: bytes, profile: Profile
) -> None:
    ids = [passage.id for passage in passages_of(profile)]
    again = READERS[suffix](sample, "luthier")
    assert len(set(ids)) == len(ids)
    assert [passage.id for passage in passages_of(again)] == ids


def test_a_reader_reads_the_source_and_the_facts(profile: Profile, suffix: str) -> None:
    if suffix != ".docx":  # it has no title but the one that it shows
        assert profile.source.title == "Luthier / Luthière - Métiers du bois"
        assert profile.source.publisher == "Métiers du bois"
    assert profile.source.published == "2021-05-04"
    assert {fact.name for fact in profile.facts} == {"salary", "education", "published"}
    for fact in profile.facts:
        assert fact.span.of(profile.text).strip() == fact.span.of(profile.text) != ""


@pytest.mark.parametrize("suffix", sorted({*READERS} - {".pdf", ".docx"}))
def test_a_document_without_a_known_section_is_refused(suffix: str) -> None:
    with pytest.raises(CorpusError, match="no heading of a job profile"):
        READERS[suffix]("# Poème\n\nLes sanglots longs\n\nDes violons\n".encode(), "poeme")


# Files


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _refusal(path: Path) -> Refusal:
    with pytest.raises((CorpusError, OSError)) as error:
        read_document(path)
    return Refusal.because(path, error.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.txt", b"", "it is empty; remove it or fill it"),
        ("blanc.txt", b" \n\t\n", "it is empty; remove it or fill it"),
        ("image.txt", b"\x89PNG\x00\x00", "export it as UTF-8 text"),
        ("latin.txt", "Métier\n\nMissions\n".encode("latin-1"), "save it again as UTF-8"),
        (
            "fiche.odt",
            b"PK\x03\x04",
            "unknown format .odt; save it as .docx, .htm, .html, .markdown, .md, .pdf, .txt",
        ),
        ("sans", b"Missions", "unknown format (no suffix)"),
        ("poeme.txt", b"Un soir\n\nles nuages passent\n", "no heading of a job profile"),
        ("yaml.md", b"---\ntitle: [a\n---\n# A\n", "not valid YAML"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_that_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    refusal = _refusal(_write(tmp_path, name, content))
    assert said in str(refusal)
    assert str(refusal).startswith(str(tmp_path / name))
    assert "\n" not in str(refusal)


def test_a_document_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = _write(tmp_path, "long.txt", b"a" * (LARGEST_DOCUMENT + 1))
    assert "split it into one document a profile" in str(_refusal(path))


def test_a_document_at_the_limit_is_read(tmp_path: Path) -> None:
    content = PLAIN.encode()
    path = _write(tmp_path, "long.txt", content + b" " * (LARGEST_DOCUMENT - len(content)))
    assert read_document(path).title == "Luthier / Luthière"


def test_a_missing_path_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "nulle-part.txt"
    with pytest.raises(CorpusError) as error:
        find_readable(path)
    refusal = Refusal.because(path, error.value)
    assert "no such file or folder; check the path" in refusal.reason
    assert str(refusal).count("nulle-part.txt") == 1


def test_a_folder_without_documents_is_refused_with_the_formats(tmp_path: Path) -> None:
    _write(tmp_path, "photo.jpg", b"x")
    with pytest.raises(CorpusError, match=r"no document in this folder.*\.md, .*\.txt"):
        find_readable(tmp_path)


def test_a_folder_gives_its_documents_in_order_and_no_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "sous/a.MD", ".cache/c.txt", "sous/.d.txt", "photo.jpg"):
        _write(tmp_path, name, PLAIN)
    assert [found.path.name for found in find_readable(tmp_path)] == ["b.txt", "a.MD"]


def test_a_folder_below_a_hidden_one_is_read(tmp_path: Path) -> None:
    _write(tmp_path, ".local/fiches/luthier.txt", PLAIN)
    assert len(find_readable(tmp_path / ".local" / "fiches")) == 1


def test_other_documents_are_read_beside_a_refused_one(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt", b"")
    _write(tmp_path, "b.txt", PLAIN)
    done = ingest([tmp_path], tmp_path / "data")
    assert [refusal.path.name for refusal in done.refused] == ["a.txt"]
    assert done.new == ["b"]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    profile = read_document(_write(tmp_path, "luthier.txt", b"\xef\xbb\xbf" + PLAIN.encode()))
    assert profile.text == PLAIN


def test_line_endings_are_kept(tmp_path: Path) -> None:
    content = PLAIN.replace("\n", "\r\n")
    assert read_document(_write(tmp_path, "luthier.txt", content)).text == content


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Chef·fe de Projet", "chef-fe-de-projet"),
        ("Ingénieur_R&D (2024)", "ingenieur-r-d-2024"),
        ("responsable-communication-on-line", "responsable-communication-on-line"),
        ("Œnologue", "oenologue"),
        ("***", "profile"),
    ],
)
def test_a_profile_id_is_the_file_name_as_a_slug(name: str, slug: str) -> None:
    assert profile_id(name) == slug
