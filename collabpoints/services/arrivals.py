"""A database that finds itself in a new place was restored or moved: what waited in it may have been sent already, by
the one that it is a copy of. So nobody is told twice (promise 26; docs/adr/0011).

The place is a job's period: each place is arrived at once, however many schedulers start there.
"""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from collabpoints.db import database_now
from collabpoints.models import JobRun, Outbox
from collabpoints.queries.places import ARRIVAL

_WHY = "dropped after a restore: it may have been sent before"


def settle_in(session: Session, agency_id: int) -> int:
    """Part of the arrival's unit of work: where the database has lived elsewhere before, nothing that waits is sent any
    more. Answers with how many messages were dropped."""
    places = select(func.count()).select_from(JobRun).where(JobRun.agency_id == agency_id, JobRun.job == ARRIVAL)
    return drop_waiting(session, agency_id) if session.execute(places).scalar_one() > 1 else 0


def drop_waiting(session: Session, agency_id: int) -> int:
    """Part of an open unit of work: no message that waits is sent any more. Answers with how many there were."""
    dropped = session.execute(
        update(Outbox)
        .where(Outbox.agency_id == agency_id, Outbox.sent_at.is_(None), Outbox.dropped_at.is_(None))
        .values(dropped_at=database_now(session), claimed_until=None, last_error=_WHY)
        .returning(Outbox.id)
        .execution_options(synchronize_session=False)
    )
    return len(dropped.all())
