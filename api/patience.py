"""How long a connection may take to say what it wants, and in how many bytes."""

from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SECONDS = 10  # from the first byte, or the connection, to the end of the headers
MOST = 64 * 1024  # bytes of one request's line and headers
_TOO_MUCH = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Protocol(HttpToolsProtocol):
    """Closes connections that say nothing, or without an end. uvicorn itself bounds neither: it
    waits for headers for ever, and keeps whatever comes of them."""

    seconds: float = SECONDS
    _timer: TimerHandle | None = None
    _heard = 0  # bytes since the headers began
    _in_headers = True

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the first request, but not for ever."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came, unless it is too much."""
        self._heard += len(data)
        super().data_received(data)
        if self._in_headers and self._heard > MOST and not self.transport.is_closing():
            self.transport.write(_TOO_MUCH)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Wait for the end of the headers that begin here."""
        super().on_message_begin()
        self._in_headers = True
        self._heard = 0
        self._wait()

    def on_headers_complete(self) -> None:
        """Let the request be answered, in its own time."""
        self._in_headers = False
        self._stop_waiting()
        super().on_headers_complete()

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()
