"""Boards: make the standings of a span, of persons and of departments, inside a unit of work that is open already.

The database ranks: figures and ranks of any number of people never come into this process. The rule is domain/ranking.py,
which a property test holds against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, FromClause, delete, func, insert, select, text
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, table_of
from collabpoints.domain import periods
from collabpoints.domain.ranking import Subject, rule_of
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span
from collabpoints.models import (
    Agency,
    Board,
    DepartmentStanding,
    Month,
    MonthClosing,
    PersonStanding,
    Scheme,
)
from collabpoints.services.board_cells import drop_shown, keep_participants, keep_shown
from collabpoints.services.board_checksums import checksum_of
from collabpoints.services.board_edges import Part, drop_edges, keep_edges
from collabpoints.services.board_ends import drop_ends, keep_ends
from collabpoints.services.board_places import drop_places, keep_places
from collabpoints.services.board_standings import department_rows, person_rows

# Sums are hashed in memory, not sorted on disk, by one maker at a time; compiling such statements takes longer than it saves.
_PATIENCE_AND_ROOM = text(
    "SELECT set_config('lock_timeout', '15min', true), set_config('work_mem', '128MB', true), set_config('jit', 'off', true)"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a span's boards are made of. `through_entry_id` is the highest entry of its closed months; 0 of none. `moved`
    are its movements, where somebody has kept them (queries/movements.py)."""

    agency_id: int
    span: Span
    months: tuple[Month, ...]
    parts: tuple[Part, ...]
    scheme: RuleBook
    is_confirmed: bool
    through_entry_id: int
    moved: FromClause | None = None


def make_boards(
    session: Session, agency_id: int, span: Span, *, instant: datetime, moved: FromClause | None = None
) -> int:
    """The span's boards stand as of `instant`, provisional, or confirmed where all its months are closed; made of the
    movements that were kept of it, where they were. Returns the number of standings; 0 where the span has no month yet,
    or its boards are confirmed already: they never change."""
    hold_boards(session, agency_id)
    frame = frame_of(session, agency_id, span)
    return 0 if frame is None else _make_alone(session, replace(frame, moved=moved), instant=instant)


def confirm_span(session: Session, agency_id: int, name: str) -> int:
    """The boards of a span whose months are all closed stand confirmed as of now; `name` as `Span.full_name` spells it.
    Returns the number of standings. Raises ValueError for a span that rests on a month that is not closed."""
    span = Span.named(name)
    hold_boards(session, agency_id)
    frame = frame_of(session, agency_id, span)
    if frame is None or not frame.is_confirmed:
        raise ValueError(f"not all months of the span are closed: {name}")
    return _make_alone(session, frame, instant=database_now(session))


def hold_boards(session: Session, agency_id: int, *, is_page: bool = False) -> None:
    """One unit of work at a time makes an agency's boards: the hourly job and a closing wait for each other here, however
    long that takes; a page no longer than pages do. Held before a month is locked."""
    is_postgres = dialect_of(session) == "postgresql" and not is_page  # SQLite has one writer anyway
    patience = session.execute(text("SHOW lock_timeout")).scalar_one() if is_postgres else ""
    if is_postgres:
        session.execute(_PATIENCE_AND_ROOM)
    # Not FOR UPDATE: every row that names the agency is written under a key-share lock of it.
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True))
    if is_postgres:
        session.execute(text("SELECT set_config('lock_timeout', :patience, true)"), {"patience": patience})


