"""Hits: colleagues as they are shown, each with why points (or a note at all) cannot go to him now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, and_, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.people_search import digits_of
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.sending import judge_pair
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, Month, Person, Scheme
from collabpoints.prepared import Line, Prepared, line_of
from collabpoints.queries.identities import primary_on
from collabpoints.queries.sending import SendingFacts, sending_facts

Key = TypeVar("Key", int, str)

_AT_ONCE = 32
_A_FEW = 8


@dataclass(frozen=True, slots=True)
class Colleague:
    """One who serves, as of a day. `department` is his department's path in words, `extension` the last four digits
    of his telephone. `status` is never told to colleagues."""

    person_id: int
    employee_id: int
    number: str
    name: str
    position: str
    rank: str
    department: str
    duty: str
    extension: str
    home_department_id: int | None
    status: Status


@dataclass(frozen=True, slots=True)
class Hit:
    """A colleague, and why points (or a note at all) cannot go to him now."""

    colleague: Colleague
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and the day he looks: refusals are those of a note from him."""

    agency_id: int
    person_id: int
    day: date


def hits_by_employee(connection: Connection, viewer: Viewer, employee_ids: Sequence[int]) -> dict[int, Hit]:
    """Those of these employees who serve and have a post on that day, in the order given."""
    return _hits(connection, viewer, Employee.id, employee_ids)


def hits_by_person(connection: Connection, viewer: Viewer, person_ids: Sequence[int]) -> dict[int, Hit]:
    """Those of these persons who serve and have a post on that day, in the order given."""
    return _hits(connection, viewer, Employee.person_id, person_ids)


def hits_by_number(connection: Connection, viewer: Viewer, numbers: Sequence[str]) -> dict[str, Hit]:
    """Who serves under these employee numbers and has a post on that day, in the order given."""
    return _hits(connection, viewer, Employee.number, numbers)


def _hits(
    connection: Connection, viewer: Viewer, column: InstrumentedAttribute[Key], wanted: Sequence[Key]
) -> dict[Key, Hit]:
    line = line_of(connection)
    posts: dict[Key, Any] = {}
    rest = iter(wanted)
    while some := list(islice(rest, _AT_ONCE)):
        posts.update((row.of, row) for row in _rows(line, viewer, column, some))
    if not posts:
        return {}
    scheme, facts = _facts(connection, viewer, [row.person_id for row in posts.values()])
    # Who left between the two reads is no hit any more.
    return {
        key: Hit(_colleague(posts[key]), _refusals(scheme, facts, posts[key].person_id))
        for key in wanted
        if key in posts and posts[key].person_id in facts.recipients
    }


def _rows(line: Line, viewer: Viewer, column: InstrumentedAttribute[Key], some: Sequence[Key]) -> Sequence[Any]:
    names = _names(_A_FEW if len(some) <= _A_FEW else _AT_ONCE)
    keys = {**dict.fromkeys(names), **dict(zip(names, some, strict=False))}  # what is not filled finds nobody
    return _statement(column, len(names)).rows(line, {**keys, "agency": viewer.agency_id, "day": viewer.day})


def _facts(connection: Connection, viewer: Viewer, person_ids: Sequence[int]) -> tuple[RuleBook, SendingFacts]:
    """The scheme that holds on the day, and what it asks of the viewer and of these persons."""
    period = str(Period(viewer.day.year, viewer.day.month))
    month = _MONTH.one(line_of(connection), {"agency": viewer.agency_id, "period": period})
    if month is None:
        raise LookupError(f"agency {viewer.agency_id} has no scheme that holds in {period}")
    scheme = parse_scheme(month.text)
    facts = sending_facts(
        connection,
        agency_id=viewer.agency_id,
        sender_person_id=viewer.person_id,
        recipient_person_ids=person_ids,
        month_id=month.id,
        allowance=month.allowance or scheme.allowance,
        scheme=scheme,
        day=viewer.day,
    )
    return scheme, facts


def _refusals(scheme: RuleBook, facts: SendingFacts, person_id: int) -> tuple[Refusal, ...]:
    refusals = judge_pair(scheme, facts.sender, facts.recipients[person_id], has_points=True)
    # Who cannot receive at all cannot receive points: the one sentence says it, and nothing beside it hints at why.
    return tuple(no for no in refusals if no.code is Code.CANNOT_RECEIVE) or refusals


def _colleague(row: Any) -> Colleague:
    return Colleague(
        person_id=row.person_id,
        employee_id=row.id,
        number=row.number,
        name=row.name,
        position=row.position,
        rank=row.rank,
        department=row.names,
        duty=row.duty,
        extension=digits_of(row.phone)[-4:],
        home_department_id=row.home_id,
        status=Status(row.status),
    )


def _names(places: int) -> tuple[str, ...]:
    return tuple(f"key_{place}" for place in range(places))


def _posts(column: InstrumentedAttribute[Any], places: int) -> Select[*tuple[Any, ...]]:
    day = bindparam("day", type_=Appointment.starts_on.type)
    return (
        select(
            column.label("of"),
            Employee.person_id,
            Employee.id,
            Employee.number,
            Person.name,
            Employee.phone,
            Employee.status,
            Appointment.position,
            Appointment.rank,
            Appointment.duty,
            DepartmentPath.names,
            Department.home_id,
        )
        .join(Person, Person.id == Employee.person_id)
        .join(Appointment, and_(*primary_on(Employee.id, day)))
        .join(Department, Department.id == Appointment.department_id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(
            Employee.agency_id == bindparam("agency"),
            Employee.left_on.is_(None),
            column.in_([bindparam(name, type_=column.type) for name in _names(places)]),
        )
    )


def _month_and_scheme(_database: str) -> Select[*tuple[Any, ...]]:
    """A month and its scheme; of a month that has not begun, the scheme that will hold in it."""
    to_come = (
        select(Scheme.id)
        .where(Scheme.agency_id == bindparam("agency"), Scheme.starts_in <= bindparam("period"))
        .order_by(Scheme.starts_in.desc(), Scheme.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_month = and_(Month.agency_id == bindparam("agency"), Month.period == bindparam("period"))
    return (
        select(Month.id, Month.allowance, Scheme.text)
        .select_from(Scheme)
        .outerjoin(Month, is_month)
        .where(Scheme.agency_id == bindparam("agency"), Scheme.id == func.coalesce(Month.scheme_id, to_come))
    )


_MONTH = Prepared(_month_and_scheme)


@cache
def _statement(column: InstrumentedAttribute[Any], places: int) -> Prepared:
    return Prepared(lambda _database: _posts(column, places))
