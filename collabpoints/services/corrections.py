"""Counter-entries: how what stands in the ledger is put right (promise 6). Inside a unit of work that is open already.

A correction belongs to the month of the entry that it counters, and moves that month's totals; it is booked in the
month that is open now.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.models import Entry, Month, Note
from collabpoints.services.ledger import Booking, Movement, move_totals, write_entries
from collabpoints.services.months import HeldMonth, hold_month


@dataclass(frozen=True, slots=True)
class Correction:
    """Which note, how ('take_back', 'give_back'), by whom and why."""

    note_id: int
    kind: str
    actor_person_id: int
    reason: str = ""


def held_note(session: Session, note_id: int, agency_id: int) -> Note:
    """The note with its row locked, so that two corrections of it meet here. Raises NotFound."""
    note = session.execute(
        select(Note).where(Note.id == note_id, Note.agency_id == agency_id).with_for_update()
    ).scalar_one_or_none()
    if note is None:
        raise NotFound(f"note {note_id}")
    return note


def counter(session: Session, month: HeldMonth, note: Note, correction: Correction) -> None:
    """The note's entry is countered and its totals are as if it had not been; raises Refused when it was already.

    `month` is the open month in which the correction is booked; the note's row is held (`held_note`).
    """
    entry = session.execute(select(Entry).where(Entry.note_id == note.id, Entry.kind == "send")).scalar_one()
    countered = session.execute(select(Entry.id).where(Entry.counters == entry.id)).scalar_one_or_none()
    if countered is not None or note.withdrawn is not None:
        raise Refused((Refusal.of(Code.ALREADY_WITHDRAWN),))
    hold_month(session, note.month_id)
    own_month = session.get_one(Month, note.month_id)
    booking = Booking(note.agency_id, note.month_id, month.id, own_month.allowance, own_month.pair_cap, month.instant)
    movements = [_opposite(entry, correction)]
    session.flush()
    move_totals(session.connection(), booking, movements)
    write_entries(session.connection(), booking, movements)


def _opposite(entry: Entry, correction: Correction) -> Movement:
    ends = (entry.giver_person_id, entry.giver_department_id, entry.receiver_person_id, entry.receiver_department_id)
    giver, giver_department, receiver, receiver_department = (end for end in ends if end is not None)
    return Movement(
        kind=correction.kind,
        note_id=correction.note_id,
        counters=entry.id,
        giver_person_id=giver,
        giver_department_id=giver_department,
        receiver_person_id=receiver,
        receiver_department_id=receiver_department,
        points=-entry.points,
        notes=-entry.notes,
        spent=-entry.spent,
        counted=-entry.counted,
        text_digest=entry.text_digest,
        actor_person_id=correction.actor_person_id,
        reason=correction.reason,
    )
