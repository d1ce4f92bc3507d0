"""Apply HR's file: all or nothing, and only what the rules and the operator agree to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.domain.staff import Directory
from collabpoints.domain.staff_changes import Plan
from collabpoints.models import (
    Account,
    Agency,
    Appointment,
    Department,
    Employee,
    Person,
    RoleGrant,
    SearchTerm,
    StaffImport,
)
from collabpoints.queries.directory import plan_of
from collabpoints.services.bulk_rows import refresh_statistics
from collabpoints.services.directory_departments import write_departments
from collabpoints.services.directory_people import People
from collabpoints.services.search_terms import refresh_terms

_MANY = 500  # so many people at once are worth telling the planner


@dataclass(frozen=True, slots=True)
class Applying:
    """How a directory is applied. `removal_percent`: the share of the staff that may leave unless `confirm_removals`.

    `actor_person_id` None: a command. `step` is told how many more people were written.
    """

    today: date
    now: datetime
    removal_percent: int
    confirm_removals: bool = False
    actor_person_id: int | None = None
    step: Callable[[int], None] = lambda _people: None

    def stepping(self, step: Callable[[int], None]) -> "Applying":
        """The same, telling `step`."""
        return replace(self, step=step)


def import_staff(agency_id: int, directory: Directory, *, applying: Applying, file_name: str, content: bytes) -> Plan:
    """Afterwards the agency's people and departments are the file's, and the history has a line if anything changed.

    Answers with what was done. Raises Refused: REMOVES_TOO_MANY, ROLE_LAST_ADMINISTRATOR, CELL_INVALID for a number
    that another account signs in with; then nothing was written.
    """
    with unit_of_work() as session:
        plan = apply_directory(session, agency_id, directory, applying)
        if not plan.is_empty:
            session.add(
                StaffImport(
                    agency_id=agency_id,
                    file_name=file_name[:200],
                    digest=sha256(content).hexdigest(),
                    content=None,
                    state="applied",
                    uploaded_by_person_id=applying.actor_person_id,
                    uploaded_at=applying.now,
                    applied_at=applying.now,
                    **counts_of(plan),
                )
            )
        return plan


def apply_directory(
    session: Session, agency_id: int, directory: Directory, applying: Applying, *, expected: str | None = None
) -> Plan:
    """The work itself, inside the caller's unit of work. `expected`: digest of the plan that was confirmed; another
    plan is refused with FILE_CHANGED. One import at a time: the agency's row is held until the end."""
    # Not FOR UPDATE: that would block every row elsewhere that names the agency, notes being sent among them.
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True))
    plan = plan_of(agency_id, directory, today=applying.today)
    if expected is not None and plan.digest() != expected:
        raise Refused([Refusal.of(Code.FILE_CHANGED)])
    refuse(
        judge_plan(plan, applying)
        + _judge_administrators(session, agency_id, plan, applying)
        + _judge_logins(session, agency_id, plan)
        + _judge_services(session, agency_id, plan)
    )
    department_ids = write_departments(session, agency_id, plan)
    people = People(session, agency_id, department_ids, applying.now, applying.actor_person_id)
    touched = people.write(plan, applying.step)
    if touched:
        refresh_terms(session, agency_id, touched)
    if len(touched) >= _MANY:
        refresh_statistics(session, Account, Appointment, Department, Employee, Person, SearchTerm)
    return plan


def judge_plan(plan: Plan, applying: Applying) -> list[Refusal]:
    """REMOVES_TOO_MANY when more than the settable share would leave and nobody has confirmed it."""
    if applying.confirm_removals or not plan.removes_too_many(applying.removal_percent):
        return []
    removed, total, percent = len(plan.left), plan.serving, applying.removal_percent
    return [Refusal.of(Code.REMOVES_TOO_MANY, "confirm", removed=removed, total=total, percent=percent)]


def refuse(refusals: Sequence[Refusal]) -> None:
    """Raises Refused when there is any refusal."""
    if refusals:
        raise Refused(refusals)


def counts_of(plan: Plan) -> dict[str, int]:
    """The numbers that the history keeps."""
    return {
        "new_people": len(plan.new),
        "changed_people": len(plan.moved) + len(plan.renamed) + len(plan.changed),
        "left_people": len(plan.left),
        "returned_people": len(plan.returned),
    }


def _judge_administrators(session: Session, agency_id: int, plan: Plan, applying: Applying) -> list[Refusal]:
    """Nobody would be left who can grant roles: refused, unless an operator confirms it, whose next command can name
    an administrator (the first one of an agency may not be in HR's file)."""
    is_operator = applying.actor_person_id is None
    if not plan.left or (is_operator and applying.confirm_removals):
        return []
    administrators = set(
        session.scalars(
            select(RoleGrant.person_id).where(
                RoleGrant.agency_id == agency_id,
                RoleGrant.role == Role.ADMINISTRATOR.value,
                RoleGrant.revoked_at.is_(None),
            )
        )
    )
    leaving = {present.person_id for present in plan.left}
    return [Refusal.of(Code.ROLE_LAST_ADMINISTRATOR)] if administrators and administrators <= leaving else []


def _judge_services(session: Session, agency_id: int, plan: Plan) -> list[Refusal]:
    """Two numbers of one person (hired again, or two records that were joined) would both serve."""
    if not plan.returned:
        return []
    leaving = {present.employee_id for present in plan.left}
    rows = session.execute(
        select(Employee.person_id, Employee.id, Employee.number)
        .where(Employee.agency_id == agency_id, Employee.left_on.is_(None))
        .where(Employee.person_id.in_(select(Employee.person_id).where(Employee.left_on.is_not(None))))
        .order_by(Employee.id)
    )
    serving = {row.person_id: row.number for row in rows if row.id not in leaving}
    found = []
    for present, wanted, _start in plan.returned:
        other = serving.setdefault(present.person_id, present.number)
        if other != present.number:
            values = {"line": wanted.line, "value": present.number, "other": other}
            found.append(Refusal.of(Code.NUMBER_OF_SAME_PERSON, **values))
    return found


def _judge_logins(session: Session, agency_id: int, plan: Plan) -> list[Refusal]:
    """A new number that is already somebody's name for signing in, who has another number."""
    if not plan.new:
        return []
    others = set(
        session.scalars(
            select(Account.login)
            .outerjoin(Employee, (Employee.person_id == Account.person_id) & (Employee.number == Account.login))
            .where(Account.agency_id == agency_id, Employee.id.is_(None))
        )
    )
    return [
        Refusal.of(Code.CELL_INVALID, line=one.line, column="사번", value=one.number)
        for one in plan.new
        if one.number in others
    ]
