"""What happened to closed months: which wait for their closing, and what was corrected since (확정 당시 / 이후 정정 / 정정 후)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.models import (
    Department,
    DepartmentPath,
    DepartmentStanding,
    Entry,
    Month,
    MonthClosing,
    Note,
    PersonStanding,
    SpecialGrant,
)
from collabpoints.queries.boards import BoardHead


@dataclass(frozen=True, slots=True)
class Since:
    """The corrections of a closed month: how many entries, and by how many points they moved its sum."""

    entries: int
    points: int


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a person or a department in a span, special ones apart."""

    received: int
    sent: int
    special: int

    def __add__(self, other: "Points") -> "Points":
        return Points(self.received + other.received, self.sent + other.sent, self.special + other.special)

    def __bool__(self) -> bool:
        return bool(self.received or self.sent or self.special)


@dataclass(frozen=True, slots=True)
class Corrections:
    """확정 당시, 이후 정정, 정정 후 of one person or department: `after` is the sum of the other two."""

    at_closing: Points
    since: Points

    @property
    def after(self) -> Points:
        return self.at_closing + self.since


def asked_closings(agency_id: int) -> tuple[str, ...]:
    """The months whose closing an officer asked for and nobody carried out yet, the oldest first."""
    with reading() as session:
        wanted = (
            select(Month.period)
            .join(MonthClosing, MonthClosing.month_id == Month.id)
            .where(Month.agency_id == agency_id, MonthClosing.state == "asked")
        )
        return tuple(session.scalars(wanted.order_by(Month.period)))


def corrections_since(agency_id: int, first: str, last: str) -> Since:
    """The corrections that were booked after their months (YYYY-MM, both included) had been closed."""
    wanted = _joined(select(func.count(), func.coalesce(func.sum(Entry.points), 0)))
    with reading() as session:
        count, points = session.execute(wanted.where(_corrects(agency_id, first, last))).one()
    return Since(int(count), int(points))


def corrected(board: BoardHead, *, person_id: int | None = None, department_id: int | None = None) -> Corrections:
    """What the board says of this person or ranked department, what was corrected in its closed months since, and what
    it comes to. One of the two is named; somebody without a standing has nothing at the closing."""
    if (person_id is None) == (department_id is None):
        raise ValueError("corrections are of a person or of a department")
    span = _corrects(board.agency_id, board.first_period, board.last_period)
    with reading() as session:
        standing: PersonStanding | DepartmentStanding | None
        if department_id is not None:
            standing = session.get(DepartmentStanding, (board.id, department_id))
            later = session.execute(_department_points(department_id).where(span)).one()
        else:
            standing = session.get(PersonStanding, (board.id, person_id))
            later = session.execute(_person_points(person_id).where(span)).one()
    return Corrections(_of(standing), Points(*map(int, later)))


def persons_corrected_since(agency_id: int, months: Collection[str]) -> frozenset[int]:
    """Whose points in these months (YYYY-MM) were corrected after they were closed: givers and receivers of entries that
    do not come to nothing together."""
    found: set[int] = set()
    with reading() as session:
        for end, is_special in (
            (Entry.giver_person_id, False),
            (Entry.receiver_person_id, False),
            (Entry.receiver_person_id, True),
        ):
            wanted = (
                _joined(select(end))
                .where(
                    Month.agency_id == agency_id,
                    Month.period.in_(months),
                    end.is_not(None),
                    Entry.special_grant_id.is_not(None) == is_special,
                )
                .group_by(end)
                .having(or_(func.sum(Entry.points) != 0, func.sum(Entry.notes) != 0))
            )
            found.update(session.scalars(wanted))
    return frozenset(found)


def _of(standing: PersonStanding | DepartmentStanding | None) -> Points:
    if standing is None:
        return Points(0, 0, 0)
    return Points(standing.received_points, standing.sent_points, standing.special_points)


def _joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The entries of closed months that came after their closing."""
    return (
        statement.select_from(Entry)
        .join(MonthClosing, and_(MonthClosing.month_id == Entry.month_id, Entry.id > MonthClosing.through_entry_id))
        .join(Month, Month.id == MonthClosing.month_id)
    )


def _corrects(agency_id: int, first: str, last: str) -> ColumnElement[bool]:
    return and_(Month.agency_id == agency_id, Month.period >= first, Month.period <= last)


def _points_where(received: Any, sent: Any, special: Any) -> list[Any]:
    return [func.coalesce(func.sum(case((is_so, Entry.points), else_=0)), 0) for is_so in (received, sent, special)]


def _person_points(person_id: int | None) -> Select[*tuple[Any, ...]]:
    is_special = Entry.special_grant_id.is_not(None)
    is_receiver = Entry.receiver_person_id == person_id
    return _joined(
        select(
            *_points_where(
                and_(is_receiver, ~is_special), Entry.giver_person_id == person_id, and_(is_receiver, is_special)
            )
        )
    )


def _department_points(department_id: int) -> Select[*tuple[Any, ...]]:
    receiver, sender, granted = aliased(DepartmentPath), aliased(DepartmentPath), aliased(DepartmentPath)
    home = func.coalesce(granted.home_id, Department.home_id, Department.id)
    counted = select(
        *_points_where(
            receiver.home_id == department_id,
            sender.home_id == department_id,
            and_(Entry.special_grant_id.is_not(None), home == department_id),
        )
    )
    return (
        _joined(counted)
        .outerjoin(Note, Note.id == Entry.note_id)
        .outerjoin(receiver, receiver.id == Note.recipient_path_id)
        .outerjoin(sender, sender.id == Note.sender_path_id)
        .outerjoin(SpecialGrant, SpecialGrant.id == Entry.special_grant_id)
        .outerjoin(granted, granted.id == SpecialGrant.receiver_path_id)
        .outerjoin(Department, Department.id == Entry.receiver_department_id)
    )
