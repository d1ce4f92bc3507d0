"""The scans of the search, as SQL: a range of terms, a range of numbers, the people of departments by name."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from collabpoints.domain.hangul import prefix_end
from collabpoints.domain.people_search import DepartmentName, NumberRange, TermRange
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, SearchTerm
from collabpoints.queries import first_letters
from collabpoints.queries.identities import primary_on

Scan = TermRange | NumberRange | DepartmentName
Shape = tuple[str, tuple[int, ...], bool, str]
"""What statement a scan needs: of terms, the places of its letters, whether of initials, how a narrower range is looked
through that people are looked for in (empty: there is none)."""

MOST = 40
PERSONS = tuple(f"person_{place}" for place in range(MOST))
EMPLOYEES = tuple(f"employee_{place}" for place in range(MOST))
"""The values' names of so many persons or employees; those that are not filled in stay NULL and find nobody."""


def filled(names: Sequence[str], ids: Sequence[int]) -> dict[str, Any]:
    """These ids by those names; more ids than there are names are a mistake."""
    if len(ids) > len(names):
        raise ValueError(f"{len(ids)} ids where {len(names)} have room")
    return {**dict.fromkeys(names), **dict(zip(names, ids, strict=False))}


_OF_TERMS, _OF_NUMBERS, _OF_DEPARTMENTS = "terms", "numbers", "departments"
_RANGE, _BEHIND = "range", "behind"
_MATCH = {"sqlite": "GLOB", "postgresql": "~"}


def shape_of(scan: Scan) -> Shape:
    """Scans of one shape differ in nothing but the values that they fill in."""
    if isinstance(scan, TermRange):
        among = (_BEHIND if scan.among.behind else _RANGE) if scan.among else ""
        return _OF_TERMS, tuple(of.place for of in scan.letters), scan.is_initials, among
    return _OF_NUMBERS if isinstance(scan, NumberRange) else _OF_DEPARTMENTS, (), False, ""


def values_of(scan: Scan, n: int, database: str) -> dict[str, Any]:
    """What the Nth scan of a statement fills in."""
    if isinstance(scan, NumberRange):
        return {f"scan{n}_low": scan.low, f"scan{n}_high": scan.high}
    if isinstance(scan, DepartmentName):
        return {f"scan{n}_letters": _loosely(scan), f"scan{n}_pattern": _exactly(scan, database)}
    values: dict[str, Any] = {f"scan{n}_kind": int(scan.kind), f"scan{n}_low": scan.low, f"scan{n}_high": scan.high}
    for of in scan.letters:
        values[f"scan{n}_low_{of.place}"], values[f"scan{n}_high_{of.place}"] = of.low, of.high
    if scan.among is not None:
        values |= {
            f"scan{n}_among": int(scan.among.kind),
            f"scan{n}_from": scan.among.low,
            f"scan{n}_to": scan.among.high,
            **first_letters.values_of(scan.among, n),
        }
    return values


def rows(shape: Shape, n: int, database: str) -> Select[*tuple[Any, ...]]:
    """The rows of a scan in the order of its list: `at` (its number), `term` (empty where there is none), `employee_id`."""
    what, places, is_initials, among = shape
    if what == _OF_NUMBERS:
        return _numbers(n)
    if what == _OF_DEPARTMENTS:
        return _departments(n, database)
    return _terms(n, places, is_initials, among, database)


def width(n: int, database: str, *, is_behind: bool = False) -> Select[*tuple[Any, ...]]:
    """The terms that must be looked at for the Nth range."""
    if is_behind:
        return first_letters.holders(n, f"scan{n}_kind", f"scan{n}_low", f"scan{n}_high", database)
    return select(SearchTerm.term).where(*_range(SearchTerm, f"scan{n}_kind", f"scan{n}_low", f"scan{n}_high"))


def width_values(scan: TermRange, n: int) -> dict[str, Any]:
    """What `width` fills in."""
    looked_at = scan.among or scan
    return {
        f"scan{n}_kind": int(looked_at.kind),
        f"scan{n}_low": looked_at.low,
        f"scan{n}_high": looked_at.high,
        **first_letters.values_of(looked_at, n),
    }


