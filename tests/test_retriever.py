"""Passages are found by words, meaning and kind, within professions or across all."""

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from index.generation import Generation
from index.retriever import PassageRetriever


@pytest.fixture(scope="module")
def retriever(shipped_generation: Generation) -> PassageRetriever:
    return PassageRetriever(generation=shipped_generation)


def test_a_passage_is_found_by_its_own_words(retriever: PassageRetriever) -> None:
    for passage in retriever.generation.passages[::10]:
        found = [match.passage.text for match in retriever.find(passage.text, limit=3)]
        assert passage.text in found


def test_matches_come_best_first_with_their_reasons(retriever: PassageRetriever) -> None:
    matches = retriever.find("pétrir la pâte")
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert len(matches) == retriever.limit
    assert all(0 <= part <= 1 for match in matches for part in match.why.values())


def test_only_the_given_professions_are_searched(retriever: PassageRetriever) -> None:
    matches = retriever.find("salaire", profile_ids=["web-developer"], limit=50)
    assert {match.passage.profile_id for match in matches} == {"web-developer"}


@pytest.mark.parametrize("profile_ids", [[], ["inconnu"]])
def test_no_profession_has_no_passage(retriever: PassageRetriever, profile_ids: list[str]) -> None:
    assert retriever.find("salaire", profile_ids=profile_ids) == []


def test_a_kind_that_is_asked_for_raises_its_passages(retriever: PassageRetriever) -> None:
    found = retriever.find("pain", profile_ids=["boulanger-boulangere"], kinds={"education": 1.0})
    plain = retriever.find("pain", profile_ids=["boulanger-boulangere"])
    assert [match.passage.kind for match in found].count("education") > [
        match.passage.kind for match in plain
    ].count("education")


@pytest.mark.parametrize("text", ["xyzzy", "…", "le la les", "🥖"])
def test_any_text_can_be_searched(retriever: PassageRetriever, text: str) -> None:
    assert len(retriever.find(text)) <= retriever.limit


def test_the_same_question_finds_the_same_passages(retriever: PassageRetriever) -> None:
    assert retriever.find("travailler la nuit") == retriever.find("travailler la nuit")


def _places(documents: list[Document]) -> list[tuple[int, int]]:
    return [(document.metadata["start"], document.metadata["end"]) for document in documents]


def test_it_fits_a_langchain_chain(shipped_generation: Generation) -> None:
    retriever = PassageRetriever(
        generation=shipped_generation, profile_ids=("boulanger-boulangere",), limit=4
    )
    chain = RunnableLambda(str.strip) | retriever | RunnableLambda(_places)
    places = chain.invoke("  pétrir la pâte ")
    text = shipped_generation.profiles["boulanger-boulangere"].text
    assert len(places) == 4
    assert [text[start:end] for start, end in places] == [
        document.page_content for document in retriever.invoke("pétrir la pâte")
    ]


def test_a_document_says_where_it_comes_from(retriever: PassageRetriever) -> None:
    document = retriever.invoke("pétrir la pâte")[0]
    assert document.id in retriever.generation.row_of
    assert set(document.metadata) >= {"profile_id", "section", "heading", "start", "end", "score"}
