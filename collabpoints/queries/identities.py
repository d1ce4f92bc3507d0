"""Who is at the door: the signed-in person, from the session's token."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute

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
from collabpoints.prepared import Prepared, reading_line

_A_DAY = timedelta(days=1)  # no zone is further than that from UTC's day


@dataclass(frozen=True, slots=True)
class Identity:
    """The person who makes a request, as of this request. `headed_department_ids` are those he is head of; `confirmed_at` is
    when he last proved in this session who he is, None where that is not known."""

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
    confirmed_at: datetime | None

    def has(self, *roles: Role) -> bool:
        """Whether he holds any of these roles."""
        return not self.roles.isdisjoint(roles)


def token_digest(token: str) -> str:
    """What of a session's token stands in the database: its SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def identity(token: str, *, now: datetime, idle: timedelta, absolute: timedelta) -> Identity | None:
    """The person whose session this is; None when it was signed out, outlived its limits, or the person has left."""
    digest = token_digest(token)
    values = {
        "digest": digest,
        "seen_after": now - idle,
        "started_after": now - absolute,
        "yesterday": now.date() - _A_DAY,
        "tomorrow": now.date() + _A_DAY,
    }
    with reading_line() as line:
        rows = _SIGNED_IN.rows(line, values)
    if not rows:
        return None
    one = rows[0]
    zone = ZoneInfo(one.zone)
    post = next((row for row in rows if _is_in_force(row, today(now, zone))), None)
    return Identity(
        account_id=one.account_id,
        agency_id=one.agency_id,
        agency_name_ko=one.name_ko,
        agency_name_en=one.name_en,
        zone=zone,
        person_id=one.person_id,
        employee_number=one.number,
        name=one.name,
        position=post.position if post else "",
        department=post.names if post else "",
        language=one.language,
        roles=frozenset({Role.EMPLOYEE, *(Role(row.role) for row in rows if row.role)}),
        headed_department_ids=frozenset(row.headed_id for row in rows if row.headed_id),
        token_digest=digest,
        seen_at=one.seen_at,
        confirmed_at=one.confirmed_at,
    )


def _signed_in(_database: str) -> Select[*tuple[Any, ...]]:
    """All in one statement, because every request asks it. The person's row comes once for each of his roles with each
    of his posts around today: which day today is, only the agency's zone in the same row can tell."""
    return (
        select(
            Account.id.label("account_id"),
            Account.agency_id,
            Account.person_id,
            Account.language,
            AccountSession.seen_at,
            AccountSession.confirmed_at,
            Person.name,
            Agency.name_ko,
            Agency.name_en,
            Agency.zone,
            Employee.number,
            RoleGrant.role,
            RoleGrant.department_id.label("headed_id"),
            Appointment.position,
            Appointment.starts_on,
            Appointment.ends_on,
            DepartmentPath.names,
        )
        .join(
            AccountSession,
            and_(AccountSession.account_id == Account.id, AccountSession.epoch == Account.session_epoch),
        )
        .join(Person, Person.id == Account.person_id)
        .join(Agency, Agency.id == Account.agency_id)
        .join(Employee, and_(Employee.person_id == Person.id, Employee.left_on.is_(None)))
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Account.person_id, RoleGrant.revoked_at.is_(None)))
        .outerjoin(
            Appointment,
            and_(
                Appointment.employee_id == Employee.id,
                Appointment.kind == "primary",
                Appointment.starts_on <= bindparam("tomorrow", type_=Appointment.starts_on.type),
                or_(
                    Appointment.ends_on.is_(None),
                    Appointment.ends_on > bindparam("yesterday", type_=Appointment.starts_on.type),
                ),
            ),
        )
        .outerjoin(Department, Department.id == Appointment.department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(
            AccountSession.token_digest == bindparam("digest"),
            Account.is_active,
            AccountSession.seen_at > bindparam("seen_after"),
            AccountSession.started_at > bindparam("started_after"),
        )
    )


_SIGNED_IN = Prepared(_signed_in)


def _is_in_force(row: Any, day: date) -> bool:
    """Whether the row's post, if it has one, is that of this day: from its first day until the day before its end."""
    return row.starts_on is not None and row.starts_on <= day and (row.ends_on is None or row.ends_on > day)


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
