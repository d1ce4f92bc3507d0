"""Grant and revoke roles; each grant and its end keeps by whom, when and why."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.roles import GRANTED, Role, SystemReason
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import Account, Department, Employee, RoleGrant
from collabpoints.services.sessions import end_sessions_of

LONGEST_REASON = 200


def grant_role(
    agency_id: int,
    person_id: int,
    role: Role,
    *,
    department_id: int | None,
    granted_by: int | None,
    reason: str | SystemReason,
    now: datetime,
) -> int:
    """The person, who serves here, holds the role; returns the grant's id. `granted_by` is None for a command.

    A department counts for DEPARTMENT_HEAD only. Raises Refused: PERSON_UNKNOWN, ROLE_NEEDS_DEPARTMENT,
    DEPARTMENT_UNKNOWN, ROLE_ALREADY_HELD, REASON_MISSING and what else is wrong with the reason.
    """
    if role not in GRANTED:
        raise ValueError("every employee is one; nobody grants it")
    reason = _plain(reason)
    where = department_id if role is Role.DEPARTMENT_HEAD else None
    with unit_of_work() as session:
        refusals = list(_judge_reason(reason))
        if not _serve(session, agency_id, {person_id}):
            refusals.append(Refusal.of(Code.PERSON_UNKNOWN, "number"))
        if role is Role.DEPARTMENT_HEAD:
            refusals.extend(_judge_department(session, agency_id, department_id))
        if not refusals and _held(session, {person_id}, role, where):
            refusals.append(Refusal.of(Code.ROLE_ALREADY_HELD, "role"))
        if refusals:
            raise Refused(refusals)
        grant = RoleGrant(
            agency_id=agency_id,
            person_id=person_id,
            role=role,
            department_id=where,
            granted_at=now,
            granted_by_person_id=granted_by,
            granted_reason=reason,
        )
        session.add(grant)
        session.flush()
        return grant.id


def confirm_heads(
    agency_id: int, heads: Collection[tuple[int, int]], *, granted_by: int, reason: str | SystemReason, now: datetime
) -> int:
    """These people (person id, department id) are heads of their departments; returns how many became it just now.

    Pairs that no longer hold (the person left or moved, the department closed, he is head already) are passed over.
    """
    reason = _plain(reason)
    with unit_of_work() as session:
        _serve(session, agency_id, {person_id for person_id, _department_id in heads})
        granted = 0
        for person_id, department_id in sorted(set(heads)):
            is_fit = _serve(session, agency_id, {person_id}) and not _judge_department(
                session, agency_id, department_id
            )
            if is_fit and not _held(session, {person_id}, Role.DEPARTMENT_HEAD, department_id):
                session.add(
                    RoleGrant(
                        agency_id=agency_id,
                        person_id=person_id,
                        role=Role.DEPARTMENT_HEAD,
                        department_id=department_id,
                        granted_at=now,
                        granted_by_person_id=granted_by,
                        granted_reason=reason,
                    )
                )
                granted += 1
        return granted


def revoke_role(
    agency_id: int, grant_id: int, *, revoked_by: int | None, reason: str | SystemReason, now: datetime
) -> None:
    """The role is no longer held, and the sessions of who held it are over.

    Raises NotFound for a grant of nobody here, Refused: REASON_MISSING and what else is wrong with the reason,
    ROLE_NOT_HELD when it had been revoked already, ROLE_LAST_ADMINISTRATOR when nobody would be left who can grant.
    """
    reason = _plain(reason)
    with unit_of_work() as session:
        # Administrators are locked together and first: of two who revoke each other at once, one waits and then sees.
        administrators = session.scalars(
            select(RoleGrant)
            .where(
                RoleGrant.agency_id == agency_id, RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.revoked_at.is_(None)
            )
            .order_by(RoleGrant.id)
            .with_for_update()
        ).all()
        grant = session.execute(
            select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.agency_id == agency_id).with_for_update()
        ).scalar_one_or_none()
        if grant is None:
            raise NotFound
        refusals = list(_judge_reason(reason))
        if grant.revoked_at is not None:
            refusals.append(Refusal.of(Code.ROLE_NOT_HELD))
        others = {held.person_id for held in administrators if held.id != grant_id}
        if grant.role == Role.ADMINISTRATOR and not _can_enter(session, others):
            refusals.append(Refusal.of(Code.ROLE_LAST_ADMINISTRATOR))
        if refusals:
            raise Refused(refusals)
        grant.revoked_at = now
        grant.revoked_by_person_id = revoked_by
        grant.revoked_reason = reason
        end_sessions_of(session, [grant.person_id])


def _plain(reason: str | SystemReason) -> str | SystemReason:
    return reason if isinstance(reason, SystemReason) else cleaned(reason)


def _judge_reason(reason: str | SystemReason) -> tuple[Refusal, ...]:
    if isinstance(reason, SystemReason):
        return ()
    if reason in set(SystemReason):  # typed: it would be shown as what the system said
        return (Refusal.of(Code.REASON_MISSING, "reason"),)
    refusals = judge_text(reason, minimum=1, maximum=LONGEST_REASON, field="reason")
    return tuple(
        Refusal.of(Code.REASON_MISSING, "reason") if refusal.code is Code.TEXT_EMPTY else refusal
        for refusal in refusals
    )


def _judge_department(session: Session, agency_id: int, department_id: int | None) -> tuple[Refusal, ...]:
    if department_id is None:
        return (Refusal.of(Code.ROLE_NEEDS_DEPARTMENT, "department"),)
    is_open = session.scalar(
        select(Department.id).where(
            Department.id == department_id, Department.agency_id == agency_id, Department.closed_on.is_(None)
        )
    )
    return () if is_open else (Refusal.of(Code.DEPARTMENT_UNKNOWN, "department"),)


def _serve(session: Session, agency_id: int, person_ids: Collection[int]) -> bool:
    """Whether all of them serve here; their services are locked, so that nobody leaves meanwhile and keeps a role, and
    two grants to one person wait for each other."""
    serving = session.scalars(
        select(Employee.person_id)
        .where(Employee.agency_id == agency_id, Employee.person_id.in_(person_ids), Employee.left_on.is_(None))
        .order_by(Employee.id)
        .with_for_update()
    ).all()
    return set(serving) == set(person_ids)


def _held(session: Session, person_ids: Collection[int], role: Role, department_id: int | None) -> bool:
    where = RoleGrant.department_id.is_(None) if department_id is None else RoleGrant.department_id == department_id
    held = select(RoleGrant.id).where(
        RoleGrant.person_id.in_(person_ids), RoleGrant.role == role, where, RoleGrant.revoked_at.is_(None)
    )
    return session.scalar(held.limit(1)) is not None


def _can_enter(session: Session, person_ids: Collection[int]) -> bool:
    """Whether somebody among them serves and has an account that may sign in."""
    able = (
        select(Account.id)
        .join(Employee, and_(Employee.person_id == Account.person_id, Employee.left_on.is_(None)))
        .where(Account.is_active, Account.person_id.in_(person_ids))
    )
    return session.scalar(able.limit(1)) is not None
