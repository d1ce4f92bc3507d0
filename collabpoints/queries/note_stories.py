"""What became of a note in review, as its two people read it: opened, reclaimed, asked about again, decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, reading
from collabpoints.domain.appeals import is_in_time, last_day
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import Agency, Appeal, Note, NoteOpening, NoteReview, Scheme
from collabpoints.queries.own_records import own_records


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `kind`: "opened", "passed", "reclaimed", "asked", "granted", "dismissed" or "withdrawn".
    `is_own`: the reader himself asked. `reason` is empty where it is not for the reader (the other one's request)."""

    kind: str
    at: datetime
    reason: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, oldest first. `ask_until`: the last day on which the reader may ask for another look, None where he
    may not. `own_appeal_id`: his own request while it waits."""

    steps: tuple[Step, ...]
    ask_until: date | None
    own_appeal_id: int | None


_NOTHING = Story((), None, None)


def story(note_id: int, *, agency_id: int, person_id: int) -> Story:
    """The note's story for one of its two people; nothing for anybody else."""
    with reading() as session:
        note = session.get(Note, note_id)
        ends = (note.sender_person_id, note.recipient_person_id) if note else ()
        if note is None or note.agency_id != agency_id or set(own_records(person_id)).isdisjoint(ends):
            return _NOTHING
        openings = session.scalars(select(NoteOpening).where(NoteOpening.note_id == note_id)).all()
        reviews = session.scalars(select(NoteReview).where(NoteReview.note_id == note_id).order_by(NoteReview.id)).all()
        appeals = session.scalars(select(Appeal).where(Appeal.note_id == note_id).order_by(Appeal.id)).all()
        about_this = [one for one in appeals if note.withdrawn == "reclaimed" and one.review_id == reviews[-1].id]
        waiting = next((one for one in about_this if one.state == "asked"), None)
        may_ask = note.withdrawn == "reclaimed" and waiting is None
        may_ask = may_ask and all(one.asker_person_id != person_id for one in about_this)
        return Story(
            steps=_steps(openings, reviews, appeals, person_id),
            ask_until=_ask_until(session, note, reviews[-1].decided_at) if may_ask else None,
            own_appeal_id=waiting.id if waiting and waiting.asker_person_id == person_id else None,
        )


def _steps(
    openings: Sequence[NoteOpening], reviews: Sequence[NoteReview], appeals: Sequence[Appeal], reader: int
) -> tuple[Step, ...]:
    steps = [Step("opened", opening.opened_at, opening.reason, is_own=False) for opening in openings]
    for review in reviews:
        # That a flag was closed is told only to whom it was told before that the note was opened for it.
        if review.decision == "reclaimed" or any(opening.opened_at <= review.decided_at for opening in openings):
            steps.append(Step(review.decision, review.decided_at, review.reason, is_own=False))
    for appeal in appeals:
        is_own = appeal.asker_person_id == reader
        steps.append(Step("asked", appeal.asked_at, appeal.reason if is_own else "", is_own))
        if appeal.decided_at is not None:
            steps.append(Step(appeal.state, appeal.decided_at, appeal.decision_reason, is_own=False))
    return tuple(sorted(steps, key=lambda step: step.at))


def _ask_until(session: Session, note: Note, reclaimed_at: datetime) -> date | None:
    days = parse_scheme(session.get_one(Scheme, note.scheme_id).text).appeal_days
    zone = ZoneInfo(session.get_one(Agency, note.agency_id).zone)
    is_open = is_in_time(database_now(session), reclaimed_at, days, zone)
    return last_day(reclaimed_at, days, zone) if is_open else None