def weight(scan: TermRange) -> int:
    """What one term that is looked at costs: reaching a person's terms by his id is dearer than the next of a range."""
    return _A_PERSONS_TERMS if scan.among else 1


def is_behind(scan: TermRange) -> bool:
    """Whether people are looked for among those who have a range behind some first letter."""
    return scan.among is not None and bool(scan.among.behind)


_A_PERSONS_TERMS = 4


def finding(shapes: tuple[Shape, ...], database: str) -> Select[*tuple[Any, ...]]:
    """The employees, among so many persons, who serve and whom one of these scans finds."""
    day = bindparam("day", type_=Appointment.starts_on.type)
    of_terms = [
        and_(*_range(SearchTerm, f"scan{n}_kind", f"scan{n}_low", f"scan{n}_high"), *_fitting(n, places, is_initials))
        for n, (what, places, is_initials, _among) in enumerate(shapes)
        if what == _OF_TERMS
    ]
    found = [
        _between(n) if what == _OF_NUMBERS else _is_called(n, database, day)
        for n, (what, *_rest) in enumerate(shapes)
        if what != _OF_TERMS
    ]
    if of_terms:
        found.append(select(SearchTerm.term).where(SearchTerm.employee_id == Employee.id, or_(*of_terms)).exists())
    return (
        select(Employee.person_id, Employee.id)
        .join(Appointment, and_(*primary_on(Employee.id, day)))
        .join(Department, Department.id == Appointment.department_id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(
            Employee.agency_id == bindparam("agency"),
            Employee.person_id.in_([bindparam(name, type_=Employee.person_id.type) for name in PERSONS]),
            Employee.left_on.is_(None),
            or_(*found),
        )
    )


def stored_terms() -> Select[*tuple[Any, ...]]:
    """The terms of so many employees."""
    return select(SearchTerm.employee_id, SearchTerm.kind, SearchTerm.term).where(
        SearchTerm.employee_id.in_([bindparam(name, type_=SearchTerm.employee_id.type) for name in EMPLOYEES])
    )


def number(name: str) -> ColumnElement[int]:
    """A value for LIMIT and OFFSET."""
    return bindparam(name, type_=Integer)


def _at(n: int) -> ColumnElement[int]:
    return literal_column(str(n), Integer).label("at")


def _nothing() -> ColumnElement[str]:
    return literal_column("''", String).label("term")


def _range(terms: type[SearchTerm], kind: str, low: str, high: str) -> tuple[ColumnElement[bool], ...]:
    text = SearchTerm.term.type
    return (
        terms.agency_id == bindparam("agency"),
        terms.kind == bindparam(kind),
        terms.term >= bindparam(low, type_=text),
        terms.term < bindparam(high, type_=text),
    )


def _terms(n: int, places: tuple[int, ...], is_initials: bool, among: str, database: str) -> Select[*tuple[Any, ...]]:
    found = select(_at(n), SearchTerm.term, SearchTerm.employee_id)
    found = (
        _among(found, n, among, database)
        if among
        else found.where(*_range(SearchTerm, f"scan{n}_kind", f"scan{n}_low", f"scan{n}_high"))
    )
    return found.where(*_fitting(n, places, is_initials)).order_by(SearchTerm.term, SearchTerm.employee_id)


def _fitting(n: int, places: tuple[int, ...], is_initials: bool) -> Iterator[ColumnElement[bool]]:
    """That the letters at these places lie where they must."""
    text = SearchTerm.term.type
    # The letters of a term of initials stand behind as many initials; SQL counts from 1.
    before = func.length(SearchTerm.term, type_=Integer) // 2 if is_initials else literal_column("0", Integer)
    for place in places:
        stored = func.substr(SearchTerm.term, before + literal_column(str(place + 1), Integer), 1, type_=text)
        yield and_(stored >= bindparam(f"scan{n}_low_{place}"), stored < bindparam(f"scan{n}_high_{place}"))


def _among(found: Select[*tuple[Any, ...]], n: int, how: str, database: str) -> Select[*tuple[Any, ...]]:
    """The same terms, reached by the people of the narrower range."""
    names = f"scan{n}_among", f"scan{n}_from", f"scan{n}_to"
    narrow = aliased(SearchTerm)
    holders = (
        first_letters.holders(n, *names, database)
        if how == _BEHIND
        else select(narrow.employee_id).where(*_range(narrow, *names))
    )
    people = (
        holders.distinct()
        .limit(literal_column("1000", Integer))  # there are fewer, or this way would not have been taken
        .subquery()
    )
    agency, kind, low, high = _range(SearchTerm, f"scan{n}_kind", f"scan{n}_low", f"scan{n}_high")
    # With kind + 0 the wide range cannot be scanned: neither database guesses right which of the two is narrower.
    kind = SearchTerm.kind + literal_column("0", Integer) == bindparam(f"scan{n}_kind")
    return found.join(people, people.c.employee_id == SearchTerm.employee_id).where(agency, kind, low, high)


def _numbers(n: int) -> Select[*tuple[Any, ...]]:
    return (
        select(_at(n), _nothing(), Employee.id.label("employee_id"))
        .where(Employee.agency_id == bindparam("agency"), Employee.left_on.is_(None), _between(n))
        .order_by(Employee.number)
    )


def _between(n: int) -> ColumnElement[bool]:
    text = Employee.number.type
    return and_(
        Employee.number >= bindparam(f"scan{n}_low", type_=text),
        Employee.number < bindparam(f"scan{n}_high", type_=text),
    )


def _departments(n: int, database: str) -> Select[*tuple[Any, ...]]:
    """Who serves in the open departments that are called so, in the official order: departments are read through until
    the page is full."""
    day = bindparam("day", type_=Appointment.starts_on.type)
    return (
        select(_at(n), _nothing(), Appointment.employee_id)
        .select_from(Department)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .join(Appointment, Appointment.department_id == Department.id)
        .where(
            Department.agency_id == bindparam("agency"),
            _is_called(n, database, day),
            Appointment.kind == "primary",
            Appointment.starts_on <= day,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on > day),
        )
        .order_by(Department.official_order, Department.id, Appointment.employee_id)
    )


