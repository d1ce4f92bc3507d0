"""Boards of departments as the public page shows them, no more than the scheme lets this reader see, and what stands
around every board: the spans that have one, who confirmed it, the months before. Persons are in board_pages.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from collabpoints.db import reading
from collabpoints.domain.board_sights import Sight
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.ranking import Order, Subject
from collabpoints.domain.spans import Span
from collabpoints.models import (
    Appointment,
    Board,
    Department,
    DepartmentMonthTotal,
    Employee,
    Month,
    MonthClosing,
    Person,
    ShownTotal,
)
from collabpoints.prepared import Prepared, reading_line, together
from collabpoints.queries.boards import BoardHead, DepartmentRow, PersonRow, departments
from collabpoints.queries.identities import primary_on
from collabpoints.queries.positions import latest_position

_MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class SpanSeen:
    """A span that has boards."""

    span: Span
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Confirmation:
    """When a span was confirmed, and who asked for it."""

    at: datetime
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class DivisionSeen:
    """The departments of one division, from 1 as the scheme names them; 0 are those of none."""

    division: int
    rows: tuple[DepartmentRow, ...]


@dataclass(frozen=True, slots=True)
class MonthNotes:
    """How many notes of a month stand, thanks alone among them."""

    period: Period
    notes: int


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the tables of a board. `confirmed` is None for a provisional one; `months` the oldest first."""

    confirmed: Confirmation | None
    months: tuple[MonthNotes, ...]


def figure(row: PersonRow | DepartmentRow, by: Order) -> int:
    """The figure by which an order goes; scores and points for each head in ten-thousandths."""
    if by is Order.PER_HEAD:
        return (row.per_head or 0) if isinstance(row, DepartmentRow) else 0
    figures = row.figures
    return {
        Order.SCORE: figures.score,
        Order.RECEIVED: figures.received_points,
        Order.SENT: figures.sent_points,
        Order.NOTES: figures.received_notes,
        Order.COLLEAGUES: figures.colleagues,
        Order.DEPARTMENTS: figures.departments,
    }[by]


def spans_seen(agency_id: int) -> tuple[SpanSeen, ...]:
    """The spans that have boards, the newest first, the shorter one before the longer one that ends with it."""
    with reading_line() as line:
        return _spans(tuple(_SPANS.rows(line, {"agency": agency_id})))


@lru_cache(maxsize=32)
def _spans(rows: tuple[Any, ...]) -> tuple[SpanSeen, ...]:
    """The spans that these rows of the database spell: an agency's are the same for a month, and soon there are many."""
    return tuple(
        SpanSeen(Span.ending(row.span, Period.parse(row.last_period)), row.state == "confirmed") for row in rows
    )


_SPANS = Prepared(
    lambda _database: (
        select(Board.span, Board.state, Board.last_period)
        .where(Board.agency_id == bindparam("agency"), Board.subject == Subject.DEPARTMENTS.value)
        .order_by(Board.last_period.desc(), Board.first_period.desc(), Board.id)
    )
)


def departments_seen(
    head: BoardHead, sight: Sight, *, by: Order, is_official: bool = False, hidden: Collection[int] = ()
) -> tuple[DivisionSeen, ...]:
    """The ranked departments that somebody with this sight sees, division by division, those of none last: in the board's
    order, the highest by `by` first, or in official order (직제순). The order tells nothing of the `hidden`, whose figures
    are not shown: by another order than the board's they stand last."""
    if not sight.is_open:
        return ()
    ranked = [
        row
        for row in departments(head.id)
        if row.rank is not None and (sight.up_to_rank is None or row.rank <= sight.up_to_rank)
    ]
    if is_official:
        ranked.sort(key=lambda row: (row.official_order, row.department_id))
    elif by is not head.order:
        ranked = [row for row in ranked if row.department_id in hidden or figure(row, by)]
        ranked.sort(key=lambda row: (1, 0) if row.department_id in hidden else (0, -figure(row, by)))
    ranked.sort(key=lambda row: row.division or len(head.scheme.divisions) + 1)
    return tuple(
        DivisionSeen(division, tuple(rows)) for division, rows in groupby(ranked, key=lambda row: row.division)
    )


def department_seen(head: BoardHead, sight: Sight, department_id: int) -> DepartmentRow | None:
    """The standing of one's own department, whatever its rank; None where it has none."""
    if not sight.is_open:
        return None
    return next((row for row in departments(head.id) if row.department_id == department_id), None)


def home_department(person_id: int, day: date) -> int | None:
    """The department that is ranked for what a person does on that day; None for somebody without a post."""
    with reading() as session:
        return session.execute(
            select(func.coalesce(Department.home_id, Department.id))
            .join(Appointment, Appointment.department_id == Department.id)
            .join(Employee, and_(Employee.id == Appointment.employee_id, Employee.left_on.is_(None)))
            .where(Employee.person_id == person_id, *primary_on(Employee.id, day))
            .limit(1)
        ).scalar_one_or_none()


def around(head: BoardHead, last: Period) -> Around:
    """What stands around the tables of a board: the months before are the twelve up to this one of whose notes the sum may
    be shown beside their boards (queries/board_cells.py)."""
    first = last.shifted(1 - _MONTHS_SHOWN)
    of_span = {"agency": head.agency_id, "first": head.first_period, "last": head.last_period}
    of_months = {"agency": head.agency_id, "first": str(first), "last": str(last)}
    with reading_line() as line:
        closings, months = together(line, (_CONFIRMED, [of_span] if head.is_confirmed else []), (_MONTHS, [of_months]))
    return Around(
        next((Confirmation(row.closed_at, row.name, row.position or "") for row in closings if row.closed_at), None),
        tuple(MonthNotes(Period.parse(row.period), int(row.notes)) for row in months),
    )


_CONFIRMED = Prepared(
    lambda _database: (
        select(MonthClosing.closed_at, Person.name, latest_position(Person.id).label("position"))
        .join(Month, Month.id == MonthClosing.month_id)
        .join(Person, Person.id == MonthClosing.asked_by_person_id)
        .where(
            Month.agency_id == bindparam("agency"),
            Month.period >= bindparam("first"),
            Month.period <= bindparam("last"),
            MonthClosing.state == "closed",
        )
        .order_by(MonthClosing.closed_at.desc(), Month.period.desc())
        .limit(1)
    )
)

_MONTHS = Prepared(
    lambda _database: (
        select(Month.period, func.coalesce(func.sum(DepartmentMonthTotal.received_notes), 0).label("notes"))
        .join(
            Board,
            and_(
                Board.agency_id == Month.agency_id,
                Board.span == Month.period,
                Board.subject == Subject.DEPARTMENTS.value,
            ),
        )
        .join(ShownTotal, ShownTotal.board_id == Board.id)
        .outerjoin(DepartmentMonthTotal, DepartmentMonthTotal.month_id == Month.id)
        .where(
            Month.agency_id == bindparam("agency"),
            Month.period >= bindparam("first"),
            Month.period <= bindparam("last"),
        )
        .group_by(Month.period)
        .order_by(Month.period)
    )
)
