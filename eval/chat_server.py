"""A server that speaks OpenAI's protocol, and Ollama's, on a real socket and misbehaves on demand.

The name of the model says how: one of BEHAVIOURS for what it writes, one of FAULTS for how it
fails to. It is no language model: what it writes is made of its prompt's passages.
"""

import json
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from eval.chat_behaviours import BEHAVIOURS, Asked

FAULTS = (
    "slow",
    "silent",
    "silent-midway",
    "wrong-json",
    "wrong-json-midway",
    "broken-stream",
    "no-content",
    "401",
    "404",
    "429",
    "500",
    "flaky",
)
_PIECE = 7  # characters: most markers and words arrive in parts
_LONGEST_SILENCE = 60.0  # seconds
_RECOVERS_AFTER = 2  # calls of « flaky »


class ChatServer:
    """Serves `POST /v1/chat/completions` (Mistral's is the same) and Ollama's `POST /api/chat` on a
    free port of loopback while it is entered.

    `obeyed` is what « obedient » writes; `requests` are the bodies that came, with their headers.
    """

    def __init__(self) -> None:
        self.obeyed = ""
        self.pause = 0.2  # seconds between the pieces of « slow »
        self.midway = 12  # pieces, after which what breaks off midway does
        self.requests: list[dict[str, Any]] = []
        self.calls: Counter[str] = Counter()
        self.stopped = Event()
        self.hung_up = Event()  # a client has closed the connection before the end
        self.hung_up = Event()  # a client has closed the connection before the end
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.chat = self  # type: ignore[attr-defined]

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> "ChatServer":
        Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._http.shutdown()
        self._http.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients that hang up are what is measured."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        chat: ChatServer = self.server.chat  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        chat.requests.append({**body, "headers": {k.lower(): v for k, v in self.headers.items()}})
        model = str(body["model"])
        chat.calls[model] += 1
        try:
            self._answer(chat, model, body)
        except (BrokenPipeError, ConnectionResetError):
            chat.hung_up.set()
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, chat: ChatServer, model: str, body: dict[str, Any]) -> None:
        if model.isdigit():
            return self._refuse(int(model))
        if model == "flaky" and chat.calls[model] <= _RECOVERS_AFTER:
            return self._refuse(500)
        if model == "silent":
            chat.stopped.wait(_LONGEST_SILENCE)
            return self._cut()
        if model == "wrong-json":
            return self._send(200, '{"choices": [{"message"')
        prompt = "\n".join(str(message["content"]) for message in body["messages"])
        write = BEHAVIOURS.get(model, BEHAVIOURS["faithful"])
        text = write(Asked.of(prompt, chat.obeyed))
        if model == "no-content":
            return self._send(200, json.dumps({"id": "1", "choices": []}))
        if self.path.endswith("/api/chat"):
            return self._stream_as_ollama(model, _in_pieces(text))
        if body.get("stream"):
            return self._stream(chat, model, _in_pieces(text))
        if model in ("slow", "silent-midway", "endless"):  # the whole never comes
            chat.stopped.wait(_LONGEST_SILENCE)
            return self._cut()
        if model in ("broken-stream", "wrong-json-midway"):
            self._headers("application/json", 5000)
            self.wfile.write(b'{"id": "1", "choices": [{"mess')
            return self._cut()
        whole = {"role": "assistant", "content": "".join(text)}
        return self._send(200, json.dumps(_completion(model, "message", whole, "stop")))

    def _stream(self, chat: ChatServer, model: str, pieces: Iterator[str]) -> None:
        self._headers("text/event-stream", None)
        self._event(_completion(model, "delta", {"role": "assistant", "content": ""}))
        for number, piece in enumerate(pieces):
            if model == "slow":
                chat.stopped.wait(chat.pause)
            if number == chat.midway and model == "broken-stream":
                return self._cut()
            if number == chat.midway and model == "silent-midway":
                chat.stopped.wait(_LONGEST_SILENCE)
                return self._cut()
            if number == chat.midway and model == "wrong-json-midway":
                self._chunk(b'data: {"id": "1", "choices": [{"del\n\n')
            self._event(_completion(model, "delta", {"content": piece}))
        self._event(_completion(model, "delta", {}, "stop"))
        self._chunk(b"data: [DONE]\n\n")
        return self._chunk(b"")

    def _stream_as_ollama(self, model: str, pieces: Iterator[str]) -> None:
        self._headers("application/x-ndjson", None)
        for piece in pieces:
            said = {"model": model, "message": {"role": "assistant", "content": piece}}
            self._chunk(json.dumps(said | {"done": False}).encode() + b"\n")
        last = {"model": model, "message": {"role": "assistant", "content": ""}, "done": True}
        self._chunk(json.dumps(last | {"done_reason": "stop"}).encode() + b"\n")
        return self._chunk(b"")

    def _refuse(self, status: int) -> None:
        said = {"error": {"message": f"refused: {self.headers['Authorization']}", "type": "x"}}
        self._send(status, json.dumps(said))

    def _send(self, status: int, body: str) -> None:
        self._headers("application/json", len(body.encode()), status)
        self.wfile.write(body.encode())

    def _headers(self, kind: str, length: int | None, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _event(self, said: dict[str, Any]) -> None:
        self._chunk(f"data: {json.dumps(said)}\n\n".encode())

    def _chunk(self, said: bytes) -> None:
        self.wfile.write(f"{len(said):x}\r\n".encode() + said + b"\r\n")
        self.wfile.flush()

    def _cut(self) -> None:
        """Close the connection in the middle of an answer."""
        self.close_connection = True


def _in_pieces(text: Iterator[str]) -> Iterator[str]:
    for part in text:
        yield from (part[i : i + _PIECE] for i in range(0, len(part), _PIECE))


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
