"""What a person's own tree grows from: the notes that he received and sent and that stand. For himself alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.own_trees import OwnNote, SentMonth
from collabpoints.domain.periods import Month as Period
from collabpoints.models import DepartmentPath, Month, Note, Person
from collabpoints.queries.own_records import own_records
from collabpoints.queries.positions import latest_position


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a person received, in the order of ids, and the months in which he sent anything, in order."""

    received: tuple[OwnNote, ...]
    sent: tuple[SentMonth, ...]


@dataclass(frozen=True, slots=True)
class Giver:
    """Who sent a note, and when."""

    note_id: int
    name: str
    position: str
    sent_at: datetime


_Recipient, _Sender = aliased(DepartmentPath), aliased(DepartmentPath)


def kept_of(person_id: int) -> Kept:
    """What a person has to grow a tree from."""
    records = own_records(person_id)
    got = (
        select(Note.id, Month.period, _Recipient.bureau_id.label("own"), _Sender.bureau_id.label("other"))
        .join(Month, Month.id == Note.month_id)
        .join(_Recipient, _Recipient.id == Note.recipient_path_id)
        .join(_Sender, _Sender.id == Note.sender_path_id)
        .where(Note.recipient_person_id.in_(records), Note.withdrawn.is_(None))
        .order_by(Note.id)
    )
    gave = (
        select(Month.period, func.count().label("notes"), func.max(Note.id).label("newest_id"))
        .join(Month, Month.id == Note.month_id)
        .where(Note.sender_person_id.in_(records), Note.withdrawn.is_(None))
        .group_by(Month.period)
        .order_by(Month.period)
    )
    with reading() as session:
        received, sent = session.execute(got).all(), session.execute(gave).all()
    return Kept(
        tuple(OwnNote(row.id, Period.parse(row.period), row.own != row.other) for row in received),
        tuple(SentMonth(Period.parse(row.period), row.notes, row.newest_id) for row in sent),
    )


def givers_of(person_id: int, note_ids: Collection[int]) -> tuple[Giver, ...]:
    """Who sent the person these notes, in the order of their ids; nothing of notes that are not his."""
    with reading() as session:
        rows = session.execute(
            select(Note.id, Person.name, latest_position(Note.sender_person_id).label("position"), Note.sent_at)
            .join(Person, Person.id == Note.sender_person_id)
            .where(Note.id.in_(note_ids), Note.recipient_person_id.in_(own_records(person_id)))
            .order_by(Note.id)
        ).all()
    return tuple(Giver(row.id, row.name, row.position or "", row.sent_at) for row in rows)
