"""Who is at the door: the signed-in person, from the session's token."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from collabpoints.db import reading
from collabpoints.domain.periods import today
from collabpoints.domain.roles import Role
from collabpoints.models import (
    Account,
    AccountSession,
    Agency,
    Appointment,
    Department,
    DepartmentPath,
    Employee,
    Person,
    RoleGrant,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The person who makes a request, as of this request. `headed_department_ids` are those he is head of."""

    account_id: int
    agency_id: int
    agency_name_ko: str
    agency_name_en: str
    zone: ZoneInfo
    person_id: int
    employee_number: str
    name: str
    position: str
    department: str
    language: str
    roles: frozenset[Role]
    headed_department_ids: frozenset[int]
    token_digest: str
    seen_at: datetime

    def has(self, *roles: Role) -> bool:
        """Whether he holds any of these roles."""
        return not self.roles.isdisjoint(roles)


def token_digest(token: str) -> str:
    """What of a session's token stands in the database: its SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def identity(token: str, *, now: datetime, idle: timedelta, absolute: timedelta) -> Identity | None:
    """The person whose session this is; None when it was signed out, outlived its limits, or the person has left."""
    digest = token_digest(token)
    with reading() as session:
        row = session.execute(
            select(Account, AccountSession.seen_at, Person.name, Agency, Employee.id, Employee.number)
            .join(
                AccountSession,
                and_(AccountSession.account_id == Account.id, AccountSession.epoch == Account.session_epoch),
            )
            .join(Person, Person.id == Account.person_id)
            .join(Agency, Agency.id == Account.agency_id)
            .join(Employee, and_(Employee.person_id == Person.id, Employee.left_on.is_(None)))
            .where(
                AccountSession.token_digest == digest,
                Account.is_active,
                AccountSession.seen_at > now - idle,
                AccountSession.started_at > now - absolute,
            )
        ).one_or_none()
        if row is None:
            return None
        account, seen_at, name, agency, employee_id, number = row
        zone = ZoneInfo(agency.zone)
        grants = session.execute(
            select(RoleGrant.role, RoleGrant.department_id).where(
                RoleGrant.person_id == account.person_id, RoleGrant.revoked_at.is_(None)
            )
        ).all()
        post = session.execute(
            select(Appointment.position, DepartmentPath.names)
            .join(Department, Department.id == Appointment.department_id)
            .join(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(*primary_on(employee_id, today(now, zone)))
        ).one_or_none()
        return Identity(
            account_id=account.id,
            agency_id=account.agency_id,
            agency_name_ko=agency.name_ko,
            agency_name_en=agency.name_en,
            zone=zone,
            person_id=account.person_id,
            employee_number=number,
            name=name,
            position=post.position if post else "",
            department=post.names if post else "",
            language=account.language,
            roles=frozenset({Role.EMPLOYEE, *(Role(grant.role) for grant in grants)}),
            headed_department_ids=frozenset(grant.department_id for grant in grants if grant.department_id),
            token_digest=digest,
            seen_at=seen_at,
        )


def primary_on(
    employee_id: int | InstrumentedAttribute[int], day: date | BindParameter[date]
) -> tuple[ColumnElement[bool], ...]:
    """The WHERE of "his primary appointment on that day". `employee_id` is a number or a column."""
    return (
        Appointment.employee_id == employee_id,
        Appointment.kind == "primary",
        Appointment.starts_on <= day,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > day),
    )