def frame_of(session: Session, agency_id: int, span: Span) -> Frame | None:
    """What the span's boards are to be made of; None before its first month."""
    rows = session.execute(
        select(Month, Scheme.text, MonthClosing.through_entry_id)
        .join(Scheme, Scheme.id == Month.scheme_id)
        .outerjoin(MonthClosing, (MonthClosing.month_id == Month.id) & (MonthClosing.state == "closed"))
        .where(Month.agency_id == agency_id, Month.period >= str(span.first), Month.period <= str(span.last))
        .order_by(Month.period)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        return None
    months = tuple(row[0] for row in rows)
    parts = tuple(Part(row[0].id, row[2], parse_scheme(row[1])) for row in rows)
    is_confirmed = months[-1].period == str(span.last) and all(part.through_entry_id is not None for part in parts)
    through = max((part.through_entry_id for part in parts if part.through_entry_id is not None), default=0)
    return Frame(agency_id, span, months, parts, parts[-1].scheme, is_confirmed, through)


def make_framed(session: Session, frame: Frame, *, instant: datetime) -> int:
    """The same as `make_boards`, of a frame; the boards are held. Nothing of departments is shown of them before
    `keep_shown`."""
    if _is_confirmed(session, frame):
        return 0
    _clear(session, frame)
    day = today_of(session, frame.agency_id, instant)
    days = keep_places(session, frame.months, frame.scheme, today=day)
    through = max(frame.through_entry_id, keep_edges(session, frame.parts, frame.moved))
    keep_ends(session)
    if frame.span.length is Length.MONTH:
        keep_participants(session, frame.agency_id, frame.months[0].id)
    end = frame.span.end_day if frame.is_confirmed else min(frame.span.end_day, day + timedelta(days=1))
    rows = 0
    for subject in Subject:
        board = _board(session, frame, subject, days=days, through_entry_id=through, instant=instant)
        rows += _stand(session, frame, board, subject, end=end)
        if frame.is_confirmed:
            board.checksum = checksum_of(session, board)
            board.state = "confirmed"
            session.flush()
    drop_ends(session)
    drop_edges(session)
    drop_places(session)
    return rows


def _make_alone(session: Session, frame: Frame, *, instant: datetime) -> int:
    made = make_framed(session, frame, instant=instant)
    if made:
        keep_shown(session, frame.agency_id, [month.period for month in frame.months])
    return made


def today_of(session: Session, agency_id: int, instant: datetime) -> date:
    """The day of an instant where the agency is."""
    zone = session.execute(select(Agency.zone).where(Agency.id == agency_id)).scalar_one()
    return periods.today(instant, ZoneInfo(zone))


def _is_confirmed(session: Session, frame: Frame) -> bool:
    confirmed = select(Board.id).where(*of_span(frame), Board.state == "confirmed")
    return session.execute(confirmed.limit(1)).first() is not None


def of_span(frame: Frame) -> tuple[ColumnElement[bool], ...]:
    """What holds of the frame's boards."""
    return (
        Board.agency_id == frame.agency_id,
        Board.span == str(frame.span),
        Board.last_period == str(frame.span.last),
    )


def _clear(session: Session, frame: Frame) -> None:
    drop_boards(session, session.scalars(select(Board.id).where(*of_span(frame))).all())


def drop_boards(session: Session, board_ids: Sequence[int]) -> None:
    """The boards are gone with their rows. For provisional ones."""
    drop_shown(session, board_ids)
    for model, column in (
        (PersonStanding, PersonStanding.board_id),
        (DepartmentStanding, DepartmentStanding.board_id),
        (Board, Board.id),
    ):
        session.execute(delete(model).where(column.in_(board_ids)))


def _board(
    session: Session, frame: Frame, subject: Subject, *, days: int, through_entry_id: int, instant: datetime
) -> Board:
    board = Board(
        agency_id=frame.agency_id,
        span=str(frame.span),
        subject=subject.value,
        state="provisional",
        first_period=frame.months[0].period,
        last_period=str(frame.span.last),
        days=days,
        scheme_id=frame.months[-1].scheme_id,
        through_entry_id=through_entry_id,
        as_of=instant,
    )
    session.add(board)
    session.flush()
    return board


def _stand(session: Session, frame: Frame, board: Board, subject: Subject, *, end: date) -> int:
    rule = rule_of(frame.scheme, subject)
    model = PersonStanding if subject is Subject.PERSONS else DepartmentStanding
    columns, rows = person_rows(board, rule, end=end) if subject is Subject.PERSONS else department_rows(board, rule)
    session.execute(insert(table_of(model)).from_select(columns, rows))
    counted = select(func.count()).select_from(model).where(model.board_id == board.id)
    return session.execute(counted).scalar_one()
