"""Boards looked at by another order than the scheme's: ranks by a window over the rows that stand.

Such ranks count for nothing. Equals share one, nobody with 0 has one, and equals stand among themselves as on the board.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, select
from sqlalchemy.orm import Session

from collabpoints.domain.ranking import Order, Subject, own_order, rule_of
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import Board, Department, DepartmentStanding, MonthOrder, PersonStanding, Scheme
from collabpoints.queries.official_orders import is_kept, last_month_of, order_then


@dataclass(frozen=True, slots=True)
class Ranks:
    """The columns of a standing's rank and place; `joined` and `on` where they come from beside the standings."""

    rank: SQLColumnExpression[int | None]
    place: SQLColumnExpression[int | None]
    joined: Any = None
    on: Any = None


def is_own(session: Session, board_id: int, by: Order | None) -> bool:
    """Whether the board stands by this order anyway."""
    if by is None:
        return True
    row = session.execute(
        select(Board.subject, Scheme.text).join(Scheme, Scheme.id == Board.scheme_id).where(Board.id == board_id)
    ).one_or_none()
    return row is None or own_order(rule_of(parse_scheme(row.text), Subject(row.subject))) is by


def ranks_of_persons(session: Session, board_id: int, by: Order | None) -> Ranks:
    """Ranks of persons by an order. Raises ValueError for one that persons do not have."""
    if by is Order.PER_HEAD:
        raise ValueError("persons have no order per head")
    if by is None or is_own(session, board_id, by):
        return Ranks(PersonStanding.rank, PersonStanding.place)
    measure = measure_of(PersonStanding, by)
    among_equals = (PersonStanding.place.is_(None), PersonStanding.place, PersonStanding.person_id)
    looked = (
        select(
            PersonStanding.person_id,
            case((measure > 0, func.rank().over(order_by=measure.desc()))).label("rank"),
            case((measure > 0, func.row_number().over(order_by=[measure.desc(), *among_equals]))).label("place"),
        )
        .where(PersonStanding.board_id == board_id)
        .subquery()
    )
    return Ranks(looked.c.rank, looked.c.place, looked, looked.c.person_id == PersonStanding.person_id)


def ranks_of_departments(session: Session, board_id: int, by: Order | None) -> Ranks:
    """Ranks of departments by an order, each division apart."""
    if by is None or is_own(session, board_id, by):
        return Ranks(DepartmentStanding.rank, DepartmentStanding.place)
    measure, division = measure_of(DepartmentStanding, by), DepartmentStanding.division
    among_equals = (
        DepartmentStanding.place.is_(None),
        DepartmentStanding.place,
        order_then(),
        Department.id,
    )
    placed = func.row_number().over(partition_by=division, order_by=[measure.desc(), *among_equals])
    looked = (
        select(
            DepartmentStanding.department_id,
            case((measure > 0, func.rank().over(partition_by=division, order_by=measure.desc()))).label("rank"),
            case((measure > 0, placed)).label("place"),
        )
        .join(Department, Department.id == DepartmentStanding.department_id)
        .outerjoin(MonthOrder, is_kept(last_month_of(board_id)))
        .where(DepartmentStanding.board_id == board_id)
        .subquery()
    )
    return Ranks(looked.c.rank, looked.c.place, looked, looked.c.department_id == DepartmentStanding.department_id)


def measure_of(of: type[PersonStanding] | type[DepartmentStanding], by: Order) -> ColumnElement[int]:
    """The column of a standing by which an order goes; per head it is 0 where nobody served, and for departments only."""
    if by is Order.PER_HEAD and of is DepartmentStanding:
        return func.coalesce(DepartmentStanding.per_head, 0)
    columns = {
        Order.SCORE: of.score,
        Order.RECEIVED: of.received_points,
        Order.SENT: of.sent_points,
        Order.NOTES: of.received_notes,
        Order.COLLEAGUES: of.colleagues,
        Order.DEPARTMENTS: of.departments,
    }
    return columns[by].expression
