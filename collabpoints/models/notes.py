"""Notes (협업메시지), the batch they were sent in, their texts apart, and the reply (답례)."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant, ordered_text
from collabpoints.domain.texts import FILLERS

# What the database itself refuses, however the row arrives (promises 5 and 22). SQLite would keep '１２' or 5.5 in an
# integer column: the comparison with a cast refuses both there, PostgreSQL's type refuses them anyway.
_VISIBLE = "length(trim(text)) > 0 AND " + " AND ".join(f"text NOT LIKE '%{filler}%'" for filler in FILLERS)
_WHOLE_POINTS = "points BETWEEN 0 AND 1000 AND points = CAST(points AS INTEGER)"


class SendBatch(Base):
    """One press of "send": the form's id with what it carried. The unique form id makes one press one batch (promise 2)."""

    __tablename__ = "send_batches"
    __table_args__ = (
        UniqueConstraint("agency_id", "form_id", name="uq_send_batches_form_id"),
        CheckConstraint("length(form_id) = 36", name="form_id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    form_id: Mapped[str] = mapped_column(String(36))
    sender_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    content_digest: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[Instant]


class HelpKind(Base):
    """What kind of help it was, an editable list: knowledge, work together, data or equipment, a hand in need."""

    __tablename__ = "help_kinds"
    __table_args__ = (UniqueConstraint("agency_id", "name_ko"),)

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    name_ko: Mapped[str] = mapped_column(ordered_text(40))
    name_en: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[int]
    is_offered: Mapped[bool] = mapped_column(default=True)


class Note(Base):
    """A thank-you note to one person, with points or (0) thanks alone. Ends are persons; the departments of both, their
    paths, the month and the scheme are those of the moment of sending and never change. What does change: whether it
    is private, when it was first read, and whether it was withdrawn (a counter-entry in the ledger says by whom)."""

    __tablename__ = "notes"
    __table_args__ = (
        UniqueConstraint("batch_id", "recipient_person_id"),
        CheckConstraint("sender_person_id <> recipient_person_id", name="ends"),
        CheckConstraint(_WHOLE_POINTS, name="points"),
        CheckConstraint("withdrawn IS NULL OR withdrawn IN ('taken_back', 'given_back', 'reclaimed')", name="withdrawn"),
        CheckConstraint("(withdrawn IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_at"),
        Index("ix_notes_recipient_person_id", "recipient_person_id", "id"),
        # Notes are written in the order of their months: a few pages say where each lies, and a send pays nothing for it.
        Index("ix_notes_month_id", "month_id", postgresql_using="brin"),
        Index("ix_notes_sender_person_id", "sender_person_id", "id"),
        Index("ix_notes_unread", "recipient_person_id",
              sqlite_where=text("read_at IS NULL AND withdrawn IS NULL"),
              postgresql_where=text("read_at IS NULL AND withdrawn IS NULL")),
        Index("ix_notes_feed", "agency_id", "id",
              sqlite_where=text("NOT is_private AND withdrawn IS NULL"),
              postgresql_where=text("NOT is_private AND withdrawn IS NULL")),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    batch_id: Mapped[int] = mapped_column(ForeignKey("send_batches.id"))
    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    sender_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    recipient_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sender_department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    recipient_department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    sender_path_id: Mapped[int] = mapped_column(ForeignKey("department_paths.id"))
    recipient_path_id: Mapped[int] = mapped_column(ForeignKey("department_paths.id"))
    points: Mapped[int]
    help_kind_id: Mapped[int | None] = mapped_column(ForeignKey("help_kinds.id"))
    is_private: Mapped[bool]
    sent_at: Mapped[Instant]
    read_at: Mapped[Instant | None]
    withdrawn: Mapped[str | None] = mapped_column(String(10))
    withdrawn_at: Mapped[Instant | None]


class NoteText(Base):
    """A note's text, apart from the ledger, with its salt: the ledger holds the salted digest only, so that a text can
    be redacted by the retention rules without breaking it."""

    __tablename__ = "note_texts"
    __table_args__ = (CheckConstraint(f"redacted_at IS NOT NULL OR ({_VISIBLE})", name="visible"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    redacted_at: Mapped[Instant | None]


class Reply(Base):
    """Thanks for the thanks: at most one a note, no points. An empty text is the one-tap reply."""

    __tablename__ = "replies"

    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    text: Mapped[str] = mapped_column(String(200), default="")
    replied_at: Mapped[Instant]
    read_at: Mapped[Instant | None]
