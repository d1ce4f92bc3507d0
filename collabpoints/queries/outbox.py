"""What a message needs to be written: to whom, in which language, and whether there is still something to say; and what
waits in the outbox, for the operator."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from collabpoints.db import database_now, reading
from collabpoints.models import Account, Agency, Employee, Outbox, Person

_LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person who may get mail now: serves, has an active account that wants mail, and an address."""

    name: str
    email: str
    language: str
    is_mail_wanted: bool
    agency_ko: str
    agency_en: str


def addressee(person_id: int) -> Addressee | None:
    """The person behind a message; None when he has left, his account is off, or he has no address."""
    with reading() as session:
        row = session.execute(
            select(
                Person.name, Employee.email, Account.language, Account.is_mail_wanted, Agency.name_ko, Agency.name_en
            )
            .join(Account, and_(Account.person_id == Person.id, Account.is_active))
            .join(Employee, and_(Employee.person_id == Person.id, Employee.left_on.is_(None)))
            .join(Agency, Agency.id == Person.agency_id)
            .where(Person.id == person_id, Employee.email != "")
        ).one_or_none()
        return Addressee(*row) if row else None


@dataclass(frozen=True, slots=True)
class Queue:
    """The messages of one kind: how many wait, how many of them are due, since when the one that is due longest is; how
    many were sent and dropped within the last day."""

    kind: str
    waiting: int
    due: int
    oldest_due_at: datetime | None
    sent: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept messages of a kind from going: `is_dropped`: they are not tried again."""

    kind: str
    is_dropped: bool
    error: str
    messages: int


def queues(agency_id: int) -> tuple[Queue, ...]:
    """The outbox as of now, a row a kind that has anything to tell, by name."""
    with reading() as session:
        now = database_now(session)
        is_waiting = and_(Outbox.sent_at.is_(None), Outbox.dropped_at.is_(None))
        is_due = and_(is_waiting, Outbox.due_at <= now)
        is_sent, is_dropped = (at > now - _LATELY for at in (Outbox.sent_at, Outbox.dropped_at))
        counts = [func.count(case((which, 1))) for which in (is_waiting, is_due)]
        lately = [func.count(case((which, 1))) for which in (is_sent, is_dropped)]
        rows: Any = session.execute(
            select(Outbox.kind, *counts, func.min(case((is_due, Outbox.due_at))), *lately)
            .where(Outbox.agency_id == agency_id, or_(is_waiting, is_sent, is_dropped))
            .group_by(Outbox.kind)
            .order_by(Outbox.kind)
        )
        return tuple(Queue(*row) for row in rows)


def troubles(agency_id: int, *, limit: int = 10) -> tuple[Trouble, ...]:
    """What keeps waiting messages from going and what dropped others within the last day, the most frequent first.
    Errors carry no addresses."""
    with reading() as session:
        is_dropped = Outbox.dropped_at.is_not(None)
        is_open = and_(Outbox.sent_at.is_(None), or_(~is_dropped, Outbox.dropped_at > database_now(session) - _LATELY))
        rows = session.execute(
            select(Outbox.kind, is_dropped, Outbox.last_error, func.count())
            .where(Outbox.agency_id == agency_id, Outbox.last_error != "", is_open)
            .group_by(Outbox.kind, is_dropped, Outbox.last_error)
            .order_by(func.count().desc(), Outbox.kind, is_dropped, Outbox.last_error)
            .limit(limit)
        )
        return tuple(Trouble(kind, bool(dropped), error, count) for kind, dropped, error, count in rows)


def is_overtaken(person_id: int, for_day: date) -> bool:
    """Whether a morning mail for a later day is due or sent already: then the earlier one has nothing to add."""
    with reading() as session:
        later = select(Outbox.id).where(
            Outbox.person_id == person_id,
            Outbox.kind == "morning",
            Outbox.for_day > for_day,
            Outbox.due_at <= database_now(session),
            Outbox.dropped_at.is_(None),
        )
        return session.execute(later.limit(1)).first() is not None
