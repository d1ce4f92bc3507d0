"""Send thank-you notes: the main job.

One unit of work: the form's id, the notes, their texts, the ledger, the totals, the notices and the mail to come are
committed together or not at all.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from collabpoints.db import table_of, unit_of_work, upserting
from collabpoints.domain.digests import content_digest, text_digest
from collabpoints.domain.errors import Busy, Code, Refusal, Refused
from collabpoints.domain.form_ids import is_form_id
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.periods import today
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.sending import judge_sending
from collabpoints.domain.texts import cleaned
from collabpoints.models import Draft, HelpKind, Note, NoteText, Notice, SendBatch
from collabpoints.prepared import Prepared, Step, line_of
from collabpoints.queries.sending import SendingFacts, sending_facts
from collabpoints.services.ledger import Booking, LimitPassed, Movement, book
from collabpoints.services.months import HeldMonth, hold_month_of_now

_BATCH = Prepared(
    lambda database: (
        upserting(database, SendBatch)
        .on_conflict_do_nothing(index_elements=["agency_id", "form_id"])
        .returning(table_of(SendBatch).c.id)
    ),
    columns=("agency_id", "form_id", "sender_person_id", "content_digest", "sent_at"),
)
_NOTE = Prepared(
    lambda _database: insert(table_of(Note)).returning(table_of(Note).c.recipient_person_id, table_of(Note).c.id),
    columns=(
        "agency_id", "batch_id", "month_id", "scheme_id", "sender_person_id", "recipient_person_id",
        "sender_department_id", "recipient_department_id", "sender_path_id", "recipient_path_id", "points",
        "help_kind_id", "is_private", "sent_at",
    ),
)  # fmt: skip
_NOTE_TEXT = Prepared(lambda _database: insert(table_of(NoteText)), columns=("note_id", "agency_id", "text", "salt"))
_NOTICE = Prepared(
    lambda _database: insert(table_of(Notice)), columns=("agency_id", "person_id", "kind", "note_id", "created_at")
)
_DROP_DRAFT = Prepared(
    lambda _database: delete(table_of(Draft)).where(
        Draft.form_id == bindparam("form"), Draft.person_id == bindparam("person")
    )
)
# A send that lost a race for the last points judges itself again, by what stands then; the second look settles it.
_TRIES = 3
_NO_POINTS = -1  # what no scheme allows: the rules refuse it with their own sentence


@dataclass(frozen=True, slots=True)
class NewNotes:
    """What one press of "send" carries: one text to each of some colleagues. `points` 0 is thanks alone, None what the
    scheme fixes (refused where it leaves a choice)."""

    form_id: str
    recipient_person_ids: tuple[int, ...]
    text: str
    points: int | None
    is_private: bool
    help_kind_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What stands now. `is_repeat`: this form had been sent before with the same content; nothing new was written."""

    batch_id: int
    note_ids: tuple[int, ...]
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class _Press:
    """One press of "send", cleaned: what the steps below share. `points` are settled once the month is held."""

    agency_id: int
    sender_person_id: int
    recipients: tuple[int, ...]
    text: str
    new: NewNotes
    content_digest: str
    points: int = _NO_POINTS


def send_notes(*, agency_id: int, sender_person_id: int, new: NewNotes) -> Sent:
    """A note stands for each recipient, or none does.

    The same form id with the same content answers with the first result; with other content Refused names
    FORM_ALREADY_USED (promise 2). Raises Refused with every objection at once, Busy when the database cannot be had;
    nothing is written then. Mail and messenger follow from the notices (docs/adr/0011).
    """
    if not is_form_id(new.form_id):
        raise Refused((Refusal.of(Code.FORM_ID_INVALID),))
    text = cleaned(new.text)
    recipients = tuple(sorted(set(new.recipient_person_ids)))
    content = content_digest(
        sender_person_id,
        recipients,
        text,
        points=new.points,
        is_private=new.is_private,
        help_kind_id=new.help_kind_id,
    )
    press = _Press(agency_id, sender_person_id, recipients, text, new, content)
    for _ in range(_TRIES):
        try:
            with unit_of_work() as session:
                return _send(session, press)
        except LimitPassed:
            continue  # another send of the same moment took what was left: judge again by what stands now
    raise Busy("limits kept moving")


def _send(session: Session, press: _Press) -> Sent:
    month = hold_month_of_now(session, press.agency_id)
    connection = session.connection()
    batch_id = _claim_form(connection, press, month.instant)
    if batch_id is None:
        return _first_result(session, press)
    press = replace(press, points=_settled(press.new.points, month.scheme))
    facts = sending_facts(
        line_of(connection),
        agency_id=press.agency_id,
        sender_person_id=press.sender_person_id,
        recipient_person_ids=press.recipients,
        month_id=month.id,
        allowance=month.allowance,
        scheme=month.scheme,
        day=today(month.instant, month.zone),
    )
    _judge(session, press, month, facts)
    notes = _write_notes(connection, press, month, facts, batch_id)
    booking = Booking(press.agency_id, month.id, month.id, month.allowance, month.pair_cap, month.instant)
    movements = [_movement(press, month, note) for note in notes]
    book(connection, booking, movements, *_beside(press, month, notes))
    return Sent(batch_id, tuple(note.id for note in notes), is_repeat=False)


