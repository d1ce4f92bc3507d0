"""Requests for another look (재검토 요청), as those who decide see them.

Not among them are requests about notes that one sent, received or reclaimed. Of a private note that this decider has not
opened neither the text nor the pair leaves this module, nor who of the two asked (promise 14).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.models import Appeal, Note, NoteReview, Person
from collabpoints.queries.note_openings import is_open_for_appeal
from collabpoints.queries.notes import NoteRow, notes_among
from collabpoints.queries.positions import called

_PAGE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits. `note` is None while the note is private and this decider has not opened it; then `is_sender`
    (the asker sent the note) is None too. `ends` are the person ids of the two people, for the access record alone."""

    id: int
    points: int
    is_private: bool
    note: NoteRow | None
    is_sender: bool | None
    reason: str
    asked_at: datetime
    reclaimed_by: str
    reclaimed_at: datetime
    reclaim_reason: str
    ends: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of requests that wait, oldest first. `later`: what to hand in as `after` for the next page, None at the end."""

    rows: tuple[Asked, ...]
    later: int | None


def queue(agency_id: int, *, decider: int, after: int | None = None, limit: int = _PAGE) -> Queue:
    """The requests that wait and that this person may decide."""
    wanted = _waiting(agency_id, decider)
    if after is not None:
        wanted = wanted.where(Appeal.id > after)
    with reading() as session:
        found = session.execute(wanted.limit(limit + 1)).all()
        rows = _as_asked(found[:limit])
    return Queue(rows, rows[-1].id if len(found) > limit else None)


def asked(appeal_id: int, *, agency_id: int, decider: int) -> Asked:
    """One request that waits and that this person may decide. Raises NotFound."""
    with reading() as session:
        found = session.execute(_waiting(agency_id, decider).where(Appeal.id == appeal_id)).all()
        if not found:
            raise NotFound(f"appeal {appeal_id}")
        return _as_asked(found)[0]


def _waiting(agency_id: int, decider: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Appeal.id,
            Appeal.note_id,
            Appeal.asker_person_id,
            Appeal.reason,
            Appeal.asked_at,
            Note.points,
            Note.is_private,
            Note.sender_person_id,
            Note.recipient_person_id,
            NoteReview.decided_at,
            NoteReview.reason.label("reclaim_reason"),
            called(Person).label("reclaimed_by"),
            is_open_for_appeal(decider).label("is_open"),
        )
        .join(Note, Note.id == Appeal.note_id)
        .join(NoteReview, NoteReview.id == Appeal.review_id)
        .join(Person, Person.id == NoteReview.reviewer_person_id)
        .where(Appeal.agency_id == agency_id, Appeal.state == "asked", NoteReview.reviewer_person_id != decider)
        .where(Note.sender_person_id != decider, Note.recipient_person_id != decider)
        .order_by(Appeal.id)
    )


def _as_asked(rows: Sequence[Any]) -> tuple[Asked, ...]:
    notes = notes_among([row.note_id for row in rows if row.is_open])
    return tuple(
        Asked(
            id=row.id,
            points=row.points,
            is_private=row.is_private,
            note=notes.get(row.note_id),
            is_sender=row.asker_person_id == row.sender_person_id if row.is_open else None,
            reason=row.reason,
            asked_at=row.asked_at,
            reclaimed_by=row.reclaimed_by,
            reclaimed_at=row.decided_at,
            reclaim_reason=row.reclaim_reason,
            ends=(row.sender_person_id, row.recipient_person_id),
        )
        for row in rows
    )
