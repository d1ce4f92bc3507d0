"""Hits: colleagues as they are shown, each with why points (or a note at all) cannot go to him now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.people_search import digits_of
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.sending import SenderFacts, judge_pair
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, Month, PairMonthTotal, Person, Scheme
from collabpoints.prepared import Line, Prepared, Step
from collabpoints.queries.identities import primary_on
from collabpoints.queries.participation import COLUMNS, Beside, beside_of, posts_beside
from collabpoints.queries.sending import (
    asking_for_facts,
    line_of_approval,
    pair_total,
    recipient_facts,
    sender_facts,
)

Key = TypeVar("Key", int, str)

_AT_ONCE = 32
_A_FEW = 8


@dataclass(frozen=True, slots=True)
class Colleague:
    """One who serves, as of a day. `department` is his department's path in words, `extension` the last four digits
    of his telephone, `beside` the posts beside his own (겸임, 파견 within the agency). `status` is never told to colleagues."""

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
    beside: tuple[Beside, ...] = ()


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

    def asking_for_scheme(self) -> Step:
        """What is asked of the database for the scheme that holds on the day; `Showing` takes the answer."""
        return _MONTH, [{"agency": self.agency_id, "period": str(Period(self.day.year, self.day.month))}]


def in_turn(line: Line, *steps: Step) -> list[list[Any]]:
    """What each step returned. Not in a pipeline: for two or three short reads psycopg's own work for one costs more CPU,
    on both sides, than the round trips that it saves (docs/bench.md)."""
    return [statement.many(line, values) for statement, values in steps]


@dataclass(slots=True)
class Showing:
    """Colleagues as they are shown to one viewer under the scheme of his day (`found`: the answer to
    `Viewer.asking_for_scheme`). He himself is read with the first of them, once."""

    line: Line
    viewer: Viewer
    found: Sequence[Any]
    judging: "_Judging | None" = None

    @classmethod
    def to(cls, line: Line, viewer: Viewer) -> "Showing":
        """A showing to this viewer."""
        return cls(line, viewer, in_turn(line, viewer.asking_for_scheme())[0])

    def by_employee(self, employee_ids: Sequence[int]) -> dict[int, Hit]:
        """Those of these employees who serve and have a post on that day, in the order given."""
        return self._hits(Employee.id, employee_ids)

    def by_person(self, person_ids: Sequence[int]) -> dict[int, Hit]:
        """Those of these persons who serve and have a post on that day, in the order given."""
        return self._hits(Employee.person_id, person_ids)

    def by_number(self, numbers: Sequence[str]) -> dict[str, Hit]:
        """Who serves under these employee numbers and has a post on that day, in the order given."""
        return self._hits(Employee.number, numbers)

    def _hits(self, column: InstrumentedAttribute[Key], wanted: Sequence[Key]) -> dict[Key, Hit]:
        rest = iter(wanted)
        steps = [self._asking_for_posts(column, some) for some in iter(lambda: list(islice(rest, _AT_ONCE)), [])]
        if not steps:
            return {}
        if self.judging is None:
            oneself, *answers = in_turn(self.line, self._asking_for_oneself(), *steps)
            posts = {row.of: row for rows in answers for row in rows}
            if not posts:
                return {}
            self.judging = self._judging(oneself[0] if oneself else None)
        else:
            posts = {row.of: row for rows in in_turn(self.line, *steps) for row in rows}
        return {key: self.judging.hit(posts[key]) for key in wanted if key in posts}

    def _asking_for_posts(self, column: InstrumentedAttribute[Key], some: Sequence[Key]) -> Step:
        names = _names(_A_FEW if len(some) <= _A_FEW else _AT_ONCE)
        keys = {**dict.fromkeys(names), **dict(zip(names, some, strict=False))}  # what is not filled finds nobody
        viewer = self.viewer
        common = {"agency": viewer.agency_id, "sender": viewer.person_id, "month": self._month_id, "day": viewer.day}
        return _statement(column, len(names)), [{**keys, **common}]

    def _asking_for_oneself(self) -> Step:
        viewer = self.viewer
        return asking_for_facts(
            viewer.agency_id, viewer.person_id, [viewer.person_id], month_id=self._month_id, day=viewer.day
        )

    @property
    def _month_id(self) -> int | None:
        return self.found[0].id if self.found else None

    def _judging(self, oneself: Any | None) -> "_Judging":
        viewer = self.viewer
        if not self.found:
            raise LookupError(f"agency {viewer.agency_id} has no scheme that holds on {viewer.day}")
        (month,) = self.found
        scheme = parse_scheme(month.text)
        sender = sender_facts(oneself, viewer.person_id, allowance=month.allowance or scheme.allowance, day=viewer.day)
        return _Judging(viewer.day, scheme, sender, line_of_approval(self.line, scheme, oneself))


@dataclass(frozen=True, slots=True)
class _Judging:
    """What a note from the viewer is judged by, whoever it is to."""

    day: date
    scheme: RuleBook
    sender: SenderFacts
    above: frozenset[int]

    def hit(self, row: Any) -> Hit:
        recipient = recipient_facts(row, self.above, day=self.day)
        refusals = judge_pair(self.scheme, self.sender, recipient, has_points=True)
        # Who cannot receive at all cannot receive points: the one sentence says it, and nothing beside it hints at why.
        return Hit(_colleague(row), tuple(no for no in refusals if no.code is Code.CANNOT_RECEIVE) or refusals)


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
        beside=beside_of(row),
    )


def _names(places: int) -> tuple[str, ...]:
    return tuple(f"key_{place}" for place in range(places))


def _posts(column: InstrumentedAttribute[Any], places: int, database: str) -> Select[*tuple[Any, ...]]:
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
            Appointment.duty,
            DepartmentPath.names,
            *COLUMNS,
            posts_beside(day, database),
            PairMonthTotal.counted,
        )
        .join(Person, Person.id == Employee.person_id)
        .join(Appointment, and_(*primary_on(Employee.id, day)))
        .join(Department, Department.id == Appointment.department_id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .outerjoin(PairMonthTotal, and_(*pair_total(Employee.person_id)))
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
    return Prepared(lambda database: _posts(column, places, database))
