"""The search as a LangChain retriever, for any chain.

Apart from the search itself: LangChain's retrievers take most of a second to import.
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.generation import Generation
from index.search import PassageSearch


class PassageRetriever(BaseRetriever):
    """Passages of one generation, within given professions or across all.

    Its documents' metadata say where each passage stands.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    generation: Generation
    profile_ids: tuple[str, ...] | None = None
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        search = PassageSearch(self.generation)
        matches = search.find(query, profile_ids=self.profile_ids, limit=self.limit)
        return [
            Document(
                id=match.passage.id,
                page_content=match.passage.text,
                metadata={
                    "profile_id": match.passage.profile_id,
                    "section": match.passage.kind,
                    "heading": match.passage.heading,
                    "start": match.passage.span.start,
                    "end": match.passage.span.end,
                    "score": match.score,
                },
            )
            for match in matches
        ]
