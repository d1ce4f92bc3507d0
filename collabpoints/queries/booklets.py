"""The letters of a booklet (받은 메시지 한 권): what one person received and may keep, from the first to the last."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.redactions import TEXT
from collabpoints.models import DepartmentPath, HelpKind, Note, NoteText, Person
from collabpoints.queries.own_records import own_records
from collabpoints.queries.posts import posts_of


@dataclass(frozen=True, slots=True)
class Letter:
    """A note as it was received: its sender's department is that of the day of sending, and so is the position. `at` is in
    the agency's zone."""

    note_id: int
    at: datetime
    name: str
    position: str
    department: str
    text: str
    help_kind_ko: str
    help_kind_en: str
    is_private: bool


def letters_of(person_id: int, zone: ZoneInfo) -> tuple[Letter, ...]:
    """All that stands and can still be read, private ones too, the oldest first."""
    wanted = (
        select(
            Note.id, Note.sent_at, Note.sender_person_id, Note.is_private, NoteText.text, Person.name,
            DepartmentPath.names, HelpKind.name_ko, HelpKind.name_en,
        )
        .join(NoteText, NoteText.note_id == Note.id)
        .join(Person, Person.id == Note.sender_person_id)
        .join(DepartmentPath, DepartmentPath.id == Note.sender_path_id)
        .outerjoin(HelpKind, HelpKind.id == Note.help_kind_id)
        .where(Note.recipient_person_id.in_(own_records(person_id)), Note.withdrawn.is_(None), NoteText.text != TEXT)
        .order_by(Note.sent_at, Note.id)
    )  # fmt: skip
    with reading() as session:
        rows = session.execute(wanted).all()
        posts = posts_of(session, {row.sender_person_id for row in rows})
    return tuple(
        Letter(
            row.id,
            at := row.sent_at.astimezone(zone),
            row.name,
            posts.on(row.sender_person_id, at.date()).position,
            row.names,
            row.text,
            row.name_ko or "",
            row.name_en or row.name_ko or "",
            row.is_private,
        )
        for row in rows
    )
