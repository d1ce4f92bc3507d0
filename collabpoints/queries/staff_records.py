"""A person as staff orders look at him: services, posts, roles, account; and the people whom HR looks for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.roles import Role, Status
from collabpoints.domain.staff_orders import Act, Around, Held, Kind, Order, Post, Record, Service
from collabpoints.domain.texts import cleaned, is_unfit
from collabpoints.models import Account, Appointment, Department, DepartmentPath, Employee, Person, RoleGrant
from collabpoints.queries.positions import latest_position

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One whom HR looked for, those who left too: his newest number, where he serves or served last."""

    person_id: int
    name: str
    number: str
    position: str
    department: str
    status: Status
    left_on: date | None


def found_people(agency_id: int, typed: str) -> tuple[Found, ...]:
    """The people of this number or whose name begins so, by name; at most MOST_FOUND. Records that are another's, and who
    never had a number, are left out."""
    query = cleaned(typed)
    if not query or is_unfit(query):
        return ()
    numbered = select(Employee.person_id).where(Employee.agency_id == agency_id, Employee.number == query)
    condition = or_(Person.id.in_(numbered), Person.name.startswith(query, autoescape=True))
    with reading() as session:
        return _found(session, agency_id, condition)


def found_person(agency_id: int, person_id: int) -> Found:
    """This person as HR sees him. Raises NotFound."""
    with reading() as session:
        found = _found(session, agency_id, Person.id == person_id)
    if not found:
        raise NotFound(f"person {person_id}")
    return found[0]


def person_of_number(agency_id: int, number: str) -> int | None:
    """Who serves or served under this number."""
    wanted = cleaned(number)
    if not wanted or is_unfit(wanted):
        return None
    with reading() as session:
        return session.scalar(
            select(Employee.person_id).where(Employee.agency_id == agency_id, Employee.number == wanted)
        )


def _found(session: Session, agency_id: int, condition: Any) -> tuple[Found, ...]:
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Employee.number,
            func.coalesce(latest_position(Person.id), ""),
            func.coalesce(DepartmentPath.names, ""),
            Employee.status,
            Employee.left_on,
        )
        .join(Employee, Employee.id == _newest_employee())
        .outerjoin(Appointment, Appointment.id == _newest_post())
        .outerjoin(Department, Department.id == Appointment.department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Person.agency_id == agency_id, Person.merged_into_person_id.is_(None), condition)
        .order_by(Person.name, Employee.number)
        .limit(MOST_FOUND)
    )
    return tuple(Found(*row[:5], Status(row[5]), row[6]) for row in rows)


