"""Whether the scheduler's threads come around: its heartbeat stands for all of them, so it stops when one is stuck, dead
or fails again and again while the process lives (promise 12; the arithmetic is in docs/adr/0013)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 20.0
"""Seconds that a round may take besides its jobs, may begin late, or may keep failing."""

LONGEST_JOB = 60 * 60.0
"""Seconds after which a job counts as stuck. (Its own lateness shows long before.)"""


@dataclass
class _Rounds:
    """One waking: how far apart its rounds are, and where it is. Instants are of the monotonic clock."""

    seconds: float
    stirred_at: float
    is_under_way: bool = False
    is_in_job: bool = False
    failing_since: float | None = None


class Watchdog:
    """Watches wakings by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rounds: dict[str, _Rounds] = {}

    def expect(self, name: str, seconds: float) -> None:
        """From now on this waking has to come around, its rounds so many seconds apart."""
        with self._lock:
            self._rounds[name] = _Rounds(seconds, time.monotonic())

    @contextmanager
    def round(self, name: str) -> Iterator[None]:
        """Around a round of the waking; what it raises is a failure."""
        self._move(name, is_under_way=True, is_in_job=False)
        try:
            yield
        except BaseException:
            with self._lock:
                rounds = self._rounds[name]
                rounds.failing_since = rounds.failing_since or time.monotonic()
            raise
        else:
            with self._lock:
                self._rounds[name].failing_since = None
        finally:
            self._move(name, is_under_way=False, is_in_job=False)

    @contextmanager
    def job(self, name: str) -> Iterator[None]:
        """Around a job within a round, which may take its time."""
        self._move(name, is_under_way=True, is_in_job=True)
        try:
            yield
        finally:
            self._move(name, is_under_way=True, is_in_job=False)

    def missing(self) -> list[str]:
        """The wakings that do not come around as they should, by name."""
        with self._lock:
            return sorted(name for name, rounds in self._rounds.items() if _is_missing(rounds, time.monotonic()))

    def _move(self, name: str, *, is_under_way: bool, is_in_job: bool) -> None:
        with self._lock:
            rounds = self._rounds[name]
            rounds.stirred_at, rounds.is_under_way, rounds.is_in_job = time.monotonic(), is_under_way, is_in_job


def _is_missing(rounds: _Rounds, now: float) -> bool:
    if rounds.is_in_job:
        return now - rounds.stirred_at > LONGEST_JOB
    if rounds.failing_since is not None and now - rounds.failing_since > PATIENCE:
        return True
    return now - rounds.stirred_at > PATIENCE + (0 if rounds.is_under_way else rounds.seconds)
