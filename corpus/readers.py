"""Finds the reader of a document by its suffix, and reads it."""

from collections.abc import Callable
from pathlib import Path

from corpus.html import read_html
from corpus.html_charset import decode_page
from corpus.markdown import read_markdown
from corpus.pdf import read_pdf
from corpus.plain_text import read_plain_text
from corpus.profile import CorpusError, Profile
from corpus.text_file import as_text, content_of, decoded
from corpus.word import read_docx
from corpus.words import slug

Reader = Callable[[bytes, str], Profile]


def _text(content: bytes, profile_id: str) -> Profile:
    return read_plain_text(decoded(content), profile_id)


def _markdown(content: bytes, profile_id: str) -> Profile:
    return read_markdown(decoded(content), profile_id)


def _html(content: bytes, profile_id: str) -> Profile:
    return read_html(decode_page(as_text(content)), profile_id)


# Suffix → reader: a file's bytes and profile id in, profile out. A new format is a line here.
READERS: dict[str, Reader] = {
    ".txt": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}

LARGEST_DOCUMENT = 5 * 1024 * 1024  # bytes; the real pages measure 10 to 200 KB


def read_document(path: Path) -> Profile:
    """Read one document. Raises CorpusError with the reason and the remedy, or OSError."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        formats = ", ".join(sorted(READERS))
        raise CorpusError(f"unknown format {path.suffix or '(no suffix)'}; save it as {formats}")
    content = content_of(path, LARGEST_DOCUMENT, "one document a profile")
    return reader(content, profile_id(path.stem))


def profile_id(name: str) -> str:
    """Return a file name without its suffix as a slug: lower case ASCII, digits and hyphens."""
    return slug(name) or "profile"
