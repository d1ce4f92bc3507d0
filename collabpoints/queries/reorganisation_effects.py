"""What a reorganisation does beyond its tree, told before it is planned: heads' roles, other posts, orders, proposals, and
who may give points to whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from collabpoints.db import reading
from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.roles import Role
from collabpoints.models import Appointment, Department, Employee, Person, RoleGrant, SpecialGrant, StaffOrder
from collabpoints.queries.positions import called
from collabpoints.queries.reorganisations import Sketch


@dataclass(frozen=True, slots=True)
class Head:
    """Somebody who heads a department that is closed or merged away: his role ends with it."""

    person_id: int
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class NewNeighbours:
    """People who will be of one department and were not: between them points may stop, as the scheme says. `pairs`: how
    many pairs of them."""

    department: str
    people: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Effects:
    """`heads`: whose role ends; `headless`: ranked departments that nobody heads afterwards, by name; `posts_ending`:
    concurrent and seconded posts in what is closed; `orders`: planned orders that follow a merged department; `proposals`:
    special points proposed for a department that will be no more; `refusals`: why it cannot be planned."""

    heads: tuple[Head, ...]
    headless: tuple[str, ...]
    posts_ending: int
    posts_following: int
    orders: int
    proposals: int
    neighbours: tuple[NewNeighbours, ...]
    refusals: tuple[Refusal, ...]


def effects_of(agency_id: int, sketch: Sketch) -> Effects:
    """As things are now. Within a unit of work it sees that unit."""
    found, day = sketch.found, sketch.outline.effective_on
    merged = [code for code in found.closed if code in found.heirs]
    closed = [code for code in found.closed if code not in found.heirs]
    lost = Counter(_planned_orders(agency_id, closed)) + Counter(_coming_posts(agency_id, closed, day))
    return Effects(
        heads=_heads(agency_id, found.closed),
        headless=_headless(agency_id, sketch),
        posts_ending=_other_posts(agency_id, closed, day),
        posts_following=_other_posts(agency_id, merged, day),
        orders=sum(_planned_orders(agency_id, merged).values()),
        proposals=_proposals(agency_id, found.closed),
        neighbours=_neighbours(sketch),
        refusals=tuple(
            Refusal.of(Code.REORGANISATION_ORDERS_LOST, "", value=code, orders=lost[code]) for code in sorted(lost)
        ),
    )


def _heads(agency_id: int, codes: tuple[str, ...]) -> tuple[Head, ...]:
    with reading() as session:
        rows = session.execute(
            select(RoleGrant.person_id, called(Person), Department.name)
            .join(Person, Person.id == RoleGrant.person_id)
            .join(Department, Department.id == RoleGrant.department_id)
            .where(*_held(agency_id), Department.code.in_(codes))
            .order_by(Department.official_order, Department.id, RoleGrant.person_id)
        )
        return tuple(Head(*row) for row in rows)


def _headless(agency_id: int, sketch: Sketch) -> tuple[str, ...]:
    """Of what is opened, and of what takes others in: those without a head; teams have the head of their department."""
    after = sketch.found.after
    touched = {*sketch.found.opened, *sketch.found.heirs.values()}
    with reading() as session:
        headed = set(
            session.scalars(
                select(Department.code)
                .join(RoleGrant, RoleGrant.department_id == Department.id)
                .where(*_held(agency_id))
            )
        )
    return tuple(
        after.branches[code].name
        for code in after.places()
        if code in touched and code not in headed and not after.branches[code].is_team
    )


def _held(agency_id: int) -> tuple[Any, ...]:
    return (
        RoleGrant.agency_id == agency_id,
        RoleGrant.role == Role.DEPARTMENT_HEAD.value,
        RoleGrant.revoked_at.is_(None),
    )


def _other_posts(agency_id: int, codes: list[str], day: date) -> int:
    with reading() as session:
        return session.execute(
            select(func.count())
            .select_from(Appointment)
            .join(Department, Department.id == Appointment.department_id)
            .join(Employee, Employee.id == Appointment.employee_id)
            .where(
                Appointment.agency_id == agency_id,
                Appointment.kind != "primary",
                Appointment.ends_on.is_(None) | (Appointment.ends_on > day),
                Employee.left_on.is_(None),
                Department.code.in_(codes),
            )
        ).scalar_one()


def _planned_orders(agency_id: int, codes: list[str]) -> dict[str, int]:
    """Planned orders by the department to which they lead."""
    with reading() as session:
        rows = session.execute(
            select(Department.code, func.count())
            .join(StaffOrder, StaffOrder.department_id == Department.id)
            .where(StaffOrder.agency_id == agency_id, StaffOrder.state == "planned", Department.code.in_(codes))
            .group_by(Department.code)
        )
        return dict(iter(rows))


def _coming_posts(agency_id: int, codes: list[str], day: date) -> dict[str, int]:
    """Primary posts that begin after the day, by their department."""
    with reading() as session:
        rows = session.execute(
            select(Department.code, func.count())
            .join(Appointment, Appointment.department_id == Department.id)
            .where(
                Appointment.agency_id == agency_id,
                Appointment.kind == "primary",
                Appointment.starts_on > day,
                Department.code.in_(codes),
            )
            .group_by(Department.code)
        )
        return dict(iter(rows))


def _proposals(agency_id: int, codes: tuple[str, ...]) -> int:
    with reading() as session:
        return session.execute(
            select(func.count())
            .select_from(SpecialGrant)
            .join(Department, Department.id == SpecialGrant.receiver_department_id)
            .where(SpecialGrant.agency_id == agency_id, SpecialGrant.state == "proposed", Department.code.in_(codes))
        ).scalar_one()


def _neighbours(sketch: Sketch) -> tuple[NewNeighbours, ...]:
    """By ranked department afterwards (a team counts as its department): how many pairs meet in it who did not before."""
    before, after = sketch.found.before, sketch.found.after
    homes: dict[str, dict[str, int]] = {}
    for one in sketch.serving:
        home = after.home(sketch.code_after(one))
        came = homes.setdefault(home, {})
        was = before.home(one.code)
        came[was] = came.get(was, 0) + 1
    found = []
    for code in after.places():
        counts = homes.get(code, {})
        people = sum(counts.values())
        pairs = people * (people - 1) // 2 - sum(count * (count - 1) // 2 for count in counts.values())
        if pairs:
            found.append(NewNeighbours(after.branches[code].name, people, pairs))
    return tuple(found)
