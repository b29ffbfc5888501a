"""How OpenAI's chat protocol, which Mistral's is too, and Ollama's put text on the wire."""

import json
from collections.abc import Iterator
from typing import Any, Protocol


class ChatProtocol(Protocol):
    """What a server sends: each method returns the bytes of one part of the body."""

    content_type: str

    def whole(self, model: str, text: str) -> bytes:
        """Return an answer that is not streamed."""

    def first(self, model: str) -> bytes:
        """Return what a stream begins with."""

    def piece(self, model: str, text: str) -> bytes:
        """Return a piece of the text."""

    def last(self, model: str) -> bytes:
        """Return what a stream ends with."""

    def empty(self) -> bytes:
        """Return an answer that is well formed and holds no text."""

    def broken(self) -> bytes:
        """Return what begins like a piece and is no JSON."""


class OpenAIProtocol:
    """`POST /v1/chat/completions`: server-sent events."""

    content_type = "text/event-stream"

    def whole(self, model: str, text: str) -> bytes:
        """Return an answer that is not streamed."""
        message = {"role": "assistant", "content": text}
        return json.dumps(_completion(model, "message", message, "stop")).encode()

    def first(self, model: str) -> bytes:
        """Return what a stream begins with."""
        return _event(_completion(model, "delta", {"role": "assistant", "content": ""}))

    def piece(self, model: str, text: str) -> bytes:
        """Return a piece of the text."""
        return _event(_completion(model, "delta", {"content": text}))

    def last(self, model: str) -> bytes:
        """Return what a stream ends with."""
        return _event(_completion(model, "delta", {}, "stop")) + b"data: [DONE]\n\n"

    def empty(self) -> bytes:
        """Return an answer that is well formed and holds no text."""
        return b'{"id": "1", "choices": []}'

    def broken(self) -> bytes:
        """Return what begins like a piece and is no JSON."""
        return b'data: {"id": "1", "choices": [{"del\n\n'


class OllamaProtocol:
    """`POST /api/chat`: a line of JSON for each piece."""

    content_type = "application/x-ndjson"

    def whole(self, model: str, text: str) -> bytes:
        """Return an answer that is not streamed."""
        return _line(model, text, done=True)

    def first(self, model: str) -> bytes:
        """Return what a stream begins with."""
        return b""

    def piece(self, model: str, text: str) -> bytes:
        """Return a piece of the text."""
        return _line(model, text, done=False)

    def last(self, model: str) -> bytes:
        """Return what a stream ends with."""
        return _line(model, "", done=True)

    def empty(self) -> bytes:
        """Return an answer that is well formed and holds no text."""
        return b"{}\n"

    def broken(self) -> bytes:
        """Return what begins like a piece and is no JSON."""
        return b'{"model": "x", "message": {"ro\n'


def in_pieces(text: Iterator[str], length: int) -> Iterator[str]:
    """Yield a text in pieces of at most `length` characters."""
    for part in text:
        yield from (part[i : i + length] for i in range(0, len(part), length))


def _event(said: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(said)}\n\n".encode()


def _line(model: str, text: str, *, done: bool) -> bytes:
    message = {"role": "assistant", "content": text}
    said = {"model": model, "message": message, "done": done}
    return json.dumps(said | ({"done_reason": "stop"} if done else {})).encode() + b"\n"


def _completion(
    model: str, name: str, content: dict[str, Any], finished: str | None = None
) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion" if name == "message" else "chat.completion.chunk",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, name: content, "finish_reason": finished}],
    }
