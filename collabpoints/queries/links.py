"""One-time links: who still needs one, and whose a link is."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select

from collabpoints.db import reading
from collabpoints.domain.links import token_digest
from collabpoints.models import Account, Appointment, Department, DepartmentPath, Employee, OneTimeLink, Person
from collabpoints.queries.identities import primary_on
from collabpoints.queries.positions import latest_position


@dataclass(frozen=True, slots=True)
class DepartmentWithout:
    """A department and how many of its people have no password yet, of how many who may sign in."""

    department_id: int
    path: str
    without_password: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody for whom a link can be made."""

    account_id: int
    person_id: int
    name: str
    number: str
    position: str
    department: str


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that is still good, and whose it is."""

    link_id: int
    account_id: int
    agency_id: int
    login: str
    name: str
    position: str
    created_at: datetime
    expires_at: datetime


def departments_without_password(agency_id: int, day: date) -> tuple[DepartmentWithout, ...]:
    """Departments in which somebody serves on that day, in their official order."""
    without = func.count(Account.id).filter(Account.password_hash.is_(None))
    with reading() as session:
        rows = session.execute(
            select(Department.id, DepartmentPath.names, without, func.count(Account.id))
            .select_from(Account)
            .join(Employee, and_(Employee.person_id == Account.person_id, Employee.left_on.is_(None)))
            .join(Appointment, and_(*primary_on(Employee.id, day)))
            .join(Department, Department.id == Appointment.department_id)
            .join(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(Account.agency_id == agency_id, Account.is_active)
            .group_by(Department.id, Department.official_order, DepartmentPath.names)
            .order_by(Department.official_order, Department.id)
        ).all()
        return tuple(DepartmentWithout(*row) for row in rows)


def receivers(
    agency_id: int, day: date, *, department_id: int | None = None, number: str = "", is_everybody: bool = False
) -> tuple[Receiver, ...]:
    """People who may sign in, by department in official order, then by name: those without a password yet, or
    `is_everybody`; of one department, or the one with this number (who counts with a password, too: a reset)."""
    wanted = [Account.agency_id == agency_id, Account.is_active]
    if department_id is not None:
        wanted.append(Department.id == department_id)
    if number:
        wanted.append(Employee.number == number)
    elif not is_everybody:
        wanted.append(Account.password_hash.is_(None))
    with reading() as session:
        rows = session.execute(
            select(
                Account.id,
                Person.id,
                Person.name,
                Employee.number,
                func.coalesce(Appointment.position, ""),
                func.coalesce(DepartmentPath.names, ""),
            )
            .join(Person, Person.id == Account.person_id)
            .join(Employee, and_(Employee.person_id == Person.id, Employee.left_on.is_(None)))
            .outerjoin(Appointment, and_(*primary_on(Employee.id, day)))
            .outerjoin(Department, Department.id == Appointment.department_id)
            .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(*wanted)
            .order_by(func.coalesce(Department.official_order, -1), Department.id, Person.name, Account.id)
        ).all()
        return tuple(Receiver(*row) for row in rows)


def open_link(token: str, *, now: datetime) -> OpenLink | None:
    """The link of this token as typed; None when it was used, is too old or never was: these look the same."""
    return _open(OneTimeLink.token_digest == token_digest(token), now=now)


def mailed_link(link_id: int, *, now: datetime) -> OpenLink | None:
    """The link that an outbox row of kind `link` is about; None when it is no longer good and needs no mail."""
    return _open(OneTimeLink.id == link_id, now=now)


def _open(condition: ColumnElement[bool], *, now: datetime) -> OpenLink | None:
    with reading() as session:
        row = session.execute(
            select(
                OneTimeLink.id,
                Account.id,
                Account.agency_id,
                Account.login,
                Person.name,
                func.coalesce(latest_position(Person.id), ""),
                OneTimeLink.created_at,
                OneTimeLink.expires_at,
            )
            .join(Account, Account.id == OneTimeLink.account_id)
            .join(Person, Person.id == Account.person_id)
            .join(Employee, and_(Employee.person_id == Person.id, Employee.left_on.is_(None)))
            .where(condition, Account.is_active, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
        ).one_or_none()
        return OpenLink(*row) if row else None
