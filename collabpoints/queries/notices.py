"""Notices as their receiver reads them, and how many wait.

A note's notices are seen only as far as the note is: of one that its sender took back its recipient learns nothing, and
who sent what to whom is told to its two people alone (promise 14).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.notices import NoticeKind
from collabpoints.models import (
    Appeal,
    DepartmentPath,
    Note,
    NoteOpening,
    NoteReview,
    Notice,
    Person,
    PrizeWinner,
    SpecialGrant,
)
from collabpoints.prepared import Prepared, reading_line
from collabpoints.queries.positions import latest_position

_PAGE = 20


@dataclass(frozen=True, slots=True)
class Other:
    """The other end of the note: the department is that of the day of sending, the position the latest."""

    name: str
    position: str
    department: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice. `other` is None where it is about no note of one's own; `is_sender`: one sent that note; `is_note_open`:
    one can open it now. `outcome` is the state of what was decided ("" for what is no decision), `reason` what its decider
    wrote, for those concerned. `points` are special points: one's own, proposed by oneself, or one's department's. A prize is one's own or one's
    department's."""

    id: int
    kind: NoticeKind
    at: datetime
    is_read: bool
    note_id: int | None
    other: Other | None
    is_sender: bool
    is_note_open: bool
    appeal_id: int | None
    special_grant_id: int | None
    prize_winner_id: int | None
    note_prize_id: int | None
    export_id: int | None
    outcome: str
    reason: str
    points: int
    is_own: bool
    is_proposer: bool


@dataclass(frozen=True, slots=True)
class Notices:
    """A page of notices, newest first. `older`: what to hand in as `before` for the next page, None at the end."""

    rows: tuple[NoticeRow, ...]
    older: int | None


MOST_COUNTED = 100
"""What waits is counted so far and no further: whoever never looks must not make every page slower for himself."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What waits for a person: notes that he has not opened, notices that he has not seen; MOST_COUNTED means that many
    or more."""

    notes: int
    notices: int


def notices(person_id: int, *, before: int | None = None, limit: int = _PAGE) -> Notices:
    """A person's notices, newest first."""
    wanted = _listed(is_first=before is None, most=limit + 1)
    with reading() as session:
        found = session.connection().execute(wanted, {"person": person_id, "before": before}).all()
    rows = [_as_row(row, person_id) for row in found]
    return Notices(tuple(rows[:limit]), rows[limit - 1].id if len(rows) > limit else None)


def notice(notice_id: int, *, person_id: int) -> NoticeRow:
    """One of the person's notices. Raises NotFound."""
    with reading() as session:
        row = session.connection().execute(_one(), {"person": person_id, "notice": notice_id}).one_or_none()
    if row is None:
        raise NotFound(f"notice {notice_id}")
    return _as_row(row, person_id)


def unread(person_id: int) -> Unread:
    """How much waits to be read, in one statement: every page's header asks."""
    with reading_line() as line:
        return Unread(*_UNREAD.rows(line, {"person": person_id})[0])


def unread_kinds(person_id: int) -> dict[NoticeKind, int]:
    """How many unread notices of each kind the person has; kinds without any are absent."""
    with reading() as session:
        found = session.execute(
            select(Notice.kind, func.count())
            .outerjoin(Note, Note.id == Notice.note_id)
            .where(*mine(), Notice.read_at.is_(None))
            .group_by(Notice.kind),
            {"person": person_id},
        ).all()
    counts = dict(found)
    return {kind: counts[kind] for kind in NoticeKind if kind in counts}


def mine() -> tuple[ColumnElement[bool], ...]:
    """The notices of `:person` that he may know of, joined with their notes. For what asks about notices."""
    return Notice.person_id == bindparam("person"), may_know()


def may_know() -> ColumnElement[bool]:
    """Whether its receiver may know of a notice that is joined with its note: what was taken back only its sender does."""
    return or_(
        Notice.note_id.is_(None),
        Note.withdrawn.is_(None),
        Note.withdrawn != "taken_back",
        Note.sender_person_id == Notice.person_id,
    )


def _unread(_database: str) -> Select[*tuple[Any, ...]]:
    notes = select(Note.id).where(
        Note.recipient_person_id == bindparam("person"), Note.read_at.is_(None), Note.withdrawn.is_(None)
    )
    waiting = select(Notice.id).outerjoin(Note, Note.id == Notice.note_id).where(*mine(), Notice.read_at.is_(None))
    most = literal_column(str(MOST_COUNTED), Integer)
    counted = {
        name: select(func.count()).select_from(found.limit(most).subquery()).scalar_subquery().label(name)
        for name, found in (("notes", notes), ("notices", waiting))
    }
    return select(*counted.values())