def _newest_employee() -> Any:
    return (
        select(Employee.id)
        .where(Employee.person_id == Person.id)
        .order_by(Employee.left_on.is_(None).desc(), Employee.left_on.desc(), Employee.id.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def _newest_post() -> Any:
    return (
        select(Appointment.id)
        .where(Appointment.employee_id == Employee.id, Appointment.kind == Kind.PRIMARY.value)
        .order_by(Appointment.starts_on.desc())
        .limit(1)
        .correlate(Employee)
        .scalar_subquery()
    )


def record_of(agency_id: int, person_id: int) -> Record:
    """The person as the rules see him, as everything is written now. Raises NotFound for nobody of this agency."""
    with reading() as session:
        person = session.execute(
            select(Person).where(Person.id == person_id, Person.agency_id == agency_id)
        ).scalar_one_or_none()
        if person is None:
            raise NotFound(f"person {person_id}")
        services = _services(session, person_id)
        newest = services[-1].id if services else None
        login = session.scalar(select(Account.login).where(Account.person_id == person_id)) or ""
        return Record(
            person_id=person.id,
            name=person.name,
            services=services,
            posts=_posts(session, newest) if newest is not None else (),
            roles=_roles(session, person_id),
            login=login,
            is_opted_out=person.is_opted_out,
            merged_into=person.merged_into_person_id,
        )


def _services(session: Session, person_id: int) -> tuple[Service, ...]:
    """Those that are over by their end, the one that goes on last."""
    rows = session.execute(
        select(Employee.id, Employee.number, Employee.status, Employee.joined_on, Employee.left_on)
        .where(Employee.person_id == person_id)
        .order_by(Employee.left_on.is_(None), Employee.left_on, Employee.id)
    )
    return tuple(Service(id_, number, Status(status), joined, left) for id_, number, status, joined, left in rows)


def _posts(session: Session, employee_id: int) -> tuple[Post, ...]:
    rows = session.scalars(
        select(Appointment)
        .where(Appointment.employee_id == employee_id)
        .order_by(Appointment.starts_on, Appointment.kind, Appointment.id)
    )
    return tuple(
        Post(row.id, Kind(row.kind), row.department_id, row.rank, row.position, row.duty, row.starts_on, row.ends_on)
        for row in rows
    )


def _roles(session: Session, person_id: int) -> tuple[Held, ...]:
    rows = session.execute(
        select(RoleGrant.id, RoleGrant.role, RoleGrant.department_id)
        .where(RoleGrant.person_id == person_id, RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return tuple(Held(id_, Role(role), department_id) for id_, role, department_id in rows)


def around_of(agency_id: int, record: Record, order: Order, *, today: date, actor_person_id: int | None) -> Around:
    """What the agency looks like to the rules."""
    with reading() as session:
        departments = session.execute(
            select(Department.id, Department.home_id, Department.closed_on).where(Department.agency_id == agency_id)
        ).all()
        other = _other(agency_id, order)
        losing = other.person_id if other else record.person_id
        return Around(
            today=today,
            open_departments=frozenset(one.id for one in departments if one.closed_on is None),
            homes={one.id: one.home_id or one.id for one in departments},
            is_number_taken=order.act is Act.REHIRE and _is_taken(session, agency_id, record, order.number),
            is_last_administrator=_is_last_administrator(session, agency_id, losing),
            other=other,
            actor_person_id=actor_person_id,
        )


def _other(agency_id: int, order: Order) -> Record | None:
    if order.act is not Act.MERGE or order.other_person_id is None:
        return None
    try:
        return record_of(agency_id, order.other_person_id)
    except NotFound:
        return None


def _is_taken(session: Session, agency_id: int, record: Record, number: str) -> bool:
    """Whether somebody has this number, or another signs in with it."""
    numbered = select(Employee.id).where(Employee.agency_id == agency_id, Employee.number == number)
    login = select(Account.id).where(
        Account.agency_id == agency_id, Account.login == number, Account.person_id != record.person_id
    )
    return any(session.execute(one.limit(1)).first() for one in (numbered, login))


def _is_last_administrator(session: Session, agency_id: int, person_id: int) -> bool:
    """Whether he is one, and nobody else is who serves and may sign in."""
    held = and_(
        RoleGrant.agency_id == agency_id,
        RoleGrant.role == Role.ADMINISTRATOR.value,
        RoleGrant.revoked_at.is_(None),
    )
    able = (
        select(RoleGrant.person_id)
        .join(Account, and_(Account.person_id == RoleGrant.person_id, Account.is_active))
        .join(Employee, and_(Employee.person_id == RoleGrant.person_id, Employee.left_on.is_(None)))
        .where(held, RoleGrant.person_id != person_id)
    )
    is_one = session.execute(select(RoleGrant.id).where(held, RoleGrant.person_id == person_id).limit(1)).first()
    return is_one is not None and session.execute(able.limit(1)).first() is None


def department_words(agency_id: int, department_ids: Collection[int]) -> dict[int, str]:
    """The paths of these departments in words, closed ones too."""
    with reading() as session:
        rows = session.execute(_words(agency_id).where(Department.id.in_(department_ids)))
        return {row.id: row.names for row in rows}


def _words(agency_id: int) -> Select[int, str]:
    return (
        select(Department.id, DepartmentPath.names)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Department.agency_id == agency_id)
        .order_by(Department.official_order, Department.id)
    )
