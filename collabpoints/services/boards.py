"""Boards: make the standings of a span, of persons and of departments, inside a unit of work that is open already.

The database ranks: figures and ranks of any number of people never come into this process. The rule is domain/ranking.py,
which a property test holds against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.domain import periods
from collabpoints.domain.ranking import Subject, rule_of
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span, spans_around
from collabpoints.models import (
    Agency,
    Board,
    DepartmentStanding,
    Entry,
    Month,
    MonthClosing,
    PersonStanding,
    Scheme,
)
from collabpoints.services.board_checksums import checksum_of
from collabpoints.services.board_edges import Part, drop_edges, keep_edges
from collabpoints.services.board_places import drop_places, keep_places
from collabpoints.services.board_standings import department_rows, person_rows


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a span's boards are made of."""

    agency_id: int
    span: Span
    months: tuple[Month, ...]
    parts: tuple[Part, ...]
    scheme: RuleBook
    is_confirmed: bool
    through_entry_id: int


def make_boards(session: Session, agency_id: int, span: Span, *, instant: datetime) -> int:
    """The span's boards stand as of `instant`, provisional, or confirmed where all its months are closed. Returns the
    number of standings; 0 where the span has no month yet, or its boards are confirmed already: they never change."""
    frame = _frame(session, agency_id, span)
    if frame is None or _is_confirmed(session, frame):
        return 0
    _clear(session, frame)
    zone = ZoneInfo(session.execute(select(Agency.zone).where(Agency.id == agency_id)).scalar_one())
    days = keep_places(session, frame.months, frame.scheme, today=periods.today(instant, zone))
    keep_edges(session, frame.parts, frame.scheme.same_level)
    rows = 0
    for subject in Subject:
        board = _board(session, frame, subject, days=days, instant=instant)
        rows += _stand(session, frame, board, subject)
        if frame.is_confirmed:
            board.checksum = checksum_of(session, board)
            board.state = "confirmed"
            session.flush()
    drop_edges(session)
    drop_places(session)
    return rows


def make_provisional_boards(session: Session, agency_id: int, *, instant: datetime) -> int:
    """The boards of every month that is not closed, and of the quarters, half-years and years in which they lie, stand as
    of `instant`. Returns the number of standings."""
    begins = year_begins_in(session, agency_id)
    periods_of = session.scalars(
        select(Month.period).where(Month.agency_id == agency_id, Month.state != "closed").order_by(Month.period)
    ).all()
    spans = {str(span): span for period in periods_of for span in spans_around(periods.Month.parse(period), begins)}
    return sum(make_boards(session, agency_id, span, instant=instant) for _name, span in sorted(spans.items()))


def year_begins_in(session: Session, agency_id: int) -> int:
    """In which month the prize year of the newest month's scheme begins; 1 before any month."""
    text = session.execute(
        select(Scheme.text)
        .join(Month, Month.scheme_id == Scheme.id)
        .where(Month.agency_id == agency_id)
        .order_by(Month.period.desc())
        .limit(1)
    ).scalar_one_or_none()
    return parse_scheme(text).year_begins_in if text else 1


def _frame(session: Session, agency_id: int, span: Span) -> _Frame | None:
    rows = session.execute(
        select(Month, Scheme.text, MonthClosing.through_entry_id)
        .join(Scheme, Scheme.id == Month.scheme_id)
        .outerjoin(MonthClosing, (MonthClosing.month_id == Month.id) & (MonthClosing.state == "closed"))
        .where(Month.agency_id == agency_id, Month.period >= str(span.first), Month.period <= str(span.last))
        .order_by(Month.period)
    ).all()
    if not rows:
        return None
    months = tuple(row[0] for row in rows)
    parts = tuple(Part(row[0].id, row[2], parse_scheme(row[1])) for row in rows)
    is_confirmed = months[-1].period == str(span.last) and all(part.through_entry_id is not None for part in parts)
    through = [part.through_entry_id for part in parts if part.through_entry_id is not None]
    newest = max(through, default=0) if is_confirmed else _newest_entry(session, months)
    return _Frame(agency_id, span, months, parts, parts[-1].scheme, is_confirmed, newest)


def _newest_entry(session: Session, months: Sequence[Month]) -> int:
    found = select(func.max(Entry.id)).where(Entry.month_id.in_([month.id for month in months]))
    return session.execute(found).scalar_one() or 0


def _is_confirmed(session: Session, frame: _Frame) -> bool:
    confirmed = select(Board.id).where(
        Board.agency_id == frame.agency_id, Board.span == str(frame.span), Board.state == "confirmed"
    )
    return session.execute(confirmed.limit(1)).first() is not None


def _clear(session: Session, frame: _Frame) -> None:
    ids = session.scalars(
        select(Board.id).where(Board.agency_id == frame.agency_id, Board.span == str(frame.span)).with_for_update()
    ).all()
    for model, column in (
        (PersonStanding, PersonStanding.board_id),
        (DepartmentStanding, DepartmentStanding.board_id),
        (Board, Board.id),
    ):
        session.execute(delete(model).where(column.in_(ids)))


def _board(session: Session, frame: _Frame, subject: Subject, *, days: int, instant: datetime) -> Board:
    board = Board(
        agency_id=frame.agency_id,
        span=str(frame.span),
        subject=subject.value,
        state="provisional",
        first_period=frame.months[0].period,
        last_period=str(frame.span.last),
        days=days,
        scheme_id=frame.months[-1].scheme_id,
        through_entry_id=frame.through_entry_id,
        as_of=instant,
    )
    session.add(board)
    session.flush()
    return board


def _stand(session: Session, frame: _Frame, board: Board, subject: Subject) -> int:
    rule = rule_of(frame.scheme, subject)
    model = PersonStanding if subject is Subject.PERSONS else DepartmentStanding
    made = person_rows if subject is Subject.PERSONS else department_rows
    columns, rows = made(board, rule, frame.parts, end=frame.span.end_day)
    session.execute(insert(table_of(model)).from_select(columns, rows))
    counted = select(func.count()).select_from(model).where(model.board_id == board.id)
    return session.execute(counted).scalar_one()
