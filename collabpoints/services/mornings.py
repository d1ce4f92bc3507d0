"""Whom the morning mail goes to: asked of the notices, once on each working morning (docs/adr/0011)."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, upserting
from collabpoints.models import Account, Employee, JobRun, Note, Notice, Outbox
from collabpoints.queries.notices import may_know
from collabpoints.queries.places import settled_at

MORNING_MAIL = "morning_mail"
"""The job's name; its periods are working days."""

# After mail was switched on, or after a long silence, nobody is told of what is older.
_LOOK_BACK = timedelta(days=14)
# What was being written while the last morning's mail was planned: longer than a transaction may take.
_OVERLAP = timedelta(minutes=5)
_COLUMNS = ("agency_id", "kind", "person_id", "for_day", "subject_id", "due_at", "tries", "last_error", "created_at")
_UNIQUE = ("agency_id", "kind", "person_id", "for_day", "subject_id")


def plan_mornings(session: Session, agency_id: int, *, day: date) -> int:
    """Part of the morning's unit of work: one mail waits for each who wants it and has an unread notice that no earlier
    mail told of. Answers with how many."""
    now = database_now(session)
    planned = session.execute(
        upserting(dialect_of(session), Outbox)
        .from_select(_COLUMNS, _wanting(agency_id, day=day, now=now, since=_since(session, agency_id, day, now)))
        .on_conflict_do_nothing(index_elements=_UNIQUE)
        .returning(Outbox.id)
    )
    return len(planned.all())


def _wanting(agency_id: int, *, day: date, now: datetime, since: datetime) -> Select[*tuple[Any, ...]]:
    is_told = exists().where(
        Outbox.agency_id == agency_id,
        Outbox.kind == "morning",
        Outbox.person_id == Notice.person_id,
        Outbox.created_at >= Notice.created_at,
    )
    at = literal(now, Outbox.created_at.type)
    return (
        select(
            Notice.agency_id,
            literal("morning"),
            Notice.person_id,
            literal(day, Outbox.for_day.type),
            literal(0),
            at,
            literal(0),
            literal(""),
            at,
        )
        .distinct()
        .outerjoin(Note, Note.id == Notice.note_id)
        .join(Account, and_(Account.person_id == Notice.person_id, Account.is_active, Account.is_mail_wanted))
        .join(Employee, and_(Employee.person_id == Notice.person_id, Employee.left_on.is_(None), Employee.email != ""))
        .where(
            Notice.agency_id == agency_id,
            Notice.read_at.is_(None),
            Notice.created_at > since,
            Notice.created_at <= now,
            may_know(),
            ~is_told,
        )
    )


def _since(session: Session, agency_id: int, day: date, now: datetime) -> datetime:
    """What is older than this instant an earlier mail has told of, or nobody wants to know any more."""
    last = session.scalar(
        select(func.max(JobRun.started_at)).where(
            JobRun.agency_id == agency_id, JobRun.job == MORNING_MAIL, JobRun.period < day.isoformat()
        )
    )
    known = (now - _LOOK_BACK, last - _OVERLAP if last else None, settled_at(agency_id))
    return max(at for at in known if at is not None)
