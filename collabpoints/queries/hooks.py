"""What the messenger's hook is to be told: notices that nobody has read yet, and to whom they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select

from collabpoints.db import reading
from collabpoints.domain.notices import NoticeKind
from collabpoints.models import Account, Employee, Note, Notice, Outbox
from collabpoints.queries.notices import may_know


@dataclass(frozen=True, slots=True)
class Untold:
    """A notice that the outbox has no message about yet."""

    notice_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What the messenger learns of a notice: no names but the receiver's employee number, no text."""

    notice_id: int
    kind: NoticeKind
    employee_number: str
    at: datetime


def untold(agency_id: int, *, since: datetime, limit: int = 1000) -> Sequence[Untold]:
    """Unread notices later than this instant that no message of the hook is about, oldest first."""
    # Ids ascend with time but for what is written at the same moment; walking back from the newest one finds the oldest
    # that may count without an index on the instant.
    earlier = select(Notice.id).where(Notice.created_at <= since).order_by(Notice.id.desc()).limit(1).scalar_subquery()
    is_planned = exists().where(
        Outbox.agency_id == agency_id,
        Outbox.kind == "hook",
        Outbox.person_id == Notice.person_id,
        Outbox.subject_id == Notice.id,
    )
    wanted = (
        select(Notice.id, Notice.person_id, Notice.created_at)
        .where(
            Notice.agency_id == agency_id,
            Notice.id > func.coalesce(earlier, 0),
            Notice.created_at > since,
            Notice.read_at.is_(None),
            ~is_planned,
        )
        .order_by(Notice.id)
        .limit(limit)
    )
    with reading() as session:
        return [Untold(*row) for row in session.execute(wanted)]


def told(notice_id: int) -> Told | None:
    """The notice as the messenger learns of it; None when it was read or taken back meanwhile, or its receiver left."""
    with reading() as session:
        row = session.execute(
            select(Notice.id, Notice.kind, Employee.number, Notice.created_at)
            .outerjoin(Note, Note.id == Notice.note_id)
            .join(Account, and_(Account.person_id == Notice.person_id, Account.is_active))
            .join(Employee, and_(Employee.person_id == Notice.person_id, Employee.left_on.is_(None)))
            .where(Notice.id == notice_id, Notice.read_at.is_(None), may_know())
        ).one_or_none()
        return Told(row.id, NoticeKind(row.kind), row.number, row.created_at) if row else None
