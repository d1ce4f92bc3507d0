"""The terms under which colleagues are found, kept with the people (`domain/people_search.terms_of`)."""

from collections.abc import Collection, Iterator
from itertools import islice

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select
from sqlalchemy.orm import Session

from collabpoints.domain.people_search import terms_of
from collabpoints.models import Appointment, Employee, Person, SearchTerm

_TOGETHER = 2000
_RATHER_EVERYBODY = 10_000


def refresh_terms(session: Session, agency_id: int, employee_ids: Collection[int] | None = None) -> int:
    """Write the search terms of these employees (None: of everybody) anew, inside the caller's unit of work.

    Those who have left have none. The duty is that of the primary appointment without an end. Answers with the number
    of terms written. Memory stays flat for any number of people; what the caller added is flushed first.
    """
    session.flush()
    if employee_ids is None or len(employee_ids) > _RATHER_EVERYBODY:
        session.execute(delete(SearchTerm).where(SearchTerm.agency_id == agency_id))
        return sum(_write(session, agency_id, people) for people in _everybody(session, agency_id))
    written = 0
    for some in _slices(sorted(employee_ids)):
        session.execute(delete(SearchTerm).where(SearchTerm.agency_id == agency_id, SearchTerm.employee_id.in_(some)))
        written += _write(session, agency_id, _people(session, agency_id, some))
    return written


def _everybody(session: Session, agency_id: int) -> Iterator[list[Row[int, str, str, str | None]]]:
    last = 0
    while people := _people(session, agency_id, after=last):
        yield people
        last = people[-1].id


def _people(
    session: Session, agency_id: int, some: Collection[int] | None = None, *, after: int = 0
) -> list[Row[int, str, str, str | None]]:
    """Those who serve among `some`, or the next ones of everybody: id, name, phone, duty (None without a post)."""
    wanted = Employee.id > after if some is None else Employee.id.in_(some)
    return list(
        session.execute(
            select(Employee.id, Person.name, Employee.phone, Appointment.duty)
            .join(Person, Person.id == Employee.person_id)
            .outerjoin(Appointment, _lasting_post())
            .where(Employee.agency_id == agency_id, Employee.left_on.is_(None), wanted)
            .order_by(Employee.id)
            .limit(_TOGETHER)
        )
    )


def _lasting_post() -> ColumnElement[bool]:
    """An employee's primary appointment without an end, of which there is at most one: its duty is what he is found by."""
    return and_(Appointment.employee_id == Employee.id, Appointment.kind == "primary", Appointment.ends_on.is_(None))


def _write(session: Session, agency_id: int, people: list[Row[int, str, str, str | None]]) -> int:
    rows = sorted(
        (int(kind), term, employee_id)
        for employee_id, name, phone, duty in people
        for kind, term in terms_of(name, duty or "", phone)
    )
    if rows:
        session.connection().execute(
            insert(SearchTerm.__table__),  # type: ignore[arg-type]
            [{"agency_id": agency_id, "kind": kind, "term": term, "employee_id": of} for kind, term, of in rows],
        )
    return len(rows)


def _slices(ids: list[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, _TOGETHER)):
        yield some
