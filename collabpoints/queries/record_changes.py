"""Changes of rights, schemes, closings and the directory, as a story: who did what to whom, from what to what, when, why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from collabpoints.db import reading
from collabpoints.models import (
    Appointment,
    Department,
    DepartmentPath,
    Employee,
    Month,
    MonthClosing,
    Reorganisation,
    RoleGrant,
    Scheme,
    SchemeDraft,
    StaffImport,
    StaffOrder,
    Submission,
)
from collabpoints.queries.record_days import Stretch
from collabpoints.queries.record_people import Named, named

MOST = 300
_Line = tuple[datetime, "What", int | None, int | None, "Told"]


class Topic(StrEnum):
    """What a change belongs to."""

    RIGHTS = "rights"
    SCHEMES = "schemes"
    CLOSINGS = "closings"
    DIRECTORY = "directory"


class What(StrEnum):
    """What happened; the page has a sentence for each."""

    ROLE_GRANTED = "role_granted"
    ROLE_REVOKED = "role_revoked"
    SCHEME_DRAFTED = "scheme_drafted"
    SCHEME_DROPPED = "scheme_dropped"
    SCHEME_STARTED = "scheme_started"
    CLOSING_ASKED = "closing_asked"
    CLOSING_DONE = "closing_done"
    SUBMITTED = "submitted"
    IMPORTED = "imported"
    ORDER_PLANNED = "order_planned"
    ORDER_DONE = "order_done"
    ORDER_DROPPED = "order_dropped"
    REORGANISATION_PLANNED = "reorganisation_planned"
    REORGANISATION_DONE = "reorganisation_done"
    REORGANISATION_DROPPED = "reorganisation_dropped"


TOPICS = {
    Topic.RIGHTS: (What.ROLE_GRANTED, What.ROLE_REVOKED),
    Topic.SCHEMES: (What.SCHEME_DRAFTED, What.SCHEME_DROPPED, What.SCHEME_STARTED),
    Topic.CLOSINGS: (What.CLOSING_ASKED, What.CLOSING_DONE, What.SUBMITTED),
    Topic.DIRECTORY: (
        What.IMPORTED, What.ORDER_PLANNED, What.ORDER_DONE, What.ORDER_DROPPED, What.REORGANISATION_PLANNED,
        What.REORGANISATION_DONE, What.REORGANISATION_DROPPED,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a change: `name` what it is about (a role, a scheme, a month, a file, an act, a title), `place` a
    department, `before` and `after` departments or positions, `on` the day it takes effect, `counts` of an import (new,
    changed, left, returned), `reason` as it was written."""

    name: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    on: date | None = None
    counts: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the story. `actor` None: a command of the operator or a job."""

    at: datetime
    what: What
    actor: Named | None
    subject: Named | None
    told: Told


@dataclass(frozen=True, slots=True)
class Changes:
    """The story of a stretch, newest first; `has_more`: only the newest `MOST` lines are there."""

    lines: tuple[Change, ...]
    has_more: bool


def changes(agency_id: int, stretch: Stretch, topic: Topic | None = None) -> Changes:
    """What changed in these days, of one topic or of all."""
    sources = {Topic.RIGHTS: _rights, Topic.SCHEMES: _schemes, Topic.CLOSINGS: _closings, Topic.DIRECTORY: _directory}
    with reading() as session:
        found = [
            line
            for own, source in sources.items() if topic in (None, own)
            for line in source(session, agency_id, stretch) if stretch.starts_at <= line[0] < stretch.ends_at
        ]  # fmt: skip
        found.sort(key=lambda line: (line[0], line[1], line[3] or 0, line[4].name, line[4].place), reverse=True)
        people = named(session, {one for line in found[:MOST] for one in line[2:4]})
    lines = tuple(
        Change(at, what, people.get(actor or 0), people.get(subject or 0), told)
        for at, what, actor, subject, told in found[:MOST]
    )
    return Changes(lines, len(found) > MOST)


def _rights(session: Session, agency_id: int, stretch: Stretch) -> Iterator[_Line]:
    rows = session.execute(
        select(RoleGrant, func.coalesce(_path(RoleGrant.department_id), ""))
        .where(RoleGrant.agency_id == agency_id, _during(stretch, RoleGrant.granted_at, RoleGrant.revoked_at))
        .order_by(RoleGrant.id)
    )
    for grant, place in rows:
        yield (grant.granted_at, What.ROLE_GRANTED, grant.granted_by_person_id, grant.person_id,
               Told(grant.role, place, reason=grant.granted_reason))  # fmt: skip
        if grant.revoked_at:
            yield (grant.revoked_at, What.ROLE_REVOKED, grant.revoked_by_person_id, grant.person_id,
                   Told(grant.role, place, reason=grant.revoked_reason))  # fmt: skip


def _schemes(session: Session, agency_id: int, stretch: Stretch) -> Iterator[_Line]:
    for one in session.scalars(
        select(Scheme).where(Scheme.agency_id == agency_id, _during(stretch, Scheme.created_at)).order_by(Scheme.id)
    ):
        yield (one.created_at, What.SCHEME_STARTED, one.started_by_person_id, one.drafted_by_person_id,
               Told(one.code, after=one.starts_in, counts=(one.revision,), reason=one.reason))  # fmt: skip
    for draft in session.scalars(
        select(SchemeDraft)
        .where(SchemeDraft.agency_id == agency_id, _during(stretch, SchemeDraft.drafted_at, SchemeDraft.changed_at))
        .order_by(SchemeDraft.id)
    ):
        yield draft.drafted_at, What.SCHEME_DRAFTED, draft.drafted_by_person_id, None, Told(after=draft.starts_in)
        if draft.state == "dropped":
            yield draft.changed_at, What.SCHEME_DROPPED, None, None, Told(after=draft.starts_in)


def _closings(session: Session, agency_id: int, stretch: Stretch) -> Iterator[_Line]:
    for closing, period in session.execute(
        select(MonthClosing, Month.period)
        .join(Month, Month.id == MonthClosing.month_id)
        .where(MonthClosing.agency_id == agency_id, _during(stretch, MonthClosing.asked_at, MonthClosing.closed_at))
        .order_by(MonthClosing.month_id)
    ):
        yield closing.asked_at, What.CLOSING_ASKED, closing.asked_by_person_id, None, Told(period)
        if closing.closed_at:
            yield closing.closed_at, What.CLOSING_DONE, None, None, Told(period)
    for one in session.scalars(
        select(Submission)
        .where(Submission.agency_id == agency_id, _during(stretch, Submission.made_at))
        .order_by(Submission.id)
    ):
        yield (one.made_at, What.SUBMITTED, one.made_by_person_id, None,
               Told(f"{one.year}-{one.number}", after=one.recipient, counts=(one.rows,), reason=one.purpose))  # fmt: skip


def _directory(session: Session, agency_id: int, stretch: Stretch) -> Iterator[_Line]:
    for file in session.execute(
        select(StaffImport.uploaded_by_person_id, StaffImport.applied_at, StaffImport.file_name,
               StaffImport.new_people, StaffImport.changed_people, StaffImport.left_people, StaffImport.returned_people)
        .where(StaffImport.agency_id == agency_id, _during(stretch, StaffImport.applied_at))
        .order_by(StaffImport.id)
    ):  # fmt: skip
        yield file.applied_at, What.IMPORTED, file.uploaded_by_person_id, None, Told(file.file_name, counts=file[3:])
    yield from _orders(session, agency_id, stretch)
    for one in session.scalars(
        select(Reorganisation)
        .where(
            Reorganisation.agency_id == agency_id,
            _during(stretch, Reorganisation.planned_at, Reorganisation.settled_at),
        )
        .order_by(Reorganisation.id)
    ):
        told = Told(one.title, on=one.effective_on, reason=one.document)
        yield one.planned_at, What.REORGANISATION_PLANNED, one.planned_by_person_id, None, told
        if one.settled_at:
            what = What.REORGANISATION_DONE if one.state == "done" else What.REORGANISATION_DROPPED
            yield one.settled_at, what, one.settled_by_person_id, None, told


def _orders(session: Session, agency_id: int, stretch: Stretch) -> Iterator[_Line]:
    rows = session.execute(
        select(StaffOrder, func.coalesce(_path(StaffOrder.department_id), ""), func.coalesce(_post_before(), ""))
        .where(StaffOrder.agency_id == agency_id, _during(stretch, StaffOrder.planned_at, StaffOrder.settled_at))
        .order_by(StaffOrder.id)
    )
    for order, after, before in rows:
        told = Told(order.act, before=before, after=after, place=order.position, on=order.effective_on,
                    reason=order.document)  # fmt: skip
        yield order.planned_at, What.ORDER_PLANNED, order.planned_by_person_id, order.person_id, told
        if order.settled_at:
            what = What.ORDER_DONE if order.state == "done" else What.ORDER_DROPPED
            yield order.settled_at, what, order.settled_by_person_id, order.person_id, told


def _during(stretch: Stretch, *instants: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return or_(*(and_(at >= stretch.starts_at, at < stretch.ends_at) for at in instants))


def _path(department_id: InstrumentedAttribute[Any]) -> ScalarSelect[str]:
    return (
        select(DepartmentPath.names)
        .join(Department, Department.path_id == DepartmentPath.id)
        .where(Department.id == department_id)
        .scalar_subquery()
    )


def _post_before() -> ScalarSelect[str]:
    """The department where the person of an order served on the day before it."""
    return (
        select(DepartmentPath.names)
        .join(Department, Department.path_id == DepartmentPath.id)
        .join(Appointment, Appointment.department_id == Department.id)
        .join(Employee, Employee.id == Appointment.employee_id)
        .where(
            Employee.person_id == StaffOrder.person_id,
            Appointment.kind == "primary",
            Appointment.starts_on < StaffOrder.effective_on,
        )
        .order_by(Appointment.starts_on.desc(), Appointment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
