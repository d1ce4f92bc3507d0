"""Provisional boards: those of all months that are not closed, and of the longer spans in which they lie, made anew each
hour; inside a unit of work that is open already."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from collabpoints.db import database_now
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span, spans_around
from collabpoints.models import Board, Entry, Month, Scheme, StaffImport
from collabpoints.services.board_cells import keep_shown
from collabpoints.services.boards import Frame, drop_boards, frame_of, hold_boards, make_framed, of_span, today_of

# An entry may be written down this long before it is seen: longer than any unit of work of a page may last.
_OVERLAP = timedelta(minutes=10)


def make_standings(session: Session, agency_id: int) -> int:
    """What the job does: the provisional boards stand as of now, by the database's clock. Returns the number of
    standings that were made."""
    return make_provisional_boards(session, agency_id, instant=database_now(session))


def make_provisional_boards(session: Session, agency_id: int, *, instant: datetime) -> int:
    """The boards of every month that is not closed, and of the quarters, half-years and years in which they lie, stand as
    of `instant`. Returns the number of standings; where nothing has changed since they were made, none are."""
    hold_boards(session, agency_id)
    begins = year_begins_in(session, agency_id)
    not_closed = session.scalars(
        select(Month.period).where(Month.agency_id == agency_id, Month.state != "closed").order_by(Month.period)
    ).all()
    spans = {span for period in not_closed for span in spans_around(CalendarMonth.parse(period), begins)}
    _drop_others(session, agency_id, spans, not_closed)
    made = []
    for span in sorted(spans, key=lambda one: (str(one.first), one.days)):
        frame = frame_of(session, agency_id, span)
        if frame is None:
            continue
        if _is_unchanged(session, frame, instant=instant):
            _renew(session, frame, instant=instant)
        else:
            made.append(make_framed(session, frame, instant=instant))
    if any(one.is_changed for one in made):
        keep_shown(session, agency_id, not_closed)
    return sum(one.rows for one in made)


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


def _drop_others(session: Session, agency_id: int, spans: set[Span], not_closed: Sequence[str]) -> None:
    """After a scheme let the year begin in another month, spans counted the old way have no boards any more, unless
    they were confirmed."""
    if not not_closed:
        return
    rows = session.execute(
        select(Board.id, Board.span, Board.last_period).where(
            Board.agency_id == agency_id, Board.state == "provisional", Board.last_period >= not_closed[0]
        )
    ).all()
    wanted = {(str(span), str(span.last)) for span in spans}
    drop_boards(session, [row.id for row in rows if (row.span, row.last_period) not in wanted])


def _is_unchanged(session: Session, frame: Frame, *, instant: datetime) -> bool:
    """Whether the boards that stand would be made again alike: on the same day, of the same months and entries, and with
    no import of staff in between."""
    boards = session.scalars(_boards(frame)).all()
    if len(boards) != 2 or {board.first_period for board in boards} != {frame.months[0].period}:
        return False
    made_at = min(board.as_of for board in boards)
    if today_of(session, frame.agency_id, made_at) != today_of(session, frame.agency_id, instant):
        return False
    changed = [month.ended_at for month in frame.months] + [month.closed_at for month in frame.months]
    changed += [_newest_entry(session, month_id) for month_id in _still_moving(frame)]
    changed.append(
        session.scalar(select(func.max(StaffImport.applied_at)).where(StaffImport.agency_id == frame.agency_id))
    )
    return all(at is None or at + _OVERLAP < made_at for at in changed)


def _boards(frame: Frame) -> Select[*tuple[Board]]:
    return select(Board).where(*of_span(frame), Board.state == "provisional")


def _still_moving(frame: Frame) -> list[int]:
    return [part.month_id for part in frame.parts if part.through_entry_id is None]


def _newest_entry(session: Session, month_id: int) -> datetime | None:
    return session.scalar(
        select(Entry.recorded_at).where(Entry.month_id == month_id).order_by(Entry.id.desc()).limit(1)
    )


def _renew(session: Session, frame: Frame, *, instant: datetime) -> None:
    """The boards say that they stand as of `instant`: what they hold is true of it too."""
    board_ids = [board.id for board in session.scalars(_boards(frame))]
    session.execute(update(Board).where(Board.id.in_(board_ids)).values(as_of=instant))
