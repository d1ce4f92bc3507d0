"""Notices: what a person should learn, written in the transaction that caused it.

The morning mail and the messenger's hook follow from the notices: a job asks for those that are new (docs/adr/0011).
Whoever tells something writes the notice and is done.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.orm import Session

from collabpoints.db import database_now, table_of, unit_of_work
from collabpoints.domain.notices import NoticeKind
from collabpoints.models import Notice, Person


def tell(
    session: Session,
    agency_id: int,
    person_ids: Iterable[int],
    kind: NoticeKind,
    *,
    at: datetime,
    note_id: int | None = None,
    review_id: int | None = None,
    appeal_id: int | None = None,
    special_grant_id: int | None = None,
    prize_winner_id: int | None = None,
    note_prize_id: int | None = None,
    export_id: int | None = None,
) -> None:
    """Part of an open unit of work: each of these persons has a notice of this kind, as of `at`. A person named twice
    is told once. The ids say what it is about; their rows must have been flushed."""
    told = set(person_ids)
    joined = session.execute(
        select(Person.id, Person.merged_into_person_id).where(
            Person.id.in_(told), Person.merged_into_person_id.is_not(None)
        )
    )
    kept = {row.id: row.merged_into_person_id for row in joined}  # whose record was joined to another hears it there
    rows = [
        {
            "agency_id": agency_id,
            "person_id": person_id,
            "kind": NoticeKind(kind).value,
            "note_id": note_id,
            "review_id": review_id,
            "appeal_id": appeal_id,
            "special_grant_id": special_grant_id,
            "prize_winner_id": prize_winner_id,
            "note_prize_id": note_prize_id,
            "export_id": export_id,
            "created_at": at,
        }
        for person_id in sorted({kept.get(one, one) for one in told})
    ]
    if rows:
        session.execute(insert(table_of(Notice)), rows)


def mark_notice_read(notice_id: int, *, person_id: int) -> None:
    """The person has seen this notice, and every other one about the same note. For anybody else nothing happens."""
    with unit_of_work() as session:
        about = select(Notice.note_id).where(Notice.id == notice_id, Notice.person_id == person_id)
        _mark(session, person_id, or_(Notice.id == notice_id, Notice.note_id.in_(about)))


def mark_note_seen(note_id: int, *, person_id: int) -> None:
    """The person has seen every notice about this note."""
    with unit_of_work() as session:
        _mark(session, person_id, Notice.note_id == note_id)


def mark_all_read(person_id: int, *, newest: int) -> None:
    """The person has seen every notice up to this one; what came after the page was made stays unread."""
    with unit_of_work() as session:
        _mark(session, person_id, Notice.id <= newest)


def _mark(session: Session, person_id: int, which: ColumnElement[bool]) -> None:
    session.execute(
        update(Notice)
        .where(Notice.person_id == person_id, Notice.read_at.is_(None), which)
        .values(read_at=database_now(session))
        .execution_options(synchronize_session=False)
    )
