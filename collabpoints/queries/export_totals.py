"""Totals by person: the lines of the file, in official order (직제순, then 직급순 as far as it is known) or by rank."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, case, func, literal, select
from sqlalchemy.orm import Session

from collabpoints.domain.exports import Column
from collabpoints.domain.ranking import Subject
from collabpoints.models import Department, DepartmentPath, Month, MonthOrder, Person
from collabpoints.queries.divisions import divisions_of
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_parties import is_below
from collabpoints.queries.export_people import posts, present
from collabpoints.queries.export_person_sums import person_sums
from collabpoints.queries.export_sums import is_wanted, ranks
from collabpoints.queries.official_orders import is_kept, order_then


def total_lines(session: Session, frame: Frame, *, who: Sequence[int] | None = None) -> CTE:
    """The lines of the file, all filters applied: the columns of `added_up`, the rank (counted among everybody), and
    those of `posts`. `who`: of nobody but these."""
    sums = person_sums(frame, who=who)
    ranked = select(*sums.c, ranks(frame, sums, Subject.PERSONS).label("rank")).subquery("ranked")
    then = posts(session, frame, is_monthly=frame.wanted.filters.is_monthly)
    columns = [column for column in then.c if column.key not in ("who", "month_id")]
    return (
        select(*ranked.c, *columns)
        .outerjoin(then, and_(then.c.who == ranked.c.who, then.c.month_id == ranked.c.month_id))
        .outerjoin(DepartmentPath, DepartmentPath.id == then.c.path_id)
        .where(is_wanted(frame, ranked, ranked.c.rank), *_within(session, frame))
        .cte("lines")
    )


def total_rows(frame: Frame, lines: FromClause, columns: Sequence[Column]) -> Select[*tuple[Any, ...]]:
    """The statement of the file: the lines with names and departments, under the keys of the columns."""
    now = present(frame)
    order = in_order(frame, lines)
    found: dict[str, ColumnElement[Any]] = {
        "place": func.row_number().over(order_by=order),
        "period": Month.period.expression,
        "department_then": func.coalesce(DepartmentPath.names, ""),
        "department_now": func.coalesce(now.c.department_now, ""),
        "status": func.coalesce(now.c.status, ""),
        "name": Person.name.expression,
        **{key: func.coalesce(lines.c[key], "") for key in ("number", "grade", "position")},
    }
    chosen = [found[one.key] if one.key in found else lines.c[one.key] for one in columns]
    return (
        select(*(made.label(one.key) for made, one in zip(chosen, columns, strict=True)))
        .select_from(lines)
        .join(Person, Person.id == lines.c.who)
        .join(Month, Month.id == lines.c.month_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == lines.c.path_id)
        .outerjoin(Department, Department.id == lines.c.department_id)
        .outerjoin(MonthOrder, is_kept(lines.c.month_id))
        .outerjoin(now, now.c.who == lines.c.who)
        .order_by(*order)
    )


def placed_totals(frame: Frame, lines: FromClause) -> Select[*tuple[Any, ...]]:
    """The lines as a submission keeps them: `place` in the order of the file, and the lines' own columns."""
    return (
        select(func.row_number().over(order_by=in_order(frame, lines)).label("place"), *lines.c)
        .join(Person, Person.id == lines.c.who)
        .join(Month, Month.id == lines.c.month_id)
        .outerjoin(Department, Department.id == lines.c.department_id)
        .outerjoin(MonthOrder, is_kept(lines.c.month_id))
    )


def in_order(frame: Frame, lines: FromClause) -> list[ColumnElement[Any]]:
    """Month by month; 직제순 as it was then, 직급순, name and id; or by rank first."""
    ranked = [lines.c.rank.is_(None), lines.c.rank] if frame.wanted.filters.is_by_rank else []
    return [
        Month.period.expression,
        *ranked,
        order_then().is_(None),
        order_then(),
        Department.id.expression,
        func.coalesce(lines.c.grade_place, literal(0)),
        Person.name.expression,
        lines.c.who,
    ]


def _within(session: Session, frame: Frame) -> list[ColumnElement[bool]]:
    """Of one department and what is below it, of one division: as people served there then."""
    found: list[ColumnElement[bool]] = []
    wanted = frame.wanted
    if wanted.department_id is not None and wanted.person_id is None:
        found.append(is_below(DepartmentPath, wanted.department_id))
    if wanted.filters.division is not None:
        divisions = divisions_of(session, frame.agency_id, frame.scheme)
        home = DepartmentPath.home_id
        division = case(dict(divisions), value=home, else_=0) if divisions else literal(0)
        found.append(division == wanted.filters.division)
    return found
