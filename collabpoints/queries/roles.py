"""Roles: who holds what, how it came about, who is proposed as head of a department."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.roles import GRANTED, HEAD_POSITIONS, Role, Status
from collabpoints.domain.staff_orders import Kind
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, Person, RoleGrant
from collabpoints.queries.identities import primary_on
from collabpoints.queries.positions import called, latest_position

PAGE = 30


@dataclass(frozen=True, slots=True)
class Official:
    """A person with the post that he holds today; empty words where he holds none."""

    person_id: int
    name: str
    number: str
    position: str
    department: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that somebody holds. `of_department` is what a head is head of, else empty."""

    grant_id: int
    role: Role
    of_department: str
    holder: Official
    granted_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the history: a role was granted, or taken away (`is_grant` False). `by`: name and position, "" for a command."""

    grant_id: int
    is_grant: bool
    role: Role
    of_department: str
    person_id: int
    name: str
    position: str
    number: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Turns:
    """A page of the history, newest first."""

    turns: tuple[Turn, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody whose position says that he is head of a department which has none."""

    person_id: int
    department_id: int
    name: str
    number: str
    position: str
    department: str


@dataclass(frozen=True, slots=True)
class Place:
    """An open department, as a choice."""

    department_id: int
    path: str


def holdings(agency_id: int, day: date) -> tuple[Holding, ...]:
    """Every role that is held, by role, then by department, name and number."""
    headed, path = aliased(Department), aliased(DepartmentPath)
    with reading() as session:
        rows = session.execute(
            _officials(day)
            .add_columns(RoleGrant, func.coalesce(path.names, ""), func.coalesce(headed.official_order, -1))
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .outerjoin(headed, headed.id == RoleGrant.department_id)
            .outerjoin(path, path.id == headed.path_id)
            .where(RoleGrant.agency_id == agency_id, RoleGrant.revoked_at.is_(None))
        ).all()
    found = [
        (order, Holding(grant.id, Role(grant.role), names, Official(*who), grant.granted_at, grant.granted_reason))
        for *who, grant, names, order in rows
    ]
    found.sort(key=lambda pair: (GRANTED.index(pair[1].role), pair[0], pair[1].holder.name, pair[1].grant_id))
    return tuple(holding for _order, holding in found)


def turns(agency_id: int, *, page: int) -> Turns:
    """The history of roles, `PAGE` lines a page (the first is 1), newest first."""
    person, employee, by, path = aliased(Person), _latest_number(), aliased(Person), aliased(DepartmentPath)

    def half(is_grant: bool) -> Select[Any]:
        at = RoleGrant.granted_at if is_grant else RoleGrant.revoked_at
        by_id = RoleGrant.granted_by_person_id if is_grant else RoleGrant.revoked_by_person_id
        return (
            select(
                RoleGrant.id.label("grant_id"),
                literal(is_grant).label("is_grant"),
                RoleGrant.role.label("role"),
                func.coalesce(path.names, "").label("of_department"),
                person.id.label("person_id"),
                person.name.label("name"),
                func.coalesce(latest_position(person.id), "").label("position"),
                func.coalesce(employee.c.number, "").label("number"),
                func.coalesce(called(by), "").label("by_name"),
                at.label("at"),
                (RoleGrant.granted_reason if is_grant else RoleGrant.revoked_reason).label("reason"),
            )
            .join(person, person.id == RoleGrant.person_id)
            .outerjoin(employee, employee.c.person_id == person.id)
            .outerjoin(by, by.id == by_id)
            .outerjoin(Department, Department.id == RoleGrant.department_id)
            .outerjoin(path, path.id == Department.path_id)
            .where(RoleGrant.agency_id == agency_id, at.is_not(None))
        )

    both = union_all(half(True), half(False)).subquery()
    with reading() as session:
        rows = session.execute(
            select(both)
            .order_by(both.c.at.desc(), both.c.grant_id.desc(), both.c.is_grant)
            .offset((page - 1) * PAGE)
            .limit(PAGE + 1)
        ).all()
    lines = tuple(
        Turn(
            row.grant_id,
            bool(row.is_grant),
            Role(row.role),
            row.of_department,
            row.person_id,
            row.name,
            row.position,
            row.number,
            row.by_name,
            row.at,
            row.reason,
        )
        for row in rows[:PAGE]
    )
    return Turns(lines, len(rows) > PAGE)


def proposed_heads(agency_id: int, day: date) -> tuple[Proposal, ...]:
    """People at work whose position, the own one or one beside it (겸임), ends with one of a head's, in open departments without a head, in official order."""
    has_head = select(RoleGrant.id).where(
        RoleGrant.department_id == Department.id,
        RoleGrant.role == Role.DEPARTMENT_HEAD,
        RoleGrant.revoked_at.is_(None),
    )
    with reading() as session:
        rows = session.execute(
            select(
                Person.id,
                Department.id,
                Person.name,
                Employee.number,
                Appointment.position,
                DepartmentPath.names,
            )
            .join(Employee, Employee.person_id == Person.id)
            .join(Appointment, and_(*_served_on(day)))
            .join(Department, Department.id == Appointment.department_id)
            .join(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(
                Person.agency_id == agency_id,
                Employee.status == Status.ACTIVE,
                Department.closed_on.is_(None),
                or_(*(Appointment.position.endswith(position) for position in HEAD_POSITIONS)),
                ~has_head.exists(),
            )
            .order_by(Department.official_order, Department.id, Person.name, Person.id)
        ).all()
        return tuple(Proposal(*row) for row in rows)


def official_by_number(agency_id: int, number: str, day: date) -> Official | None:
    """Who serves under this number; None when nobody does."""
    with reading() as session:
        row = session.execute(
            _officials(day).where(Employee.agency_id == agency_id, Employee.number == number)
        ).one_or_none()
        return Official(*row) if row else None


def places(agency_id: int) -> tuple[Place, ...]:
    """The open departments in official order."""
    with reading() as session:
        rows = session.execute(
            select(Department.id, DepartmentPath.names)
            .join(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(Department.agency_id == agency_id, Department.closed_on.is_(None))
            .order_by(Department.official_order, Department.id)
        ).all()
        return tuple(Place(*row) for row in rows)


def _served_on(day: date) -> tuple[ColumnElement[bool], ...]:
    """The WHERE of "his own post on that day, or one that he holds beside it"."""
    return (
        Appointment.employee_id == Employee.id,
        Appointment.kind.in_((Kind.PRIMARY.value, Kind.CONCURRENT.value)),
        Appointment.starts_on <= day,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > day),
    )


def _officials(day: date) -> Select[int, str, str, str, str]:
    return (
        select(
            Person.id,
            Person.name,
            Employee.number,
            func.coalesce(Appointment.position, ""),
            func.coalesce(DepartmentPath.names, ""),
        )
        .join(Employee, and_(Employee.person_id == Person.id, Employee.left_on.is_(None)))
        .outerjoin(Appointment, and_(*primary_on(Employee.id, day)))
        .outerjoin(Department, Department.id == Appointment.department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
    )


def _latest_number() -> Any:
    latest = select(Employee.person_id, func.max(Employee.id).label("id")).group_by(Employee.person_id).subquery()
    return select(Employee.person_id, Employee.number).join(latest, latest.c.id == Employee.id).subquery()
