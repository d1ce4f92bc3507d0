"""Counter-entries: how what stands in the ledger is put right (promise 6). Inside a unit of work that is open already.

A correction belongs to the month of the entry that it counters, and moves that month's totals; it is booked in the
month that is open now. A note's entries are a chain, each countering the one before: sent, reclaimed, restored,
reclaimed again or given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.models import Entry, Month, Note, PairMonthTotal, PersonMonthTotal
from collabpoints.services.ledger import Booking, Movement, book
from collabpoints.services.months import HeldMonth, hold_month


@dataclass(frozen=True, slots=True)
class Correction:
    """Which note, how ('take_back', 'give_back', 'reclaim', 'restore'), by whom and why.

    `restores_allowance`, `restores_cap`: whether the sender may give again what the note took from his allowance, and
    whether it no longer counts toward the cap of the pair (a reclaim follows the scheme, which may say no).
    """

    note_id: int
    kind: str
    actor_person_id: int
    reason: str = ""
    restores_allowance: bool = True
    restores_cap: bool = True


def held_note(session: Session, note_id: int, agency_id: int) -> Note:
    """The note with its row locked, so that two corrections of it meet here. Raises NotFound."""
    note = session.execute(
        select(Note).where(Note.id == note_id, Note.agency_id == agency_id).with_for_update()
    ).scalar_one_or_none()
    if note is None:
        raise NotFound(f"note {note_id}")
    return note


def counter(session: Session, month: HeldMonth, note: Note, correction: Correction) -> int:
    """The entry by which the note stands is countered, and its totals are as if it had not been (allowance and cap as
    the correction says). Returns the new entry's id; raises Refused when the note does not stand.

    `month` is the open month in which the correction is booked; the note's row is held (`held_note`).
    """
    chain = _chain(session, note)
    if chain[-1].notes <= 0 or note.withdrawn is not None:
        raise Refused((Refusal.of(Code.ALREADY_WITHDRAWN),))
    spent = -sum(entry.spent for entry in chain) if correction.restores_allowance else 0
    counted = -sum(entry.counted for entry in chain) if correction.restores_cap else 0
    movement = _opposite(chain[-1], correction, spent=spent, counted=counted)
    return _write(session, _booking(session, month, note), movement)


def restore(session: Session, month: HeldMonth, note: Note, correction: Correction) -> int:
    """The reclaim of the note is countered: its points and its place in all sums are as before the reclaim. Returns the
    new entry's id; raises Refused when the note is not reclaimed.

    What the reclaim had given back of allowance and cap is taken again where it is still there. Where the sender has
    given it away meanwhile, nothing is taken (the entry's `spent` or `counted` is 0): nobody passes a limit, and nobody
    is refused his points because of it.
    """
    reclaim = _chain(session, note)[-1]
    if reclaim.kind != "reclaim":
        raise Refused((Refusal.of(Code.NOT_RECLAIMED),))
    booking = _booking(session, month, note)
    allowance_left, cap_left = _room(session, booking, note)
    movement = _opposite(
        reclaim,
        correction,
        spent=-reclaim.spent if -reclaim.spent <= allowance_left else 0,
        counted=-reclaim.counted if cap_left is None or -reclaim.counted <= cap_left else 0,
    )
    return _write(session, booking, movement)


def _chain(session: Session, note: Note) -> Sequence[Entry]:
    """The note's entries in the order of writing; each counters the one before it."""
    return session.scalars(select(Entry).where(Entry.note_id == note.id).order_by(Entry.id)).all()


def _booking(session: Session, month: HeldMonth, note: Note) -> Booking:
    hold_month(session, note.month_id)
    own_month = session.get_one(Month, note.month_id)
    return Booking(note.agency_id, note.month_id, month.id, own_month.allowance, own_month.pair_cap, month.instant)


def _room(session: Session, booking: Booking, note: Note) -> tuple[int, int | None]:
    """What is left of the sender's allowance and of the pair's cap (None: there is none) in the note's month. The
    totals of both people and of the pair are held from now on, in the order in which they will be moved."""
    ends = (note.sender_person_id, note.recipient_person_id)
    persons = session.execute(
        select(PersonMonthTotal.person_id, PersonMonthTotal.granted, PersonMonthTotal.spent)
        .where(PersonMonthTotal.month_id == booking.month_id, PersonMonthTotal.person_id.in_(ends))
        .order_by(PersonMonthTotal.person_id)
        .with_for_update()
    ).all()
    pair = session.execute(
        select(PairMonthTotal.cap, PairMonthTotal.counted)
        .where(
            PairMonthTotal.month_id == booking.month_id,
            PairMonthTotal.sender_person_id == note.sender_person_id,
            PairMonthTotal.recipient_person_id == note.recipient_person_id,
        )
        .with_for_update()
    ).one()
    sender = next(row for row in persons if row.person_id == note.sender_person_id)
    return sender.granted - sender.spent, None if pair.cap is None else pair.cap - pair.counted


def _write(session: Session, booking: Booking, movement: Movement) -> int:
    session.flush()
    book(session.connection(), booking, [movement])
    return session.execute(select(Entry.id).where(Entry.counters == movement.counters)).scalar_one()


def _opposite(entry: Entry, correction: Correction, *, spent: int, counted: int) -> Movement:
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
        spent=spent,
        counted=counted,
        text_digest=entry.text_digest,
        actor_person_id=correction.actor_person_id,
        reason=correction.reason,
    )
