"""The figures that are held about one person, for himself: his months, his lines in confirmed boards and in submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from collabpoints.db import reading
from collabpoints.models import (
    Board,
    DepartmentPath,
    Month,
    PersonMonthTotal,
    PersonStanding,
    Submission,
    SubmissionLine,
)
from collabpoints.queries.own_records import own_records


@dataclass(frozen=True, slots=True)
class HeldMonth:
    """What he could give, gave and got in a month. `granted` and `spent` are in the scheme's unit."""

    period: str
    granted: int
    spent: int
    sent_notes: int
    sent_points: int
    received_notes: int
    received_points: int
    special_points: int


@dataclass(frozen=True, slots=True)
class HeldStanding:
    """His line in a confirmed board; `score` in ten-thousandths of a point."""

    span: str
    department: str
    received_points: int
    sent_points: int
    special_points: int
    score: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class HeldSubmission:
    """A file that was handed to somebody with his line in it."""

    year: int
    number: int
    made_at: datetime
    recipient: str
    purpose: str
    received_points: int
    sent_points: int
    special_points: int
    score: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class HeldFigures:
    """All of it, each in the order of time."""

    months: tuple[HeldMonth, ...]
    standings: tuple[HeldStanding, ...]
    submissions: tuple[HeldSubmission, ...]


def held_figures_of(person_id: int) -> HeldFigures:
    """The figures that are held about the person."""
    records = own_records(person_id)
    with reading() as session:
        return HeldFigures(
            months=tuple(HeldMonth(*row) for row in session.execute(_months(records))),
            standings=tuple(HeldStanding(*row) for row in session.execute(_standings(records))),
            submissions=tuple(HeldSubmission(*row) for row in session.execute(_submissions(records))),
        )


def _months(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    total = PersonMonthTotal
    return (
        select(Month.period, total.granted, total.spent, total.sent_notes, total.sent_points, total.received_notes,
               total.received_points, total.special_points)
        .join(Month, Month.id == total.month_id)
        .where(total.person_id.in_(records))
        .order_by(Month.period)
    )  # fmt: skip


def _standings(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    own = PersonStanding
    return (
        select(Board.span, DepartmentPath.names, own.received_points, own.sent_points, own.special_points, own.score,
               own.rank)
        .join(Board, Board.id == own.board_id)
        .join(DepartmentPath, DepartmentPath.id == own.path_id)
        .where(own.person_id.in_(records), Board.state == "confirmed")
        .order_by(Board.last_period, Board.first_period.desc(), Board.id)
    )  # fmt: skip


def _submissions(records: Sequence[int]) -> Select[*tuple[Any, ...]]:
    line = SubmissionLine
    return (
        select(Submission.year, Submission.number, Submission.made_at, Submission.recipient, Submission.purpose,
               line.received_points, line.sent_points, line.special_points, line.score, line.rank)
        .join(Submission, Submission.id == line.submission_id)
        .where(line.person_id.in_(records))
        .order_by(Submission.id)
    )  # fmt: skip
