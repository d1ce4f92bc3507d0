"""Schedulers in processes of their own whose one job leaves a row of the test's: `python -m tests.faults.ticking`.

What they are comes by the environment: `TICKING_EVERY` second or month; `TICKING_PROCESSES` how many (one that is killed is
started again, as `serve` and systemd do); `TICKING_ROUND` seconds between rounds; `TICKING_PAUSE` seconds that the job
waits in the middle of its transaction; `TICKING_SCALE` makes every second of the heartbeat's arithmetic shorter;
`TICKING_CLOCK` a file "SHIFT OFF" as in served.py, read anew each time; `TICKING_STUCK` a file: once it is there, no round
ends. `FAULTS_PLANT` plants a fault.
"""

import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import apscheduler.executors.base
import apscheduler.schedulers.base
import apscheduler.triggers.interval
from sqlalchemy import text
from sqlalchemy.orm import Session

import wsgi
from collabpoints import clock, db, scheduler
from collabpoints.domain import timetable
from collabpoints.domain.timetable import Period, Rhythm, Timing
from collabpoints.formats.logs import write_json_lines
from collabpoints.jobs import runner, schedule, watchdog
from collabpoints.queries import jobs as job_queries
from collabpoints.services import months

NAME = "tick"
_SECOND = cast(Rhythm, "second")
_running = threading.local()


def set_up() -> None:
    """Put the one job in the place of the timetable's, seconds among the rhythms, and the wanted clocks."""
    every = Rhythm.MONTH if os.environ["TICKING_EVERY"] == "month" else _SECOND
    timing = Timing(NAME, every, makes_up=True, late_after=timedelta(minutes=10))
    _put("TIMETABLE", (timing,), job_queries)
    _put("period_of", _with_seconds(timetable.period_of), timetable, job_queries)
    _put("_after", _with_next_second(timetable._after), timetable)
    run_job = runner.run_job

    def remembering(agency_id: int, job: schedule.Job, period: Period) -> runner.Outcome:
        _running.period = period.name
        return run_job(agency_id, job, period)

    _put("run_job", remembering, runner)
    job = schedule.Job(timing, effect=_tick)

    def reconcile(**named: Any) -> list[runner.Outcome]:
        _be_stuck()
        return runner.reconcile([job], **named)

    _put("reconcile", reconcile, scheduler)
    _put("heed_asked", lambda **_named: [], scheduler)
    _put("send_due", lambda _config: 0, scheduler)
    _put("_ROUND_SECONDS", float(os.environ.get("TICKING_ROUND", "60")), scheduler)
    scale = float(os.environ.get("TICKING_SCALE", "1"))
    for name in ("_BEAT_SECONDS", "_ASKED_SECONDS", "_AGAIN_SECONDS"):
        _put(name, getattr(scheduler, name) * scale, scheduler)
    _put("PATIENCE", watchdog.PATIENCE * scale, watchdog)
    if "TICKING_CLOCK" in os.environ:
        _turn_clocks(Path(os.environ["TICKING_CLOCK"]))
    if "FAULTS_PLANT" in os.environ:
        from tests.faults.plants import plant

        plant(os.environ["FAULTS_PLANT"])


def main() -> None:
    """So many schedulers, until SIGTERM; one that was killed is started again."""
    write_json_lines("info")
    set_up()
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_given: stopping.append(1))
    children = {_start() for _place in range(int(os.environ.get("TICKING_PROCESSES", "1")))}
    while not stopping:
        child, status = os.waitpid(-1, os.WNOHANG)
        if child:
            children.remove(child)
            if not os.WIFSIGNALED(status):
                sys.exit(f"a scheduler ended by itself: {status}")  # none of these tests stops one kindly
            children.add(_start())
        time.sleep(0.02)
    for child in children:
        os.kill(child, signal.SIGTERM)
    for child in children:
        os.waitpid(child, 0)


def _start() -> int:
    child = os.fork()
    if child:
        return child
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    installation = wsgi.Installation()
    scheduler.run_until_stopped(installation.app(), installation.config())
    os._exit(0)


def _tick(session: Session, agency_id: int) -> int:
    session.execute(
        text("INSERT INTO ticks (period, process) VALUES (:period, :process)"),
        {"period": _running.period, "process": os.getpid()},
    )
    if os.environ["TICKING_EVERY"] == "month":
        months.turn_months_within(session, agency_id)
    time.sleep(float(os.environ.get("TICKING_PAUSE", "0")))
    return 1


def _be_stuck() -> None:
    while "TICKING_STUCK" in os.environ and Path(os.environ["TICKING_STUCK"]).exists():
        time.sleep(0.1)


def _with_seconds(usual: Any) -> Any:
    def period_of(rhythm: Rhythm, instant: datetime, zone: ZoneInfo) -> Period:
        if rhythm is not _SECOND:
            return cast(Period, usual(rhythm, instant, zone))
        second = instant.astimezone(UTC).replace(microsecond=0)
        return Period(second, second.strftime("%Y-%m-%dT%H:%M:%S"))

    return period_of


def _with_next_second(usual: Any) -> Any:
    def after(rhythm: Rhythm, period: Period, zone: ZoneInfo) -> Period:
        if rhythm is not _SECOND:
            return cast(Period, usual(rhythm, period, zone))
        return timetable.period_of(rhythm, period.starts_at + timedelta(seconds=1), zone)

    return after


def _turn_clocks(file: Path) -> None:
    """The host's clock, APScheduler's with it, and the database's are what the file says at each look."""
    real, asked = clock.now, db.database_now
    clock.now = lambda: real() + timedelta(seconds=sum(_said(file)))

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Shifted":
            return cast(Shifted, datetime.now(tz) + timedelta(seconds=sum(_said(file))))

    _put("datetime", Shifted, apscheduler.schedulers.base, apscheduler.triggers.interval, apscheduler.executors.base)
    for module in list(sys.modules.values()):  # those who imported it by name too
        if getattr(module, "database_now", None) is asked:
            module.database_now = lambda session: asked(session) + timedelta(seconds=_said(file)[0])  # type: ignore[attr-defined]


def _said(file: Path) -> tuple[float, float]:
    shift, off = map(float, file.read_text().split())
    return shift, off


def _put(name: str, what: object, *modules: object) -> None:
    """What is gone from a module cannot be replaced in it."""
    for module in modules:
        assert hasattr(module, name), name
        setattr(module, name, what)


if __name__ == "__main__":
    main()
