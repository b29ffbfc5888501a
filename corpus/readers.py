"""Finds the reader of a document, and reads documents from files and folders."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.html import read_html
from corpus.html_charset import decode_page
from corpus.markdown import read_markdown
from corpus.plain_text import read_plain_text
from corpus.profile import CorpusError, Profile, Refusal
from corpus.words import plain

Reader = Callable[[str, str], Profile]

# Suffix → reader: text and profile id in, profile out. A new format is a line here.
READERS: dict[str, Reader] = {
    ".txt": read_plain_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
}

LARGEST_DOCUMENT = 5 * 1024 * 1024  # bytes; the real pages measure 10 to 200 KB


def find_documents(path: Path) -> list[Path]:
    """Return `path` itself, or the readable files below a folder, sorted.

    Raises CorpusError when it does not exist or holds no document.
    """
    if not path.exists():
        raise CorpusError(f"{path}: no such file or folder; check the path")
    if path.is_file():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READERS)
    documents = [
        p for p in found if not any(part.startswith(".") for part in p.relative_to(path).parts)
    ]
    if not documents:
        formats = ", ".join(sorted(READERS))
        raise CorpusError(f"{path}: no document in this folder; the formats read are {formats}")
    return documents


def read_documents(paths: list[Path]) -> Iterator[Profile | Refusal]:
    """Read each path, a document or a folder; what cannot be read is refused by name."""
    for path in paths:
        try:
            documents = find_documents(path)
        except (CorpusError, OSError) as error:
            yield Refusal(path, _reason(path, error))
            continue
        for document in documents:
            try:
                yield read_document(document)
            except (CorpusError, OSError) as error:
                yield Refusal(document, _reason(document, error))


def _reason(path: Path, error: Exception) -> str:
    said = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return said.removeprefix(f"{path}: ")


def read_document(path: Path) -> Profile:
    """Read one document. Raises CorpusError with the reason and the remedy, or OSError."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        formats = ", ".join(sorted(READERS))
        raise CorpusError(f"unknown format {path.suffix or '(no suffix)'}; save it as {formats}")
    return reader(_text(path), profile_id(path.stem))


def profile_id(name: str) -> str:
    """Return a file name without its suffix as a slug: lower case ASCII, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-") or "profile"


def _text(path: Path) -> str:
    size = path.stat().st_size
    if size > LARGEST_DOCUMENT:
        raise CorpusError(
            f"it measures {size / 1e6:.0f} MB, more than {LARGEST_DOCUMENT / 1e6:.0f} MB; "
            "split it into one document a profile"
        )
    content = path.read_bytes()
    if not content.strip():
        raise CorpusError("it is empty; remove it or fill it")
    if b"\x00" in content:
        raise CorpusError("it is a binary file, not text; export it as plain text or Markdown")
    if READERS[path.suffix.lower()] is read_html:
        return decode_page(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"it is not UTF-8 (byte {error.start}); save it again as UTF-8"
        ) from error
