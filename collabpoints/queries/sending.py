"""What the rules need to know about a sender and his recipients, in one read: used before anything is written (the
form, the search) and inside the send's own transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.sending import RecipientFacts, SenderFacts
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, PairMonthTotal, PersonMonthTotal
from collabpoints.prepared import Line, Prepared, Step
from collabpoints.queries.identities import primary_on
from collabpoints.queries.participation import COLUMNS, beside_of, heads_of, participation, path_of, posts_beside


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person serves as of a day: his department and its path in force."""

    department_id: int
    path_id: int


@dataclass(frozen=True, slots=True)
class SendingFacts:
    """The facts about one sender and some recipients, and where each serves. Who does not serve is absent."""

    sender: SenderFacts
    recipients: dict[int, RecipientFacts]
    places: dict[int, Place]


def sending_facts(
    line: Line,
    *,
    agency_id: int,
    sender_person_id: int,
    recipient_person_ids: Collection[int],
    month_id: int | None,
    allowance: int,
    scheme: Scheme,
    day: date,
) -> SendingFacts:
    """The facts as of `day` and of the month's totals (`month_id` None: the month has not begun, nothing is spent). Who
    stands in the sender's line of approval is asked only where the scheme makes a difference of it."""
    people = {sender_person_id, *recipient_person_ids}
    facts, values = asking_for_facts(agency_id, sender_person_id, people, month_id=month_id, day=day)
    rows = {row.person_id: row for row in facts.many(line, values)}
    own = rows.get(sender_person_id)
    above = line_of_approval(line, scheme, own)
    return SendingFacts(
        sender_facts(own, sender_person_id, allowance=allowance, day=day),
        {of: recipient_facts(rows[of], above, day=day) for of in sorted(recipient_person_ids) if of in rows},
        {of: Place(row.department_id, row.path_id) for of, row in rows.items() if row.department_id is not None},
    )


def asking_for_facts(
    agency_id: int, sender_person_id: int, person_ids: Collection[int], *, month_id: int | None, day: date
) -> Step:
    """A row for each of these persons who serves: for `sender_facts` or `recipient_facts`."""
    values = {f"person_{place}": person_id for place, person_id in enumerate(sorted(person_ids))}
    common = {"agency": agency_id, "sender": sender_person_id, "month": month_id, "day": day}
    return _facts(len(values)), [{**values, **common}]


def sender_facts(row: Any | None, person_id: int, *, allowance: int, day: date) -> SenderFacts:
    """The sender by his row; without one he serves no more."""
    if row is None:
        return SenderFacts(person_id, None, Status.LEFT, 0)
    granted = allowance if row.granted is None else row.granted
    left = granted - (row.spent or 0)
    return SenderFacts(
        person_id,
        row.home_id,
        Status(row.status),
        left,
        **participation(row, day),
        beside_home_ids=_homes_beside(row),
    )


def recipient_facts(row: Any, above: Collection[int], *, day: date) -> RecipientFacts:
    """A recipient by his row; `above` are the heads in the sender's line of approval."""
    return RecipientFacts(
        row.person_id,
        row.home_id,
        Status(row.status),
        row.counted or 0,
        **participation(row, day),
        position=row.position or "",
        is_in_line_of_approval=row.person_id in above,
        beside_home_ids=_homes_beside(row),
    )


def _homes_beside(row: Any) -> frozenset[int]:
    return frozenset(post.home_id for post in beside_of(row))


def line_of_approval(line: Line, scheme: Scheme, sender: Any | None) -> frozenset[int]:
    """Who stands in it by the sender's row: asked only where the scheme makes a difference of it."""
    if scheme.has_points_for_own_line or sender is None:
        return frozenset()
    return heads_of(line, path_of(sender))


@cache
def _facts(people: int) -> Prepared:
    return Prepared(lambda database: _facts_about(people, database))


def _facts_about(people: int, database: str) -> Select[*tuple[Any, ...]]:
    day = bindparam("day", type_=Appointment.starts_on.type)
    month = bindparam("month", type_=PersonMonthTotal.month_id.type)
    return (
        select(
            Employee.person_id,
            Employee.status,
            Appointment.position,
            Department.path_id,
            *COLUMNS,
            posts_beside(day, database),
            PersonMonthTotal.granted,
            PersonMonthTotal.spent,
            PairMonthTotal.counted,
        )
        .outerjoin(Appointment, and_(*primary_on(Employee.id, day)))
        .outerjoin(Department, Department.id == Appointment.department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
        .outerjoin(
            PersonMonthTotal, and_(PersonMonthTotal.month_id == month, PersonMonthTotal.person_id == Employee.person_id)
        )
        .outerjoin(PairMonthTotal, and_(*pair_total(Employee.person_id)))
        .where(
            Employee.agency_id == bindparam("agency"),
            Employee.person_id.in_(
                [bindparam(f"person_{place}", type_=Employee.person_id.type) for place in range(people)]
            ),
            Employee.left_on.is_(None),
        )
    )


def pair_total(recipient: InstrumentedAttribute[int]) -> tuple[ColumnElement[bool], ...]:
    """What `sender` gave this recipient in `month`, for a join."""
    return (
        PairMonthTotal.month_id == bindparam("month", type_=PairMonthTotal.month_id.type),
        PairMonthTotal.sender_person_id == bindparam("sender"),
        PairMonthTotal.recipient_person_id == recipient,
    )
