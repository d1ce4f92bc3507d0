"""The notes of the months (이달의 협업메시지): as officer and reviewers choose them, as their two people answer, as all read them.

A note that is public no more is shown to nobody here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import Month, Note, NotePrize, Person, Scheme
from collabpoints.queries.notes import NoteRow, Notes, notes_among
from collabpoints.queries.positions import latest_position
from collabpoints.queries.prize_heads import Official

_PAGE = 20


@dataclass(frozen=True, slots=True)
class ChosenNote:
    """A note chosen for its month (YYYY-MM). `state` as in models/prizes.py, or "fallen": it is public no more. `note` is
    None where it may not be shown."""

    id: int
    period: str
    state: str
    note: NoteRow | None
    chosen_by: Official
    chosen_at: datetime
    reason: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class AskedNote:
    """The same for one of its two people: `has_agreed` is his own answer so far, of the other's nothing is told."""

    id: int
    period: str
    state: str
    note: NoteRow | None
    reason: str
    has_agreed: bool


def months(agency_id: int) -> tuple[str, ...]:
    """The ended months (YYYY-MM) whose scheme has such a prize, the newest first."""
    with reading() as session:
        rows = session.execute(
            select(Month.period, Scheme.text)
            .join(Scheme, Scheme.id == Month.scheme_id)
            .where(Month.agency_id == agency_id, Month.state != "open")
            .order_by(Month.period.desc())
        ).all()
    return tuple(row.period for row in rows if parse_scheme(row.text).gives_note_prize)


def public_notes(agency_id: int, period: str, *, before: int | None = None, limit: int = _PAGE) -> Notes:
    """The public notes of a month that stand, newest first: what one may choose from."""
    wanted = [
        Note.agency_id == agency_id,
        Note.month_id.in_(select(Month.id).where(Month.agency_id == agency_id, Month.period == period)),
        _is_public(),
    ]
    if before is not None:
        wanted.append(Note.id < before)
    with reading() as session:
        ids = session.scalars(select(Note.id).where(*wanted).order_by(Note.id.desc()).limit(limit + 1)).all()
    found = notes_among(ids[:limit])
    rows = tuple(found[id_] for id_ in ids[:limit] if id_ in found)
    return Notes(rows, ids[limit - 1] if len(ids) > limit else None)


def public_note(note_id: int, *, agency_id: int) -> NoteRow:
    """One of them. Raises NotFound for any other note."""
    with reading() as session:
        found = session.scalar(select(Note.id).where(Note.id == note_id, Note.agency_id == agency_id, _is_public()))
    if found is None:
        raise NotFound(f"note {note_id}")
    return notes_among([note_id])[note_id]


def chosen(agency_id: int, period: str) -> tuple[ChosenNote, ...]:
    """What was chosen for a month, the latest first."""
    return _chosen(NotePrize.agency_id == agency_id, NotePrize.period == period)


def confirmed(agency_id: int, periods: Sequence[str]) -> tuple[ChosenNote, ...]:
    """The honoured notes of these months that are public, the newest month first."""
    rows = _chosen(
        NotePrize.agency_id == agency_id, NotePrize.period.in_(periods), NotePrize.state == "confirmed", _is_public()
    )
    return tuple(row for row in rows if row.note is not None)


def latest(agency_id: int, *, limit: int) -> tuple[ChosenNote, ...]:
    """The latest honoured notes that are public, the newest month first."""
    wanted = (NotePrize.agency_id == agency_id, NotePrize.state == "confirmed", _is_public())
    return tuple(row for row in _chosen(*wanted, limit=limit) if row.note is not None)


def asked_note(note_prize_id: int, *, person_id: int) -> AskedNote:
    """What one of the note's two people was asked. Raises NotFound for anybody else, and where the note was taken back from
    its recipient."""
    is_end = or_(
        Note.sender_person_id == person_id,
        and_(Note.recipient_person_id == person_id, or_(Note.withdrawn.is_(None), Note.withdrawn != "taken_back")),
    )
    with reading() as session:
        row = session.execute(
            select(NotePrize, Note.sender_person_id, Note.is_private, Note.withdrawn)
            .join(Note, Note.id == NotePrize.note_id)
            .where(NotePrize.id == note_prize_id, is_end)
        ).one_or_none()
    if row is None:
        raise NotFound(f"note prize {note_prize_id}")
    prize: NotePrize = row.NotePrize
    is_public = not row.is_private and row.withdrawn is None
    agreed_at = prize.sender_agreed_at if row.sender_person_id == person_id else prize.recipient_agreed_at
    return AskedNote(
        id=prize.id,
        period=prize.period,
        state=prize.state if is_public else "fallen",
        note=notes_among([prize.note_id]).get(prize.note_id) if is_public else None,
        reason=prize.reason,
        has_agreed=agreed_at is not None,
    )


def _is_public() -> ColumnElement[bool]:
    return and_(~Note.is_private, Note.withdrawn.is_(None))


def _chosen(*wanted: ColumnElement[bool], limit: int | None = None) -> tuple[ChosenNote, ...]:
    statement = (
        select(NotePrize, Note.is_private, Note.withdrawn, Person.name, latest_position(Person.id).label("position"))
        .join(Note, Note.id == NotePrize.note_id)
        .join(Person, Person.id == NotePrize.chosen_by_person_id)
        .where(*wanted)
        .order_by(NotePrize.period.desc(), NotePrize.id.desc())
        .limit(limit)
    )
    with reading() as session:
        rows = session.execute(statement).all()
    public = [row.NotePrize.note_id for row in rows if not row.is_private and row.withdrawn is None]
    notes = notes_among(public)
    return tuple(
        ChosenNote(
            id=row.NotePrize.id,
            period=row.NotePrize.period,
            state=row.NotePrize.state if row.NotePrize.note_id in notes else "fallen",
            note=notes.get(row.NotePrize.note_id),
            chosen_by=Official(row.name, row.position or ""),
            chosen_at=row.NotePrize.chosen_at,
            reason=row.NotePrize.reason,
            decided_at=row.NotePrize.decided_at,
        )
        for row in rows
    )
