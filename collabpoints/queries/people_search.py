"""Walk through what a query's lookups find, in the index's stored order, by range scans only.

The rows of all lookups, one after the other, make one long list; a place in it (`start`) is all that a page needs to go
on from. A person stands in it once for each lookup and term that finds him: who reads the list drops the repeats.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, Select, func, literal, or_, select
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
    passed = 0
    for at, lookup in enumerate(lookups):
        for scan in _scans(session, agency_id, lookup, day):
            rows = _rows_of(agency_id, scan, day)
            skipped = _length(session, rows, most=start - passed)
            passed += skipped
            if passed < start:
                continue
            while True:
                some = session.execute(rows.offset(skipped).limit(_TOGETHER)).all()
                if some:
                    yield [Found(passed + n, at, scan, term, of) for n, (term, of) in enumerate(some)]
                passed += len(some)
                skipped += len(some)
                if len(some) < _TOGETHER:
                    break


def lasting_post(appointment: type[Appointment]) -> tuple[ColumnElement[bool], ...]:
    """The WHERE of a primary appointment without an end, at most one an employee: its duty is what he is found by."""
    return (appointment.kind == "primary", appointment.ends_on.is_(None))


def _scans(session: Session, agency_id: int, lookup: Lookup, day: date) -> Iterator[Scan]:
    if isinstance(lookup, DepartmentName):
        yield from (DepartmentPeople(of) for of in _departments(session, agency_id, lookup, day))
    elif isinstance(lookup, NumberRange):
        yield lookup
    else:
        yield _narrower(session, agency_id, lookup.ranges)


def _narrower(session: Session, agency_id: int, ranges: Sequence[TermRange]) -> TermRange:
    """The range with fewer terms; looked at only where there is a choice."""
    if len(ranges) == 1:
        return ranges[0]
    widths = [_length(session, _terms(agency_id, scan.kind, scan.low, scan.high), most=_PROBE) for scan in ranges]
    return ranges[widths.index(min(widths))]


def _length(session: Session, rows: Select[str, int], *, most: int) -> int:
    """How many rows there are, counted up to `most`."""
    if most <= 0:
        return 0
    return session.execute(select(func.count()).select_from(rows.limit(most).subquery())).scalar_one()


def _rows_of(agency_id: int, scan: Scan, day: date) -> Select[str, int]:
    if isinstance(scan, TermRange):
        found = _terms(agency_id, scan.kind, scan.low, scan.high)
        return found.where(*_letters_fit(scan)).order_by(SearchTerm.term, SearchTerm.employee_id)
    if isinstance(scan, NumberRange):
        return (
            select(Employee.number, Employee.id)
            .where(Employee.agency_id == agency_id, Employee.number >= scan.low, Employee.number < scan.high)
            .where(Employee.left_on.is_(None))
            .order_by(Employee.number)
        )
    return (
        select(literal(""), Appointment.employee_id)
        .where(Appointment.department_id == scan.department_id, Appointment.kind == "primary")
        .where(Appointment.starts_on <= day, or_(Appointment.ends_on.is_(None), Appointment.ends_on > day))
        .order_by(Appointment.employee_id)
    )


def _terms(agency_id: int, kind: int, low: str, high: str) -> Select[str, int]:
    return select(SearchTerm.term, SearchTerm.employee_id).where(
        SearchTerm.agency_id == agency_id, SearchTerm.kind == int(kind), SearchTerm.term >= low, SearchTerm.term < high
    )


def _letters_fit(scan: TermRange) -> Iterator[ColumnElement[bool]]:
    for letter in scan.letters:
        # The letters of a term of initials stand behind as many initials; SQL counts from 1.
        before = func.length(SearchTerm.term, type_=Integer) // 2 if scan.is_initials else literal(0)
        stored = func.substr(SearchTerm.term, before + (letter.place + 1), 1)
        yield stored >= letter.low
        yield stored < letter.high


def _departments(session: Session, agency_id: int, lookup: DepartmentName, day: date) -> list[int]:
    """The open departments whose path matches, in the official order. The table is small: it is read through."""
    rows = session.execute(
        select(Department.id, DepartmentPath.names)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(
            Department.agency_id == agency_id,
            Department.opened_on <= day,
            or_(Department.closed_on.is_(None), Department.closed_on > day),
            func.lower(func.replace(DepartmentPath.names, " ", "")).contains(lookup.stem, autoescape=True),
        )
        .order_by(Department.official_order, Department.id)
    )
    return [department_id for department_id, names in rows if lookup.name.matches(names)]
