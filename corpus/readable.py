"""Finds what can be read under a path: documents, tables of profiles, catalogues."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from corpus.esco import is_esco, read_esco
from corpus.onet import is_onet, read_onet
from corpus.overlay import Overlay, is_overlay_table, read_overlays
from corpus.profile import CorpusError, Notice, Profile, Refusal
from corpus.profile_table import is_profile_table, read_profile_table
from corpus.readers import READERS, read_document
from corpus.rome import is_rome, read_rome
from corpus.rows import TABLE_SUFFIXES

Found = Profile | Overlay | Notice  # a Refusal is a Notice too
CatalogueReader = Callable[[Path], Iterator[Found]]

# Name → how to recognise it and how to read it. A new catalogue is a line here.
CATALOGUES: dict[str, tuple[Callable[[Path], bool], CatalogueReader]] = {
    "rome": (is_rome, read_rome),
    "esco": (is_esco, read_esco),
    "onet": (is_onet, read_onet),
    "overlays": (is_overlay_table, read_overlays),
    "profiles": (is_profile_table, read_profile_table),
}


@dataclass(frozen=True)
class Readable:
    """A document or catalogue that has not been read yet."""

    path: Path
    reader: CatalogueReader

    def read(self) -> Iterator[Found]:
        """Yield its profiles, and what there is to say of it. Raises CorpusError or OSError."""
        return self.reader(self.path)


def content_hash_of(path: Path) -> str:
    """Return a hash of all bytes of a file or of a folder's files, and of their names."""
    digest = blake2b(digest_size=16)
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(f"\x1f{file.name}\x1f".encode("utf-8", "surrogateescape"))
            with file.open("rb") as opened:
                while part := opened.read(1 << 20):
                    digest.update(part)
    return digest.hexdigest()


def find_readable(path: Path, catalogue: str | None = None) -> list[Readable | Refusal]:
    """Return what can be read at `path`, a document, a catalogue's export, or a folder of
    documents and catalogues; `catalogue` says what it is, otherwise it is recognised.

    Raises CorpusError when there is nothing to read.
    """
    if not path.exists():
        raise CorpusError("no such file or folder; check the path")
    if catalogue is not None:
        return [Readable(path, CATALOGUES[catalogue][1])]
    reader = _recognised(path)
    if path.is_file() or reader is not _one_document:
        return [Readable(path, reader)]
    found = [_inside(path, file) for file in _below(path)]
    if not found:
        formats = ", ".join(sorted({*READERS, *TABLE_SUFFIXES}))
        raise CorpusError(f"no document in this folder; the formats read are {formats}")
    return found


def read_all(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield what is read under these paths, and a refusal of each that cannot be read."""
    for path in paths:
        try:
            readable = find_readable(path)
        except (CorpusError, OSError) as error:
            yield Refusal.because(path, error)
            continue
        for found in readable:
            if isinstance(found, Refusal):
                yield found
                continue
            try:
                yield from found.read()
            except (CorpusError, OSError) as error:
                yield Refusal.because(found.path, error)


def _recognised(path: Path) -> CatalogueReader:
    readers = (reader for recognised, reader in CATALOGUES.values() if recognised(path))
    return next(readers, _one_document)


def _one_document(path: Path) -> Iterator[Profile]:
    yield read_document(path)


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files of known formats and the catalogues below a folder, sorted; what is hidden
    is left out, and linked folders are not entered, so that there is no loop."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            is_catalogue = _recognised(entry) is not _one_document
            yield from [entry] if is_catalogue else _below(entry)
        elif entry.suffix.lower() in {*READERS, *TABLE_SUFFIXES} and not entry.is_dir():
            yield entry


def _inside(folder: Path, file: Path) -> Readable | Refusal:
    try:
        if not file.resolve(strict=True).is_relative_to(folder.resolve()):
            return Refusal(file, "it is a link that leads out of the folder; put a copy there")
    except (OSError, RuntimeError) as error:
        return Refusal(file, f"it is a link that leads nowhere ({error})")
    return Readable(file, _recognised(file))
