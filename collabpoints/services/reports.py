"""A reader asks a reviewer to look at a note."""

from sqlalchemy import select

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.note_flags import FlagKind
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.texts import cleaned
from collabpoints.models import Note, NoteFlag
from collabpoints.queries.own_records import own_records
from collabpoints.services.corrections import held_note


def report(note_id: int, *, agency_id: int, person_id: int, reason: str) -> None:
    """The note waits for a reviewer, with the reader's reason; he will be told the outcome.

    Once a reader and note. NotFound unless he can read the note (of a private one, its two people); Refused where it was
    withdrawn, or about the reason.
    """
    said = cleaned(reason)
    refusals = judge_reason(said)
    with unit_of_work() as session:
        note = held_note(session, note_id, agency_id)
        if not _can_read(note, person_id):
            raise NotFound(f"note {note_id}")
        if note.withdrawn is not None:
            raise Refused((Refusal.of(Code.ALREADY_WITHDRAWN),))
        mine = (NoteFlag.note_id == note_id, NoteFlag.reporter_person_id == person_id)
        if session.execute(select(NoteFlag.id).where(*mine)).first():
            raise Refused((Refusal.of(Code.ALREADY_REPORTED),))
        if refusals:
            raise Refused(refusals)
        session.add(
            NoteFlag(
                agency_id=agency_id,
                note_id=note_id,
                kind=FlagKind.REPORT,
                detail=said,
                reporter_person_id=person_id,
                flagged_at=database_now(session),
            )
        )


def _can_read(note: Note, person_id: int) -> bool:
    records = own_records(person_id)
    if note.sender_person_id in records:
        return True
    if note.recipient_person_id in records:
        return note.withdrawn != "taken_back"
    return not note.is_private and note.withdrawn is None
