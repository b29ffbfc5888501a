"""What the API is asked by path and query, with what its description says of it."""

from typing import Annotated

from fastapi import Path, Query

from api import examples

_MOST_SKIPPED = 1_000_000

ProfileId = Annotated[
    str, Path(description="The id of a profile.", examples=[examples.PROFILE["id"]])
]
ConversationId = Annotated[
    str,
    Path(
        description="The `conversation_id` of an answer.",
        examples=[examples.CONVERSATION["id"]],
    ),
]
PassageId = Annotated[
    str, Path(description="The id of a passage.", examples=[examples.PASSAGE["passage_id"]])
]
Sought = Annotated[
    str,
    Query(
        max_length=200,
        description="Title, other title or code; without it, all profiles.",
        examples=["boulang"],
    ),
]
Limit = Annotated[int, Query(ge=1, le=100, description="How many on a page.", examples=[20])]
Offset = Annotated[
    int, Query(ge=0, le=_MOST_SKIPPED, description="How many to skip.", examples=[0])
]
SpanStart = Annotated[
    str, Query(description="Where the marked span begins, in code points.", examples=["5145"])
]
SpanEnd = Annotated[str, Query(description="Where the marked span ends.", examples=["5183"])]
