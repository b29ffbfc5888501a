"""Who may call what, from where, and how often."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from limits import RateLimitItem, RateLimitItemPerDay, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter, RateLimiter
from starlette.datastructures import Headers

if TYPE_CHECKING:  # SQLAlchemy, for who keeps keys
    from assistant.keys import Key, Keys

_MEMORY = "memory://"
# What a key that visitors can read is good for: asking, and their own conversation.
_ASKING = ("/v1/answers", "/v1/feedback", "/v1/conversations/")


class Refusal(Exception):
    """A request that is not let in: its problem, and the headers that go with it."""

    def __init__(
        self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail = status, title, detail
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Pass:
    """A request that is let in: by which key, and what its response says of the rate."""

    key: "Key | None" = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Access:
    """The rules of one server. Rates are written as the `limits` library reads them.

    Without `required`, who has no key may call everything, as often as they like. With memory as
    `storage` each process counts for itself; a Redis that they share makes them count together.
    """

    def __init__(
        self,
        keys: "Keys | None" = None,
        *,
        required: bool = False,
        limited: bool | None = None,
        rate: str = "60/minute",
        key_rate: str = "1200/minute",
        storage: str = _MEMORY,
    ) -> None:
        self._keys = keys
        self.required = required
        self._limited = required if limited is None else limited
        self._rate, self._key_rate = parse(rate), parse(key_rate)
        self._counts_elsewhere = storage != _MEMORY
        kept = storage_from_string(storage)
        assert isinstance(kept, Storage)
        self._moving, self._daily = MovingWindowRateLimiter(kept), FixedWindowRateLimiter(kept)

    def origins(self) -> frozenset[str]:
        """Return the sites that may embed the assistant, or call it from their pages."""
        return self._keys.origins() if self._keys else frozenset()

    def waits(self, headers: Headers) -> bool:
        """Whether `admit` has to ask the database or another machine."""
        return "authorization" in headers or self._counts_elsewhere

    def admit(self, method: str, path: str, headers: Headers, address: str) -> Pass:
        """Let a request in, or raise Refusal. Raises ConversationsUnavailable."""
        key = self._key(headers, address)
        if key is None and self.required and _is_kept(path):
            raise unauthorised("A key is required")
        if key is not None and key.publishable:
            _check_published(key, path, headers.get("origin"))
        elif key is not None and "origin" in headers:
            raise not_for_browsers()
        return Pass(key, self._counted(key, method, path, address))

    def _key(self, headers: Headers, address: str) -> "Key | None":
        said = headers.get("authorization")
        if said is None or self._keys is None:
            return None
        scheme, _, token = said.partition(" ")
        key = self._keys.known(token.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            # Guessing is counted, as asking is.
            self._hit(self._moving, self._rate, "wrong", address)
            raise unauthorised("This key is not known")
        return key

    def _counted(
        self, key: "Key | None", method: str, path: str, address: str
    ) -> Mapping[str, str]:
        if method == "OPTIONS" or not (path.startswith("/v1/") or method == "POST"):
            return {}
        if key is None and not self._limited:
            return {}
        if key is not None and not key.publishable:
            told = self._hit(self._moving, self._key_rate, "key", key.id)
        else:
            told = self._hit(self._moving, self._rate, "address", address)
        if key is not None and key.daily is not None and path.startswith("/v1/answers"):
            self._hit(self._daily, RateLimitItemPerDay(key.daily), "daily", key.id)
        return told

    def _hit(self, limiter: RateLimiter, rate: RateLimitItem, *who: str) -> Mapping[str, str]:
        """Count a request; return what a response says of it, or raise Refusal."""
        let_in = limiter.hit(rate, *who)
        window = limiter.get_window_stats(rate, *who)
        seconds = max(1, round(window.reset_time - time.time()))
        told = {
            "RateLimit-Limit": str(rate.amount),
            "RateLimit-Remaining": str(max(0, window.remaining)),
            "RateLimit-Reset": str(seconds),
        }
        if not let_in:
            raise too_many(rate.amount, rate.get_expiry(), seconds, told)
        return told


def _is_kept(path: str) -> bool:
    return path.startswith("/v1/") or path == "/metrics"


def _check_published(key: "Key", path: str, origin: str | None) -> None:
    # A program outside browsers can say any origin: the quota is what bounds it.
    if origin not in key.origins:
        raise of_other_sites()
    if not _starts(path, _ASKING):
        raise for_asking_alone()


def _starts(path: str, prefixes: Iterable[str]) -> bool:
    return any(path == prefix or path.startswith(f"{prefix.rstrip('/')}/") for prefix in prefixes)


def unauthorised(title: str) -> Refusal:
    """Return the refusal of who has no key, or none that is known."""
    return Refusal(
        401,
        title,
        "Send the header « Authorization: Bearer KEY »; `career keys create` makes one.",
        {"WWW-Authenticate": "Bearer"},
    )


def not_for_browsers() -> Refusal:
    """Return the refusal of a secret key that stands in a web page."""
    return Refusal(403, "A secret key is not for browsers", "Use a publishable key in web pages.")


def of_other_sites() -> Refusal:
    """Return the refusal of a publishable key that another site uses."""
    said = "Use it in pages of the origins that it was created with."
    return Refusal(403, "This key is for other sites", said)


def for_asking_alone() -> Refusal:
    """Return the refusal of a call that a publishable key is not good for."""
    said = "Call this from a server, with a secret key."
    return Refusal(403, "A publishable key is for asking alone", said)


def too_many(
    amount: int, period: int, seconds: int, told: Mapping[str, str] | None = None
) -> Refusal:
    """Return the refusal of who asks more than `amount` in a `period`, until `seconds` pass."""
    said = f"Ask again in {seconds} s; {amount} are let through in {period} s."
    return Refusal(429, "Too many requests", said, {**(told or {}), "Retry-After": str(seconds)})
