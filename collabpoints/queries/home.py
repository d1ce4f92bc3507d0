"""What home tells of the month before: how many notes went to and fro, what one received, where its stories lie."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Integer, Select, and_, bindparam, exists, func, literal_column, select

from collabpoints.domain.periods import Month as Period
from collabpoints.domain.ranking import Subject
from collabpoints.models import Board, DepartmentMonthTotal, Entry, Month, PersonMonthTotal, ShownTotal
from collabpoints.prepared import Prepared, reading_line
from collabpoints.queries.notes import NoteRow
from collabpoints.queries.stories import stories


@dataclass(frozen=True, slots=True)
class MonthBefore:
    """The month before this one. `notes` are those that stand, thanks alone among them; None where their number may not be
    shown (queries/board_cells.py). `stories`: up to three public ones, the same for everybody."""

    period: Period
    notes: int | None
    received_notes: int
    received_points: int
    stories: tuple[NoteRow, ...]


def month_before(agency_id: int, person_id: int, this: Period) -> MonthBefore | None:
    """The month before `this`, as its notes stand now; None where it had none."""
    period = this.shifted(-1)
    with reading_line() as line:
        row = _figures().one(line, {"agency": agency_id, "person": person_id, "period": str(period)})
        if row is None or not row.notes or row.first_note is None:
            return None
        told = stories(agency_id, row.id, first=row.first_note, last=row.last_note)
    return MonthBefore(
        period,
        int(row.notes) if row.is_shown else None,
        row.received_notes or 0,
        row.received_points or 0,
        told,
    )


@cache
def _figures() -> Prepared:
    return Prepared(lambda _database: _month())


def _month() -> Select[*tuple[object, ...]]:
    sent = select(Entry.note_id).where(Entry.month_id == Month.id, Entry.kind == "send")
    one = literal_column("1", Integer)
    notes = select(func.coalesce(func.sum(DepartmentMonthTotal.received_notes), 0))
    return (
        select(
            Month.id,
            notes.where(DepartmentMonthTotal.month_id == Month.id).scalar_subquery().label("notes"),
            PersonMonthTotal.received_notes,
            PersonMonthTotal.received_points,
            sent.order_by(Entry.id).limit(one).scalar_subquery().label("first_note"),
            sent.order_by(Entry.id.desc()).limit(one).scalar_subquery().label("last_note"),
            exists()
            .where(
                Board.agency_id == Month.agency_id,
                Board.span == Month.period,
                Board.subject == Subject.DEPARTMENTS.value,
                ShownTotal.board_id == Board.id,
            )
            .label("is_shown"),
        )
        .outerjoin(
            PersonMonthTotal,
            and_(PersonMonthTotal.month_id == Month.id, PersonMonthTotal.person_id == bindparam("person")),
        )
        .where(Month.agency_id == bindparam("agency"), Month.period == bindparam("period"))
    )
