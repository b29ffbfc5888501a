"""What can go wrong with an index: the message says what happened and what to do."""


class IndexFault(Exception):
    """The index cannot be read or written."""


class NothingIngested(IndexFault):
    """The data folder holds no index yet."""
