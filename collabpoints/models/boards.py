"""Boards: the standings of a span, provisional until they are confirmed and frozen."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant

_RANKED = "(place IS NULL) = (rank IS NULL) AND (rank IS NULL OR rank <= place)"
_NOT_NEGATIVE = (
    "received_points >= 0 AND sent_points >= 0 AND special_points >= 0 AND received_notes >= 0 AND sent_notes >= 0"
    " AND score >= 0 AND colleagues >= 0 AND departments >= 0 AND crossed_points >= 0"
)


class Board(Base):
    """The leaderboard of a span, of persons or of departments, as of one moment of the ledger.

    `span` is spelled as in domain/spans.py; the months from `first_period` to `last_period` belong to it. A provisional
    board is made again and again; a confirmed one never changes: it rests on closed months only, and `checksum` is over
    its rows (services/board_checksums.py).
    """

    __tablename__ = "boards"
    __table_args__ = (
        # With its last month: a scheme may let the year begin elsewhere, and then the same spelling means other months.
        UniqueConstraint("agency_id", "span", "last_period", "subject"),
        CheckConstraint("subject IN ('persons', 'departments')", name="subject"),
        CheckConstraint("state IN ('provisional', 'confirmed')", name="state"),
        CheckConstraint("state = 'provisional' OR length(checksum) = 64", name="checksum"),
        CheckConstraint("first_period <= last_period AND days > 0", name="span"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    span: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(11))
    state: Mapped[str] = mapped_column(String(11))
    first_period: Mapped[str] = mapped_column(String(7))
    last_period: Mapped[str] = mapped_column(String(7))
    days: Mapped[int]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    through_entry_id: Mapped[int]
    as_of: Mapped[Instant]
    checksum: Mapped[str] = mapped_column(String(64), default="")


class PersonStanding(Base):
    """What a person gave and got in a span. Points are whole points, `score` ten-thousandths of a point. `colleagues` and
    `departments` are how many different ones he helped: those who thanked him. `crossed_points` came from beyond the
    next higher level of the tree (docs/adr/0015).

    `place` counts in the board's total order, `rank` is shared by equals; both are null where the measure by which the
    scheme ranks is 0. `path_id` is where he served last in the span.
    """

    __tablename__ = "person_standings"
    __table_args__ = (
        CheckConstraint(_NOT_NEGATIVE, name="sums"),
        CheckConstraint(_RANKED, name="ranked"),
        Index("uq_person_standings_place", "board_id", "place", unique=True),
        Index("ix_person_standings_person_id", "person_id"),
    )

    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    path_id: Mapped[int] = mapped_column(ForeignKey("department_paths.id"))
    place: Mapped[int | None]
    rank: Mapped[int | None]
    received_points: Mapped[int]
    sent_points: Mapped[int]
    special_points: Mapped[int]
    received_notes: Mapped[int]
    sent_notes: Mapped[int]
    score: Mapped[int]
    colleagues: Mapped[int]
    departments: Mapped[int]
    crossed_points: Mapped[int]


class DepartmentStanding(Base):
    """What the people of a department (its teams with it) gave and got in a span while they served there.

    Columns as in PersonStanding. `division` is the place of its division in the scheme, from 1; 0 is all others, and each
    is ranked apart: `place` and `rank` count within it. `person_days` over the board's days is the average headcount;
    `per_head` is the ranking measure times days over person_days, in ten-thousandths, rounded down; null without people.
    """

    __tablename__ = "department_standings"
    __table_args__ = (
        CheckConstraint(_NOT_NEGATIVE, name="sums"),
        CheckConstraint(_RANKED, name="ranked"),
        CheckConstraint("person_days >= 0 AND (per_head IS NULL OR person_days > 0)", name="person_days"),
        Index("uq_department_standings_place", "board_id", "division", "place", unique=True),
    )

    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    path_id: Mapped[int] = mapped_column(ForeignKey("department_paths.id"))
    division: Mapped[int]
    place: Mapped[int | None]
    rank: Mapped[int | None]
    received_points: Mapped[int]
    sent_points: Mapped[int]
    special_points: Mapped[int]
    received_notes: Mapped[int]
    sent_notes: Mapped[int]
    score: Mapped[int]
    colleagues: Mapped[int]
    departments: Mapped[int]
    crossed_points: Mapped[int]
    person_days: Mapped[int]
    per_head: Mapped[int | None]
