"""The search fits any LangChain chain."""

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from index.generation import Generation
from index.retriever import PassageRetriever


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


def test_a_document_says_where_it_comes_from(shipped_generation: Generation) -> None:
    retriever = PassageRetriever(generation=shipped_generation)
    document = retriever.invoke("pétrir la pâte")[0]
    assert document.id in retriever.generation.row_of
    assert set(document.metadata) >= {"profile_id", "section", "heading", "start", "end", "score"}
