"""The reviewer's queue: which notes wait, and why each is there.

Own cases are not in it: nobody reads what was reported about his own notes. Of a private note that this reviewer has not
opened neither the text nor the pair leaves this module (promise 14), nor the phrases that the machine found in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.note_flags import FlagKind
from collabpoints.models import Note, NoteFlag, NoteReview, Person
from collabpoints.queries.note_openings import is_open_for_review
from collabpoints.queries.notes import NoteRow, notes_among

_PAGE = 20


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason why a note waits. `detail` as in `models/reviews.py`, empty where it would tell of what is closed.
    `by_end`: of a report, whether one of the note's two people wrote it."""

    kind: FlagKind
    detail: str
    flagged_at: datetime
    by_end: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A note that waits. `note` is None while it is private and this reviewer has not opened it; `ends` are the person
    ids of its two people, for the access record alone."""

    note_id: int
    points: int
    is_private: bool
    note: NoteRow | None
    flags: tuple[Flag, ...]
    ends: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of waiting notes, the one flagged first before the others. `later`: what to hand in as `after` for the next
    page, None at the end."""

    rows: tuple[Waiting, ...]
    later: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """An earlier decision about a note."""

    decision: str
    reason: str
    by: str
    at: datetime


def queue(agency_id: int, *, reviewer: int, after: int | None = None, limit: int = _PAGE) -> Queue:
    """The notes that wait for this reviewer."""
    with reading() as session:
        wanted = _waiting(agency_id, reviewer)
        if after is not None:
            wanted = wanted.where(wanted.selected_columns.first > after)
        found = session.execute(wanted.limit(limit + 1)).all()
        rows = _as_waiting(session, found[:limit])
    return Queue(rows, found[limit - 1].first if len(found) > limit else None)


def waiting(note_id: int, *, agency_id: int, reviewer: int) -> Waiting:
    """One note that waits for this reviewer. Raises NotFound."""
    with reading() as session:
        found = session.execute(_waiting(agency_id, reviewer).where(Note.id == note_id)).all()
        if not found:
            raise NotFound(f"note {note_id}")
        return _as_waiting(session, found)[0]


def decided(note_id: int) -> tuple[Decided, ...]:
    """What was decided about the note before, oldest first; for whom `waiting` lets see it."""
    with reading() as session:
        rows = session.execute(
            select(NoteReview.decision, NoteReview.reason, Person.name, NoteReview.decided_at)
            .join(Person, Person.id == NoteReview.reviewer_person_id)
            .where(NoteReview.note_id == note_id)
            .order_by(NoteReview.id)
        )
        return tuple(Decided(*row) for row in rows)


def _waiting(agency_id: int, reviewer: int) -> Select[*tuple[Any, ...]]:
    flagged = (
        select(NoteFlag.note_id, func.min(NoteFlag.id).label("first"))
        .where(NoteFlag.agency_id == agency_id, NoteFlag.review_id.is_(None))
        .group_by(NoteFlag.note_id)
        .subquery()
    )
    return (
        select(
            Note.id,
            Note.points,
            Note.is_private,
            Note.sender_person_id,
            Note.recipient_person_id,
            flagged.c.first,
            is_open_for_review(reviewer).label("is_open"),
        )
        .join(flagged, flagged.c.note_id == Note.id)
        .where(Note.withdrawn.is_(None), Note.sender_person_id != reviewer, Note.recipient_person_id != reviewer)
        .order_by(flagged.c.first)
    )


def _as_waiting(session: Session, rows: Sequence[Any]) -> tuple[Waiting, ...]:
    flags: dict[int, list[NoteFlag]] = {}
    of_these = (NoteFlag.note_id.in_([row.id for row in rows]), NoteFlag.review_id.is_(None))
    for flag in session.scalars(select(NoteFlag).where(*of_these).order_by(NoteFlag.id)):
        flags.setdefault(flag.note_id, []).append(flag)
    notes = notes_among([row.id for row in rows if row.is_open])
    return tuple(
        Waiting(
            note_id=row.id,
            points=row.points,
            is_private=row.is_private,
            note=notes.get(row.id),
            flags=tuple(_as_flag(flag, row) for flag in flags.get(row.id, ())),
            ends=(row.sender_person_id, row.recipient_person_id),
        )
        for row in rows
    )


def _as_flag(flag: NoteFlag, row: Any) -> Flag:
    kind = FlagKind(flag.kind)
    is_told = bool(row.is_open) or kind is not FlagKind.STOCK_PHRASE
    by_end = flag.reporter_person_id in (row.sender_person_id, row.recipient_person_id)
    return Flag(kind, flag.detail if is_told else "", flag.flagged_at, by_end)
