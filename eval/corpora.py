"""The corpora that cases are asked of: one real page, the shipped profiles, a whole catalogue."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from assistant.career_assistant import CareerAssistant
from eval.cases import document_path
from index.data_folder import open_current
from index.embedding import SHIPPED_MODEL, fingerprint
from index.generation import Generation
from index.ingest import ingest
from index.publish import Progress, silent

_SHIPPED = "profiles/"
_LARGE = 1_000_000  # bytes: from there an index is kept for the next evaluation


@dataclass(frozen=True)
class Corpus:
    """Documents that are served together, by the name that cases know them by."""

    name: str
    assistant: CareerAssistant

    @property
    def generation(self) -> Generation:
        """The index over it."""
        return self.assistant.generation

    @staticmethod
    def name_of(document: str) -> str:
        """Return the corpus that a case's document belongs to: shipped profiles stand together."""
        return _SHIPPED if document.startswith(_SHIPPED) else document


def _kept(name: str) -> Path:
    """Return the folder of a catalogue's index that was made with today's model; drop others."""
    cache = user_cache_path("career-assistant")
    data = cache / f"eval-{name}-{fingerprint(SHIPPED_MODEL)}"
    for older in cache.glob(f"eval-{name}-*"):
        if older != data:
            shutil.rmtree(older)
    return data


@contextmanager
def opened_corpora(
    documents: Sequence[str], progress: Progress = silent
) -> Iterator[tuple[list[Corpus], list[str]]]:
    """Index what cases are asked of; give the corpora, and the documents that are not here.

    Catalogues joined by « + » are served together. Their index is kept in the user's cache, where
    the next evaluation finds it.
    """
    corpora: list[Corpus] = []
    absent: list[str] = []
    with ExitStack() as stack:
        for name in dict.fromkeys(Corpus.name_of(document) for document in documents):
            paths = [document_path(part) for part in name.split("+")]
            if not all(path.exists() for path in paths):
                absent.append(name)
                continue
            if all(_is_large(path) for path in paths):
                data = _kept("+".join(path.name for path in paths))
            else:
                data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            ingest(paths, data, progress=progress)
            assistant = CareerAssistant(open_current(data))
            assistant.answer("?!")  # loads the model, so that it is in no measured time
            corpora.append(Corpus(name, assistant))
        yield corpora, absent


def _is_large(path: Path) -> bool:
    return path.is_dir() and sum(p.stat().st_size for p in path.iterdir()) > _LARGE
