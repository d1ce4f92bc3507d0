"""Submissions (제출본): files handed to a committee, numbered, kept with their purpose and their lines. Append-only."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant

_NOT_NEGATIVE = (
    "received_points >= 0 AND received_notes >= 0 AND sent_points >= 0 AND sent_notes >= 0 AND special_points >= 0"
)


class Submission(Base):
    """The `number`-th submission of the calendar `year` (KST) in which it was made. Its lines are the ledger's as of
    `through_entry_id`; `is_beyond`: its purpose is none of those that the scheme says points are used for, and the cover
    says so. The sums are its control totals (whole points, notes)."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number"),
        UniqueConstraint("export_id"),
        CheckConstraint("year >= 2000 AND number >= 1", name="number"),
        CheckConstraint("subject IN ('persons', 'departments')", name="subject"),
        CheckConstraint("first_period <= last_period AND rows >= 0", name="span"),
        CheckConstraint(_NOT_NEGATIVE, name="sums"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    year: Mapped[int]
    number: Mapped[int]
    export_id: Mapped[int] = mapped_column(ForeignKey("exports.id"))
    subject: Mapped[str] = mapped_column(String(11))
    span: Mapped[str] = mapped_column(String(8), default="")
    first_period: Mapped[str] = mapped_column(String(7))
    last_period: Mapped[str] = mapped_column(String(7))
    filters: Mapped[str] = mapped_column(String(400), default="")
    is_everyone: Mapped[bool] = mapped_column(default=False)
    recipient: Mapped[str] = mapped_column(String(100))
    purpose: Mapped[str] = mapped_column(String(200))
    is_beyond: Mapped[bool]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    through_entry_id: Mapped[int]
    rows: Mapped[int]
    received_points: Mapped[int]
    received_notes: Mapped[int]
    sent_points: Mapped[int]
    sent_notes: Mapped[int]
    special_points: Mapped[int]
    made_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[Instant]


class SubmissionLine(Base):
    """One line of a submission, as it was handed over. A person or a department; `path_id` where he served last in the
    span; `score` in ten-thousandths of a point; `rank` null where the measure is 0."""

    __tablename__ = "submission_lines"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="subject"),
        CheckConstraint(_NOT_NEGATIVE + " AND score >= 0", name="sums"),
        Index("ix_submission_lines_person_id", "person_id"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[AgencyId]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    path_id: Mapped[int | None] = mapped_column(ForeignKey("department_paths.id"))
    rank: Mapped[int | None]
    received_points: Mapped[int]
    received_notes: Mapped[int]
    sent_points: Mapped[int]
    sent_notes: Mapped[int]
    special_points: Mapped[int]
    score: Mapped[int]
