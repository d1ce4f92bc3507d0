"""Colleagues: found by what is typed, worked with lately, or named; each with why points cannot go there now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, and_, bindparam, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from collabpoints.db import reading
from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.people_search import Findable, Lookup, TermRange, digits_of, finds, first_term, plan, terms_of
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.sending import judge_pair
from collabpoints.domain.texts import is_unfit
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, Month, PairMonthTotal, Person
from collabpoints.queries.allowances import allowance
from collabpoints.queries.identities import primary_on
from collabpoints.queries.people_search import Found, lasting_post, walk
from collabpoints.queries.sending import SendingFacts, sending_facts

MOST_ROWS = 10_000
"""How far a list of hits can be paged; who looks further types another letter."""
_MOST_AT_ONCE = 500  # rows that are looked at for one page, however many of them repeat
_LATELY_MONTHS = 12
_LATELY = 40


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
class Hits:
    """A page of hits. `next_offset` is where the next page begins, if there is one."""

    hits: tuple[Hit, ...]
    has_more: bool
    next_offset: int


@dataclass(frozen=True, slots=True)
class _Listed:
    colleague: Colleague
    findable: Findable


@dataclass(frozen=True, slots=True)
class _Search:
    """One search: `near` are the employees who stand before the list and not in it."""

    session: Session
    agency_id: int
    lookups: tuple[Lookup, ...]
    day: date
    near: frozenset[int]

    def read(self, start: int, room: int) -> tuple[list[Colleague], bool, int]:
        """Up to `room` colleagues from a place of the list on; whether there are more, and the place where they begin."""
        found: list[Colleague] = []
        place = start
        for rows in walk(self.session, self.agency_id, self.lookups, day=self.day, start=start):
            ids = list(dict.fromkeys(row.employee_id for row in rows))
            listed = {
                one.colleague.employee_id: one
                for one in _serving(self.session, self.agency_id, self.day, Employee.id, ids)
            }
            for row in rows:
                one = listed.get(row.employee_id)
                if one is None or not self._stands_at(row, one.findable):
                    continue
                if len(found) == room:
                    return found, row.place < MOST_ROWS, row.place
                found.append(one.colleague)
            place = rows[-1].place + 1
            if place - start >= _MOST_AT_ONCE:
                return found, place < MOST_ROWS, place
        return found, False, place

    def _stands_at(self, row: Found, findable: Findable) -> bool:
        """Whether this row is where the person is listed: the first lookup that finds him, the first term in it."""
        if row.employee_id in self.near or any(finds(lookup, findable) for lookup in self.lookups[: row.lookup]):
            return False
        return not isinstance(row.scan, TermRange) or first_term(row.scan, findable) == row.term


def search(agency_id: int, viewer_person_id: int, query: str, *, day: date, offset: int = 0, limit: int = 20) -> Hits:
    """The colleagues whom a typed query finds: first those whom the viewer worked with lately, then the rest in the
    index's stored order, exact matches before longer ones. Nobody stands on two pages, nobody is left out."""
    lookups = plan(query)
    if not lookups or not 0 <= offset < MOST_ROWS or limit < 1:
        return Hits((), False, 0)
    with reading() as session:
        near = [
            one
            for one in _serving(session, agency_id, day, Employee.person_id, _lately(session, viewer_person_id, day))
            if any(finds(lookup, one.findable) for lookup in lookups)
        ][: limit // 2]
        wanted = _Search(session, agency_id, lookups, day, frozenset(one.colleague.employee_id for one in near))
        shown = [one.colleague for one in near] if offset == 0 else []
        rest, has_more, next_offset = wanted.read(offset, limit - len(shown))
        return Hits(_judged(session, agency_id, viewer_person_id, [*shown, *rest], day), has_more, next_offset)


def recent(agency_id: int, person_id: int, *, day: date, limit: int = 6) -> tuple[Hit, ...]:
    """Colleagues to whom or from whom one had notes in the last year: the newest month first, then the more notes."""
    with reading() as session:
        lately = _lately(session, person_id, day)
        serving = [one.colleague for one in _serving(session, agency_id, day, Employee.person_id, lately)]
        return _judged(session, agency_id, person_id, serving[:limit], day)


def colleagues_by_id(agency_id: int, viewer_person_id: int, person_ids: Sequence[int], *, day: date) -> tuple[Hit, ...]:
    """These persons in the order given; who does not serve is left out."""
    with reading() as session:
        wanted = list(dict.fromkeys(person_ids))
        serving = [one.colleague for one in _serving(session, agency_id, day, Employee.person_id, wanted)]
        return _judged(session, agency_id, viewer_person_id, serving, day)


def colleagues_by_number(
    agency_id: int, viewer_person_id: int, numbers: Sequence[str], *, day: date
) -> tuple[Hit, ...]:
    """The holders of these employee numbers in the order given; unknown numbers are left out."""
    with reading() as session:
        known = person_ids(agency_id, numbers)
        wanted = [known[number] for number in dict.fromkeys(numbers) if number in known]
        serving = [one.colleague for one in _serving(session, agency_id, day, Employee.person_id, wanted)]
        return _judged(session, agency_id, viewer_person_id, serving, day)


def person_ids(agency_id: int, numbers: Iterable[str]) -> dict[str, int]:
    """The persons who serve under these employee numbers; unknown numbers, and those of people who left, are absent."""
    wanted = sorted({number for number in numbers if not is_unfit(number)})
    if not wanted:
        return {}
    with reading() as session:
        rows = session.connection().execute(_numbered(), {"agency": agency_id, "numbers": wanted})
        return {row.number: row.person_id for row in rows}


@cache
def _numbered() -> Select[str, int]:
    return select(Employee.number, Employee.person_id).where(
        Employee.agency_id == bindparam("agency"),
        Employee.number.in_(bindparam("numbers", expanding=True)),
        Employee.left_on.is_(None),
    )


def _judged(
    session: Session, agency_id: int, viewer_person_id: int, colleagues: Sequence[Colleague], day: date
) -> tuple[Hit, ...]:
    if not colleagues:
        return ()
    month = allowance(agency_id, viewer_person_id)
    facts = sending_facts(
        session.connection(),
        agency_id=agency_id,
        sender_person_id=viewer_person_id,
        recipient_person_ids=[colleague.person_id for colleague in colleagues],
        month_id=month.month_id,
        allowance=month.granted,
        day=day,
    )
    # Who left between the two reads is no hit any more.
    serving = (of for of in colleagues if of.person_id in facts.recipients)
    return tuple(Hit(of, _refusals(month.scheme, facts, of)) for of in serving)


def _refusals(scheme: Scheme, facts: SendingFacts, colleague: Colleague) -> tuple[Refusal, ...]:
    refusals = judge_pair(scheme, facts.sender, facts.recipients[colleague.person_id], has_points=True)
    # Who cannot receive at all cannot receive points: the one sentence says it, and nothing beside it hints at why.
    return tuple(no for no in refusals if no.code is Code.CANNOT_RECEIVE) or refusals


def _lately(session: Session, person_id: int, day: date) -> list[int]:
    """Persons one had notes to or from, the newest month first, then the more notes in it, then by id."""
    since = str(Period(day.year, day.month).shifted(-_LATELY_MONTHS))
    together = Counter[tuple[str, int]]()
    for period, other, notes in session.connection().execute(_pairs(), {"oneself": person_id, "since": since}):
        together[period, other] += notes
    newest = sorted(together, key=lambda pair: (pair[0], together[pair], -pair[1]), reverse=True)
    return list(dict.fromkeys(other for _period, other in newest))[:_LATELY]


@cache
def _pairs() -> CompoundSelect[str, int, int]:
    ends = (
        (PairMonthTotal.sender_person_id, PairMonthTotal.recipient_person_id),
        (PairMonthTotal.recipient_person_id, PairMonthTotal.sender_person_id),
    )
    return union_all(
        *(
            select(Month.period, other.label("other"), PairMonthTotal.notes)
            .join(Month, Month.id == PairMonthTotal.month_id)
            .where(oneself == bindparam("oneself"), PairMonthTotal.notes > 0, Month.period >= bindparam("since"))
            for oneself, other in ends
        )
    )


def _serving(
    session: Session, agency_id: int, day: date, column: InstrumentedAttribute[int], ids: Sequence[int]
) -> list[_Listed]:
    """Those of these persons or employees who serve and have a post on that day, in the order given."""
    if not ids:
        return []
    rows = session.connection().execute(_posts(column), {"ids": ids, "agency": agency_id, "day": day}).all()
    places = {of: place for place, of in enumerate(ids)}
    return [_listed(row) for row in sorted(rows, key=lambda row: places[row.of])]


@cache
def _posts(column: InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    """Built once for each column: what a search asks many times a second is not put together anew."""
    lasting = aliased(Appointment)
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
            lasting.duty.label("lasting_duty"),
        )
        .join(Person, Person.id == Employee.person_id)
        .join(Appointment, and_(*primary_on(Employee.id, bindparam("day", type_=Appointment.starts_on.type))))
        .join(Department, Department.id == Appointment.department_id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .outerjoin(lasting, and_(lasting.employee_id == Employee.id, *lasting_post(lasting)))
        .where(
            column.in_(bindparam("ids", expanding=True)),
            Employee.agency_id == bindparam("agency"),
            Employee.left_on.is_(None),
        )
    )


def _listed(row: Row[*tuple[Any, ...]]) -> _Listed:
    colleague = Colleague(
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
    terms = frozenset(terms_of(row.name, row.lasting_duty or "", row.phone))
    return _Listed(colleague, Findable(terms, row.number, row.names))
