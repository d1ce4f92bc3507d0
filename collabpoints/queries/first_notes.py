"""The first thanks that somebody gives in a month: it is told on the page of what was sent, once, and nowhere else."""

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.models import Note


def is_first_of_month(batch_id: int, *, person_id: int) -> bool:
    """Whether nothing that the person sent in the same month, and did not take back, was sent before this batch. False for a
    batch of somebody else, and for one that was taken back whole."""
    earlier = aliased(Note)
    mine = (Note.batch_id == batch_id, Note.sender_person_id == person_id, _stands(Note))
    with reading() as session:
        month_id, first_id = session.execute(select(func.max(Note.month_id), func.min(Note.id)).where(*mine)).one()
        if first_id is None:
            return False
        sent_before = exists().where(
            earlier.sender_person_id == person_id,
            earlier.month_id == month_id,
            earlier.id < first_id,
            earlier.batch_id != batch_id,
            _stands(earlier),
        )
        return not session.scalar(select(sent_before))


def _stands(note: type[Note]) -> ColumnElement[bool]:
    return or_(note.withdrawn.is_(None), note.withdrawn != "taken_back")
