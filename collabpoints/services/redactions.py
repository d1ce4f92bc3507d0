"""Redact names, texts and kept files that outlived their term (docs/adr/0029). A public function does one part of it in one
transaction, with the row that tells of it: stopped in the middle, the next call goes on; done twice, it is done once.

What never changes stays as it is: the ledger, sealed decisions, records and the sums.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.redactions import TEXT, without_name
from collabpoints.models import (
    Appeal,
    Export,
    ExportPiece,
    Note,
    NoteFlag,
    NotePrize,
    NoteText,
    Person,
    Redaction,
    Reply,
    SendBatch,
    Submission,
)
from collabpoints.queries.redactions import due_people, is_old_text, old_files
from collabpoints.services.redacted_people import drop_reasons, forget_people

PEOPLE_AT_ONCE = 20
TEXTS_AT_ONCE = 2000
_FILES_AT_ONCE = 20
_IS_QUOTED = NoteFlag.kind == "stock_phrase"
_IS_TYPED = NoteFlag.kind.not_in(("stock_phrase", "repeated_text"))


def redact_people(agency_id: int, *, left_before: date, most: int = PEOPLE_AT_ONCE) -> int:
    """Afterwards the names of so many people who had left before that day are gone, and with them all that was typed about
    them and is not sealed: the texts of what they received, replies on both sides, reasons, evidence, drafts. Returns of
    how many; 0 when nobody is due."""
    with unit_of_work() as session:
        now = database_now(session)
        wanted = due_people(session, agency_id, left_before)[:most]
        people = session.scalars(
            select(Person)
            .where(Person.id.in_(wanted), Person.redacted_at.is_(None))
            .order_by(Person.id)
            .with_for_update()
        ).all()
        # Asked again with the rows held: somebody may have come back meanwhile.
        still = set(due_people(session, agency_id, left_before))
        people = [person for person in people if person.id in still]
        if not people:
            return 0
        texts = sum(_forget_texts(session, person, now) for person in people)
        forget_people(session, people, now)
        session.add(_row(agency_id, now, left_before=left_before, names=len(people), texts=texts))
        return len(people)


def redact_texts(agency_id: int, *, texts_before: date, sent_before: datetime, most: int = TEXTS_AT_ONCE) -> int:
    """Afterwards the texts of so many notes that were sent before that instant are gone, with their replies and with what
    was said of them in reports and appeals. Returns of how many; 0 when none is due."""
    with unit_of_work() as session:
        now = database_now(session)
        wanted = session.scalars(
            select(Note.id)
            .join(NoteText, NoteText.note_id == Note.id)
            .where(is_old_text(agency_id, sent_before))
            .order_by(Note.id)
            .limit(most)
        ).all()
        gone = _drop_texts(session, wanted, now)
        if gone:
            _drop_said(session, wanted)
            session.add(_row(agency_id, now, texts_before=texts_before, texts=gone))
        return gone


def redact_files(agency_id: int, *, texts_before: date, made_before: datetime) -> int:
    """Afterwards some kept files that were made before that instant, or that name somebody whose name is gone, have no
    content any more; their rows, figures and digests stay. Returns how many; 0 when none is due."""
    with unit_of_work() as session:
        now = database_now(session)
        wanted = old_files(agency_id, made_before).order_by(Submission.id).limit(_FILES_AT_ONCE)
        exports = session.scalars(select(Submission.export_id).where(Submission.id.in_(wanted.subquery().select())))
        ids = sorted(exports.all())
        session.execute(update(Export).where(Export.id.in_(ids)).values(state="expired", companion="", expires_at=now))
        session.execute(delete(ExportPiece).where(ExportPiece.export_id.in_(ids)))
        if ids:
            session.add(_row(agency_id, now, texts_before=texts_before, files=len(ids)))
        return len(ids)


def _row(
    agency_id: int, now: datetime, *, left_before: date = date.min, texts_before: date = date.min,
    names: int = 0, texts: int = 0, files: int = 0,
) -> Redaction:  # fmt: skip
    return Redaction(
        agency_id=agency_id, left_before=left_before, texts_before=texts_before, names=names, texts=texts, files=files,
        redacted_at=now,
    )  # fmt: skip


def _forget_texts(session: Session, person: Person, now: datetime) -> int:
    """What he received goes, with the replies on both sides; what he sent stays with whom he thanked, without his name."""
    ends = (Note.recipient_person_id, Note.sender_person_id)
    # One end after the other: each has its index.
    got, gave = (session.execute(select(Note.id, Note.batch_id).where(end == person.id)).all() for end in ends)
    received = [row.id for row in got]
    gone = _drop_texts(session, received, now)
    _drop_said(session, [row.id for row in (*got, *gave)])
    batches = {row.batch_id for row in (*got, *gave)}
    named = session.scalars(
        select(NoteText)
        .join(Note, Note.id == NoteText.note_id)
        .where(Note.batch_id.in_(batches), NoteText.text.contains(person.name, autoescape=True))
        .order_by(NoteText.note_id)
    ).all()
    for text in named:
        changed = without_name(text.text, person.name)
        if changed != text.text:
            text.text, text.salt, text.redacted_at = changed, "", now
            gone += 1
    session.flush()
    _drop_batch_digests(session, [text.note_id for text in named])
    return gone


def _drop_texts(session: Session, note_ids: Sequence[int], now: datetime) -> int:
    """Text and salt of these notes are gone. The ledger keeps a digest that tells nothing without the salt."""
    gone = session.scalars(
        update(NoteText)
        .where(NoteText.note_id.in_(note_ids), NoteText.text != TEXT)
        .values(text=TEXT, salt="", redacted_at=now)
        .returning(NoteText.note_id)
    ).all()
    _drop_batch_digests(session, gone)
    return len(gone)


def _drop_said(session: Session, note_ids: Sequence[int]) -> None:
    """What was said of these notes is gone: of a reply stays that there was one, of a report and an appeal too."""
    session.execute(update(Reply).where(Reply.note_id.in_(note_ids)).values(text=""))
    session.execute(update(NoteFlag).where(NoteFlag.note_id.in_(note_ids), _IS_TYPED).values(detail=TEXT))
    session.execute(update(NoteFlag).where(NoteFlag.note_id.in_(note_ids), _IS_QUOTED).values(detail=""))
    drop_reasons(session, Appeal, Appeal.note_id.in_(note_ids), "reason", "decision_reason")
    drop_reasons(session, NotePrize, NotePrize.note_id.in_(note_ids), "reason")


def _drop_batch_digests(session: Session, note_ids: Sequence[int]) -> None:
    """The digest of a press has no salt: a text that is gone could be guessed by it."""
    batches = select(Note.batch_id).where(Note.id.in_(note_ids))
    session.execute(update(SendBatch).where(SendBatch.id.in_(batches)).values(content_digest=""))
