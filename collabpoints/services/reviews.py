"""A reviewer decides about a note that waits: he lets it pass, or reclaims its points (회수)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.texts import cleaned
from collabpoints.models import Note, NoteFlag, NoteReview, Scheme
from collabpoints.queries.note_openings import is_open_for_review
from collabpoints.queries.own_records import own_records
from collabpoints.services.corrections import Correction, counter, held_note
from collabpoints.services.months import hold_month_of_now
from collabpoints.services.notices import tell


def pass_note(note_id: int, *, agency_id: int, person_id: int, reason: str = "") -> tuple[int, int]:
    """The note stands as it was and its flags are closed; who reported it is told. Returns the ids of its two people.

    Raises NotFound where nothing waits, Refused in the reviewer's own case, or when somebody was faster.
    """
    said = cleaned(reason)
    refusals = judge_reason(said, is_required=False)
    with unit_of_work() as session:
        note = held_note(session, note_id, agency_id)
        flags = _waiting(session, note, person_id)
        if refusals:
            raise Refused(refusals)
        review = NoteReview(decision="passed", reason=said, entry_id=None)
        _close(session, note, flags, review, person_id=person_id, at=database_now(session))
        return note.sender_person_id, note.recipient_person_id


def reclaim(note_id: int, *, agency_id: int, person_id: int, reason: str) -> tuple[int, int]:
    """The note's points are countered in the ledger, its flags are closed; its two people and who reported it are told.
    Returns the ids of the two.

    Whether the sender may give those points again in that month is the choice of the scheme that judged the note. Its
    two people go on reading it. Raises NotFound where nothing waits; Refused in the reviewer's own case, when somebody
    was faster, about the reason, or while the note is private and this reviewer has not opened it.
    """
    said = cleaned(reason)
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        note = held_note(session, note_id, agency_id)
        flags = _waiting(session, note, person_id)
        refusals = judge_reason(said)
        if not session.scalars(select(is_open_for_review(person_id)).where(Note.id == note_id)).one():
            refusals = (Refusal.of(Code.NOTE_UNOPENED), *refusals)
        if refusals:
            raise Refused(refusals)
        scheme = parse_scheme(session.get_one(Scheme, note.scheme_id).text)
        correction = Correction(
            note_id,
            "reclaim",
            person_id,
            said,
            restores_allowance=scheme.is_allowance_restored,
            restores_cap=scheme.is_pair_cap_restored,
        )
        entry_id = counter(session, month, note, correction)
        note.withdrawn, note.withdrawn_at = "reclaimed", month.instant
        review = NoteReview(decision="reclaimed", reason=said, entry_id=entry_id)
        _close(session, note, flags, review, person_id=person_id, at=month.instant)
        ends = (note.sender_person_id, note.recipient_person_id)
        tell(session, agency_id, ends, NoticeKind.RECLAIMED, at=month.instant, note_id=note_id, review_id=review.id)
        return ends


def _waiting(session: Session, note: Note, reviewer: int) -> Sequence[NoteFlag]:
    """The note's open flags. Raises NotFound or Refused unless this reviewer may decide about it now."""
    flags = session.scalars(select(NoteFlag).where(NoteFlag.note_id == note.id).order_by(NoteFlag.id)).all()
    if not flags:
        raise NotFound(f"flags of note {note.id}")
    if not {note.sender_person_id, note.recipient_person_id}.isdisjoint(own_records(reviewer)):
        raise Refused((Refusal.of(Code.OWN_CASE),))
    if note.withdrawn is not None:
        raise Refused((Refusal.of(Code.ALREADY_WITHDRAWN),))
    still_open = [flag for flag in flags if flag.review_id is None]
    if not still_open:
        raise Refused((Refusal.of(Code.ALREADY_REVIEWED),))
    return still_open


def _close(
    session: Session, note: Note, flags: Sequence[NoteFlag], review: NoteReview, *, person_id: int, at: datetime
) -> None:
    """The review stands, the flags point to it, and who reported is told."""
    review.agency_id, review.note_id = note.agency_id, note.id
    review.reviewer_person_id, review.decided_at = person_id, at
    session.add(review)
    session.flush()
    for flag in flags:
        flag.review_id = review.id
    reporters = [flag.reporter_person_id for flag in flags if flag.reporter_person_id is not None]
    tell(
        session,
        note.agency_id,
        reporters,
        NoticeKind.REPORT_DECIDED,
        at=at,
        note_id=note.id,
        review_id=review.id,
    )
