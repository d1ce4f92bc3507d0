"""Months: the state of each calendar month, and the lock that sends and closing meet on."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Month(Base):
    """A calendar month of an agency: open, ended or closed. Half-open from `starts_at` to `ends_at`.

    Sends hold a shared lock on the row, ending and closing an exclusive one. What SQL must constrain of the scheme
    (`allowance` in the scheme's unit, `pair_cap`) is copied here when the month begins and never changes.
    """

    __tablename__ = "months"
    __table_args__ = (
        UniqueConstraint("agency_id", "period"),
        CheckConstraint("state IN ('open', 'ended', 'closed')", name="state"),
        CheckConstraint("starts_at < ends_at", name="dates"),
        CheckConstraint("allowance > 0", name="allowance"),
        CheckConstraint("pair_cap IS NULL OR pair_cap > 0", name="pair_cap"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    period: Mapped[str] = mapped_column(String(7))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    state: Mapped[str] = mapped_column(String(6), default="open")
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    allowance: Mapped[int]
    pair_cap: Mapped[int | None]
    ended_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
