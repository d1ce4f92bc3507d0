"""The official order (직제순) of departments as it was when a month ended; where that was not kept, today's."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from collabpoints.models import Board, Department, Month, MonthOrder


def order_then() -> ColumnElement[int]:
    """Of a Department that is joined with MonthOrder as `is_kept` says."""
    return func.coalesce(MonthOrder.official_order, Department.official_order)


def is_kept(month_id: Any) -> ColumnElement[bool]:
    """The condition on which MonthOrder is outer-joined to Department: its place at the end of that month."""
    return and_(MonthOrder.department_id == Department.id, MonthOrder.month_id == month_id)


def last_month_of(board_id: Any) -> Any:
    """The last month of a board's span, by its id; null before it has begun."""
    return (
        select(Month.id)
        .join(Board, and_(Board.agency_id == Month.agency_id, Board.last_period == Month.period))
        .where(Board.id == board_id)
        .scalar_subquery()
    )
