"""What may happen to a note after it was sent: read, made private, taken back by its sender, given back by its recipient."""

from datetime import timedelta

from sqlalchemy import delete, insert, or_, select, update

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import Note, Notice, Reply, Scheme
from collabpoints.queries.own_records import own_records
from collabpoints.services.corrections import Correction, counter, held_note
from collabpoints.services.months import hold_month_of_now


def mark_read(note_id: int, *, agency_id: int, person_id: int) -> None:
    """The recipient has opened the note: from now on it cannot be taken back. For anybody else nothing happens."""
    with unit_of_work() as session:
        read_at = database_now(session)
        is_mine = Note.recipient_person_id.in_(own_records(person_id))
        mine = (Note.id == note_id, Note.agency_id == agency_id, is_mine)
        is_reclaimed = Note.withdrawn == "reclaimed"  # it can be read, and may come back
        session.execute(
            update(Note)
            .where(*mine, Note.read_at.is_(None), or_(Note.withdrawn.is_(None), is_reclaimed))
            .values(read_at=read_at)
        )
        session.execute(
            update(Notice)
            .where(Notice.note_id == note_id, Notice.person_id == person_id, Notice.read_at.is_(None))
            .values(read_at=read_at)
        )


def mark_reply_read(note_id: int, *, agency_id: int, person_id: int) -> None:
    """The sender has seen the reply to his note. For anybody else nothing happens."""
    with unit_of_work() as session:
        read_at = database_now(session)
        sent = select(Note.id).where(
            Note.id == note_id, Note.agency_id == agency_id, Note.sender_person_id.in_(own_records(person_id))
        )
        session.execute(update(Reply).where(Reply.note_id.in_(sent), Reply.read_at.is_(None)).values(read_at=read_at))
        session.execute(
            update(Notice)
            .where(Notice.note_id == note_id, Notice.person_id == person_id, Notice.read_at.is_(None))
            .values(read_at=read_at)
        )


def make_private(note_id: int, *, agency_id: int, person_id: int) -> None:
    """Only its two people can read the note from now on, everywhere at once. Raises NotFound unless it is the recipient's."""
    with unit_of_work() as session:
        note = held_note(session, note_id, agency_id)
        if note.recipient_person_id not in own_records(person_id) or note.withdrawn == "taken_back":
            raise NotFound(f"note {note_id}")
        note.is_private = True


def take_back(note_id: int, *, agency_id: int, person_id: int) -> None:
    """The sender's note is cancelled by a counter-entry; allowance and cap are as before, the recipient never sees it.

    Only within the scheme's minutes and while it is unread; otherwise Refused. NotFound unless it is the sender's.
    """
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        note = held_note(session, note_id, agency_id)
        if note.sender_person_id not in own_records(person_id):
            raise NotFound(f"note {note_id}")
        scheme = parse_scheme(session.get_one(Scheme, note.scheme_id).text)
        minutes = scheme.take_back_minutes
        if note.withdrawn is not None:
            raise Refused((Refusal.of(Code.ALREADY_WITHDRAWN),))
        if note.read_at is not None:
            raise Refused((Refusal.of(Code.ALREADY_READ),))
        if month.instant >= note.sent_at + timedelta(minutes=minutes):
            raise Refused((Refusal.of(Code.TAKE_BACK_TOO_LATE, minutes=minutes),))
        counter(session, month, note, Correction(note_id, "take_back", person_id))
        note.withdrawn, note.withdrawn_at = "taken_back", month.instant
        session.execute(delete(Notice).where(Notice.note_id == note_id, Notice.person_id == note.recipient_person_id))


def give_back(note_id: int, *, agency_id: int, person_id: int) -> None:
    """The recipient says that the note was not meant for him: a counter-entry, and the sender is told.

    Refused when it was withdrawn already or he has replied to it. NotFound unless it is the recipient's.
    """
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        note = held_note(session, note_id, agency_id)
        if note.recipient_person_id not in own_records(person_id) or note.withdrawn == "taken_back":
            raise NotFound(f"note {note_id}")
        if note.withdrawn is not None:
            raise Refused((Refusal.of(Code.ALREADY_WITHDRAWN),))
        if session.get(Reply, note_id) is not None:
            raise Refused((Refusal.of(Code.ALREADY_REPLIED),))
        counter(session, month, note, Correction(note_id, "give_back", person_id))
        note.withdrawn, note.withdrawn_at = "given_back", month.instant
        told = {"kind": "given_back", "note_id": note_id, "person_id": note.sender_person_id}
        session.execute(insert(Notice), {**told, "agency_id": agency_id, "created_at": month.instant})
