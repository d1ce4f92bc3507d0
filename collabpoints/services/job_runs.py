"""Run a job's period so that it takes effect exactly once, and keep the clock's heartbeat."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, unit_of_work, upserting
from collabpoints.models import JobRun, SchedulerBeat

Effect = Callable[[Session, int], int]
"""What a job does inside the unit of work, for an agency; answers with the number of rows that it concerned."""

_OLD_BEATS = timedelta(days=1)
_LOCK_NOT_AVAILABLE = "55P03"


class NotBegun(Exception):
    """The period has not begun by the database's clock; nothing was written."""


def run_period(agency_id: int, job: str, period: str, *, starts_at: datetime, host: str, effect: Effect) -> int | None:
    """Afterwards the job's effect and its finished row stand, committed together. Returns the rows concerned, or None
    when somebody else has done it, or is at it. Whatever `effect` raises undoes everything.

    The row goes in first: its key makes a second process wait for the first one's end, and then find it done.
    """
    began = time.monotonic()
    try:
        with unit_of_work() as session:
            if dialect_of(session) == "postgresql":
                session.execute(text("SET LOCAL statement_timeout = '15min'"))
            started_at = database_now(session)
            if started_at < starts_at:
                raise NotBegun(f"{job} {period}")
            if not _claim(session, agency_id, job, period, host=host, started_at=started_at):
                return None
            rows = effect(session, agency_id)
            session.execute(
                update(JobRun)
                .where(JobRun.agency_id == agency_id, JobRun.job == job, JobRun.period == period)
                .values(
                    rows=rows,
                    finished_at=database_now(session),
                    duration_ms=int((time.monotonic() - began) * 1000),
                )
            )
            return rows
    except DBAPIError as fault:
        if getattr(fault.orig, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
            return None
        raise


def record_failure(agency_id: int, job: str, period: str, *, host: str, error: str) -> None:
    """Afterwards it stands that this try failed and of what; a finished row stays as it is."""
    with unit_of_work() as session:
        now = database_now(session)
        values = {
            "outcome": "failed",
            "host": host[:100],
            "started_at": now,
            "finished_at": None,
            "duration_ms": 0,
            "rows": 0,
            "error": error[:1000],
        }
        session.execute(
            upserting(dialect_of(session), JobRun)
            .values(agency_id=agency_id, job=job, period=period, **values)
            .on_conflict_do_update(
                index_elements=["agency_id", "job", "period"], set_=values, where=JobRun.outcome == "failed"
            )
        )


def beat(agency_id: int, *, host: str, process: int) -> None:
    """The scheduler process came around."""
    with unit_of_work() as session:
        now = database_now(session)
        session.execute(
            upserting(dialect_of(session), SchedulerBeat)
            .values(host=host[:100], process=process, agency_id=agency_id, beat_at=now)
            .on_conflict_do_update(index_elements=["host", "process"], set_={"beat_at": now, "agency_id": agency_id})
        )


def end_beat(*, host: str, process: int) -> None:
    """The scheduler process went home; its row and those of processes long gone are no more."""
    with unit_of_work() as session:
        session.execute(delete(SchedulerBeat).where(SchedulerBeat.host == host[:100], SchedulerBeat.process == process))
        session.execute(delete(SchedulerBeat).where(SchedulerBeat.beat_at < database_now(session) - _OLD_BEATS))


def _claim(session: Session, agency_id: int, job: str, period: str, *, host: str, started_at: datetime) -> bool:
    values = {
        "outcome": "finished",
        "host": host[:100],
        "started_at": started_at,
        "finished_at": started_at,
        "duration_ms": 0,
        "rows": 0,
        "error": "",
    }
    claimed = session.execute(
        upserting(dialect_of(session), JobRun)
        .values(agency_id=agency_id, job=job, period=period, **values)
        .on_conflict_do_update(
            index_elements=["agency_id", "job", "period"], set_=values, where=JobRun.outcome == "failed"
        )
        .returning(JobRun.period)
    ).first()
    return claimed is not None
