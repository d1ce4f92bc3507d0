"""What the rules need to know about a sender and his recipients, in one read: used before anything is written (the
form, the search) and inside the send's own transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, select

from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.sending import RecipientFacts, SenderFacts
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, PairMonthTotal, PersonMonthTotal
from collabpoints.prepared import Prepared, line_of
from collabpoints.queries.identities import primary_on
from collabpoints.queries.participation import COLUMNS, heads_of, participation, path_of


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
    connection: Connection,
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
    line = line_of(connection)
    people = sorted({sender_person_id, *recipient_person_ids})
    values = {f"person_{place}": person_id for place, person_id in enumerate(people)}
    rows = _facts(len(people)).rows(
        line, {**values, "agency": agency_id, "sender": sender_person_id, "month": month_id, "day": day}
    )
    own_path = next((path_of(row) for row in rows if row.person_id == sender_person_id), ())
    above = frozenset[int]() if scheme.has_points_for_own_line else heads_of(line, own_path)
    wanted = set(recipient_person_ids)
    sender = SenderFacts(sender_person_id, None, Status.LEFT, 0)
    recipients: dict[int, RecipientFacts] = {}
    places: dict[int, Place] = {}
    for row in rows:
        status = Status(row.status)
        if row.department_id is not None:
            places[row.person_id] = Place(row.department_id, row.path_id)
        if row.person_id == sender_person_id:
            granted = allowance if row.granted is None else row.granted
            left = granted - (row.spent or 0)
            sender = SenderFacts(sender_person_id, row.home_id, status, left, **participation(row, day))
        if row.person_id in wanted:
            recipients[row.person_id] = RecipientFacts(
                row.person_id,
                row.home_id,
                status,
                row.counted or 0,
                **participation(row, day),
                position=row.position or "",
                is_in_line_of_approval=row.person_id in above,
            )
    return SendingFacts(sender, recipients, places)


@cache
def _facts(people: int) -> Prepared:
    return Prepared(lambda _database: _facts_about(people))


def _facts_about(people: int) -> Select[*tuple[Any, ...]]:
    day = bindparam("day", type_=Appointment.starts_on.type)
    month = bindparam("month", type_=PersonMonthTotal.month_id.type)
    return (
        select(
            Employee.person_id,
            Employee.status,
            Appointment.position,
            Department.path_id,
            *COLUMNS,
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
        .outerjoin(
            PairMonthTotal,
            and_(
                PairMonthTotal.month_id == month,
                PairMonthTotal.sender_person_id == bindparam("sender"),
                PairMonthTotal.recipient_person_id == Employee.person_id,
            ),
        )
        .where(
            Employee.agency_id == bindparam("agency"),
            Employee.person_id.in_(
                [bindparam(f"person_{place}", type_=Employee.person_id.type) for place in range(people)]
            ),
            Employee.left_on.is_(None),
        )
    )
