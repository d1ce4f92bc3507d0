"""What a board adds up, read from the ledger once more for one person or one department: the proof beside a standing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, false, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from collabpoints.db import reading
from collabpoints.domain.board_explanations import MonthSums
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import (
    Appointment,
    Department,
    DepartmentPath,
    Employee,
    Entry,
    Month,
    MonthClosing,
    MonthParticipant,
    Note,
    Scheme,
    SpecialGrant,
)
from collabpoints.queries.boards import BoardHead


@dataclass(frozen=True, slots=True)
class _Part:
    """A month of the span: `through_entry_id` is the highest entry that the board counts in it."""

    month_id: int
    month: CalendarMonth
    through_entry_id: int
    received_weight: int
    sent_weight: int


def sums_of_person(board: BoardHead, person_id: int) -> tuple[MonthSums, ...]:
    """What the person gave and got by the entries that the board rests on: the months that have begun, in order."""
    with reading() as session:
        parts = _parts(session, board)
        return _summed(
            session,
            parts,
            got=Note.recipient_person_id == person_id,
            gave=Note.sender_person_id == person_id,
            granted=SpecialGrant.receiver_person_id == person_id,
        )


def sums_of_department(board: BoardHead, department_id: int) -> tuple[MonthSums, ...]:
    """The same for a ranked department: what its people gave and got while they served there, and its special points."""
    with reading() as session:
        parts = _parts(session, board)
        paths = select(DepartmentPath.id).where(DepartmentPath.home_id == department_id)
        people = _people(department_id, [part.month_id for part in parts])
        at_proposal = aliased(DepartmentPath)
        granted = (
            select(SpecialGrant.id)
            .join(Department, Department.id == SpecialGrant.receiver_department_id)
            .outerjoin(at_proposal, at_proposal.id == SpecialGrant.receiver_path_id)
            .where(func.coalesce(at_proposal.home_id, Department.home_id, Department.id) == department_id)
        )
        return _summed(
            session,
            parts,
            got=and_(Note.recipient_path_id.in_(paths), Note.recipient_person_id.in_(people)),
            gave=and_(Note.sender_path_id.in_(paths), Note.sender_person_id.in_(people)),
            granted=SpecialGrant.id.in_(granted),
        )


def _parts(session: Session, board: BoardHead) -> tuple[_Part, ...]:
    rows = session.execute(
        select(Month.id, Month.period, Scheme.text, MonthClosing.through_entry_id)
        .join(Scheme, Scheme.id == Month.scheme_id)
        .outerjoin(MonthClosing, and_(MonthClosing.month_id == Month.id, MonthClosing.state == "closed"))
        .where(
            Month.agency_id == board.agency_id, Month.period >= board.first_period, Month.period <= board.last_period
        )
        .order_by(Month.period)
    ).all()
    found = []
    for row in rows:
        scheme = parse_scheme(row.text)
        # A month that was closed after the board was made has entries that the board does not know yet.
        through = min(board.through_entry_id, board.through_entry_id if row[3] is None else row[3])
        month = CalendarMonth.parse(row.period)
        found.append(_Part(row.id, month, through, scheme.received_basis_points, scheme.sent_basis_points))
    return tuple(found)


def _people(department_id: int, month_ids: Sequence[int]) -> Select[tuple[int]]:
    """Everybody who may have served there: who took part in these months, and who ever had a post there. It spares a look
    at everybody else's notes."""
    took_part = select(MonthParticipant.person_id).where(
        MonthParticipant.month_id.in_(month_ids), MonthParticipant.department_id == department_id
    )
    served = (
        select(Employee.person_id)
        .join(Appointment, Appointment.employee_id == Employee.id)
        .join(Department, Department.id == Appointment.department_id)
        .where(or_(Department.id == department_id, Department.home_id == department_id))
    )
    both = union(took_part, served).subquery()
    return select(both.c.person_id)


def _summed(
    session: Session,
    parts: Sequence[_Part],
    *,
    got: ColumnElement[bool],
    gave: ColumnElement[bool],
    granted: ColumnElement[bool],
) -> tuple[MonthSums, ...]:
    received = {row.month_id: row for row in session.execute(_notes(parts, got))}
    sent = {row.month_id: row for row in session.execute(_notes(parts, gave))}
    special = {row.month_id: row for row in session.execute(_special(parts, granted))}
    return tuple(
        MonthSums(
            month=part.month,
            received_points=received[part.month_id].points if part.month_id in received else 0,
            sent_points=sent[part.month_id].points if part.month_id in sent else 0,
            special_points=special[part.month_id].points if part.month_id in special else 0,
            received_notes=received[part.month_id].notes if part.month_id in received else 0,
            sent_notes=sent[part.month_id].notes if part.month_id in sent else 0,
            received_weight=part.received_weight,
            sent_weight=part.sent_weight,
        )
        for part in parts
    )


def _notes(parts: Sequence[_Part], whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Entry.month_id,
            _total(Entry.points).label("points"),
            _total(case((Entry.points != 0, Entry.notes), else_=0)).label("notes"),
        )
        .join(Note, Note.id == Entry.note_id)
        .where(whose, Note.month_id.in_([part.month_id for part in parts]), _within(parts))
        .group_by(Entry.month_id)
    )


def _special(parts: Sequence[_Part], whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The entries of these special points: the first of each, what counters it, what counters that."""
    chain = (
        select(Entry.id)
        .join(SpecialGrant, SpecialGrant.id == Entry.special_grant_id)
        .where(whose, Entry.kind == "special")
        .cte("chain", recursive=True)
    )
    later = aliased(Entry)
    chain = chain.union_all(select(later.id).join(chain, later.counters == chain.c.id))
    return (
        select(Entry.month_id, _total(Entry.points).label("points"))
        .where(Entry.id.in_(select(chain.c.id)), _within(parts))
        .group_by(Entry.month_id)
    )


def _within(parts: Sequence[_Part]) -> ColumnElement[bool]:
    return or_(false(), *(and_(Entry.month_id == part.month_id, Entry.id <= part.through_entry_id) for part in parts))


def _total(figure: Any) -> ColumnElement[int]:
    # PostgreSQL adds bigints up to numerics.
    return cast(func.coalesce(func.sum(figure), 0), BigInteger)
