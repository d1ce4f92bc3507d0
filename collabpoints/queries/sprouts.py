"""Where the notes of one press of "send" come out as leaves: the departments whose branches they hang on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.periods import Month as Period
from collabpoints.models import Department, DepartmentPath, Month, Note


@dataclass(frozen=True, slots=True)
class Sprout:
    """A note on its way to the tree: the department that received it, and whether it crossed bureaus (a blossom then)."""

    note_id: int
    department_id: int
    code: str
    name: str
    is_crossed: bool
    month: Period
    sent_at: datetime


_Recipient, _Sender = aliased(DepartmentPath), aliased(DepartmentPath)


def sprouts_of(batch_id: int, *, person_id: int) -> tuple[Sprout, ...]:
    """The notes of a batch that stand, in order, for their sender; nothing for anybody else."""
    with reading() as session:
        rows = session.execute(
            select(
                Note.id,
                Note.sent_at,
                Month.period,
                Department.id.label("department_id"),
                Department.code,
                Department.name,
                (_Recipient.bureau_id != _Sender.bureau_id).label("is_crossed"),
            )
            .join(Month, Month.id == Note.month_id)
            .join(_Recipient, _Recipient.id == Note.recipient_path_id)
            .join(_Sender, _Sender.id == Note.sender_path_id)
            .join(Department, Department.id == _Recipient.home_id)
            .where(Note.batch_id == batch_id, Note.sender_person_id == person_id, Note.withdrawn.is_(None))
            .order_by(Note.id)
        ).all()
    return tuple(
        Sprout(
            row.id, row.department_id, row.code, row.name, bool(row.is_crossed), Period.parse(row.period), row.sent_at
        )
        for row in rows
    )
