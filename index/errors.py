"""What can go wrong with an index: the message says what happened and what to do."""

from pathlib import Path


class IndexFault(Exception):
    """The index cannot be read or written."""


class WrittenByAnotherVersion(IndexFault):
    """The index has another format; `documents` are the places that it was read from."""

    def __init__(self, folder: Path, documents: list[str]) -> None:
        super().__init__(
            f"{folder}: this index was written by another version; "
            "run career ingest once, and all that was in it is read again"
        )
        self.documents = documents


class VectorsUnavailable(IndexFault):
    """The Chroma server that has the vectors cannot be used: `what` is so, and its `remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what, self.remedy = what, remedy


class VectorsMissing(VectorsUnavailable):
    """The Chroma server does not have the vectors."""


class NothingIngested(IndexFault):
    """The data folder holds no index yet."""
