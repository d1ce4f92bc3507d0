"""The note of a month (이달의 협업메시지): chosen from the public ones, honoured only when both its people agree.

Whatever happens to it holds the note first and then its prize, so that an answer, a confirmation and a note that turns
private meet there. A note that is public no more falls out by itself: nothing here goes on with it, nobody sees it, and
another one may be chosen.
"""

from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, table_of, unit_of_work, upserting
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.texts import cleaned
from collabpoints.models import Employee, Month, Note, NotePrize, Scheme
from collabpoints.queries.own_records import own_records
from collabpoints.services.corrections import held_note
from collabpoints.services.notices import tell

_WAITING = ("asked", "agreed")


def choose(note_id: int, *, agency_id: int, person_id: int, reason: str) -> int:
    """The note is chosen for its month, and both its people are asked. Returns the prize's id.

    NotFound for a note that is not public or does not stand. Refused in an open month, where the month's scheme has no such
    prize, for a note of one's own, when one of the two has left, without a reason, where the month has a note that was
    not declined, and for a note that was chosen before.
    """
    reason = cleaned(reason)
    with unit_of_work() as session:
        note = held_note(session, note_id, agency_id)
        if not _is_public(note):
            raise NotFound(f"note {note_id}")
        month = session.get_one(Month, note.month_id)
        now = database_now(session)
        if found := [*_judge(session, note, month, person_id), *judge_reason(reason)]:
            raise Refused(found)
        _drop_fallen(session, agency_id, month.period, now)
        chosen = {"period": month.period, "note_id": note_id, "state": "asked"}
        chooser = {"chosen_by_person_id": person_id, "chosen_at": now, "reason": reason}
        prize_id: int | None = session.execute(
            upserting(dialect_of(session), NotePrize).on_conflict_do_nothing().returning(table_of(NotePrize).c.id),
            {"agency_id": agency_id, **chosen, **chooser},
        ).scalar_one_or_none()
        if prize_id is None:
            raise Refused((Refusal.of(Code.NOTE_PRIZE_CHOSEN),))
        _tell(session, note, prize_id, NoticeKind.NOTE_PRIZE_ASKED, now)
        return prize_id


def answer(note_prize_id: int, *, agency_id: int, person_id: int, agrees: bool) -> None:
    """One of the note's two people agrees, or declines: then it is not honoured, and nobody is told whose wish that was.
    Who agreed may still decline until it is confirmed.

    NotFound for anybody else; Refused where there is nothing to answer (any more).
    """
    with unit_of_work() as session:
        note, prize = _held(session, note_prize_id, agency_id)
        if person_id not in (note.sender_person_id, note.recipient_person_id):
            raise NotFound(f"note prize {note_prize_id}")
        if prize.state not in _WAITING or not _is_public(note):
            raise Refused((Refusal.of(Code.NOTE_PRIZE_OVER),))
        now = database_now(session)
        if not agrees:
            prize.state, prize.decided_at = "declined", now
            return
        if person_id == note.sender_person_id:
            prize.sender_agreed_at = prize.sender_agreed_at or now
        else:
            prize.recipient_agreed_at = prize.recipient_agreed_at or now
        if prize.sender_agreed_at and prize.recipient_agreed_at:
            prize.state = "agreed"


def confirm(note_prize_id: int, *, agency_id: int, person_id: int) -> None:
    """The note is honoured, and both its people are told. NotFound for none; Refused while one of them has not agreed,
    where it is over, and for a note of one's own."""
    with unit_of_work() as session:
        note, prize = _held(session, note_prize_id, agency_id)
        if prize.state not in _WAITING or not _is_public(note):
            raise Refused((Refusal.of(Code.NOTE_PRIZE_OVER),))
        if not {note.sender_person_id, note.recipient_person_id}.isdisjoint(own_records(person_id)):
            raise Refused((Refusal.of(Code.NOTE_PRIZE_OWN),))
        if prize.state != "agreed":
            raise Refused((Refusal.of(Code.NOTE_PRIZE_UNANSWERED),))
        now = database_now(session)
        prize.state, prize.decided_at = "confirmed", now
        session.flush()
        _tell(session, note, prize.id, NoticeKind.NOTE_PRIZE_WON, now)


def drop(note_prize_id: int, *, agency_id: int) -> None:
    """The note is not honoured after all, and another one may be chosen. NotFound for none; Refused when it was confirmed
    or is over."""
    with unit_of_work() as session:
        _note, prize = _held(session, note_prize_id, agency_id)
        if prize.state not in _WAITING:
            raise Refused((Refusal.of(Code.NOTE_PRIZE_OVER),))
        prize.state, prize.decided_at = "dropped", database_now(session)


def _held(session: Session, note_prize_id: int, agency_id: int) -> tuple[Note, NotePrize]:
    mine = (NotePrize.id == note_prize_id, NotePrize.agency_id == agency_id)
    note_id = session.scalar(select(NotePrize.note_id).where(*mine))
    if note_id is None:
        raise NotFound(f"note prize {note_prize_id}")
    note = held_note(session, note_id, agency_id)
    return note, session.execute(select(NotePrize).where(*mine).with_for_update()).scalar_one()


def _is_public(note: Note) -> bool:
    return not note.is_private and note.withdrawn is None


def _judge(session: Session, note: Note, month: Month, person_id: int) -> list[Refusal]:
    ends = (note.sender_person_id, note.recipient_person_id)
    found = []
    if month.state == "open":
        found.append(Refusal.of(Code.NOTE_PRIZE_MONTH_OPEN))
    if not parse_scheme(session.get_one(Scheme, month.scheme_id).text).gives_note_prize:
        found.append(Refusal.of(Code.NOTE_PRIZE_NONE))
    if person_id in ends:
        found.append(Refusal.of(Code.NOTE_PRIZE_OWN))
    serving = session.scalar(
        select(func.count()).where(Employee.person_id.in_(ends), Employee.left_on.is_(None)).select_from(Employee)
    )
    if serving != len(ends):
        found.append(Refusal.of(Code.NOTE_PRIZE_PERSON_GONE))
    return found


def _drop_fallen(session: Session, agency_id: int, period: str, now: datetime) -> None:
    """What was chosen for the month and is public no more makes room."""
    fallen = select(Note.id).where(or_(Note.is_private, Note.withdrawn.is_not(None)))
    session.execute(
        update(NotePrize)
        .where(
            NotePrize.agency_id == agency_id,
            NotePrize.period == period,
            NotePrize.state.in_((*_WAITING, "confirmed")),
            NotePrize.note_id.in_(fallen),
        )
        .values(state="dropped", decided_at=now)
        .execution_options(synchronize_session=False)
    )


def _tell(session: Session, note: Note, prize_id: int, kind: NoticeKind, at: datetime) -> None:
    ends = (note.sender_person_id, note.recipient_person_id)
    tell(session, note.agency_id, ends, kind, at=at, note_id=note.id, note_prize_id=prize_id)
