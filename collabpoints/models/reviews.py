"""Review (검토): why a note waits for a reviewer, what he decided, and who opened a private one."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class NoteFlag(Base):
    """A note waits for review, and this is why. `detail` is what the page says about it: for `stock_phrase` the phrases,
    for `repeated_text` how many notes carry the text, for `report` what the reader wrote,
    for `pattern` why the officer sent it. `review_id` None: still open."""

    __tablename__ = "note_flags"
    __table_args__ = (
        CheckConstraint("kind IN ('stock_phrase', 'repeated_text', 'report', 'pattern')", name="kind"),
        CheckConstraint("(kind = 'report') = (reporter_person_id IS NOT NULL)", name="reporter"),
        Index("uq_note_flags_found", "note_id", "kind", unique=True,
              sqlite_where=text("reporter_person_id IS NULL"), postgresql_where=text("reporter_person_id IS NULL")),
        Index("uq_note_flags_reported", "note_id", "reporter_person_id", unique=True,
              sqlite_where=text("reporter_person_id IS NOT NULL"),
              postgresql_where=text("reporter_person_id IS NOT NULL")),
        Index("ix_note_flags_open", "agency_id", "id",
              sqlite_where=text("review_id IS NULL"), postgresql_where=text("review_id IS NULL")),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    kind: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(500), default="")
    reporter_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    flagged_at: Mapped[Instant]
    review_id: Mapped[int | None] = mapped_column(ForeignKey("note_reviews.id"))


class NoteReview(Base):
    """A reviewer's decision on a note: passed, or its points reclaimed (회수). Append-only, by triggers."""

    __tablename__ = "note_reviews"
    __table_args__ = (
        CheckConstraint("decision IN ('passed', 'reclaimed')", name="decision"),
        CheckConstraint("(decision = 'reclaimed') = (entry_id IS NOT NULL)", name="entry"),
        CheckConstraint("decision = 'passed' OR length(trim(reason)) > 0", name="reason"),
        UniqueConstraint("entry_id"),
        Index("ix_note_reviews_note_id", "note_id", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    reviewer_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500), default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    decided_at: Mapped[Instant]


class NoteOpening(Base):
    """A reviewer opened a private note, with his reason (promise 14). Append-only, by triggers."""

    __tablename__ = "note_openings"
    __table_args__ = (
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        Index("ix_note_openings_note_id", "note_id", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    reviewer_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500))
    opened_at: Mapped[Instant]
