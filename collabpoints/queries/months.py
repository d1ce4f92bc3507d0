"""The months as pages tell them: how each stands, when it may be confirmed, and who confirmed it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, func, select

from collabpoints.db import database_now, reading
from collabpoints.domain import periods
from collabpoints.domain.closing import Difference, may_be_confirmed_from, of_lines
from collabpoints.domain.errors import NotFound
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import (
    Agency,
    Appeal,
    DepartmentMonthTotal,
    Month,
    MonthClosing,
    Note,
    NoteFlag,
    Person,
    Scheme,
)
from collabpoints.queries.positions import latest_position


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month. `notes`: how many stand. `state`: open, ended or closed; `closing`: "" before an officer confirmed it, asked, stopped or closed.

    `confirmable_from` is the first day on which it may be confirmed, `is_confirmable` whether that has come, it has
    ended and every earlier month is closed; `waits_for` is the earlier month that is not closed yet, or "".
    """

    id: int
    period: str
    notes: int
    state: str
    ended_at: datetime | None
    closed_at: datetime | None
    correction_workdays: int
    confirmable_from: date
    is_confirmable: bool
    waits_for: str
    closing: str
    asked_by: str
    asked_by_position: str
    asked_at: datetime | None
    asked_ago: timedelta | None
    differences: tuple[Difference, ...]
    through_entry_id: int | None
    checksum: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """What reviewers still have before them of a month: notes that wait, and requests for another look."""

    reviews: int
    appeals: int


def month_states(agency_id: int) -> tuple[MonthState, ...]:
    """All months, the newest first."""
    with reading() as session:
        zone = ZoneInfo(session.get_one(Agency, agency_id).zone)
        now = database_now(session)
        rows = session.execute(_months(agency_id)).all()
    found: list[MonthState] = []
    waits_for = ""
    for row in rows:
        found.append(_month_state(row, now=now, today=periods.today(now, zone), waits_for=waits_for))
        waits_for = waits_for or ("" if row.Month.state == "closed" else row.Month.period)
    return tuple(reversed(found))


def month_state(agency_id: int, period: str) -> MonthState:
    """One month. Raises NotFound."""
    found = next((month for month in month_states(agency_id) if month.period == period), None)
    if found is None:
        raise NotFound(f"month {period}")
    return found


def undecided(month_id: int) -> Undecided:
    """What is still before reviewers; none of it keeps a month from being confirmed."""
    flagged = exists().where(NoteFlag.note_id == Note.id, NoteFlag.review_id.is_(None))
    notes = select(func.count()).select_from(Note).where(Note.month_id == month_id, Note.withdrawn.is_(None), flagged)
    appeals = (
        select(func.count())
        .select_from(Appeal)
        .join(Note, Note.id == Appeal.note_id)
        .where(Note.month_id == month_id, Appeal.state == "asked")
    )
    with reading() as session:
        return Undecided(session.execute(notes).scalar_one(), session.execute(appeals).scalar_one())


def _months(agency_id: int) -> Select[*tuple[Any, ...]]:
    sent = (
        select(DepartmentMonthTotal.month_id, func.sum(DepartmentMonthTotal.sent_notes).label("notes"))
        .where(DepartmentMonthTotal.agency_id == agency_id)
        .group_by(DepartmentMonthTotal.month_id)
        .subquery()
    )
    return (
        select(
            Month,
            MonthClosing,
            Scheme.text,
            func.coalesce(sent.c.notes, 0).label("notes"),
            Person.name,
            latest_position(MonthClosing.asked_by_person_id).label("position"),
        )
        .join(Scheme, Scheme.id == Month.scheme_id)
        .outerjoin(MonthClosing, MonthClosing.month_id == Month.id)
        .outerjoin(Person, Person.id == MonthClosing.asked_by_person_id)
        .outerjoin(sent, sent.c.month_id == Month.id)
        .where(Month.agency_id == agency_id)
        .order_by(Month.period)
    )


def _month_state(row: Any, *, now: datetime, today: date, waits_for: str) -> MonthState:
    month, closing = row.Month, row.MonthClosing
    workdays = parse_scheme(row.text).correction_workdays
    day = may_be_confirmed_from(periods.Month.parse(month.period), workdays)
    return MonthState(
        id=month.id,
        period=month.period,
        notes=int(row.notes),
        state=month.state,
        ended_at=month.ended_at,
        closed_at=month.closed_at,
        correction_workdays=workdays,
        confirmable_from=day,
        is_confirmable=month.state == "ended" and today >= day and not waits_for,
        waits_for=waits_for,
        closing=closing.state if closing else "",
        asked_by=row.name or "",
        asked_by_position=row.position or "",
        asked_at=closing.asked_at if closing else None,
        asked_ago=now - closing.asked_at if closing else None,
        differences=of_lines(closing.difference) if closing else (),
        through_entry_id=closing.through_entry_id if closing else None,
        checksum=closing.checksum if closing else "",
    )
