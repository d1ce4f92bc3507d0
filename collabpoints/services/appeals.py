"""Appeals (재검토 요청): one of a note's two people asks for another look at a reclaim, another person decides.

Whatever changes a request holds its note first, so that two changes meet there.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.appeals import is_in_time
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.texts import cleaned
from collabpoints.models import Agency, Appeal, Note, NoteReview, Scheme
from collabpoints.queries.note_openings import is_open_for_appeal
from collabpoints.queries.own_records import own_records
from collabpoints.services.corrections import Correction, held_note, restore
from collabpoints.services.months import hold_month_of_now
from collabpoints.services.notices import tell


def ask(note_id: int, *, agency_id: int, person_id: int, reason: str) -> int:
    """The person's request for another look waits for a decision, and the other of the two is told. Returns its id.

    NotFound unless the note is the person's. Refused where it is not reclaimed, after the scheme's days, while a request
    waits, a second time by the same person, or about the reason.
    """
    said = cleaned(reason)
    refusals = judge_reason(said)
    with unit_of_work() as session:
        note = held_note(session, note_id, agency_id)
        ends = {note.sender_person_id, note.recipient_person_id}
        mine = ends.intersection(own_records(person_id))
        if not mine or (note.withdrawn == "taken_back" and note.recipient_person_id in mine):
            raise NotFound(f"note {note_id}")
        if note.withdrawn != "reclaimed":
            raise Refused((Refusal.of(Code.NOT_RECLAIMED),))
        review, now = _reclaim_of(session, note), database_now(session)
        days = parse_scheme(session.get_one(Scheme, note.scheme_id).text).appeal_days
        zone = ZoneInfo(session.get_one(Agency, agency_id).zone)
        if not is_in_time(now, review.decided_at, days, zone):
            raise Refused((Refusal.of(Code.APPEAL_TOO_LATE, days=days),))
        if refusal := _asked_before(session, review, person_id):
            raise Refused((refusal,))
        if refusals:
            raise Refused(refusals)
        appeal = Appeal(
            agency_id=agency_id,
            note_id=note_id,
            review_id=review.id,
            asker_person_id=person_id,
            reason=said,
            asked_at=now,
            state="asked",
        )
        session.add(appeal)
        session.flush()
        about = {"note_id": note_id, "review_id": review.id, "appeal_id": appeal.id}
        tell(session, agency_id, ends - mine, NoticeKind.APPEALED, at=now, **about)
        return appeal.id


def withdraw(appeal_id: int, *, agency_id: int, person_id: int) -> None:
    """The asker no longer wants another look; the other of the two is told. NotFound unless it is his request, Refused
    when it was decided already."""
    with unit_of_work() as session:
        note, appeal = _held(session, appeal_id, agency_id)
        if appeal.asker_person_id != person_id:
            raise NotFound(f"appeal {appeal_id}")
        _settle(session, note, appeal, "withdrawn", by=person_id, at=database_now(session))


def dismiss(appeal_id: int, *, agency_id: int, person_id: int, reason: str) -> tuple[int, int]:
    """The reclaim stays, with the reason why; both people are told. Returns the ids of the two.

    NotFound where there is no such request. Refused in the decider's own case (he sent, received or reclaimed the note),
    when it was decided already, about the reason, or while the note is private and this decider has not opened it.
    """
    said = cleaned(reason)
    with unit_of_work() as session:
        note, appeal = _held(session, appeal_id, agency_id)
        _refuse_own_case(session, note, appeal, person_id)
        refusals = judge_reason(said)
        is_open = (
            select(Appeal.id)
            .join(Note, Note.id == Appeal.note_id)
            .where(Appeal.id == appeal_id, is_open_for_appeal(person_id))
        )
        if not session.execute(is_open).first():
            refusals = (Refusal.of(Code.NOTE_UNOPENED), *refusals)
        if refusals:
            raise Refused(refusals)
        _settle(session, note, appeal, "dismissed", by=person_id, at=database_now(session), reason=said)
        return note.sender_person_id, note.recipient_person_id


def grant(appeal_id: int, *, agency_id: int, person_id: int, reason: str = "") -> tuple[int, int]:
    """The reclaim is countered in the ledger and the note stands again; both people are told. Returns the ids of the two.

    NotFound and Refused as for `dismiss`, but that a private note need not have been opened.
    """
    said = cleaned(reason)
    refusals = judge_reason(said, is_required=False)
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        note, appeal = _held(session, appeal_id, agency_id)
        _refuse_own_case(session, note, appeal, person_id)
        if refusals:
            raise Refused(refusals)
        appeal.entry_id = restore(session, month, note, Correction(note.id, "restore", person_id, said))
        note.withdrawn = note.withdrawn_at = None
        _settle(session, note, appeal, "granted", by=person_id, at=month.instant, reason=said)
        return note.sender_person_id, note.recipient_person_id


def _held(session: Session, appeal_id: int, agency_id: int) -> tuple[Note, Appeal]:
    """The request and its note, the note held. Raises NotFound."""
    asked = select(Appeal.note_id).where(Appeal.id == appeal_id, Appeal.agency_id == agency_id)
    note_id = session.execute(asked).scalar_one_or_none()
    if note_id is None:
        raise NotFound(f"appeal {appeal_id}")
    return held_note(session, note_id, agency_id), session.get_one(Appeal, appeal_id)


def _reclaim_of(session: Session, note: Note) -> NoteReview:
    newest = select(NoteReview).where(NoteReview.note_id == note.id, NoteReview.decision == "reclaimed")
    return session.scalars(newest.order_by(NoteReview.id.desc()).limit(1)).one()


def _asked_before(session: Session, review: NoteReview, person_id: int) -> Refusal | None:
    asked = session.scalars(select(Appeal).where(Appeal.review_id == review.id)).all()
    if any(appeal.state == "asked" for appeal in asked):
        return Refusal.of(Code.APPEAL_WAITING)
    if any(appeal.asker_person_id == person_id for appeal in asked):
        return Refusal.of(Code.ALREADY_APPEALED)
    return None


def _refuse_own_case(session: Session, note: Note, appeal: Appeal, person_id: int) -> None:
    reclaimed_by = session.get_one(NoteReview, appeal.review_id).reviewer_person_id
    involved = {note.sender_person_id, note.recipient_person_id, reclaimed_by}
    if not involved.isdisjoint(own_records(person_id)):
        raise Refused((Refusal.of(Code.OWN_CASE),))
    if appeal.state != "asked":
        raise Refused((Refusal.of(Code.APPEAL_DECIDED),))


def _settle(
    session: Session, note: Note, appeal: Appeal, state: str, *, by: int, at: datetime, reason: str = ""
) -> None:
    """The request has this outcome, and those who should know are told: of a withdrawal the other of the two."""
    if appeal.state != "asked":
        raise Refused((Refusal.of(Code.APPEAL_DECIDED),))
    appeal.state, appeal.decided_by_person_id, appeal.decided_at, appeal.decision_reason = state, by, at, reason
    session.flush()
    told = {note.sender_person_id, note.recipient_person_id} - ({by} if state == "withdrawn" else set())
    about = {"note_id": note.id, "review_id": appeal.review_id, "appeal_id": appeal.id}
    tell(session, note.agency_id, told, NoticeKind.APPEAL_DECIDED, at=at, **about)
