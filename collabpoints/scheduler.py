"""The clock that wakes the jobs: APScheduler in a process of its own, which calls `reconcile` at start and each minute and
looks every few seconds for what somebody asked for.

It remembers nothing and decides nothing: its jobs lie in memory and what is owed is asked of the database. So it may run
on several hosts, die, or come late. APScheduler plans by the wall clock; when that is stepped, everything is woken at
once and planned anew (docs/adr/0002).
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import timedelta
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask

from collabpoints import clock
from collabpoints.jobs.outbox import send_due
from collabpoints.jobs.runner import HOST, described, heed_asked, reconcile
from collabpoints.jobs.watchdog import Watchdog
from collabpoints.queries.agencies import the_agency
from collabpoints.services.job_runs import beat, end_beat

if TYPE_CHECKING:
    from config import Config

log = structlog.get_logger("scheduler")
_BEAT_SECONDS = 10
_ROUND_SECONDS = 60
_ASKED_SECONDS = 5
_AGAIN_SECONDS = 5
_THREADS = 4
_STEP_SECONDS = 1.0
_LOOK_SECONDS = 0.5
_FAREWELL_SECONDS = 6.0


def run_until_stopped(app: Flask, config: "Config", *, supervisor: int | None = None) -> None:
    """Wake the jobs until SIGTERM or SIGINT comes, or until the process that supervises this one is gone.

    Each waking has a thread of its own, so that a long job holds up neither the heartbeat nor the mail. What still runs
    a few seconds after the signal is left to the database, which undoes it; the next start does it again.
    """
    stopping = threading.Event()
    _heed_signals(stopping)
    running = Running()
    scheduler = clock_of(app, config, running)
    scheduler.start()
    log.info("scheduler started", host=HOST, process=os.getpid())
    steps = ClockSteps()
    while not stopping.wait(_LOOK_SECONDS):
        if steps.has_stepped():
            log.warning("the wall clock was stepped, so everything is woken now")
            wake_everything(scheduler)
        if supervisor not in (None, os.getppid()):
            log.warning("the web server is gone, so the scheduler stops too")
            stopping.set()
    scheduler.shutdown(wait=False)
    is_quiet = running.wait_until_none(_FAREWELL_SECONDS)
    _waking(app, "farewell", lambda: end_beat(host=HOST, process=os.getpid()), running)()
    log.info("scheduler stopped", host=HOST, process=os.getpid())
    if not is_quiet:
        os._exit(0)  # a thread in the middle of a job would be waited for; its transaction is undone instead


def clock_of(app: Flask, config: "Config", running: "Running") -> BackgroundScheduler:
    """APScheduler, not started, with what it wakes: nothing in it outlives the process, nothing misfires, nothing runs
    beside itself."""
    scheduler = BackgroundScheduler(
        timezone=ZoneInfo("Asia/Seoul"),
        executors={"default": ThreadPoolExecutor(_THREADS)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    watchdog = Watchdog()

    def send() -> None:
        with watchdog.job("outbox"):  # a thousand mails may take long
            send_due(config)

    wakings: tuple[tuple[str, float, Callable[[], object]], ...] = (
        ("reconcile", _ROUND_SECONDS, lambda: reconcile(around=partial(watchdog.job, "reconcile"))),
        ("asked", _ASKED_SECONDS, lambda: heed_asked(around=partial(watchdog.job, "asked"))),
        ("outbox", _ROUND_SECONDS, send),
    )
    for name, seconds, act in wakings:
        watchdog.expect(name, seconds)
        again = partial(_wake_again, scheduler, name)
        watched = partial(watchdog.round, name)
        _plan(scheduler, name, seconds, _waking(app, name, act, running, watched=watched, again=again))
    _plan(scheduler, "beat", _BEAT_SECONDS, _waking(app, "beat", lambda: _beat(watchdog), running))
    return scheduler


def _plan(scheduler: BackgroundScheduler, name: str, seconds: float, wake: Callable[[], None]) -> None:
    scheduler.add_job(wake, IntervalTrigger(seconds=seconds), id=name, next_run_time=clock.now())


def _wake_again(scheduler: BackgroundScheduler, name: str) -> None:
    """What failed is tried again in seconds: a database that was away for a moment costs no minute."""
    with suppress(JobLookupError):  # the scheduler may be on its way home
        scheduler.modify_job(name, next_run_time=clock.now() + timedelta(seconds=_AGAIN_SECONDS))


def wake_everything(scheduler: BackgroundScheduler) -> None:
    """Every job runs now and is planned by the clock as it stands now."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=clock.now())


class ClockSteps:
    """Notices when the wall clock was moved against the monotonic one (by hand, by NTP, by a suspended machine)."""

    def __init__(self) -> None:
        self._apart = self._now()

    def has_stepped(self) -> bool:
        """Whether it moved since the last look."""
        before, self._apart = self._apart, self._now()
        return abs(self._apart - before) > _STEP_SECONDS

    @staticmethod
    def _now() -> float:
        return clock.now().timestamp() - time.monotonic()


class Running:
    """How many wakings are under way."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._count += 1

    def __exit__(self, *_fault: object) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait_until_none(self, seconds: float) -> bool:
        """Wait until nothing is under way, at most so long; whether that came true."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, seconds)


def _waking(
    app: Flask,
    name: str,
    act: Callable[[], object],
    running: Running,
    *,
    watched: Callable[[], AbstractContextManager[None]] = nullcontext,
    again: Callable[[], None] | None = None,
) -> Callable[[], None]:
    """Act in an application context of its own, `watched`. A fault is logged, and `again` or the next time tries again."""

    def wake() -> None:
        try:
            with running, watched(), app.app_context():
                act()
        except Exception as fault:
            log.error("waking failed", job=name, error=described(fault))
            if again:
                again()

    return wake


def _heed_signals(stopping: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _beat(watchdog: Watchdog) -> None:
    """The heartbeat stands for everything that is woken: where something does not come around, it is silent."""
    missing = watchdog.missing()
    if missing:
        log.error("no heartbeat: some wakings do not come around", missing=missing)
        return
    agency = the_agency()
    if agency is not None:
        beat(agency.id, host=HOST, process=os.getpid())
