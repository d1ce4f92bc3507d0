"""A head's own department: its sums, its course over twelve months, and, where the scheme says so, who of it was thanked."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from collabpoints.db import reading
from collabpoints.domain.cells import LEAST
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import HeadView
from collabpoints.models import (
    Board,
    DepartmentPath,
    DepartmentStanding,
    Month,
    MonthParticipant,
    Person,
    PersonStanding,
    ShownCell,
)
from collabpoints.queries.board_cells import hidden_departments
from collabpoints.queries.boards import BoardHead, DepartmentRow, PersonRow, board_of, departments, persons_of

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthOfCourse:
    """A month of a department that has a standing in it; without points where it is a small cell."""

    month: CalendarMonth
    received_points: int | None
    sent_points: int | None


@dataclass(frozen=True, slots=True)
class OwnDepartment:
    """What a head sees of a department. `row` None: nothing was given or got in the span; `is_hidden`: it is a small cell
    and its figures are not shown. `thanked` are its people who got points, by name; None where the scheme does not show
    them or they would be told apart (docs/adr/0018)."""

    row: DepartmentRow | None
    is_hidden: bool
    course: tuple[MonthOfCourse, ...]
    thanked: tuple[PersonRow, ...] | None


def own_department(head: BoardHead, department_id: int) -> OwnDepartment:
    """A department as its head sees it; `head` is a board of departments."""
    row = next((one for one in departments(head.id) if one.department_id == department_id), None)
    is_hidden = department_id in hidden_departments(head)
    return OwnDepartment(
        row,
        is_hidden,
        _course(head, department_id),
        None if row is None or is_hidden else _thanked(head, department_id),
    )


def _course(head: BoardHead, department_id: int) -> tuple[MonthOfCourse, ...]:
    last = CalendarMonth.parse(head.last_period)
    with reading() as session:
        rows = session.execute(
            select(
                Board.last_period,
                DepartmentStanding.received_points,
                DepartmentStanding.sent_points,
                ShownCell.board_id.is_not(None).label("is_shown"),
            )
            .join(DepartmentStanding, DepartmentStanding.board_id == Board.id)
            .outerjoin(
                ShownCell,
                and_(ShownCell.board_id == Board.id, ShownCell.department_id == DepartmentStanding.department_id),
            )
            .where(
                Board.agency_id == head.agency_id,
                Board.subject == Subject.DEPARTMENTS.value,
                Board.span == Board.last_period,
                Board.last_period.between(str(last.shifted(1 - _MONTHS)), str(last)),
                DepartmentStanding.department_id == department_id,
            )
            .order_by(Board.last_period)
        ).all()
    return tuple(
        MonthOfCourse(
            CalendarMonth.parse(row.last_period),
            row.received_points if row.is_shown else None,
            row.sent_points if row.is_shown else None,
        )
        for row in rows
    )


def _thanked(head: BoardHead, department_id: int) -> tuple[PersonRow, ...] | None:
    """Those of the department who got points, by name. Not where they are fewer than three, and not where the department's
    sum without them is that of one or two others: of the span, or of a month in it."""
    board = board_of(head.agency_id, head.span, Subject.PERSONS)
    if head.scheme.heads_see is not HeadView.THANKED or board is None:
        return None
    found = [
        row for row in persons_of(board.id, [department_id]) if row.figures.received_points and not row.is_opted_out
    ]
    if len(found) < LEAST or any(0 < others < LEAST for others in _others(board, department_id)):
        return None
    return tuple(sorted(found, key=lambda row: (row.name, row.person_id)))


def _others(board: BoardHead, department_id: int) -> list[int]:
    """For the board and each month in it, how many who took part in the department and got points are not told: they opted
    out, or serve elsewhere since."""
    is_month_within = and_(
        Board.span == Board.last_period,
        Board.last_period.between(board.first_period, board.last_period),
    )
    with reading() as session:
        rows = session.execute(
            select(func.count(PersonStanding.person_id.distinct()))
            .select_from(Board)
            .join(
                Month,
                and_(Month.agency_id == Board.agency_id, Month.period.between(Board.first_period, Board.last_period)),
            )
            .join(MonthParticipant, MonthParticipant.month_id == Month.id)
            .join(
                PersonStanding,
                and_(PersonStanding.board_id == Board.id, PersonStanding.person_id == MonthParticipant.person_id),
            )
            .join(Person, Person.id == PersonStanding.person_id)
            .join(DepartmentPath, DepartmentPath.id == PersonStanding.path_id)
            .where(
                Board.agency_id == board.agency_id,
                Board.subject == Subject.PERSONS.value,
                or_(Board.id == board.id, is_month_within),
                MonthParticipant.department_id == department_id,
                PersonStanding.received_points > 0,
                or_(Person.is_opted_out.is_(True), DepartmentPath.home_id != department_id),
            )
            .group_by(Board.id)
        )
        return list(rows.scalars())
