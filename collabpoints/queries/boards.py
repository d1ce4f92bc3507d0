"""Boards (순위) as people read them: the standings of a span, provisional or confirmed, with today's names.

A row is what was frozen; names, positions and who opted out are applied when it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from collabpoints.db import reading, table_of
from collabpoints.domain import periods
from collabpoints.domain.ranking import Order, Rule, Subject, own_order, rule_of
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span
from collabpoints.models import (
    Board,
    Department,
    DepartmentPath,
    DepartmentStanding,
    Month,
    MonthOrder,
    Person,
    PersonStanding,
    Scheme,
)
from collabpoints.prepared import Prepared, reading_line
from collabpoints.queries.board_orders import Ranks, ranks_of_departments, ranks_of_persons
from collabpoints.queries.official_orders import is_kept, last_month_of, order_then
from collabpoints.queries.positions import latest_position


@dataclass(frozen=True, slots=True)
class BoardHead:
    """A board without its rows. `days` are those that headcounts are of; `as_of` is aware UTC."""

    id: int
    agency_id: int
    span: Span
    subject: Subject
    is_confirmed: bool
    first_period: str
    last_period: str
    days: int
    scheme: RuleBook
    through_entry_id: int
    as_of: datetime
    checksum: str

    @property
    def rule(self) -> Rule:
        return rule_of(self.scheme, self.subject)

    @property
    def order(self) -> Order:
        """The order whose ranks count."""
        return own_order(self.rule)


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of a standing: points, notes with points, `score` in ten-thousandths of a point, how many different
    colleagues and departments were helped, and the points that crossed to them from beyond their bureau."""

    received_points: int
    sent_points: int
    special_points: int
    received_notes: int
    sent_notes: int
    score: int
    colleagues: int
    departments: int
    crossed_points: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person's standing. `department` is the path of where he served last in the span, `position` his latest.
    `rank` and `place` None: nothing by which the scheme ranks."""

    person_id: int
    name: str
    position: str
    department: str
    department_id: int
    is_opted_out: bool
    rank: int | None
    place: int | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department's standing within its division (0: all that are in none)."""

    department_id: int
    name: str
    official_order: int
    division: int
    rank: int | None
    place: int | None
    figures: Figures
    person_days: int
    per_head: int | None


def board_of(agency_id: int, span: Span, subject: Subject) -> BoardHead | None:
    """The board of a span; None before one was made."""
    wanted = {"agency": agency_id, "span": str(span), "last": str(span.last), "subject": subject.value}
    with reading_line() as line:
        row = _BOARD.one(line, wanted)
    return None if row is None else _head(row)


def boards(agency_id: int, subject: Subject) -> tuple[BoardHead, ...]:
    """All boards of persons or of departments, the newest span first, longer ones after shorter ones."""
    with reading() as session:
        rows = session.execute(
            _heads()
            .where(Board.agency_id == agency_id, Board.subject == subject.value)
            .order_by(Board.last_period.desc(), Board.first_period.desc(), Board.id)
        ).all()
    return tuple(_head(row) for row in rows)


def first_period(agency_id: int) -> str | None:
    """The agency's first month (YYYY-MM); None before any."""
    with reading() as session:
        return session.scalar(select(Month.period).where(Month.agency_id == agency_id).order_by(Month.period).limit(1))


def persons(board_id: int, *, by: Order | None = None, up_to_rank: int | None = None) -> tuple[PersonRow, ...]:
    """The ranked persons in the board's order, or in another one with ranks of its own, down to a rank or all. Those who
    opted out are among them, marked: who shows them leaves a gap."""
    with reading() as session:
        ranks = ranks_of_persons(session, board_id, by)
        ranked: list[ColumnElement[bool]] = [ranks.place.is_not(None)]
        if up_to_rank is not None:
            ranked.append(ranks.rank <= up_to_rank)
        return _person_rows(session, board_id, ranks, *ranked)


def person(board_id: int, person_id: int, *, by: Order | None = None) -> PersonRow | None:
    """A person's standing; None for somebody with nothing."""
    with reading() as session:
        ranks = ranks_of_persons(session, board_id, by)
        found = _person_rows(session, board_id, ranks, PersonStanding.person_id == person_id)
    return found[0] if found else None


def persons_of(board_id: int, department_ids: Sequence[int]) -> tuple[PersonRow, ...]:
    """Everybody with a standing who served last in one of these departments or their teams, by the board's order."""
    with reading() as session:
        ranks = ranks_of_persons(session, board_id, None)
        return _person_rows(session, board_id, ranks, DepartmentPath.home_id.in_(department_ids))


