"""What a watching machine is told of this installation: figures about jobs, messages and months, and nobody's data."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import Month
from collabpoints.queries.job_runs import JobStanding, standings
from collabpoints.queries.jobs import Beat, beats, clock_health
from collabpoints.queries.outbox import Queue, Trouble, queues, troubles

_MONTHS = 13
_TROUBLES = 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """As of `asked_at` by the database's clock. `beat_at`: of the newest heartbeat, None when none ever came. `months`:
    period and state of the newest, the latest first."""

    asked_at: datetime
    beat_at: datetime | None
    beats: tuple[Beat, ...]
    standings: tuple[JobStanding, ...]
    queues: tuple[Queue, ...]
    troubles: tuple[Trouble, ...]
    months: tuple[tuple[str, str], ...]


def figures(agency_id: int) -> Figures:
    """All of them, asked of the database now, so that every process gives the same answer."""
    health = clock_health(agency_id)
    with reading() as session:
        months = session.execute(
            select(Month.period, Month.state)
            .where(Month.agency_id == agency_id)
            .order_by(Month.period.desc())
            .limit(_MONTHS)
        ).all()
    return Figures(
        asked_at=health.asked_at,
        beat_at=health.beat_at,
        beats=beats(agency_id),
        standings=standings(agency_id),
        queues=queues(agency_id),
        troubles=troubles(agency_id, limit=_TROUBLES),
        months=tuple((period, state) for period, state in months),
    )