_UNREAD = Prepared(_unread)


@cache
def _listed(*, is_first: bool, most: int) -> Select[*tuple[Any, ...]]:
    # The limit stands in the text, as in queries/notes.py.
    newest = _rows().order_by(Notice.id.desc()).limit(literal_column(str(most), Integer))
    return newest if is_first else newest.where(Notice.id < bindparam("before"))


@cache
def _one() -> Select[*tuple[Any, ...]]:
    return _rows().where(Notice.id == bindparam("notice"))


_Other, _OtherPath = aliased(Person), aliased(DepartmentPath)


def _rows() -> Select[*tuple[Any, ...]]:
    is_sender = Note.sender_person_id == Notice.person_id
    is_end = or_(is_sender, Note.recipient_person_id == Notice.person_id)
    other_id = case((is_sender, Note.recipient_person_id), else_=Note.sender_person_id)
    other_path_id = case((is_sender, Note.recipient_path_id), else_=Note.sender_path_id)
    opening_reason = (
        select(NoteOpening.reason)
        .where(NoteOpening.note_id == Notice.note_id, NoteOpening.opened_at == Notice.created_at)
        .order_by(NoteOpening.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Notice.id,
            Notice.kind,
            Notice.created_at,
            Notice.read_at,
            Notice.note_id,
            Notice.appeal_id,
            Notice.special_grant_id,
            Notice.prize_winner_id,
            Notice.note_prize_id,
            Notice.export_id,
            is_sender.label("is_sender"),
            or_(is_end, and_(~Note.is_private, Note.withdrawn.is_(None))).label("is_note_open"),
            _Other.name.label("other_name"),
            latest_position(_Other.id).label("other_position"),
            _OtherPath.names.label("other_department"),
            NoteReview.reason.label("review_reason"),
            Appeal.state.label("appeal_state"),
            Appeal.decision_reason.label("appeal_reason"),
            SpecialGrant.state.label("special_state"),
            SpecialGrant.decision_reason.label("special_reason"),
            SpecialGrant.points,
            SpecialGrant.receiver_person_id,
            SpecialGrant.proposer_person_id,
            PrizeWinner.person_id.label("prize_person_id"),
            opening_reason.label("opening_reason"),
        )
        .select_from(Notice)
        .outerjoin(Note, Note.id == Notice.note_id)
        .outerjoin(_Other, and_(is_end, _Other.id == other_id))
        .outerjoin(_OtherPath, and_(is_end, _OtherPath.id == other_path_id))
        .outerjoin(NoteReview, NoteReview.id == Notice.review_id)
        .outerjoin(Appeal, Appeal.id == Notice.appeal_id)
        .outerjoin(SpecialGrant, SpecialGrant.id == Notice.special_grant_id)
        .outerjoin(PrizeWinner, PrizeWinner.id == Notice.prize_winner_id)
        .where(*mine())
    )


def _as_row(row: Any, person_id: int) -> NoticeRow:
    kind = NoticeKind(row.kind)
    is_end = row.other_name is not None
    reasons = {
        NoticeKind.OPENED: row.opening_reason if is_end else "",
        NoticeKind.RECLAIMED: row.review_reason if is_end else "",
        NoticeKind.APPEAL_DECIDED: row.appeal_reason if is_end else "",
        NoticeKind.SPECIAL_DECIDED: row.special_reason,
    }
    outcomes = {NoticeKind.APPEAL_DECIDED: row.appeal_state, NoticeKind.SPECIAL_DECIDED: row.special_state}
    return NoticeRow(
        id=row.id,
        kind=kind,
        at=row.created_at,
        is_read=row.read_at is not None,
        note_id=row.note_id,
        other=Other(row.other_name, row.other_position or "", row.other_department or "") if is_end else None,
        is_sender=bool(row.is_sender),
        is_note_open=bool(row.is_note_open),
        appeal_id=row.appeal_id,
        special_grant_id=row.special_grant_id,
        prize_winner_id=row.prize_winner_id,
        note_prize_id=row.note_prize_id,
        export_id=row.export_id,
        outcome=outcomes.get(kind) or "",
        reason=reasons.get(kind) or "",
        points=row.points or 0,
        is_own=person_id in (row.receiver_person_id, row.prize_person_id),
        is_proposer=row.proposer_person_id == person_id,
    )
