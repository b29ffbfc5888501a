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


class NothingIngested(IndexFault):
    """The data folder holds no index yet."""