def departments(board_id: int, *, by: Order | None = None) -> tuple[DepartmentRow, ...]:
    """All departments with a standing: division by division, the ranked ones in the board's order or in another one with
    ranks of its own, then the others in their official order."""
    if by is None:
        with reading_line() as line:
            return tuple(_department(row) for row in _DEPARTMENTS.rows(line, {"board": board_id}))
    with reading() as session:
        ranks = ranks_of_departments(session, board_id, by)
        return tuple(_department(row) for row in session.execute(_department_rows(ranks, board_id)))


def boards_of_months(head: BoardHead, subject: Subject) -> tuple[ColumnElement[bool], ...]:
    """What holds of the boards of the single months of a board's span. For what tells a span month by month."""
    return (
        Board.agency_id == head.agency_id,
        Board.subject == subject.value,
        Board.span == Board.last_period,
        Board.last_period.between(head.first_period, head.last_period),
    )


def _person_rows(
    session: Session,
    board_id: int,
    ranks: Ranks,
    *wanted: ColumnElement[bool],
) -> tuple[PersonRow, ...]:
    """The persons of a board that are `wanted`, with these ranks and in their order. Within a reading that is open."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            PersonStanding.person_id,
            Person.name,
            latest_position(PersonStanding.person_id),
            DepartmentPath.names,
            DepartmentPath.home_id,
            Person.is_opted_out,
            ranks.rank,
            ranks.place,
            *(getattr(PersonStanding, name) for name in _FIGURES),
        )
        .join(Person, Person.id == PersonStanding.person_id)
        .join(DepartmentPath, DepartmentPath.id == PersonStanding.path_id)
        .where(PersonStanding.board_id == board_id, *wanted)
        .order_by(ranks.place.is_(None), ranks.place, PersonStanding.person_id)
    )
    if ranks.joined is not None:
        statement = statement.join(ranks.joined, ranks.on)
    return tuple(
        PersonRow(person_id, name, position or "", path, home_id, is_opted_out, rank, place, Figures(*figures))
        for person_id, name, position, path, home_id, is_opted_out, rank, place, *figures in session.execute(statement)
    )


def _department_rows(ranks: Ranks, board_id: Any) -> Select[*tuple[Any, ...]]:
    """The departments of a board, with these ranks and in their order."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            DepartmentStanding.department_id,
            DepartmentPath.names,
            order_then().label("official_order"),
            DepartmentStanding.division,
            ranks.rank,
            ranks.place,
            DepartmentStanding.person_days,
            DepartmentStanding.per_head,
            *(getattr(DepartmentStanding, name) for name in _FIGURES),
        )
        .join(Department, Department.id == DepartmentStanding.department_id)
        .join(DepartmentPath, DepartmentPath.id == DepartmentStanding.path_id)
        .outerjoin(MonthOrder, is_kept(last_month_of(board_id)))
        .where(DepartmentStanding.board_id == board_id)
        .order_by(DepartmentStanding.division, ranks.place.is_(None), ranks.place, order_then(), Department.id)
    )
    return statement if ranks.joined is None else statement.join(ranks.joined, ranks.on)


def _department(row: Any) -> DepartmentRow:
    department_id, names, official_order, division, rank, place, person_days, per_head, *figures = row
    return DepartmentRow(
        department_id, names, official_order, division, rank, place, Figures(*figures), person_days, per_head
    )


def _heads() -> Select[*tuple[Any, ...]]:
    return select(*table_of(Board).c, Scheme.text.label("scheme")).join(Scheme, Scheme.id == Board.scheme_id)


_FIGURES = tuple(field.name for field in fields(Figures))
_BOARD = Prepared(
    lambda _database: _heads().where(
        Board.agency_id == bindparam("agency"),
        Board.span == bindparam("span"),
        Board.last_period == bindparam("last"),
        Board.subject == bindparam("subject"),
    )
)
_DEPARTMENTS = Prepared(
    lambda _database: _department_rows(Ranks(DepartmentStanding.rank, DepartmentStanding.place), bindparam("board"))
)


def _head(row: Any) -> BoardHead:
    return BoardHead(
        id=row.id,
        agency_id=row.agency_id,
        span=Span.ending(row.span, periods.Month.parse(row.last_period)),
        subject=Subject(row.subject),
        is_confirmed=row.state == "confirmed",
        first_period=row.first_period,
        last_period=row.last_period,
        days=row.days,
        scheme=parse_scheme(row.scheme),
        through_entry_id=row.through_entry_id,
        as_of=row.as_of,
        checksum=row.checksum,
    )
