"""Attacks on how often one may call: guesses, forged addresses, 10,000 requests."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np

from eval.attack import QUESTION, SITE, Attack, Target

_MANY = 10_000


def rate_attacks(target: Target) -> Iterator[Attack]:
    """Call more often than is let through."""
    yield _guessing(target)
    yield _spoofed(target)
    yield _a_day(target)
    yield _ten_thousand(target)


def _guessing(target: Target) -> Attack:
    attack = Attack("guessing keys from one address, 60 a minute", {401, 429})
    with target.client(host=14) as client:
        for n in range(200):
            headers = {"Authorization": f"Bearer career_secret_{n}"}
            attack.came(client.get("/v1/profiles", headers=headers).status_code)
    attack.check(attack.statuses[401] <= 120, "more guesses than the rate")
    return attack


def _spoofed(target: Target) -> Attack:
    attack = Attack(
        "guessing with another `X-Forwarded-For` each time, not through a proxy", {401, 429}
    )
    with target.client(host=15) as client:
        for n in range(200):
            headers = {
                "Authorization": f"Bearer career_secret_{n}",
                "X-Forwarded-For": f"203.0.113.{n}",
                "X-Real-IP": f"203.0.113.{n}",
                "Forwarded": f"for=203.0.113.{n}",
            }
            attack.came(client.get("/v1/profiles", headers=headers).status_code)
    attack.check(attack.statuses[401] <= 120, "the address was believed")
    return attack


def _a_day(target: Target) -> Attack:
    attack = Attack("a publishable key beyond its day, 5 answers, from four addresses", {200, 429})
    _, said = target.keys.create("five a day", [SITE], daily=5)
    for host in range(20, 24):
        with target.client(said, host=host, Origin=SITE) as client:
            for _ in range(5):
                attack.came(client.post("/v1/answers", json=QUESTION).status_code)
    attack.check(attack.statuses[200] == 5, "not five answers")
    return attack


def _ten_thousand(target: Target) -> Attack:
    attack = Attack(f"{_MANY:,} requests from one key, 1,200 a minute", {200, 429})
    _, greedy = target.keys.create("greedy")
    began = time.monotonic()

    def ask_many(count: int) -> list[int]:
        with target.client(greedy, host=25) as client:
            return [client.get("/v1/profiles?limit=1").status_code for _ in range(count)]

    with ThreadPoolExecutor(5) as threads, target.client(target.other, host=26) as client:
        asking = [threads.submit(ask_many, _MANY // 4) for _ in range(4)]
        taken = []
        while not all(one.done() for one in asking):
            sent = time.perf_counter()
            answered = _asked(client)
            taken.append(time.perf_counter() - sent)
            attack.check(answered == 200, f"another key got {answered}")
            time.sleep(0.1)
        for one in asking:
            attack.came(*one.result())
    minutes = (time.monotonic() - began) / 60
    attack.check(attack.statuses[200] <= 1200 * (minutes + 1), "more than the rate")
    p95 = np.percentile(taken, 95) * 1000
    attack.remark = f"another key meanwhile: {len(taken)} answers, p95 {p95:.0f} ms"
    return attack


def _asked(client: httpx.Client) -> int:
    return client.post("/v1/answers", json=QUESTION).status_code
