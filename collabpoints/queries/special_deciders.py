"""Who proposes and decides special points: roles, departments headed, and the kinds that each scheme gives him to approve."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, literal, or_, select, true

from collabpoints.db import reading
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.special_points import Decider, Receiver
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, RoleGrant, Scheme, SpecialGrant
from collabpoints.queries.identities import primary_on

_TOP = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A receiver as the rules see it, and the department that its points count for (None: it has none now)."""

    receiver: Receiver
    department_id: int | None


def decider(agency_id: int, person_id: int) -> Decider:
    """What the rules have to know about a person who may propose or decide, as of now."""
    with reading() as session:
        rows = session.execute(
            select(RoleGrant.role, RoleGrant.department_id, Department.level)
            .outerjoin(Department, Department.id == RoleGrant.department_id)
            .where(RoleGrant.agency_id == agency_id, RoleGrant.person_id == person_id, RoleGrant.revoked_at.is_(None))
        ).all()
    return Decider(
        person_id=person_id,
        roles=frozenset({Role.EMPLOYEE, *(Role(row.role) for row in rows)}),
        headed_department_ids=frozenset(row.department_id for row in rows if row.department_id is not None),
        is_agency_head=any(row.level == _TOP for row in rows),
    )


def person_as_receiver(agency_id: int, person_id: int, *, day: date) -> Place:
    """The person as a receiver on that day; somebody who is not there has left, or never was here."""
    with reading() as session:
        row = session.execute(
            select(Department.id, Department.home_id)
            .select_from(Employee)
            .outerjoin(Appointment, and_(*primary_on(Employee.id, day)))
            .outerjoin(Department, Department.id == Appointment.department_id)
            .where(Employee.agency_id == agency_id, Employee.person_id == person_id, Employee.left_on.is_(None))
        ).one_or_none()
    departments = frozenset(found for found in row if found is not None) if row else frozenset()
    return Place(Receiver(person_id, departments, is_there=row is not None), row.id if row else None)


def department_as_receiver(agency_id: int, department_id: int) -> Place:
    """The department as a receiver; one that is not there is closed, or never was here."""
    with reading() as session:
        row = session.execute(
            select(Department.home_id, Department.closed_on).where(
                Department.agency_id == agency_id, Department.id == department_id
            )
        ).one_or_none()
    homes = frozenset({department_id, row.home_id or department_id}) if row else frozenset({department_id})
    is_open = row is not None and row.closed_on is None
    return Place(Receiver(None, homes, is_there=is_open), department_id if row else None)


def proposing_department(agency_id: int, person_id: int, *, day: date) -> int | None:
    """The department as whose head a person proposes: of the open ones that he heads, the one where he serves, otherwise
    the first in official order. None for who heads none."""
    headed = sorted(decider(agency_id, person_id).headed_department_ids)
    with reading() as session:
        serves_in = (
            select(Appointment.department_id)
            .join(Employee, Employee.id == Appointment.employee_id)
            .where(Employee.person_id == person_id, *primary_on(Employee.id, day))
            .scalar_subquery()
        )
        return session.scalars(
            select(Department.id)
            .where(Department.id.in_(headed), Department.closed_on.is_(None))
            .order_by((Department.id == serves_in).desc(), Department.official_order, Department.id)
            .limit(1)
        ).first()


def heads_of(agency_id: int, department_id: int) -> tuple[int, ...]:
    """The persons who head the department now, by id."""
    with reading() as session:
        return tuple(
            session.scalars(
                select(RoleGrant.person_id)
                .where(
                    RoleGrant.agency_id == agency_id,
                    RoleGrant.role == Role.DEPARTMENT_HEAD,
                    RoleGrant.department_id == department_id,
                    RoleGrant.revoked_at.is_(None),
                )
                .order_by(RoleGrant.person_id)
            )
        )


def approved_by(agency_id: int, who: Decider) -> ColumnElement[bool]:
    """The WHERE of "a grant of a kind that he approves by the scheme that judged it", for queries about grants."""
    with reading() as session:
        schemes = session.execute(
            select(Scheme.id, Scheme.text).where(Scheme.agency_id == agency_id).order_by(Scheme.id)
        ).all()
    parts = []
    for row in schemes:
        codes = [kind.code for kind in parse_scheme(row.text).special_kinds if who.approves(kind)]
        if codes:
            parts.append(and_(SpecialGrant.scheme_id == row.id, SpecialGrant.kind_code.in_(codes)))
    return or_(false(), *parts)


def is_free_of(who: Decider) -> ColumnElement[bool]:
    """The WHERE of "a grant that he may decide as far as his own interests go": `judge_decider` in SQL."""
    headed = sorted(who.headed_department_ids)
    own = select(Department.id).where(or_(Department.id.in_(headed), Department.home_id.in_(headed)))
    return and_(
        SpecialGrant.proposer_person_id != who.person_id,
        or_(SpecialGrant.receiver_person_id.is_(None), SpecialGrant.receiver_person_id != who.person_id),
        or_(SpecialGrant.receiver_person_id.is_not(None), SpecialGrant.receiver_department_id.not_in(own)),
    )


def below(who: Decider) -> ColumnElement[bool]:
    """The WHERE of "a grant for a department that he heads, or for what is below it"."""
    if who.is_agency_head:
        return true()
    path: Any = literal("/").concat(DepartmentPath.ids).concat("/")
    inside = (
        select(Department.id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(or_(false(), *(path.contains(f"/{headed}/") for headed in sorted(who.headed_department_ids))))
    )
    return SpecialGrant.receiver_department_id.in_(inside)
