"""Notes as people read them: the inbox, what was sent, the public feed, one note's page.

Who may see what (promise 14): the two people of a note always (its recipient not when the sender took it back); a
public note that stands, everybody of the agency. Anything else does not exist for the one who asks.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import (
    DepartmentPath,
    Employee,
    HelpKind,
    Note,
    NoteText,
    Person,
    Reply,
    Scheme,
)
from collabpoints.prepared import Prepared, reading_line
from collabpoints.queries.own_records import own_records
from collabpoints.queries.positions import latest_position, served_by

_Rows = Select[*tuple[Any, ...]]
_PAGE = 20


@dataclass(frozen=True, slots=True)
class End:
    """One of a note's two people: the department is that of the day of sending, the position the latest."""

    person_id: int
    number: str
    name: str
    position: str
    department: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as one of its readers sees it. `take_back_until`: the instant until which its sender may cancel it while
    it is unread; None in lists that are not the sender's. `withdrawn`: None, "taken_back", "given_back" or "reclaimed"."""

    id: int
    sent_at: datetime
    sender: End
    recipient: End
    text: str
    points: int
    help_kind_ko: str
    help_kind_en: str
    is_private: bool
    read_at: datetime | None
    withdrawn: str | None
    reply_text: str | None
    replied_at: datetime | None
    is_reply_read: bool
    take_back_until: datetime | None


@dataclass(frozen=True, slots=True)
class Notes:
    """A page of notes, newest first. `older`: what to hand in as `before` for the next page, None at the end."""

    rows: tuple[NoteRow, ...]
    older: int | None


def received(person_id: int, *, before: int | None = None, limit: int = _PAGE) -> Notes:
    """The notes that a person received and that were not taken back, newest first."""
    return _own_page(_received, _received_by, person_id, before=before, limit=limit)


def sent(person_id: int, *, before: int | None = None, limit: int = _PAGE) -> Notes:
    """The notes that a person sent, also those that were withdrawn, newest first."""
    return _own_page(_sent, _sent_by, person_id, before=before, limit=limit)


def feed(agency_id: int, *, before: int | None = None, limit: int = _PAGE) -> Notes:
    """The agency's public notes that stand, newest first."""
    return _page(_shared, agency_id, before=before, limit=limit)


def note(note_id: int, *, agency_id: int, person_id: int) -> NoteRow:
    """One note, for one of its two people or, while it is public and stands, any colleague. Raises NotFound."""
    with reading() as session:
        records = own_records(person_id)
        may_see = or_(
            Note.sender_person_id.in_(records),
            and_(Note.recipient_person_id.in_(records), _is_visible_to_recipient()),
            is_public(),
        )
        wanted = note_rows().where(Note.id == note_id, Note.agency_id == agency_id, may_see)
        row = session.connection().execute(wanted).one_or_none()
        if row is None:
            raise NotFound(f"note {note_id}")
        return _as_one(as_note_row(row), records)


def batch_notes(batch_id: int, *, person_id: int) -> tuple[NoteRow, ...]:
    """The notes of one press of "send", for its sender, in order. Empty for anybody else."""
    with reading() as session:
        wanted = note_rows().where(Note.batch_id == batch_id, Note.sender_person_id == person_id).order_by(Note.id)
        return tuple(as_note_row(row) for row in session.connection().execute(wanted))


def notes_among(note_ids: Collection[int]) -> dict[int, NoteRow]:
    """These notes by id, whoever asks: for queries that have judged already who may see them."""
    with reading() as session:
        found = session.connection().execute(note_rows().where(Note.id.in_(note_ids)).order_by(Note.id))
        return {row.id: as_note_row(row) for row in found}


def is_public() -> ColumnElement[bool]:
    """The condition that a note stands and everybody of the agency may read it."""
    return and_(~Note.is_private, Note.withdrawn.is_(None))


def _is_visible_to_recipient() -> ColumnElement[bool]:
    return or_(Note.withdrawn.is_(None), Note.withdrawn != "taken_back")


_OF = bindparam("of", type_=Note.id.type)


def _received() -> _Rows:
    # Its recipient is the same in every row: asked about as a value, so that the database asks once.
    mine = note_rows(recipient=_OF, scheme=null())
    return mine.where(Note.recipient_person_id == _OF, _is_visible_to_recipient())


def _sent() -> _Rows:
    return note_rows(sender=_OF).where(Note.sender_person_id == _OF)


def _shared() -> _Rows:
    return note_rows(scheme=null()).where(Note.agency_id == _OF, is_public())


def _received_by(records: Collection[int]) -> _Rows:
    return note_rows(scheme=null()).where(Note.recipient_person_id.in_(records), _is_visible_to_recipient())


def _sent_by(records: Collection[int]) -> _Rows:
    return note_rows().where(Note.sender_person_id.in_(records))


