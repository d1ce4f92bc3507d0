"""Totals kept beside the ledger for speed, written in the same transaction; `ledger verify` proves them equal to it.

They carry the limits, so that the database itself refuses what would overspend (promise 1).
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base

_NEVER_NEGATIVE = "sent_points >= 0 AND sent_notes >= 0 AND received_points >= 0 AND received_notes >= 0"


class PersonMonthTotal(Base):
    """What a person gave and got in a month, special points apart. `granted` and `spent` are the allowance in the scheme's unit."""

    __tablename__ = "person_month_totals"
    __table_args__ = (
        CheckConstraint("spent >= 0 AND spent <= granted", name="allowance"),
        CheckConstraint(_NEVER_NEGATIVE, name="sums"),
        CheckConstraint("special_points >= 0", name="special"),
    )

    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    granted: Mapped[int]
    spent: Mapped[int] = mapped_column(default=0)
    sent_points: Mapped[int] = mapped_column(default=0)
    sent_notes: Mapped[int] = mapped_column(default=0)
    received_points: Mapped[int] = mapped_column(default=0)
    received_notes: Mapped[int] = mapped_column(default=0)
    special_points: Mapped[int] = mapped_column(default=0, server_default="0")


class DepartmentMonthTotal(Base):
    """What the people of a department gave and got in a month while they served in it; `special_points` are those of the
    department itself and of its people."""

    __tablename__ = "department_month_totals"
    __table_args__ = (
        CheckConstraint(_NEVER_NEGATIVE, name="sums"),
        CheckConstraint("special_points >= 0", name="special"),
    )

    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    sent_points: Mapped[int] = mapped_column(default=0)
    sent_notes: Mapped[int] = mapped_column(default=0)
    received_points: Mapped[int] = mapped_column(default=0)
    received_notes: Mapped[int] = mapped_column(default=0)
    special_points: Mapped[int] = mapped_column(default=0, server_default="0")


class PairMonthTotal(Base):
    """What one person gave another in a month; `counted` are the notes that the scheme's cap of the pair counts."""

    __tablename__ = "pair_month_totals"
    __table_args__ = (
        CheckConstraint("counted >= 0 AND (cap IS NULL OR counted <= cap)", name="cap"),
        CheckConstraint("sender_person_id <> recipient_person_id", name="ends"),
        CheckConstraint("points >= 0 AND notes >= 0", name="sums"),
        Index("ix_pair_month_totals_sender", "sender_person_id", "month_id"),
        Index("ix_pair_month_totals_recipient", "recipient_person_id", "month_id"),
    )

    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"), primary_key=True)
    sender_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    recipient_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    cap: Mapped[int | None]
    counted: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)
    notes: Mapped[int] = mapped_column(default=0)
