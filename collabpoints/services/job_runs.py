"""Run a job's period so that it takes effect exactly once, and keep the clock's heartbeat."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, patiently, unit_of_work, upserting
from collabpoints.domain.timetable import ASKED_NAME
from collabpoints.models import JobRun, SchedulerBeat

Effect = Callable[[Session, int], int]
"""What a job does inside the unit of work, for an agency; answers with the number of rows that it concerned."""

ErrandEffect = Callable[[Session, int, str], int]
"""The same for a job without a rhythm, which is told the name of what was asked for."""

_OLD_BEATS = timedelta(days=1)
_LOCK_NOT_AVAILABLE = "55P03"


class NotBegun(Exception):
    """The period has not begun by the database's clock; nothing was written."""


def run_period(
    agency_id: int,
    job: str,
    period: str,
    *,
    starts_at: datetime,
    host: str,
    effect: Effect,
    began: float | None = None,
) -> int | None:
    """Afterwards the job's effect and its finished row stand, committed together. Returns the rows concerned, or None
    when somebody else has done it, or is at it. Whatever `effect` raises undoes everything.

    The row goes in first: its key makes a second process wait for the first one's end, and then find it done. `began`, by
    the monotonic clock, is when work for it began that came before; the row's duration counts from there.
    """
    began = time.monotonic() if began is None else began
    try:
        with unit_of_work() as session, patiently(session, minutes=15):
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


def ask_for_run(agency_id: int, job: str) -> str:
    """Afterwards a row stands that asks the schedulers to run this job once more; the first that sees it does. Returns
    the row's period. Where somebody asked before and nobody has come yet, that row stands for both."""
    with unit_of_work() as session:
        return ask_for_run_within(session, agency_id, job)


def ask_for_run_within(session: Session, agency_id: int, job: str) -> str:
    """The same as `ask_for_run`, inside a unit of work that is open already: the wish stands with what it commits."""
    waiting = select(JobRun.period).where(JobRun.agency_id == agency_id, JobRun.job == job, JobRun.outcome == "asked")
    period = session.scalars(waiting.order_by(JobRun.period).limit(1)).first()
    if period is not None:
        return period
    now = database_now(session)
    session.execute(
        upserting(dialect_of(session), JobRun)
        .values(agency_id=agency_id, job=job, period=now.strftime(ASKED_NAME), **_row("asked", "", now))
        .on_conflict_do_nothing(index_elements=["agency_id", "job", "period"])
    )
    return now.strftime(ASKED_NAME)


def drop_asked(agency_id: int, job: str, period: str) -> None:
    """What was asked for has been met by another run: its row is no more."""
    with unit_of_work() as session:
        session.execute(
            delete(JobRun).where(
                JobRun.agency_id == agency_id,
                JobRun.job == job,
                JobRun.period == period,
                JobRun.outcome == "asked",
            )
        )


def record_failure(agency_id: int, job: str, period: str, *, host: str, error: str) -> None:
    """Afterwards it stands that this try failed and of what; a finished row stays as it is."""
    with unit_of_work() as session:
        now = database_now(session)
        values = {**_row("failed", host, now), "error": error[:1000]}
        session.execute(
            upserting(dialect_of(session), JobRun)
            .values(agency_id=agency_id, job=job, period=period, failed_tries=1, **values)
            .on_conflict_do_update(
                index_elements=["agency_id", "job", "period"],
                set_={**values, "failed_tries": JobRun.failed_tries + 1},
                where=JobRun.outcome != "finished",
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
    values = {**_row("finished", host, started_at), "finished_at": started_at}
    claimed = session.execute(
        upserting(dialect_of(session), JobRun)
        .values(agency_id=agency_id, job=job, period=period, **values)
        .on_conflict_do_update(
            index_elements=["agency_id", "job", "period"], set_=values, where=JobRun.outcome != "finished"
        )
        .returning(JobRun.period)
    ).first()
    return claimed is not None


def _row(outcome: str, host: str, started_at: datetime) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "host": host[:100],
        "started_at": started_at,
        "finished_at": None,
        "duration_ms": 0,
        "rows": 0,
        "error": "",
    }
