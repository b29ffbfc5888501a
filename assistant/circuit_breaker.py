"""Leaves a service alone for a while when it keeps failing."""

from collections.abc import Callable
from threading import Lock
from time import monotonic


class CircuitBreaker:
    """Opens after so many failures in a row; once it has rested, one call at a time may try."""

    def __init__(
        self,
        failures: int = 3,
        rest_seconds: float = 30.0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._most, self._rest, self._clock = failures, rest_seconds, clock
        self._failures = 0
        self._try_again_at = 0.0
        self._lock = Lock()

    def allows(self) -> bool:
        """Tell whether a call may be made now; a trial keeps others out until it has rested."""
        with self._lock:
            if self._failures < self._most:
                return True
            if self._clock() < self._try_again_at:
                return False
            self._try_again_at = self._clock() + self._rest
            return True

    def succeeded(self) -> None:
        """Close it."""
        with self._lock:
            self._failures = 0

    def failed(self, for_good: bool = False) -> None:
        """Count a failure; one that no second try would mend opens it at once."""
        with self._lock:
            self._failures = self._most if for_good else self._failures + 1
            self._try_again_at = self._clock() + self._rest
