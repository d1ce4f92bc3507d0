"""Months: the state of each calendar month, the lock that sends and closing meet on, and what its closing froze."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
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


class MonthClosing(Base):
    """The closing (확정) of an ended month: an officer asked for it by name, a job carries it out.

    `asked`: the job has it to do. `stopped`: the books did not balance, `difference` says how; it can be asked for
    again. `closed`: the month's sums are those of its entries up to `through_entry_id`, for ever, and `checksum` is over
    the standings that were frozen. Later corrections have higher ids.
    """

    __tablename__ = "month_closings"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'stopped', 'closed')", name="state"),
        CheckConstraint("(state = 'stopped') = (length(difference) > 0)", name="difference"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL AND through_entry_id IS NOT NULL"
                        " AND length(checksum) = 64)", name="closed"),
    )  # fmt: skip

    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    asked_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    state: Mapped[str] = mapped_column(String(7), default="asked")
    difference: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[Instant | None]
    through_entry_id: Mapped[int | None]
    checksum: Mapped[str] = mapped_column(String(64), default="")


class MonthHeadcount(Base):
    """How many days people served in a department in a month that has ended, all of them together, by the path that the
    department had then. Divided by the days of the month it is the average headcount."""

    __tablename__ = "month_headcounts"
    __table_args__ = (CheckConstraint("person_days > 0", name="person_days"),)

    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"), primary_key=True)
    path_id: Mapped[int] = mapped_column(ForeignKey("department_paths.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    person_days: Mapped[int]


class MonthOrder(Base):
    """Where a department stood in the official order (직제순) when a month ended. Months that ended before this was kept have
    none: then today's order counts."""

    __tablename__ = "month_orders"

    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    official_order: Mapped[int]
