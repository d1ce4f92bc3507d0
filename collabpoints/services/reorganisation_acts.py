"""Carry a planned reorganisation out: departments, posts, heads' roles, orders and its own row, in one transaction.

Departments and their paths are written as an import writes them. Posts are not: an import replaces what was to begin
later, a reorganisation leaves it standing and only leads it to the heir. Everything is dated by the day of the plan and
not by the moment of the run, so that a late run leaves the same rows.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from collabpoints.db import database_now
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.domain.reorganisation_trees import Tree
from collabpoints.domain.reorganisations import Reorganised
from collabpoints.domain.roles import Role, SystemReason
from collabpoints.domain.staff_changes import DepartmentAct, DepartmentChange, Plan
from collabpoints.domain.staff_departments import WantedDepartment
from collabpoints.models import Agency, Appointment, Employee, Reorganisation, RoleGrant, StaffOrder
from collabpoints.queries.reorganisation_effects import effects_of
from collabpoints.queries.reorganisations import Sketch, sketch_of
from collabpoints.services.directory_departments import write_departments
from collabpoints.services.search_terms import refresh_terms
from collabpoints.services.sessions import end_sessions_of


def carry_out_within(session: Session, agency_id: int, reorganisation_id: int) -> int:
    """Inside the caller's unit of work the reorganisation is done; answers with the number of people whose department
    changed. Raises NotFound where it does not wait, Refused with what contradicts the directory as it is now."""
    # The directory is changed by one at a time: as an import does, and in its order (agency, then the plan's own row).
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True))
    row = session.execute(
        select(Reorganisation)
        .where(Reorganisation.id == reorganisation_id, Reorganisation.agency_id == agency_id)
        .with_for_update()
    ).scalar_one_or_none()
    sketch = sketch_of(agency_id, reorganisation_id)
    if row is None or row.state != "planned" or sketch is None:
        raise NotFound
    refusals = [*sketch.found.refusals, *effects_of(agency_id, sketch).refusals]
    if refusals:
        raise Refused(refusals)
    now = database_now(session)
    ids = write_departments(session, agency_id, plan_of_departments(sketch.found, row.effective_on))
    touched = _post(session, agency_id, sketch, ids)
    _end_headships(session, [ids[code] for code in sketch.found.closed], row.settled_by_person_id, now)
    _lead_orders(session, agency_id, {ids[code]: ids[heir] for code, heir in sketch.found.heirs.items()})
    if touched:
        refresh_terms(session, agency_id, touched)
    row.state, row.settled_at = "done", now
    return len(touched)


def plan_of_departments(found: Reorganised, day: date) -> Plan:
    """The departments' part of what an import would do to make this tree, on that day."""
    after, places = found.after, found.after.places()
    wanted = {
        code: WantedDepartment(code, branch.name, branch.parent_code, branch.is_team, None, 0)
        for code, branch in after.branches.items()
    }
    changes = [change for code in places for change in _changes(code, found.before, after)]
    changes += [_change(DepartmentAct.CLOSED, code, found.before, found.before) for code in found.closed]
    names = {code: branch.name for code, branch in found.before.branches.items()}
    is_reordered = found.before.places() != places
    return Plan(day, names, wanted, places, changes, is_reordered)


def _changes(code: str, before: Tree, after: Tree) -> list[DepartmentChange]:
    if code not in before.branches:
        return [_change(DepartmentAct.OPENED, code, after, after)]
    own, was = after.branches[code], before.branches[code]
    ways = ((DepartmentAct.RENAMED, own.name != was.name), (DepartmentAct.MOVED, own.parent_code != was.parent_code))
    return [_change(act, code, before, after) for act, is_so in ways if is_so]


def _change(act: DepartmentAct, code: str, before: Tree, after: Tree) -> DepartmentChange:
    was, own = before.branches[code], after.branches[code]
    return DepartmentChange(act, code, was.name, own.name, was.parent_code, own.parent_code)


def _post(session: Session, agency_id: int, sketch: Sketch, ids: Mapping[str, int]) -> list[int]:
    """Everybody's posts are where the plan leads them; answers with the employees whose primary post changed."""
    found, day = sketch.found, sketch.outline.effective_on
    named = {one.employee_id: ids[sketch.code_after(one)] for one in sketch.moved}
    heirs = {ids[code]: ids[heir] for code, heir in found.heirs.items()}
    gone = [ids[code] for code in found.closed]
    goes_on = or_(Appointment.ends_on.is_(None), Appointment.ends_on > day)
    primary_of_the_day = and_(
        Appointment.employee_id.in_(named), Appointment.kind == "primary", Appointment.starts_on <= day
    )
    in_what_goes = Appointment.department_id.in_(gone)
    posts = session.scalars(
        select(Appointment)
        .join(Employee, Employee.id == Appointment.employee_id)
        .where(Appointment.agency_id == agency_id, goes_on, or_(primary_of_the_day, in_what_goes))
        .order_by(Appointment.id)
        .with_for_update(of=Appointment)
    ).all()
    for post in posts:
        is_named = post.kind == "primary" and post.starts_on <= day and post.employee_id in named
        target = named[post.employee_id] if is_named else heirs.get(post.department_id)
        _lead(session, post, target, day)
    return sorted(named)


def _lead(session: Session, post: Appointment, target: int | None, day: date) -> None:
    """The post goes on in the department `target` from the day on; None: it ends."""
    if target == post.department_id:
        return
    if target is None:
        if post.starts_on >= day:
            session.delete(post)
        else:
            post.ends_on = day
        session.flush()
        return
    if post.starts_on >= day:
        post.department_id = target
        session.flush()
        return
    ends_on, post.ends_on = post.ends_on, day
    session.flush()  # one primary post a day: the old one ends before the new one begins
    session.add(
        Appointment(
            agency_id=post.agency_id,
            employee_id=post.employee_id,
            department_id=target,
            kind=post.kind,
            starts_on=day,
            ends_on=ends_on,
            rank=post.rank,
            position=post.position,
            duty=post.duty,
        )
    )
    session.flush()


def _end_headships(session: Session, departments: list[int], by: int | None, now: datetime) -> None:
    ended = list(
        session.scalars(
            update(RoleGrant)
            .where(
                RoleGrant.department_id.in_(departments),
                RoleGrant.role == Role.DEPARTMENT_HEAD.value,
                RoleGrant.revoked_at.is_(None),
            )
            .values(revoked_at=now, revoked_by_person_id=by, revoked_reason=SystemReason.REORGANISED)
            .returning(RoleGrant.person_id)
        )
    )
    end_sessions_of(session, sorted(set(ended)))


def _lead_orders(session: Session, agency_id: int, heirs: Mapping[int, int]) -> None:
    """Orders that wait for their day lead to the heir of what was merged away."""
    for old, new in sorted(heirs.items()):
        of_old: Any = (
            StaffOrder.agency_id == agency_id, StaffOrder.department_id == old, StaffOrder.state == "planned"
        )  # fmt: skip
        session.execute(update(StaffOrder).where(*of_old).values(department_id=new))
