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
from eval.chat_protocols import ChatProtocol, OllamaProtocol, OpenAIProtocol, in_pieces

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
_BREAK_OFF = ("broken-stream", "wrong-json-midway")
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
        is_ollama = self.path.endswith("/api/chat")
        protocol = OllamaProtocol() if is_ollama else OpenAIProtocol()
        if model.isdigit():
            return self._refuse(int(model))
        if model == "flaky" and chat.calls[model] <= _RECOVERS_AFTER:
            return self._refuse(500)
        if model == "silent":
            return self._fall_silent(chat)
        if model == "wrong-json":
            return self._send(200, b'{"choices": [{"message"')
        if model == "no-content":
            return self._send(200, protocol.empty())
        prompt = "\n".join(str(message["content"]) for message in body["messages"])
        text = BEHAVIOURS.get(model, BEHAVIOURS["faithful"])(Asked.of(prompt, chat.obeyed))
        if body.get("stream", is_ollama):  # Ollama streams unless it is told not to
            return self._stream(chat, protocol, model, in_pieces(text, _PIECE))
        if model in ("slow", "silent-midway", "endless"):  # the whole never comes
            return self._fall_silent(chat)
        if model in _BREAK_OFF:
            self._headers("application/json", 5000)
            self.wfile.write(protocol.broken())
            return self._cut()
        return self._send(200, protocol.whole(model, "".join(text)))

    def _stream(
        self, chat: ChatServer, protocol: ChatProtocol, model: str, pieces: Iterator[str]
    ) -> None:
        self._headers(protocol.content_type, None)
        self._chunk(protocol.first(model))
        for number, piece in enumerate(pieces):
            if model == "slow":
                chat.stopped.wait(chat.pause)
            if number == chat.midway and model == "broken-stream":
                return self._cut()
            if number == chat.midway and model == "silent-midway":
                return self._fall_silent(chat)
            if number == chat.midway and model == "wrong-json-midway":
                self._chunk(protocol.broken())
            self._chunk(protocol.piece(model, piece))
        self._chunk(protocol.last(model))
        self.wfile.write(b"0\r\n\r\n")
        return None

    def _fall_silent(self, chat: ChatServer) -> None:
        chat.stopped.wait(_LONGEST_SILENCE)
        self._cut()

    def _refuse(self, status: int) -> None:
        said = {"error": {"message": f"refused: {self.headers['Authorization']}", "type": "x"}}
        self._send(status, json.dumps(said).encode())

    def _send(self, status: int, body: bytes) -> None:
        self._headers("application/json", len(body), status)
        self.wfile.write(body)

    def _headers(self, kind: str, length: int | None, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _chunk(self, said: bytes) -> None:
        if said:  # an empty one would be the end
            self.wfile.write(f"{len(said):x}\r\n".encode() + said + b"\r\n")
            self.wfile.flush()

    def _cut(self) -> None:
        """Close the connection in the middle of an answer."""
        self.close_connection = True
