"""The rows of the jobs: what ran, what somebody asked for, and how each job stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, reading
from collabpoints.domain.timetable import ERRANDS, TIMETABLE, Rhythm, Timing, next_period
from collabpoints.models import JobRun
from collabpoints.queries.jobs import Debt, clock_health, debts, frame

_REST = timedelta(minutes=1)
_PAGE = 20


@dataclass(frozen=True, slots=True)
class Run:
    """A row of a job. `outcome`: asked, failed or finished; `failed_tries`: how often this period failed so far."""

    job: str
    period: str
    outcome: str
    host: str
    started_at: datetime
    finished_at: datetime | None
    duration_ms: int
    rows: int
    error: str
    failed_tries: int

    @property
    def is_finished(self) -> bool:
        return self.outcome == "finished"


@dataclass(frozen=True, slots=True)
class Runs:
    """A page of a job's rows, the newest first."""

    runs: tuple[Run, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class JobStanding:
    """How a job stands. `rhythm` None: an errand, done when asked, which owes no periods and has no next one. `last` is the
    newest try, `finished` the newest that took effect. `owed` and `late` name periods (of an errand, what was asked), oldest
    first; `error` and `failed_tries` are of the oldest owed one (the tries of an errand, of its newest try that failed).
    `asked_at`: since when somebody waits for a run besides."""

    job: str
    rhythm: Rhythm | None
    last: Run | None
    finished: Run | None
    next_at: datetime | None
    owed: tuple[str, ...]
    late: tuple[str, ...]
    error: str
    failed_tries: int
    asked_at: datetime | None

    @property
    def state(self) -> str:
        """In one word, the worst first: late, failing, asked, due, new (never ran), well."""
        is_failing = self.error or (self.last is not None and not self.last.is_finished)
        ways = (("late", self.late), ("failing", is_failing), ("asked", self.asked_at), ("due", self.owed))
        return next((word for word, holds in ways if holds), "well" if self.last else "new")


def standings(agency_id: int) -> tuple[JobStanding, ...]:
    """How each job stands as of now: those of the timetable in its order, then the errands."""
    owed, late = debts(agency_id), clock_health(agency_id).late
    _since, zone, now = frame(agency_id)
    behind = {job: tuple(period for late_job, period in late if late_job == job) for job, _period in late}
    asked = {run.job: run.started_at for run in reversed(asked_runs(agency_id))}
    found = []
    for timing in TIMETABLE:
        own = [debt for debt in owed if debt.timing == timing]
        next_at = now if own else next_period(timing.rhythm, now, zone).starts_at
        found.append(
            _standing(
                agency_id,
                timing.job,
                timing=timing,
                next_at=next_at,
                owed=own,
                late=behind.get(timing.job, ()),
                asked_at=asked.get(timing.job),
            )
        )
    return (*found, *(_standing(agency_id, job, timing=None, late=behind.get(job, ())) for job in ERRANDS))


def runs(agency_id: int, job: str, *, page: int = 1) -> Runs:
    """The page (from 1) of the job's rows, the newest first."""
    with reading() as session:
        wanted = _of(agency_id, job).order_by(JobRun.started_at.desc(), JobRun.period.desc())
        found = session.execute(wanted.offset((page - 1) * _PAGE).limit(_PAGE + 1)).all()
        return Runs(tuple(_run(row) for row in found[:_PAGE]), len(found) > _PAGE)


def newest_try(agency_id: int, job: str) -> Run | None:
    """The job's newest run, whatever came of it; None before any."""
    with reading() as session:
        return _newest(session, agency_id, job, "finished", "failed")


def asked_runs(agency_id: int) -> tuple[Run, ...]:
    """What somebody asked for and nobody has run yet, the oldest first."""
    with reading() as session:
        wanted = select(*_COLUMNS).where(JobRun.agency_id == agency_id, JobRun.outcome == "asked")
        return tuple(_run(row) for row in session.execute(wanted.order_by(JobRun.started_at, JobRun.job)))


def resting(agency_id: int, jobs: Collection[str]) -> frozenset[tuple[str, str]]:
    """Of these jobs, the (job, period) that failed within the last minute and is better left alone for a while."""
    if not jobs:
        return frozenset()
    with reading() as session:
        wanted = select(JobRun.job, JobRun.period).where(
            JobRun.agency_id == agency_id,
            JobRun.job.in_(jobs),
            JobRun.outcome == "failed",
            JobRun.started_at > database_now(session) - _REST,
        )
        return frozenset((job, period) for job, period in session.execute(wanted))


_COLUMNS = (
    JobRun.job,
    JobRun.period,
    JobRun.outcome,
    JobRun.host,
    JobRun.started_at,
    JobRun.finished_at,
    JobRun.duration_ms,
    JobRun.rows,
    JobRun.error,
    JobRun.failed_tries,
)


def _of(agency_id: int, job: str) -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).where(JobRun.agency_id == agency_id, JobRun.job == job)


def _run(row: Row[*tuple[Any, ...]]) -> Run:
    return Run(*row)


def _newest(session: Session, agency_id: int, job: str, *outcomes: str) -> Run | None:
    wanted = _of(agency_id, job).where(JobRun.outcome.in_(outcomes))
    row = session.execute(wanted.order_by(JobRun.started_at.desc(), JobRun.period.desc()).limit(1)).one_or_none()
    return _run(row) if row else None


def _standing(
    agency_id: int,
    job: str,
    *,
    timing: Timing | None,
    next_at: datetime | None = None,
    owed: Sequence[Debt] = (),
    late: tuple[str, ...] = (),
    asked_at: datetime | None = None,
) -> JobStanding:
    with reading() as session:
        last = _newest(session, agency_id, job, "finished", "failed")
        finished = last if last is None or last.is_finished else _newest(session, agency_id, job, "finished")
    tries = owed[0].failed_tries if owed else 0
    if timing is None and last is not None and not last.is_finished:
        tries = last.failed_tries
    return JobStanding(
        job=job,
        rhythm=timing.rhythm if timing else None,
        last=last,
        finished=finished,
        next_at=next_at,
        owed=tuple(debt.period.name for debt in owed),
        late=late,
        error=owed[0].error if owed else "",
        failed_tries=tries,
        asked_at=asked_at,
    )
