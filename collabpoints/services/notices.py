"""Notices: what a person should learn, written in the transaction that caused it.

The morning mail and the messenger's hook follow from the notices (`jobs/outbox.py` asks for those that are new, see
docs/adr): whoever tells something writes the notice and is done.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.domain.notices import NoticeKind
from collabpoints.models import Notice


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
) -> None:
    """Part of an open unit of work: each of these persons has a notice of this kind, as of `at`. A person named twice
    is told once. The ids say what it is about; their rows must have been flushed."""
    rows = [
        {
            "agency_id": agency_id,
            "person_id": person_id,
            "kind": NoticeKind(kind).value,
            "note_id": note_id,
            "review_id": review_id,
            "appeal_id": appeal_id,
            "special_grant_id": special_grant_id,
            "created_at": at,
        }
        for person_id in sorted(set(person_ids))
    ]
    if rows:
        session.execute(insert(table_of(Notice)), rows)
