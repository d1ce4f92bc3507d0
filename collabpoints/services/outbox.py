"""The outbox: plan messages in the transaction that causes them; claim, settle and give back when sending."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from collabpoints.db import dialect_of, upserting
from collabpoints.domain.workdays import next_morning
from collabpoints.models import Outbox


def plan_morning_mail(
    session: Session, agency_id: int, person_id: int, now: datetime, *, zone: ZoneInfo, at: time
) -> None:
    """Inside an open unit of work: the person gets one mail on the next working morning, however often this is asked.

    Call it only where mail is set up. Whether something is still unread then is asked when it is sent.
    """
    day, due_at = next_morning(now, zone, at)
    session.execute(
        upserting(dialect_of(session), Outbox)
        .values(
            agency_id=agency_id,
            kind="morning",
            person_id=person_id,
            for_day=day,
            subject_id=0,
            due_at=due_at,
            tries=0,
            last_error="",
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["agency_id", "kind", "person_id", "for_day", "subject_id"])
    )
