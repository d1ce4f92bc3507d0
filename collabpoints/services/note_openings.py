"""Open a private note (둘만 보기) in order to decide about it: with a reason, and both its people are told (promise 14)."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.roles import Role
from collabpoints.domain.texts import cleaned
from collabpoints.models import AccessRecord, Appeal, Note, NoteFlag, NoteOpening, NoteReview
from collabpoints.queries.note_openings import is_open_for_appeal, is_open_for_review
from collabpoints.queries.own_records import own_records
from collabpoints.services.corrections import held_note
from collabpoints.services.notices import tell


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens, in which role, from which network address, and why."""

    agency_id: int
    person_id: int
    role: Role
    address: str
    reason: str


def open_for_review(note_id: int, opening: Opening) -> None:
    """The reviewer reads the private note until its flags are closed. Opening what is open changes nothing.

    Raises NotFound where no flag is open, Refused in his own case or about the reason.
    """
    with unit_of_work() as session:
        note = held_note(session, note_id, opening.agency_id)
        flags = select(NoteFlag.id).where(NoteFlag.note_id == note_id, NoteFlag.review_id.is_(None))
        if note.withdrawn is not None or not session.execute(flags).first():
            raise NotFound(f"open flags of note {note_id}")
        is_open = select(Note.id).where(Note.id == note_id, is_open_for_review(opening.person_id))
        _open(session, note, opening, is_open)


def open_for_appeal(appeal_id: int, opening: Opening) -> None:
    """Who has to decide about the request reads the private note until he has. Opening what is open changes nothing.

    Raises NotFound where the request does not wait, Refused in his own case or about the reason.
    """
    with unit_of_work() as session:
        asked = select(Appeal.note_id).where(Appeal.id == appeal_id, Appeal.agency_id == opening.agency_id)
        note_id = session.execute(asked).scalar_one_or_none()
        if note_id is None:
            raise NotFound(f"appeal {appeal_id}")
        note = held_note(session, note_id, opening.agency_id)
        appeal = session.get_one(Appeal, appeal_id)
        if appeal.state != "asked":
            raise NotFound(f"appeal {appeal_id}")
        if session.get_one(NoteReview, appeal.review_id).reviewer_person_id == opening.person_id:
            raise Refused((Refusal.of(Code.OWN_CASE),))
        is_open = (
            select(Appeal.id)
            .join(Note, Note.id == Appeal.note_id)
            .where(Appeal.id == appeal_id, is_open_for_appeal(opening.person_id))
        )
        _open(session, note, opening, is_open)


def _open(session: Session, note: Note, opening: Opening, is_open: Select[int]) -> None:
    """Unless `is_open` finds a row: it lies open before him already."""
    ends = {note.sender_person_id, note.recipient_person_id}
    if not ends.isdisjoint(own_records(opening.person_id)):
        raise Refused((Refusal.of(Code.OWN_CASE),))
    if session.execute(is_open).first():
        return
    reason = cleaned(opening.reason)
    if refusals := judge_reason(reason):
        raise Refused(refusals)
    at = database_now(session)
    session.add(
        NoteOpening(
            agency_id=note.agency_id,
            note_id=note.id,
            reviewer_person_id=opening.person_id,
            reason=reason,
            opened_at=at,
        )
    )
    session.add_all(
        AccessRecord(
            agency_id=note.agency_id,
            actor_person_id=opening.person_id,
            role=opening.role,
            address=opening.address[:64],
            act="notes.open",
            subject_person_id=end,
            subject=f"note {note.id}",
            reason=reason[:200],
            recorded_at=at,
        )
        for end in ends
    )
    tell(session, note.agency_id, ends, NoticeKind.OPENED, at=at, note_id=note.id)
