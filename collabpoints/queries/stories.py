"""Stories of a month: a few of its public notes, the same for everybody, chosen by one rule and nobody's taste."""

from functools import cache

from sqlalchemy import Integer, ScalarSelect, and_, bindparam, func, literal_column, null, select
from sqlalchemy.orm import aliased

from collabpoints.models import Note, NoteText, Person
from collabpoints.prepared import Prepared, reading_line
from collabpoints.queries.notes import NoteRow, as_note_row, is_public, note_rows

_STORY = 30
"""So many characters say what the help was."""


def stories(agency_id: int, month_id: int, *, first: int, last: int) -> tuple[NoteRow, ...]:
    """Up to three public notes of a month that has ended, of which `first` and `last` are the ids of the first and the last
    note: from its beginning, its middle and its end one each, the first of some length between people who did not opt out.
    The same for everybody, as long as nobody withdraws one or makes it private."""
    marks = [first + (last + 1 - first) * third // 3 for third in range(4)]
    bounds = {f"mark{at}": mark for at, mark in enumerate(marks)}
    with reading_line() as line:
        found = _stories().rows(line, {"agency": agency_id, "month": month_id, **bounds})
    return tuple(as_note_row(row) for row in found)


@cache
def _stories() -> Prepared:
    chosen = note_rows(scheme=null()).where(Note.id.in_([_story(third) for third in range(3)]))
    return Prepared(lambda _database: chosen.order_by(Note.id))


def _story(third: int) -> ScalarSelect[int]:
    # The first few public notes of the third: that a reader waits for one never depends on what people wrote.
    few = (
        select(Note.id, Note.sender_person_id, Note.recipient_person_id)
        .where(Note.agency_id == bindparam("agency"), is_public(), Note.month_id == bindparam("month"))
        .where(Note.id >= bindparam(f"mark{third}"), Note.id < bindparam(f"mark{third + 1}"))
        .order_by(Note.id)
        .limit(literal_column("30", Integer))
        .subquery()
    )
    sender, recipient = aliased(Person), aliased(Person)
    return (
        select(few.c.id)
        .join(NoteText, NoteText.note_id == few.c.id)
        .join(sender, and_(sender.id == few.c.sender_person_id, ~sender.is_opted_out))
        .join(recipient, and_(recipient.id == few.c.recipient_person_id, ~recipient.is_opted_out))
        .where(func.length(NoteText.text) >= literal_column(str(_STORY), Integer))
        .order_by(few.c.id)
        .limit(literal_column("1", Integer))
        .scalar_subquery()
    )
