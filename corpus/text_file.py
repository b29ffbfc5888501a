"""Reads a file that should be text, or says in one line why it is not."""

from pathlib import Path

from corpus.profile import CorpusError

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def content_of(path: Path, largest: int, split_into: str) -> bytes:
    """Return a file's bytes. Raises CorpusError when it measures more than `largest` bytes,
    advising to split it, or is empty; OSError when it cannot be opened."""
    size = path.stat().st_size
    if size > largest:
        raise CorpusError(
            f"it measures {size / 1e6:.0f} MB, more than {largest / 1e6:.0f} MB; "
            f"split it into {split_into}"
        )
    content = path.read_bytes()
    if not content.removeprefix(_BYTE_ORDER_MARK).strip():
        raise CorpusError("it is empty; remove it or fill it")
    return content


def as_text(content: bytes) -> bytes:
    """Return what may be text. Raises CorpusError for what is none."""
    if b"\x00" in content:
        raise CorpusError("it is a binary file or UTF-16, not text; export it as UTF-8 text")
    return content


def decoded(content: bytes) -> str:
    """Return UTF-8 as text, without its byte order mark. Raises CorpusError for anything else."""
    try:
        return as_text(content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"it is not UTF-8 (byte {error.start}); save it again as UTF-8"
        ) from error
