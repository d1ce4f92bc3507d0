"""Who may win a span's prizes: the ranked rows of its confirmed boards, and whom the scheme leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from collabpoints.db import reading
from collabpoints.domain.prizes import LeftOut, Standing
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.spans import Span
from collabpoints.models import (
    Appointment,
    Department,
    DepartmentStanding,
    Employee,
    Person,
    PersonStanding,
    PrizeProposal,
    PrizeWinner,
    RoleGrant,
)
from collabpoints.queries.positions import latest_position
from collabpoints.queries.prize_winners import STANDING


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives the prizes unless the officer says otherwise: the head of the agency; empty words where it has none."""

    title: str
    name: str


def ranked_persons(board_id: int) -> tuple[Standing, ...]:
    """The ranked persons of a board in its order."""
    with reading() as session:
        rows = session.execute(
            select(PersonStanding.person_id, PersonStanding.rank)
            .where(PersonStanding.board_id == board_id, PersonStanding.rank.is_not(None))
            .order_by(PersonStanding.place)
        ).all()
    return tuple(Standing(row.person_id, row.rank) for row in rows)


def ranked_departments(board_id: int) -> tuple[Standing, ...]:
    """The ranked departments of a board, division by division in its order."""
    with reading() as session:
        rows = session.execute(
            select(DepartmentStanding.department_id, DepartmentStanding.rank, DepartmentStanding.division)
            .where(DepartmentStanding.board_id == board_id, DepartmentStanding.rank.is_not(None))
            .order_by(DepartmentStanding.division, DepartmentStanding.place)
        ).all()
    return tuple(Standing(row.department_id, row.rank, row.division) for row in rows)


def left_out(
    agency_id: int, board_id: int, scheme: Scheme, span: Span, *, day: date, zone: ZoneInfo
) -> Mapping[int, LeftOut]:
    """Whom of a board's ranked persons the scheme leaves out, and by which rule. A role or rank that somebody held on any
    day of the span, or holds on `day`, counts. A prize for a span that ended within the scheme's months before this
    span's end counts as won recently."""
    found: dict[int, LeftOut] = {}
    for why, persons in (
        (LeftOut.LEFT, _gone(board_id)),
        (LeftOut.ROLE, _with_role(agency_id, scheme, span, zone)),
        (LeftOut.RANK, _with_rank(agency_id, scheme, span, day)),
        (LeftOut.RECENT, _recent(agency_id, scheme, span)),
    ):
        for person_id in persons:
            found.setdefault(person_id, why)
    return found


def giver(agency_id: int) -> Giver:
    """The head of the agency: of the department at the top of the tree."""
    with reading() as session:
        row = session.execute(
            select(Person.name, latest_position(Person.id))
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .join(Department, Department.id == RoleGrant.department_id)
            .where(Department.agency_id == agency_id, Department.level == 0, RoleGrant.revoked_at.is_(None))
            .order_by(Department.official_order, Person.id)
            .limit(1)
        ).one_or_none()
    return Giver(row[1] or "", row[0]) if row else Giver("", "")


def _gone(board_id: int) -> tuple[int, ...]:
    serves = select(Employee.id).where(Employee.person_id == PersonStanding.person_id, Employee.left_on.is_(None))
    return _persons(
        PersonStanding.board_id == board_id,
        PersonStanding.rank.is_not(None),
        ~serves.exists(),
        of=PersonStanding.person_id,
    )


def _with_role(agency_id: int, scheme: Scheme, span: Span, zone: ZoneInfo) -> tuple[int, ...]:
    during = and_(RoleGrant.granted_at < span.last.ends_at(zone), RoleGrant.revoked_at > span.first.starts_at(zone))
    return _persons(
        RoleGrant.agency_id == agency_id,
        RoleGrant.role.in_(sorted(scheme.roles_without_prizes)),
        or_(RoleGrant.revoked_at.is_(None), during),
        of=RoleGrant.person_id,
    )


def _with_rank(agency_id: int, scheme: Scheme, span: Span, day: date) -> tuple[int, ...]:
    def within(first: date, end: date | None) -> ColumnElement[bool]:
        begun = Appointment.starts_on <= first if end is None else Appointment.starts_on < end
        return and_(begun, or_(Appointment.ends_on.is_(None), Appointment.ends_on > first))

    with reading() as session:
        return tuple(
            session.scalars(
                select(Employee.person_id)
                .join(Appointment, Appointment.employee_id == Employee.id)
                .where(
                    Employee.agency_id == agency_id,
                    Appointment.kind == "primary",
                    Appointment.rank.in_(scheme.ranks_without_prizes),
                    or_(within(span.first_day, span.end_day), within(day, None)),
                )
            )
        )


def _recent(agency_id: int, scheme: Scheme, span: Span) -> tuple[int, ...]:
    if not scheme.recent_months_without_prizes:
        return ()
    with reading() as session:
        return tuple(
            session.scalars(
                select(PrizeWinner.person_id)
                .join(PrizeProposal, PrizeProposal.id == PrizeWinner.proposal_id)
                .where(
                    PrizeProposal.agency_id == agency_id,
                    PrizeProposal.state == "confirmed",
                    PrizeProposal.last_period >= str(span.last.shifted(-scheme.recent_months_without_prizes)),
                    PrizeProposal.last_period <= str(span.last),
                    PrizeWinner.person_id.is_not(None),
                    PrizeWinner.state.in_(STANDING),
                )
            )
        )


def _persons(*wanted: ColumnElement[bool], of: InstrumentedAttribute[int]) -> tuple[int, ...]:
    with reading() as session:
        return tuple(session.scalars(select(of).where(*wanted)))