def _is_called(n: int, database: str, day: BindParameter[date]) -> ColumnElement[bool]:
    """Whether an open department's path matches. The letters that surely stand in it are looked for first: taking the
    spaces out of every path costs more."""
    words = func.replace(DepartmentPath.names, " ", "", type_=String)
    return and_(
        Department.opened_on <= day,
        or_(Department.closed_on.is_(None), Department.closed_on > day),
        DepartmentPath.names.like(_pattern(f"scan{n}_letters", database), escape="/"),
        words.bool_op(_MATCH[database])(_pattern(f"scan{n}_pattern", database)),
    )


def _pattern(name: str, database: str) -> ColumnElement[str]:
    value = bindparam(name, type_=String)
    # SQLite plans a statement anew for each value that stands bare behind LIKE or GLOB: more than the rest costs.
    return literal_column("''", String).concat(value) if database == "sqlite" else value


def _loosely(scan: DepartmentName) -> str:
    """A LIKE pattern of the letters that stand in the path as they are typed, whatever stands between them."""
    sure = (low for low, high in scan.name.ranges() if high == prefix_end(low) and len(_cases(low)) == 1)
    return f"%{'%'.join(f'/{letter}' if letter in '%_/' else letter for letter in sure)}%"


def _exactly(scan: DepartmentName, database: str) -> str:
    """The whole name as a pattern for GLOB (SQLite) or ~ (PostgreSQL), each letter with those that it fits."""
    letters = (_one_letter(low, high, database) for low, high in scan.name.ranges())
    return f"*{''.join(letters)}*" if database == "sqlite" else "".join(letters)


def _one_letter(low: str, high: str, database: str) -> str:
    if high != prefix_end(low):
        return f"[{low}-{chr(ord(high) - 1)}]"
    if low in "[]^-\\":  # signs of the brackets themselves
        return {"sqlite": {"[": "[[]"}.get(low, low), "postgresql": f"\\{low}"}[database]
    return f"[{''.join(_cases(low))}]"


def _cases(letter: str) -> list[str]:
    """The letter small and large."""
    return sorted({case for case in (letter, letter.lower(), letter.upper()) if len(case) == 1})