def _settled(points: int | None, scheme: Scheme) -> int:
    return points if points is not None else scheme.fixed_points or _NO_POINTS


def _claim_form(connection: Connection, press: _Press, instant: datetime) -> int | None:
    """The new batch's id, or None when the form was sent before. Waits for another press of the same form to finish."""
    values = {
        "agency_id": press.agency_id,
        "form_id": press.new.form_id,
        "sender_person_id": press.sender_person_id,
        "content_digest": press.content_digest,
        "sent_at": instant,
    }
    claimed = _BATCH.one(line_of(connection), values)
    return claimed.id if claimed else None


def _first_result(session: Session, press: _Press) -> Sent:
    batch = session.execute(
        select(SendBatch).where(SendBatch.agency_id == press.agency_id, SendBatch.form_id == press.new.form_id)
    ).scalar_one()
    if batch.content_digest != press.content_digest or batch.sender_person_id != press.sender_person_id:
        raise Refused((Refusal.of(Code.FORM_ALREADY_USED),))
    note_ids = session.scalars(select(Note.id).where(Note.batch_id == batch.id).order_by(Note.id)).all()
    return Sent(batch.id, tuple(note_ids), is_repeat=True)


def _judge(session: Session, press: _Press, month: HeldMonth, facts: SendingFacts) -> None:
    """Raises Refused with everything that the rules object to, as of the held month."""
    found: list[Refusal] = []
    if not month.is_open:
        found.append(Refusal.of(Code.MONTH_ENDED))
    known = [facts.recipients[person_id] for person_id in press.recipients if person_id in facts.recipients]
    found += [
        Refusal.of(Code.RECIPIENT_UNKNOWN, "recipients", person=person_id)
        for person_id in press.recipients
        if person_id not in facts.recipients
    ]
    judged = judge_sending(month.scheme, facts.sender, known, text=press.text, points=press.points)
    # Where every named colleague is unknown, "choose somebody" would be a second, misleading sentence.
    found += [refusal for refusal in judged if not (press.recipients and refusal.code is Code.RECIPIENT_MISSING)]
    if press.new.help_kind_id is not None:
        kind = session.get(HelpKind, press.new.help_kind_id)
        if kind is None or kind.agency_id != press.agency_id:
            found.append(Refusal.of(Code.HELP_KIND_UNKNOWN, "help_kind"))
    if found:
        raise Refused(tuple(found))


@dataclass(frozen=True, slots=True)
class _Written:
    """A note that stands, with the salt of its text."""

    id: int
    row: dict[str, Any]
    salt: str


def _write_notes(
    connection: Connection, press: _Press, month: HeldMonth, facts: SendingFacts, batch_id: int
) -> list[_Written]:
    """The notes stand, still without their texts."""
    rows = [_note_row(press, month, facts, batch_id, person_id) for person_id in press.recipients]
    ids = {found.recipient_person_id: found.id for found in _NOTE.many(line_of(connection), rows)}
    return [_Written(ids[row["recipient_person_id"]], row, secrets.token_hex(16)) for row in rows]


def _movement(press: _Press, month: HeldMonth, note: _Written) -> Movement:
    return Movement(
        kind="send",
        note_id=note.id,
        counters=None,
        giver_person_id=press.sender_person_id,
        giver_department_id=note.row["sender_department_id"],
        receiver_person_id=note.row["recipient_person_id"],
        receiver_department_id=note.row["recipient_department_id"],
        points=press.points,
        notes=1,
        spent=month.scheme.cost(press.points),
        counted=1 if press.points else 0,
        text_digest=text_digest(note.salt, press.text),
        actor_person_id=press.sender_person_id,
    )


def _beside(press: _Press, month: HeldMonth, notes: Sequence[_Written]) -> tuple[Step, ...]:
    """What is written beside the ledger: the texts, the recipients' notices; and the draft goes."""
    texts = [
        {"note_id": note.id, "agency_id": press.agency_id, "text": press.text, "salt": note.salt} for note in notes
    ]
    notices = [
        {
            "agency_id": press.agency_id,
            "person_id": note.row["recipient_person_id"],
            "kind": NoticeKind.RECEIVED.value,
            "note_id": note.id,
            "created_at": month.instant,
        }
        for note in notes
    ]
    draft = {"form": press.new.form_id, "person": press.sender_person_id}
    return (_NOTE_TEXT, texts), (_NOTICE, notices), (_DROP_DRAFT, [draft])


def _note_row(press: _Press, month: HeldMonth, facts: SendingFacts, batch_id: int, person_id: int) -> dict[str, Any]:
    own, other = facts.places[press.sender_person_id], facts.places[person_id]
    return {
        "agency_id": press.agency_id,
        "batch_id": batch_id,
        "month_id": month.id,
        "scheme_id": month.scheme_id,
        "sender_person_id": press.sender_person_id,
        "recipient_person_id": person_id,
        "sender_department_id": own.department_id,
        "recipient_department_id": other.department_id,
        "sender_path_id": own.path_id,
        "recipient_path_id": other.path_id,
        "points": press.points,
        "help_kind_id": press.new.help_kind_id,
        "is_private": press.new.is_private,
        "sent_at": month.instant,
    }
