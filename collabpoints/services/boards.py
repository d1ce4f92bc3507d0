"""Boards: make the standings of a span, of persons and of departments, inside a unit of work that is open already.

The database ranks: figures and ranks of any number of people never come into this process. The rule is domain/ranking.py,
which a property test holds against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of
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
    Note,
    PersonStanding,
    Scheme,
)
from collabpoints.queries.movements import newest_kept
from collabpoints.queries.sides import kept
from collabpoints.services.board_cells import drop_shown, keep_participants, keep_shown
from collabpoints.services.board_checksums import checksum_of
from collabpoints.services.board_ends import ends
from collabpoints.services.board_parts import Part, within
from collabpoints.services.board_places import drop_places, keep_places
from collabpoints.services.board_standings import department_rows, person_rows, standings_of
from collabpoints.services.row_changes import make_rows

# Sums are hashed in memory, not sorted on disk, by one maker at a time; compiling such statements takes longer than it saves.
_PATIENCE_AND_ROOM = text(
    "SELECT set_config('lock_timeout', '15min', true), set_config('work_mem', '128MB', true), set_config('jit', 'off', true)"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a span's boards are made of. `through_entry_id` is the highest entry of its closed months; 0 of none.
    `is_kept`: its movements and sides stand already (queries/movements.py, sides.py)."""

    agency_id: int
    span: Span
    months: tuple[Month, ...]
    parts: tuple[Part, ...]
    scheme: RuleBook
    is_confirmed: bool
    through_entry_id: int
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """Boards that were made: how many standings they have, and whether anything of them differs from those before."""

    rows: int
    is_changed: bool


def make_boards(session: Session, agency_id: int, span: Span, *, instant: datetime, is_kept: bool = False) -> int:
    """The span's boards stand as of `instant`, provisional, or confirmed where all its months are closed; made of the
    movements and sides that the caller has kept of it, if so. Returns the number of standings; 0 where the span has no
    month yet, or its boards are confirmed already: they never change."""
    hold_boards(session, agency_id)
    frame = frame_of(session, agency_id, span)
    return 0 if frame is None else _make_alone(session, replace(frame, is_kept=is_kept), instant=instant)


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


def make_framed(session: Session, frame: Frame, *, instant: datetime) -> Made:
    """The same as `make_boards`, of a frame; the boards are held. Where they changed nothing of departments is shown of
    them before `keep_shown`."""
    if _is_confirmed(session, frame):
        return Made(0, is_changed=False)
    if frame.is_kept:
        return _make_of_kept(session, frame, instant=instant)
    with kept(session, within(frame.parts), Note.month_id.in_([part.month_id for part in frame.parts])):
        return _make_of_kept(session, frame, instant=instant)


def _make_of_kept(session: Session, frame: Frame, *, instant: datetime) -> Made:
    before = _told(session, frame)
    day = today_of(session, frame.agency_id, instant)
    days = keep_places(session, frame.months, frame.scheme, today=day)
    is_moving = any(part.through_entry_id is None for part in frame.parts)
    through = max(frame.through_entry_id, newest_kept(session) if is_moving else 0)
    changes = []
    if frame.span.length is Length.MONTH:
        changes.append(keep_participants(session, frame.agency_id, frame.months[0].id, ends(frame.parts)))
    end = frame.span.end_day if frame.is_confirmed else min(frame.span.end_day, day + timedelta(days=1))
    boards = [_board(session, frame, one, days=days, through_entry_id=through, instant=instant) for one in Subject]
    for board in boards:
        changes.append(_stand(session, frame, board, end=end))
        if frame.is_confirmed:
            board.checksum = checksum_of(session, board)
            board.state = "confirmed"
            session.flush()
    drop_places(session)
    is_changed = any(changes) or _told(session, frame) != before
    if is_changed:
        drop_shown(session, [board.id for board in boards])
    return Made(sum(_count(session, board) for board in boards), is_changed)


def _make_alone(session: Session, frame: Frame, *, instant: datetime) -> int:
    made = make_framed(session, frame, instant=instant)
    if made.is_changed:
        keep_shown(session, frame.agency_id, [month.period for month in frame.months])
    return made.rows


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
    board = session.scalars(select(Board).where(*of_span(frame), Board.subject == subject.value)).one_or_none()
    if board is None:
        span, last = str(frame.span), str(frame.span.last)
        board = Board(
            agency_id=frame.agency_id, span=span, last_period=last, subject=subject.value, state="provisional"
        )
        session.add(board)
    board.first_period, board.days, board.as_of = frame.months[0].period, days, instant
    board.scheme_id, board.through_entry_id = frame.months[-1].scheme_id, through_entry_id
    session.flush()
    return board


def _told(session: Session, frame: Frame) -> list[tuple[Any, ...]]:
    """What the span's boards say of themselves that decides about small cells."""
    wanted = select(Board.subject, Board.first_period, Board.days, Board.scheme_id).where(*of_span(frame))
    return [tuple(row) for row in session.execute(wanted.order_by(Board.subject))]


def _stand(session: Session, frame: Frame, board: Board, *, end: date) -> bool:
    rule = rule_of(frame.scheme, Subject(board.subject))
    summed = ends(frame.parts)
    model = standings_of(board)
    if model is PersonStanding:
        names, rows = person_rows(board, rule, summed, end=end)
    else:
        names, rows = department_rows(board, rule, summed)
    return make_rows(session, model, model.board_id == board.id, names, rows)


def _count(session: Session, board: Board) -> int:
    model = standings_of(board)
    return session.execute(select(func.count()).select_from(model).where(model.board_id == board.id)).scalar_one()
