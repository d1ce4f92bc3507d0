"""Walk through what a query's lookups find, in the index's stored order, by range scans only.

The rows of all lookups, one after the other, make one long list; a place in it (`start`) is all that a page needs to go
on from. A person stands in it once for each lookup and term that finds him: who reads the list drops the repeats.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from collabpoints.domain.people_search import DepartmentName, Lookup, NumberRange, TermRange
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, SearchTerm

_TOGETHER = 25
_PROBE = 1000


@dataclass(frozen=True, slots=True)
class DepartmentPeople:
    """The people of one department."""

    department_id: int


Scan = TermRange | NumberRange | DepartmentPeople


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the list: its place in it, the lookup (by its place in the plan) and scan that found it."""

    place: int
    lookup: int
    scan: Scan
    term: str
    employee_id: int


def walk(
    session: Session, agency_id: int, lookups: Sequence[Lookup], *, day: date, start: int
) -> Iterator[list[Found]]:
    """The rows from place `start` on, a few at a time; nothing is read before it is asked for."""
    connection = session.connection()
    passed = 0
    for at, lookup in enumerate(lookups):
        for scan in _scans(connection, agency_id, lookup, day):
            rows = _rows_of(agency_id, scan, day)
            skipped = _length(connection, rows, most=start - passed)
            passed += skipped
            if passed < start:
                continue
            while True:
                some = connection.execute(_some(rows.statement), {**rows.values, "skipped": skipped}).all()
                if some:
                    yield [Found(passed + n, at, scan, term, of) for n, (term, of) in enumerate(some)]
                passed += len(some)
                skipped += len(some)
                if len(some) < _TOGETHER:
                    break


def lasting_post(appointment: type[Appointment]) -> tuple[ColumnElement[bool], ...]:
    """The WHERE of a primary appointment without an end, at most one an employee: its duty is what he is found by."""
    return (appointment.kind == "primary", appointment.ends_on.is_(None))


@dataclass(frozen=True, slots=True)
class _Rows:
    """A statement, of which there is one for each shape of scan (built once), and what this scan fills in."""

    statement: Select[str, int]
    values: dict[str, object]


def _scans(connection: Connection, agency_id: int, lookup: Lookup, day: date) -> Iterator[Scan]:
    if isinstance(lookup, DepartmentName):
        yield from (DepartmentPeople(of) for of in _departments(connection, agency_id, lookup, day))
    elif isinstance(lookup, NumberRange):
        yield lookup
    else:
        yield _narrower(connection, agency_id, lookup.ranges)


def _narrower(connection: Connection, agency_id: int, ranges: Sequence[TermRange]) -> TermRange:
    """The range with fewer terms; looked at only where there is a choice."""
    if len(ranges) == 1:
        return ranges[0]
    rows = (_Rows(_terms(), _range(agency_id, scan)) for scan in ranges)
    widths = [_length(connection, of, most=_PROBE) for of in rows]
    return ranges[widths.index(min(widths))]


def _length(connection: Connection, rows: _Rows, *, most: int) -> int:
    """How many rows there are, counted up to `most`."""
    if most <= 0:
        return 0
    return connection.execute(_counted(rows.statement), {**rows.values, "most": most}).scalar_one()


@cache
def _some(statement: Select[str, int]) -> Select[str, int]:
    # The limit stands in the text: PostgreSQL plans for a few rows then, and for a tenth of all where it is a parameter.
    return statement.offset(bindparam("skipped", type_=Integer)).limit(literal_column(str(_TOGETHER), Integer))


@cache
def _counted(statement: Select[str, int]) -> Select[int]:
    return select(func.count()).select_from(statement.limit(bindparam("most", type_=Integer)).subquery())


def _rows_of(agency_id: int, scan: Scan, day: date) -> _Rows:
    if isinstance(scan, TermRange):
        letters = {f"{end}_{of.place}": getattr(of, end) for of in scan.letters for end in ("low", "high")}
        places = tuple(of.place for of in scan.letters)
        return _Rows(_fitting(places, scan.is_initials), {**_range(agency_id, scan), **letters})
    if isinstance(scan, NumberRange):
        return _Rows(_numbers(), {"agency": agency_id, "low": scan.low, "high": scan.high})
    return _Rows(_serving_in(), {"department": scan.department_id, "day": day})


def _range(agency_id: int, scan: TermRange) -> dict[str, object]:
    return {"agency": agency_id, "kind": int(scan.kind), "low": scan.low, "high": scan.high}


@cache
def _terms() -> Select[str, int]:
    return select(SearchTerm.term, SearchTerm.employee_id).where(
        SearchTerm.agency_id == bindparam("agency"),
        SearchTerm.kind == bindparam("kind"),
        SearchTerm.term >= bindparam("low"),
        SearchTerm.term < bindparam("high"),
    )


@cache
def _fitting(places: tuple[int, ...], is_initials: bool) -> Select[str, int]:
    """The terms of a range whose letters at these places lie between `low_PLACE` and `high_PLACE`."""
    found = _terms().order_by(SearchTerm.term, SearchTerm.employee_id)
    # The letters of a term of initials stand behind as many initials; SQL counts from 1.
    before = func.length(SearchTerm.term, type_=Integer) // 2 if is_initials else literal(0)
    for place in places:
        stored = func.substr(SearchTerm.term, before + (place + 1), 1, type_=SearchTerm.term.type)
        found = found.where(stored >= bindparam(f"low_{place}"), stored < bindparam(f"high_{place}"))
    return found


@cache
def _numbers() -> Select[str, int]:
    return (
        select(Employee.number, Employee.id)
        .where(Employee.agency_id == bindparam("agency"), Employee.left_on.is_(None))
        .where(Employee.number >= bindparam("low"), Employee.number < bindparam("high"))
        .order_by(Employee.number)
    )


@cache
def _serving_in() -> Select[str, int]:
    day = bindparam("day", type_=Appointment.starts_on.type)
    return (
        select(literal(""), Appointment.employee_id)
        .where(Appointment.department_id == bindparam("department"), Appointment.kind == "primary")
        .where(Appointment.starts_on <= day, or_(Appointment.ends_on.is_(None), Appointment.ends_on > day))
        .order_by(Appointment.employee_id)
    )


def _departments(connection: Connection, agency_id: int, lookup: DepartmentName, day: date) -> list[int]:
    """The open departments whose path matches, in the official order. The table is small: it is read through."""
    stem = lookup.stem.replace("/", "//").replace("%", "/%").replace("_", "/_")  # as it is, not as a pattern
    rows = connection.execute(_open_departments(), {"agency": agency_id, "day": day, "stem": stem})
    return [department_id for department_id, names in rows if lookup.name.matches(names)]


@cache
def _open_departments() -> Select[int, str]:
    day = bindparam("day", type_=Department.opened_on.type)
    words = func.lower(func.replace(DepartmentPath.names, " ", ""), type_=String)
    return (
        select(Department.id, DepartmentPath.names)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(
            Department.agency_id == bindparam("agency"),
            Department.opened_on <= day,
            or_(Department.closed_on.is_(None), Department.closed_on > day),
            words.contains(bindparam("stem", type_=String), escape="/"),
        )
        .order_by(Department.official_order, Department.id)
    )
