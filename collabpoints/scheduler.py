"""The clock that wakes the jobs: a process of its own that calls `reconcile` at start and each minute.

It remembers nothing and decides nothing: what is owed is asked of the database. So it may run on several hosts, die, or
come late. It measures its minutes by the machine's monotonic clock, so that a wall clock set back an hour does not make
it sleep for an hour; docs/adr/0002 says why this is a loop and not a library.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import structlog
from flask import Flask

from collabpoints.jobs.outbox import send_due
from collabpoints.jobs.runner import HOST, described, reconcile
from collabpoints.queries.agencies import the_agency
from collabpoints.services.job_runs import beat, end_beat

if TYPE_CHECKING:
    from config import Config

log = structlog.get_logger("scheduler")
_BEAT_SECONDS = 15.0
_ROUND_SECONDS = 60.0
_LOOK_SECONDS = 0.5
_FAREWELL_SECONDS = 6.0


def run_until_stopped(app: Flask, config: "Config", *, is_child: bool = False) -> None:
    """Wake the jobs until SIGTERM or SIGINT comes, or, for a child, until its parent is gone.

    Each round has a thread of its own, so that a long job holds up neither the heartbeat nor the mail. What still runs
    a few seconds after the signal is left to the database, which undoes it; the next start does it again.
    """
    stopping = threading.Event()
    _heed_signals(stopping)
    rounds = (
        _Round(app, "beat", _BEAT_SECONDS, _beat),
        _Round(app, "reconcile", _ROUND_SECONDS, reconcile),
        _Round(app, "outbox", _ROUND_SECONDS, lambda: send_due(config)),
    )
    for each in rounds:
        each.start(stopping)
    log.info("scheduler started", host=HOST, process=os.getpid())
    parent = os.getppid()
    while not stopping.wait(_LOOK_SECONDS):
        if is_child and os.getppid() != parent:
            log.warning("the web server is gone, so the scheduler stops too")
            stopping.set()
    deadline = time.monotonic() + _FAREWELL_SECONDS
    for each in rounds:
        each.join(deadline)
    _Round(app, "farewell", 0, lambda: end_beat(host=HOST, process=os.getpid())).once()
    log.info("scheduler stopped", host=HOST, process=os.getpid())


class _Round:
    """Something that is done at start and again after so many seconds, until the event is set."""

    def __init__(self, app: Flask, name: str, seconds: float, act: Callable[[], object]) -> None:
        self._app = app
        self._name = name
        self._seconds = seconds
        self._act = act
        self._thread: threading.Thread | None = None

    def start(self, stopping: threading.Event) -> None:
        def again() -> None:
            self.once()
            while not stopping.wait(self._seconds):
                self.once()

        self._thread = threading.Thread(target=again, name=self._name, daemon=True)
        self._thread.start()

    def join(self, deadline: float) -> None:
        if self._thread is not None:
            self._thread.join(max(0.0, deadline - time.monotonic()))

    def once(self) -> None:
        """Act, in an application context of its own. A fault is logged, and the next time tries again."""
        try:
            with self._app.app_context():
                self._act()
        except Exception as fault:
            log.error("round failed", round=self._name, error=described(fault))


def _heed_signals(stopping: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _beat() -> None:
    agency = the_agency()
    if agency is not None:
        beat(agency.id, host=HOST, process=os.getpid())
