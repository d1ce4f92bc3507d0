"""Totals by department: the lines of the file, in official order (직제순) or by rank, each division for itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from collabpoints.domain.exports import Column
from collabpoints.domain.ranking import Subject, rule_of
from collabpoints.models import Department, DepartmentPath, Month, MonthOrder
from collabpoints.queries.divisions import divisions_of
from collabpoints.queries.export_department_sums import averaged, department_sums, headcounts, per_head_of
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_parties import is_below
from collabpoints.queries.export_people import kept_paths
from collabpoints.queries.export_sums import in_ten_thousandths, is_wanted, ranks
from collabpoints.queries.official_orders import is_kept, order_then


def department_lines(session: Session, frame: Frame, *, homes: Sequence[int] | None = None) -> CTE:
    """The lines of the file, all filters applied: the columns of `added_up` (`who` is a ranked department), its `rank` in
    its `division`, `headcount` and figure `per_head` in ten-thousandths, and the path that it had then. `homes`: of no
    others."""
    counted = _counted(session, frame)
    rank = ranks(frame, counted, Subject.DEPARTMENTS, apart=[counted.c.division], per_head=per_head_of(counted))
    ranked = select(*counted.c, rank.label("rank")).subquery("ranked")
    kept = kept_paths(session, frame)
    newest = select(func.max(DepartmentPath.id)).where(DepartmentPath.home_id == ranked.c.who).scalar_subquery()
    path = aliased(DepartmentPath)
    return (
        select(*ranked.c, path.id.label("path_id"))
        .join(Department, Department.id == ranked.c.who)
        .outerjoin(kept, and_(kept.c.department_id == ranked.c.who, kept.c.month_id == ranked.c.month_id))
        .outerjoin(path, path.id == func.coalesce(kept.c.path_id, Department.path_id, newest))
        .where(is_wanted(frame, ranked, ranked.c.rank), *_within(frame, ranked, path, homes))
        .cte("lines")
    )


def department_rows(frame: Frame, lines: FromClause, columns: Sequence[Column]) -> Select[*tuple[Any, ...]]:
    """The statement of the file: the lines with names, under the keys of the columns."""
    then, now = aliased(DepartmentPath), aliased(DepartmentPath)
    is_open = or_(Department.closed_on.is_(None), Department.closed_on > frame.today)
    order = _in_order(frame, lines)
    is_english = frame.wanted.language == "en"
    names = {
        place: one.name_en if is_english else one.name_ko for place, one in enumerate(frame.scheme.divisions, start=1)
    }
    found: dict[str, ColumnElement[Any]] = {
        "place": func.row_number().over(order_by=order),
        "period": Month.period.expression,
        "code": Department.code.expression,
        "department_then": func.coalesce(then.names, Department.name),
        "department_now": case((is_open, func.coalesce(now.names, "")), else_=""),
        "division": case(names, value=lines.c.division, else_="") if names else literal(""),
    }
    chosen = [found[one.key] if one.key in found else lines.c[one.key] for one in columns]
    return (
        select(*(made.label(one.key) for made, one in zip(chosen, columns, strict=True)))
        .select_from(lines)
        .join(Department, Department.id == lines.c.who)
        .join(Month, Month.id == lines.c.month_id)
        .outerjoin(MonthOrder, is_kept(lines.c.month_id))
        .outerjoin(then, then.id == lines.c.path_id)
        .outerjoin(now, now.id == Department.path_id)
        .order_by(*order)
    )


def placed_departments(frame: Frame, lines: FromClause) -> Select[*tuple[Any, ...]]:
    """The lines as a submission keeps them: `place` in the order of the file, and the lines' own columns."""
    return (
        select(func.row_number().over(order_by=_in_order(frame, lines)).label("place"), *lines.c)
        .join(Department, Department.id == lines.c.who)
        .join(Month, Month.id == lines.c.month_id)
        .outerjoin(MonthOrder, is_kept(lines.c.month_id))
    )


def _counted(session: Session, frame: Frame) -> CTE:
    sums, heads = department_sums(frame), headcounts(session, frame)
    divisions = dict(divisions_of(session, frame.agency_id, frame.scheme))
    division = case(divisions, value=sums.c.who, else_=0) if divisions else literal(0)
    measure = in_ten_thousandths(sums, rule_of(frame.scheme, Subject.DEPARTMENTS).by)
    return (
        select(
            *sums.c,
            division.label("division"),
            heads.c.person_days,
            heads.c.days,
            averaged(heads).label("headcount"),
            per_head_of(heads)(measure).label("per_head"),
        )
        .outerjoin(heads, and_(heads.c.home_id == sums.c.who, heads.c.month_id == sums.c.month_id))
        .cte("counted")
    )


def _in_order(frame: Frame, lines: FromClause) -> list[ColumnElement[Any]]:
    ranked = [lines.c.division == 0, lines.c.division, lines.c.rank.is_(None), lines.c.rank]
    return [
        Month.period.expression,
        *(ranked if frame.wanted.filters.is_by_rank else []),
        order_then(),
        Department.id.expression,
    ]


def _within(frame: Frame, ranked: Any, path: Any, homes: Sequence[int] | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    wanted = frame.wanted
    if homes is not None:
        found.append(ranked.c.who.in_(homes))
    elif wanted.department_id is not None:
        found.append(is_below(path, wanted.department_id))
    if wanted.filters.division is not None:
        found.append(ranked.c.division == wanted.filters.division)
    return found
