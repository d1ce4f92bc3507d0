"""The standings of a board as one statement each: sums, ranks and places (models/boards.py says what they mean)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.sql.selectable import CTE

from collabpoints.domain.ranking import Rule, Subject
from collabpoints.domain.scheme_words import Measure
from collabpoints.domain.schemes import WHOLE
from collabpoints.models import (
    Appointment,
    Board,
    Department,
    DepartmentPath,
    DepartmentStanding,
    Employee,
    PersonStanding,
)
from collabpoints.queries.movements import MOVEMENTS
from collabpoints.queries.sums import total
from collabpoints.services.board_ends import SUMS
from collabpoints.services.board_places import PLACES

_FIGURES = (
    "received_points",
    "sent_points",
    "special_points",
    "received_notes",
    "sent_notes",
    "score",
    "colleagues",
    "departments",
    "crossed_points",
)

Rows = tuple[Sequence[str], Select[*tuple[Any, ...]]]
"""The columns that an INSERT names, and the rows for them."""


def standings_of(board: Board) -> type[PersonStanding] | type[DepartmentStanding]:
    """Which standings the board has."""
    return PersonStanding if board.subject == Subject.PERSONS.value else DepartmentStanding


def person_rows(board: Board, rule: Rule, ends: FromClause, *, end: date) -> Rows:
    """Everybody who gave or got anything in the board's span, by its `ends` (services/board_ends.py); `end` is the first
    day after it, or after today."""
    figures = _figures(ends, ends.c.person, MOVEMENTS.c.receiver_person_id)
    posts = _last_posts(board.agency_id, end)
    measure, ties = _measures(figures, rule)
    order = [measure.desc(), *(tie.desc() for tie in ties)]
    rows = select(
        literal(board.id),
        figures.c.who,
        literal(board.agency_id),
        func.coalesce(posts.c.path_id, _path_of(figures.c.home)),
        _if_ranked(measure, func.row_number().over(order_by=[*order, figures.c.who])),
        _if_ranked(measure, func.rank().over(order_by=order)),
        *(figures.c[name] for name in _FIGURES),
    ).outerjoin(posts, and_(posts.c.person_id == figures.c.who, posts.c.nth == 1))
    return ("board_id", "person_id", "agency_id", "path_id", "place", "rank", *_FIGURES), rows


def department_rows(board: Board, rule: Rule, ends: FromClause) -> Rows:
    """Every department whose people gave or got anything in the board's span while they served there."""
    figures = _figures(ends, ends.c.home, MOVEMENTS.c.receiver_home_id)
    sums, ties = _measures(figures, rule)
    days = func.coalesce(PLACES.c.person_days, 0)
    per_head = case((days > 0, _in_ten_thousandths(sums, rule) * board.days // days))
    measure = func.coalesce(per_head, 0) if rule.is_per_head else sums
    order = [measure.desc(), *(tie.desc() for tie in ties)]
    division = func.coalesce(PLACES.c.division, 0)
    official = (Department.official_order, figures.c.who)
    rows = (
        select(
            literal(board.id),
            figures.c.who,
            literal(board.agency_id),
            func.coalesce(Department.path_id, _path_of(figures.c.home)),
            division,
            _if_ranked(measure, func.row_number().over(partition_by=division, order_by=[*order, *official])),
            _if_ranked(measure, func.rank().over(partition_by=division, order_by=order)),
            *(figures.c[name] for name in _FIGURES),
            days,
            per_head,
        )
        .join(Department, Department.id == figures.c.who)
        .outerjoin(PLACES, PLACES.c.home_id == figures.c.who)
    )
    columns = ("board_id", "department_id", "agency_id", "path_id", "division", "place", "rank", *_FIGURES)
    return (*columns, "person_days", "per_head"), rows


def _figures(ends: FromClause, who: ColumnElement[int], receiver: ColumnElement[int]) -> CTE:
    """A row for each `who` of the ends, with his sums both ways; nobody without anything. `receiver` is what he is in
    MOVEMENTS; `home`: a department where he served."""
    sums = (
        select(
            who.label("who"), func.max(ends.c.home).label("home"), *(total(ends.c[name]).label(name) for name in SUMS)
        )
        .where(who.is_not(None))
        .group_by(who)
        .subquery("sums")
    )
    helped = (
        select(
            receiver.label("who"),
            func.count(MOVEMENTS.c.giver_person_id.distinct()).label("colleagues"),
            func.count(MOVEMENTS.c.giver_home_id.distinct()).label("departments"),
        )
        .where(MOVEMENTS.c.stands == 1, receiver.is_not(None))
        .group_by(receiver)
        .subquery("helped")
    )
    many = {name: func.coalesce(helped.c[name], 0).label(name) for name in ("colleagues", "departments")}
    something = sums.c.received_points + sums.c.sent_points + sums.c.special_points + many["colleagues"]
    return (
        select(sums.c.who, sums.c.home, *(many[name] if name in many else sums.c[name] for name in _FIGURES))
        .outerjoin(helped, helped.c.who == sums.c.who)
        .where(something > 0)
        .cte("figures")
    )


def _measures(figures: CTE, rule: Rule) -> tuple[ColumnElement[int], list[ColumnElement[int]]]:
    of = {
        Measure.SCORE: figures.c.score,
        Measure.RECEIVED: figures.c.received_points,
        Measure.SENT: figures.c.sent_points,
        Measure.NOTES: figures.c.received_notes,
    }
    return of[rule.by], [of[tie] for tie in rule.ties]


def _in_ten_thousandths(sums: ColumnElement[int], rule: Rule) -> ColumnElement[int]:
    return sums if rule.by is Measure.SCORE else sums * WHOLE


def _last_posts(agency_id: int, end: date) -> Any:
    """Where each person served last before `end`: the row with `nth` 1."""
    newest = func.row_number().over(
        partition_by=Employee.person_id, order_by=[Appointment.starts_on.desc(), Appointment.id.desc()]
    )
    return (
        select(Employee.person_id, Department.path_id, newest.label("nth"))
        .join(Appointment, Appointment.employee_id == Employee.id)
        .join(Department, Department.id == Appointment.department_id)
        .where(Employee.agency_id == agency_id, Appointment.kind == "primary", Appointment.starts_on < end)
        .subquery()
    )


def _path_of(home_id: ColumnElement[int]) -> ScalarSelect[int]:
    """The newest path of a ranked department: for who has no post any more, and for what has no path in force."""
    return select(func.max(DepartmentPath.id)).where(DepartmentPath.home_id == home_id).scalar_subquery()


def _if_ranked(measure: ColumnElement[int], ranked: ColumnElement[int]) -> ColumnElement[int | None]:
    # Those whose measure is 0 come last in the order, so the others' numbers are not moved by leaving them out.
    return case((measure > 0, ranked))