def _own_page(
    one: Callable[[], _Rows], several: Callable[[Collection[int]], _Rows], of: int, *, before: int | None, limit: int
) -> Notes:
    """A page of one's own notes. Who has one record, as nearly everybody has, is asked for by the prepared statement."""
    records = own_records(of)
    if len(records) == 1:
        return _page(one, of, before=before, limit=limit)
    listed = several(records).order_by(Note.id.desc()).limit(limit + 1)
    with reading() as session:
        found = session.connection().execute(listed if before is None else listed.where(Note.id < before))
        rows = [_as_one(as_note_row(row), records) for row in found]
    return Notes(tuple(rows[:limit]), rows[limit - 1].id if len(rows) > limit else None)


def _as_one(row: NoteRow, records: Sequence[int]) -> NoteRow:
    """The note as he sees it whose records these are, his own first: whichever of them was an end of it, it is he."""
    own, *joined = records

    def end(one: End) -> End:
        return replace(one, person_id=own) if one.person_id in joined else one

    return replace(row, sender=end(row.sender), recipient=end(row.recipient)) if joined else row


def _page(which: Callable[[], _Rows], of: int, *, before: int | None, limit: int) -> Notes:
    """A page of the notes that `which` lists for `of`, the newest first, or those older than `before`."""
    listed = _listed(which, is_first=before is None, most=limit + 1)
    with reading_line() as line:
        rows = [as_note_row(row) for row in listed.rows(line, {"of": of, "before": before})]
    return Notes(tuple(rows[:limit]), rows[limit - 1].id if len(rows) > limit else None)


@cache
def _listed(which: Callable[[], _Rows], *, is_first: bool, most: int) -> Prepared:
    return Prepared(lambda _database: _newest(which(), is_first=is_first, most=most))


def _newest(listed: _Rows, *, is_first: bool, most: int) -> _Rows:
    # The limit stands in the text: PostgreSQL plans for a few rows then, and for a tenth of all where it is a parameter.
    newest = listed.order_by(Note.id.desc()).limit(literal_column(str(most), Integer))
    return newest if is_first else newest.where(Note.id < bindparam("before"))


_Sender, _Recipient = aliased(Person), aliased(Person)
_SenderPath, _RecipientPath = aliased(DepartmentPath), aliased(DepartmentPath)


def note_rows(
    sender: Any = Note.sender_person_id, recipient: Any = Note.recipient_person_id, scheme: Any = Scheme.text
) -> _Rows:
    """Notes with everything that a NoteRow tells. `sender` or `recipient` may be given as a value where it is the same for
    all; `scheme` as null where nobody may take a note back: it is a long text in every row."""
    return (
        select(
            Note.id,
            Note.sent_at,
            Note.sender_person_id,
            Note.recipient_person_id,
            Note.points,
            Note.is_private,
            Note.read_at,
            Note.withdrawn,
            NoteText.text,
            scheme.label("scheme"),
            HelpKind.name_ko,
            HelpKind.name_en,
            _Sender.name.label("sender_name"),
            _number_of(sender).label("sender_number"),
            latest_position(sender).label("sender_position"),
            _SenderPath.names.label("sender_department"),
            _Recipient.name.label("recipient_name"),
            _number_of(recipient).label("recipient_number"),
            latest_position(recipient).label("recipient_position"),
            _RecipientPath.names.label("recipient_department"),
            Reply.text.label("reply_text"),
            Reply.replied_at,
            Reply.read_at.label("reply_read_at"),
        )
        .join(NoteText, NoteText.note_id == Note.id)
        .join(Scheme, Scheme.id == Note.scheme_id)
        .join(_Sender, _Sender.id == Note.sender_person_id)
        .join(_Recipient, _Recipient.id == Note.recipient_person_id)
        .join(_SenderPath, _SenderPath.id == Note.sender_path_id)
        .join(_RecipientPath, _RecipientPath.id == Note.recipient_path_id)
        .outerjoin(HelpKind, HelpKind.id == Note.help_kind_id)
        .outerjoin(Reply, Reply.note_id == Note.id)
    )


def _number_of(person_id: Any) -> ScalarSelect[str]:
    """The person's newest employee number (a re-hired person has several)."""
    return (
        select(Employee.number)
        .where(served_by(person_id))
        .order_by(Employee.left_on.is_(None).desc(), Employee.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def as_note_row(row: Any) -> NoteRow:
    """What a row of `note_rows` tells."""
    minutes = timedelta(minutes=parse_scheme(row.scheme).take_back_minutes) if row.scheme else None
    return NoteRow(
        id=row.id,
        sent_at=row.sent_at,
        sender=End(
            row.sender_person_id,
            row.sender_number or "",
            row.sender_name,
            row.sender_position or "",
            row.sender_department,
        ),
        recipient=End(
            row.recipient_person_id,
            row.recipient_number or "",
            row.recipient_name,
            row.recipient_position or "",
            row.recipient_department,
        ),
        text=row.text,
        points=row.points,
        help_kind_ko=row.name_ko or "",
        help_kind_en=row.name_en or row.name_ko or "",
        is_private=row.is_private,
        read_at=row.read_at,
        withdrawn=row.withdrawn,
        reply_text=row.reply_text,
        replied_at=row.replied_at,
        is_reply_read=row.reply_read_at is not None,
        take_back_until=row.sent_at + minutes if minutes is not None else None,
    )
