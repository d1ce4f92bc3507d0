"""What is held about one person, for himself: master data, posts, account, roles, drafts, notices, orders.

Nothing of others is in it beyond the name and post of who acted in a role, which whoever it concerns may know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.models import (
    Account,
    AccountSession,
    Appointment,
    Department,
    DepartmentPath,
    Draft,
    Employee,
    Notice,
    OneTimeLink,
    Person,
    RoleGrant,
    StaffOrder,
)
from collabpoints.queries.own_records import own_records
from collabpoints.queries.positions import called


@dataclass(frozen=True, slots=True)
class Service:
    """A service under a number, with its addresses."""

    number: str
    email: str
    phone: str
    status: str
    employment: str
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class HeldPost:
    """An appointment; `ends_on` is the first day without it."""

    kind: str
    department: str
    rank: str
    position: str
    duty: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """How he signs in."""

    login: str
    language: str
    is_mail_wanted: bool
    is_opted_out: bool
    created_at: datetime
    password_changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in browser, or a one-time link (`seen_at`: when it was used)."""

    started_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role from when to when, by whom and why; `by` is "" where the system gave it."""

    role: str
    department: str
    granted_at: datetime
    granted_by: str
    granted_reason: str
    revoked_at: datetime | None
    revoked_by: str
    revoked_reason: str


@dataclass(frozen=True, slots=True)
class HeldDraft:
    """What he typed and has not sent."""

    text: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class HeldNotice:
    """What he was told of."""

    kind: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order that was carried out."""

    act: str
    effective_on: date
    department: str
    document: str


@dataclass(frozen=True, slots=True)
class Held:
    """All of it, each in the order of time."""

    services: tuple[Service, ...]
    posts: tuple[HeldPost, ...]
    account: HeldAccount
    sessions: tuple[Visit, ...]
    links: tuple[Visit, ...]
    roles: tuple[HeldRole, ...]
    drafts: tuple[HeldDraft, ...]
    notices: tuple[HeldNotice, ...]
    orders: tuple[HeldOrder, ...]


_Giver, _Taker = aliased(Person), aliased(Person)


def held_of(person_id: int) -> Held:
    """What is held about the person. Raises NoResultFound for one without an account."""
    records = own_records(person_id)
    with reading() as session:
        account = session.execute(
            select(Account.login, Account.language, Account.is_mail_wanted, Person.is_opted_out, Account.created_at,
                   Account.password_changed_at)
            .join(Person, Person.id == Account.person_id)
            .where(Account.person_id == person_id)
        ).one()  # fmt: skip

        def rows(kind: Any, wanted: Select[*tuple[Any, ...]]) -> tuple[Any, ...]:
            return tuple(kind(*row) for row in session.execute(wanted))

        return Held(
            services=rows(Service, _services(records)),
            posts=rows(HeldPost, _posts(records)),
            account=HeldAccount(*account),
            sessions=rows(Visit, _sessions(records)),
            links=rows(Visit, _links(records)),
            roles=rows(HeldRole, _roles(records)),
            drafts=rows(HeldDraft, select(Draft.text, Draft.saved_at).where(Draft.person_id.in_(records))
                        .order_by(Draft.saved_at, Draft.form_id)),
            notices=rows(HeldNotice, select(Notice.kind, Notice.created_at, Notice.read_at)
                         .where(Notice.person_id.in_(records)).order_by(Notice.id)),
            orders=rows(HeldOrder, _orders(records)),
        )  # fmt: skip


def _services(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Employee.number, Employee.email, Employee.phone, Employee.status, Employee.employment,
               Employee.joined_on, Employee.left_on)
        .where(Employee.person_id.in_(records))
        .order_by(Employee.id)
    )  # fmt: skip


def _posts(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Appointment.kind, DepartmentPath.names, Appointment.rank, Appointment.position, Appointment.duty,
               Appointment.starts_on, Appointment.ends_on)
        .join(Employee, Employee.id == Appointment.employee_id)
        .join(Department, Department.id == Appointment.department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Employee.person_id.in_(records))
        .order_by(Appointment.starts_on, Appointment.id)
    )  # fmt: skip


def _sessions(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(AccountSession.started_at, AccountSession.seen_at)
        .join(Account, Account.id == AccountSession.account_id)
        .where(Account.person_id.in_(records))
        .order_by(AccountSession.started_at, AccountSession.token_digest)
    )


def _links(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(OneTimeLink.created_at, OneTimeLink.used_at)
        .join(Account, Account.id == OneTimeLink.account_id)
        .where(Account.person_id.in_(records))
        .order_by(OneTimeLink.id)
    )


def _roles(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(RoleGrant.role, Department.name, RoleGrant.granted_at, called(_Giver), RoleGrant.granted_reason,
               RoleGrant.revoked_at, called(_Taker), RoleGrant.revoked_reason)
        .outerjoin(Department, Department.id == RoleGrant.department_id)
        .outerjoin(_Giver, _Giver.id == RoleGrant.granted_by_person_id)
        .outerjoin(_Taker, _Taker.id == RoleGrant.revoked_by_person_id)
        .where(RoleGrant.person_id.in_(records))
        .order_by(RoleGrant.id)
    )  # fmt: skip


def _orders(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(StaffOrder.act, StaffOrder.effective_on, Department.name, StaffOrder.document)
        .outerjoin(Department, Department.id == StaffOrder.department_id)
        .where(StaffOrder.person_id.in_(records), StaffOrder.state == "done")
        .order_by(StaffOrder.effective_on, StaffOrder.id)
    )
