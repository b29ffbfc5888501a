"""Attacks by connections: many of them, and slow ones."""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import numpy as np

from eval.attack import CLOSED, QUESTION, Attack, Target, statuses_in
from eval.attack_wire import BODY, post

_SLOW = 40  # connections
_IDLE = 500
_LONGEST_WAIT = 25.0  # seconds that a slow connection may last
_UNREAD = 5.0  # seconds that an answer is left unread


def connection_attacks(target: Target) -> Iterator[Attack]:
    """Hold connections, while another asks as usual."""
    yield from _slow(target)
    yield _idle(target)


def _slow(target: Target) -> Iterator[Attack]:
    head = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "
    yield _trickled(target, f"slow headers: {_SLOW} connections, a byte a second", [head], {CLOSED})
    began = post("Content-Length: 1000", key=target.secret) + b'{"question": "'
    what = f"slow bodies: {_SLOW} connections, a byte a second"
    yield _trickled(target, what, [began], {408, CLOSED})
    what = f"slow reading: {_SLOW} connections ask, and read nothing for {_UNREAD:.0f} s"
    asked = post(f"Content-Length: {len(BODY)}", key=target.secret) + BODY
    attack = _beside(target, Attack(what, {200}), lambda attack: _unread(target, attack, asked))
    yield attack


def _trickled(target: Target, what: str, first: Sequence[bytes], expected: set[int]) -> Attack:
    def drip(attack: Attack) -> None:
        with ThreadPoolExecutor(_SLOW) as threads:
            for status, lasted in threads.map(lambda _: _drip(target, first), range(_SLOW)):
                attack.came(status)
                attack.check(lasted < _LONGEST_WAIT, f"a connection lasted {lasted:.0f} s")

    return _beside(target, Attack(what, expected), drip)


def _drip(target: Target, first: Sequence[bytes]) -> tuple[int, float]:
    """Return what came of a slow request, and how long it lasted."""
    began = time.monotonic()
    said = b""
    with target.connect(38, 1) as line, suppress(OSError):
        line.sendall(b"".join(first))
        while time.monotonic() - began < _LONGEST_WAIT:
            try:
                part = line.recv(4096)
                said += part
                if not part:
                    break
            except TimeoutError:
                line.sendall(b"a")
    return statuses_in(said)[0], time.monotonic() - began


def _unread(target: Target, attack: Attack, asked: bytes) -> None:
    with ExitStack() as opened:
        lines = [opened.enter_context(target.connect(39)) for _ in range(_SLOW)]
        for line in lines:
            line.sendall(asked)
        time.sleep(_UNREAD)
        for line in lines:
            attack.came(statuses_in(line.recv(65536))[0])


def _idle(target: Target) -> Attack:
    def hold(attack: Attack) -> None:
        with ExitStack() as opened:
            lines = [opened.enter_context(target.connect(40)) for _ in range(_IDLE)]
            began = time.monotonic()
            for line in lines:
                line.settimeout(max(1.0, _LONGEST_WAIT - (time.monotonic() - began)))
                attack.came(CLOSED if _ends(line) else -1)

    what = f"{_IDLE} connections opened that say nothing"
    return _beside(target, Attack(what, {CLOSED}), hold)


def _ends(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def _beside(target: Target, attack: Attack, run: Callable[[Attack], None]) -> Attack:
    """Run an attack, while another asks as usual: its answers must go on."""
    taken = []
    with ThreadPoolExecutor(1) as thread, target.client(target.other, host=41) as client:
        running = thread.submit(run, attack)
        while not running.done():
            sent = time.perf_counter()
            answered = client.post("/v1/answers", json=QUESTION)
            taken.append(time.perf_counter() - sent)
            attack.check(answered.status_code == 200, f"others got {answered.status_code}")
            time.sleep(0.2)
        running.result()
    p95 = np.percentile(taken, 95) * 1000
    attack.remark = f"others meanwhile: {len(taken)} answers, p95 {p95:.0f} ms"
    return attack
