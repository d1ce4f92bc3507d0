"""What the search for suspicious patterns looks at: a year's standing notes with points, and the staff, as plain figures.

Private notes are among them (who plays the game would only have to tick a box); what leaves `queries/patterns.py` for a page
does not tell of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from collabpoints.db import snapshot
from collabpoints.domain.gists import gist
from collabpoints.domain.pattern_facts import PatternNoteFacts, PatternStaff
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.roles import Role
from collabpoints.models import (
    Appointment,
    Department,
    DepartmentPath,
    Employee,
    Month,
    Note,
    NoteText,
    Person,
    PrizeProposal,
    PrizeWinner,
    RoleGrant,
)
from collabpoints.queries.jobs import frame
from collabpoints.queries.own_records import kept_records
from collabpoints.queries.prize_winners import STANDING

MONTHS = 12
_PROGRAMME = (Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR)
"""Who runs the points: reads, decides, sets them up."""


@dataclass(frozen=True, slots=True)
class PatternFacts:
    """What there is to look at, of one and the same moment."""

    notes: tuple[PatternNoteFacts, ...]
    staff: Mapping[int, PatternStaff]
    months: tuple[Period, ...]


def pattern_facts(agency_id: int) -> PatternFacts:
    """The present month's and the eleven before, as they stand. Two records that are one person count as one."""
    _since, zone, now = frame(agency_id)
    last = Period.of(now, zone)
    months = tuple(last.shifted(place - MONTHS + 1) for place in range(MONTHS))
    with snapshot() as session:
        merged = kept_records(session, agency_id)
        notes = _notes(session, agency_id, months, merged, zone)
        staff = _staff(session, agency_id, months[0], zone)
    return PatternFacts(notes, staff, months)


def _notes(
    session: Session, agency_id: int, months: tuple[Period, ...], merged: Mapping[int, int], zone: ZoneInfo
) -> tuple[PatternNoteFacts, ...]:
    found = []
    days: dict[Any, date] = {}
    with session.execute(_standing(agency_id, months).execution_options(yield_per=2000)) as rows:
        for row in rows:
            sender, recipient = (merged.get(end, end) for end in (row.sender_person_id, row.recipient_person_id))
            if sender == recipient:
                continue
            hour = row.sent_at.replace(minute=0, second=0, microsecond=0)
            day = days.get(hour) or days.setdefault(hour, row.sent_at.astimezone(zone).date())
            text = "" if row.redacted_at else gist(row.text, row.name).hex()[:32]
            found.append(
                PatternNoteFacts(
                    row.id,
                    sender,
                    recipient,
                    day,
                    row.points,
                    text,
                    row.sender_home,
                    row.recipient_home,
                    row.help_kind_id,
                )
            )
    return tuple(found)


def _standing(agency_id: int, months: tuple[Period, ...]) -> Select[*tuple[Any, ...]]:
    sender_path, recipient_path = aliased(DepartmentPath), aliased(DepartmentPath)
    return (
        select(
            Note.id,
            Note.sender_person_id,
            Note.recipient_person_id,
            Note.sent_at,
            Note.points,
            Note.help_kind_id,
            NoteText.text,
            NoteText.redacted_at,
            Person.name,
            sender_path.home_id.label("sender_home"),
            recipient_path.home_id.label("recipient_home"),
        )
        .join(Month, Month.id == Note.month_id)
        .join(NoteText, NoteText.note_id == Note.id)
        .join(Person, Person.id == Note.recipient_person_id)
        .join(sender_path, sender_path.id == Note.sender_path_id)
        .join(recipient_path, recipient_path.id == Note.recipient_path_id)
        .where(
            Note.agency_id == agency_id,
            Month.period.in_([str(month) for month in months]),
            Note.withdrawn.is_(None),
            Note.points > 0,
        )
        .order_by(Note.id)
    )


def _staff(session: Session, agency_id: int, first: Period, zone: ZoneInfo) -> dict[int, PatternStaff]:
    heads = _with_role(session, agency_id, (Role.DEPARTMENT_HEAD,), first, zone)
    programme = _with_role(session, agency_id, _PROGRAMME, first, zone)
    winners = frozenset(
        session.scalars(
            select(PrizeWinner.person_id)
            .join(PrizeProposal, PrizeProposal.id == PrizeWinner.proposal_id)
            .where(
                PrizeProposal.agency_id == agency_id,
                PrizeProposal.state == "confirmed",
                PrizeProposal.last_period >= str(first),
                PrizeWinner.state.in_(STANDING),
                PrizeWinner.person_id.is_not(None),
            )
        )
    )
    return {
        row.person_id: PatternStaff(
            row.person_id,
            row.home_id,
            row.bureau_id,
            row.person_id in heads,
            row.person_id in programme,
            row.person_id in winners,
        )
        for row in session.execute(_posts(agency_id))
    }


def _posts(agency_id: int) -> Select[*tuple[Any, ...]]:
    """Each person's department and bureau by his latest post; the latest comes last."""
    return (
        select(Employee.person_id, DepartmentPath.home_id, DepartmentPath.bureau_id)
        .join(Appointment, Appointment.employee_id == Employee.id)
        .join(Department, Department.id == Appointment.department_id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Employee.agency_id == agency_id, Appointment.kind == "primary")
        .order_by(Employee.person_id, Appointment.starts_on, Appointment.id)
    )


def _with_role(
    session: Session, agency_id: int, roles: tuple[Role, ...], first: Period, zone: ZoneInfo
) -> frozenset[int]:
    """Who held one of these roles at any time since the first month began."""
    return frozenset(
        session.scalars(
            select(RoleGrant.person_id).where(
                RoleGrant.agency_id == agency_id,
                RoleGrant.role.in_([role.value for role in roles]),
                or_(RoleGrant.revoked_at.is_(None), RoleGrant.revoked_at > first.starts_at(zone)),
            )
        )
    )
