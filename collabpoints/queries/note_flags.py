"""What the machine finds among the notes of late, for the reviewer's queue."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading, snapshot
from collabpoints.domain.note_flags import Found, Sighting, repeated_texts, stock_phrase
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.timetable import HOUR_NAME, REVIEW
from collabpoints.models import Entry, JobRun, Month, Note, NoteText, Person, Scheme
from collabpoints.queries.jobs import frame

_UNDER_WAY = timedelta(hours=1)
"""A note carries the instant at which its transaction held the month; no transaction lasts that long after it."""


def looked_until(agency_id: int) -> datetime:
    """Every note sent before this instant has been looked at, or was sent before the month in which looking began."""
    _since, zone, now = frame(agency_id)
    with reading() as session:
        last = session.execute(
            select(func.max(JobRun.period)).where(
                JobRun.agency_id == agency_id, JobRun.job == REVIEW.job, JobRun.outcome == "finished"
            )
        ).scalar_one()
    if last is None:
        return Period.of(now, zone).starts_at(zone)
    begun = datetime.strptime(last, HOUR_NAME).replace(tzinfo=UTC)
    return min(begun, now) - _UNDER_WAY


def found_since(agency_id: int, since: datetime) -> tuple[Found, ...]:
    """What is to be flagged of the notes with points that were sent since then and stand; by sender, month and note.

    A text that came once more is found with all its notes of that month.
    """
    wanted = _looked_at(agency_id, since).execution_options(yield_per=1000)
    with snapshot() as session, session.execute(wanted) as rows:
        return tuple(_found(rows, since))


def _found(rows: Iterable[Row[*tuple[Any, ...]]], since: datetime) -> Iterator[Found]:
    for _key, of_one in groupby(rows, key=lambda row: (row.sender_person_id, row.month_id)):
        sightings: list[Sighting] = []
        for row in of_one:
            note = Sighting(row.id, row.batch_id, row.recipient_person_id, row.name, row.text)
            sightings.append(note)
            if row.sent_at >= since and (stock := stock_phrase(parse_scheme(row.scheme), note)):
                yield stock
        yield from repeated_texts(sightings)


def _looked_at(agency_id: int, since: datetime) -> Select[*tuple[Any, ...]]:
    """The standing notes of each month in which their sender sent one since then. Found through the ledger's index of
    months: notes have none."""
    newer = aliased(Note)
    months = select(Month.id).where(Month.agency_id == agency_id, Month.ends_at > since)
    has_sent = (
        select(newer.id)
        .where(newer.sender_person_id == Note.sender_person_id, newer.month_id == Note.month_id, newer.sent_at >= since)
        .exists()
    )
    return (
        select(
            Note.id,
            Note.sender_person_id,
            Note.month_id,
            Note.batch_id,
            Note.recipient_person_id,
            Note.sent_at,
            Person.name,
            NoteText.text,
            Scheme.text.label("scheme"),
        )
        .join(NoteText, NoteText.note_id == Note.id)
        .join(Person, Person.id == Note.recipient_person_id)
        .join(Scheme, Scheme.id == Note.scheme_id)
        .join(Entry, and_(Entry.note_id == Note.id, Entry.kind == "send"))
        .where(Entry.month_id.in_(months), Note.agency_id == agency_id, Note.withdrawn.is_(None), Note.points > 0)
        .where(NoteText.redacted_at.is_(None), has_sent)
        .order_by(Note.sender_person_id, Note.month_id, Note.id)
    )
