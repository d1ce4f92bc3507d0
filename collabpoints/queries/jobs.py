"""What the jobs have done, what they owe, and whether their clock still ticks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from collabpoints.db import database_now, reading
from collabpoints.domain.timetable import (
    ERRAND_TRIES,
    ERRANDS,
    TIMETABLE,
    Period,
    Timing,
    late,
    owed,
    period_before,
    period_of,
)
from collabpoints.models import Agency, JobRun, SchedulerBeat

# The scheduler's beats are 10 seconds apart (scheduler.py): three that are missing are a scheduler that is gone. Whoever asks
# every 15 seconds or so thus knows within a minute of its death (docs/adr/0013).
_QUIET_FOR = timedelta(seconds=30)
_RECENTLY = timedelta(minutes=2)
# An errand rests a minute after a failure. One that was not tried for so long is not wanted any more.
_STILL_TRIED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Debt:
    """A period that a job owes; `error` is what its last try died of ("" when there was none)."""

    timing: Timing
    period: Period
    error: str
    failed_tries: int = 0


@dataclass(frozen=True, slots=True)
class Beat:
    """A scheduler process that came around within the last two minutes; `is_ticking`: within the last half."""

    host: str
    process: int
    at: datetime
    is_ticking: bool


@dataclass(frozen=True, slots=True)
class ClockHealth:
    """Whether the jobs' clock ticks, as of `asked_at` (the database's clock). `beat_at` None: no scheduler ever came. `late`:
    job and period, or job and what was asked of an errand that fails again and again."""

    asked_at: datetime
    beat_at: datetime | None
    late: tuple[tuple[str, str], ...]

    @property
    def is_ticking(self) -> bool:
        """Whether a scheduler came around within the last half minute."""
        return self.beat_at is not None and self.asked_at - self.beat_at <= _QUIET_FOR

    @property
    def is_well(self) -> bool:
        return self.is_ticking and not self.late


def debts(agency_id: int) -> list[Debt]:
    """Every period that is owed now by the database's clock; a job's oldest first, in the timetable's order."""
    since, zone, now = frame(agency_id)
    failed = _errors(agency_id)
    return [
        Debt(timing, period, *failed.get((timing.job, period.name), ("", 0)))
        for timing in TIMETABLE
        for period in owed(timing, since, now, zone, _finished(agency_id, timing, now, zone))
    ]


def is_finished(agency_id: int, job: str, period: str) -> bool:
    """Whether this period of the job has taken effect."""
    with reading() as session:
        done = (JobRun.agency_id == agency_id, JobRun.job == job, JobRun.period == period, JobRun.outcome == "finished")
        return session.scalar(select(JobRun.period).where(*done)) is not None


def clock_health(agency_id: int) -> ClockHealth:
    """Whether the jobs' clock ticks and nothing is late."""
    since, zone, now = frame(agency_id)
    with reading() as session:
        beat_at = session.execute(
            select(func.max(SchedulerBeat.beat_at)).where(SchedulerBeat.agency_id == agency_id)
        ).scalar_one()
    behind = tuple(
        (timing.job, period.name)
        for timing in TIMETABLE
        for period in late(timing, since, now, zone, _finished(agency_id, timing, now, zone))
    )
    return ClockHealth(now, beat_at, (*behind, *_errands_behind(agency_id, now)))


def beats(agency_id: int) -> tuple[Beat, ...]:
    """The scheduler processes that are or were there lately, by host and process."""
    with reading() as session:
        now = database_now(session)
        found = session.execute(
            select(SchedulerBeat.host, SchedulerBeat.process, SchedulerBeat.beat_at)
            .where(SchedulerBeat.agency_id == agency_id, SchedulerBeat.beat_at > now - _RECENTLY)
            .order_by(SchedulerBeat.host, SchedulerBeat.process)
        )
        return tuple(Beat(host, process, at, now - at <= _QUIET_FOR) for host, process, at in found)


def other_hosts(host: str) -> list[str]:
    """Hosts other than this one whose scheduler came around within two minutes, by name."""
    with reading() as session:
        since = database_now(session) - _RECENTLY
        found = session.scalars(
            select(SchedulerBeat.host).where(SchedulerBeat.host != host, SchedulerBeat.beat_at > since)
        )
        return sorted(set(found))


def frame(agency_id: int) -> tuple[datetime, ZoneInfo, datetime]:
    """Since when the agency owes anything, its zone, and the database's present instant."""
    with reading() as session:
        agency = session.get_one(Agency, agency_id)
        return agency.created_at, ZoneInfo(agency.zone), database_now(session)


def _errands_behind(agency_id: int, now: datetime) -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(
            select(JobRun.job, JobRun.period)
            .where(
                JobRun.agency_id == agency_id,
                JobRun.job.in_(ERRANDS),
                JobRun.outcome == "failed",
                JobRun.failed_tries >= ERRAND_TRIES,
                JobRun.started_at > now - _STILL_TRIED,
            )
            .order_by(JobRun.started_at, JobRun.job, JobRun.period)
        )
        return [(job, period) for job, period in rows]


def _finished(agency_id: int, timing: Timing, now: datetime, zone: ZoneInfo) -> frozenset[str]:
    # Names ascend with time; where only the newest period counts, rows older than the one before it need not be read.
    newest = period_of(timing.rhythm, now, zone)
    oldest = "" if timing.makes_up else period_before(timing.rhythm, newest, zone).name
    with reading() as session:
        return frozenset(
            session.scalars(
                select(JobRun.period).where(
                    JobRun.agency_id == agency_id,
                    JobRun.job == timing.job,
                    JobRun.outcome == "finished",
                    JobRun.period >= oldest,
                )
            )
        )


def _errors(agency_id: int) -> dict[tuple[str, str], tuple[str, int]]:
    with reading() as session:
        rows = session.execute(
            select(JobRun.job, JobRun.period, JobRun.error, JobRun.failed_tries).where(
                JobRun.agency_id == agency_id, JobRun.outcome == "failed"
            )
        )
        return {(row.job, row.period): (row.error, row.failed_tries) for row in rows}
