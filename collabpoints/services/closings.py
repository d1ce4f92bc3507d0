"""The closing (확정) of a month: an officer asks for it by name, a job carries it out (docs/adr/0017).

The job's transaction holds the month's row alone: no correction of it is under way, none that comes later counts in it.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, unit_of_work, upserting
from collabpoints.domain import periods
from collabpoints.domain.closing import Difference, as_lines, may_be_confirmed_from
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span
from collabpoints.models import Board, Entry, Month, MonthClosing, Scheme
from collabpoints.queries.ledger import verify_month
from collabpoints.queries.sides import kept_month
from collabpoints.services.boards import hold_boards, make_boards, today_of

CLOSING = "closing"
"""The job's name; its periods are months."""

_MOST_TOLD = 3
"""So many rows are told of a check that differs; `ledger verify` shows more."""

_UNKNOWN_YET = "0" * 64


class BooksDiffer(Exception):
    """The month's books do not balance: it cannot be closed."""

    def __init__(self, differences: tuple[Difference, ...]) -> None:
        super().__init__("; ".join(map(str, differences)))
        self.differences = differences


class NotAsked(Exception):
    """Nobody wants this month closed (any more); nothing was written."""


def ask_for_closing(agency_id: int, period: str, *, actor_person_id: int) -> None:
    """Afterwards it stands that this officer confirms the month; the job `closing` carries it out within seconds. Asked
    for again by the same officer it stands once.

    Raises NotFound for a month that is not there; Refused while it goes on, when it is closed, too early, while an
    earlier month is not closed, or where another officer was faster.
    """
    with unit_of_work() as session:
        month = _month(session, agency_id, period)
        if month is None:
            raise NotFound(f"month {period}")
        now = database_now(session)
        refusals = _refusals(session, month, now)
        closing = session.get(MonthClosing, month.id)
        if closing is not None and closing.state == "asked" and not refusals:
            _same_officer(closing.asked_by_person_id, actor_person_id)
            return
        if refusals:
            raise Refused(refusals)
        asked = {"asked_by_person_id": actor_person_id, "asked_at": now, "state": "asked", "difference": ""}
        written = session.execute(
            upserting(dialect_of(session), MonthClosing)
            .values(month_id=month.id, agency_id=agency_id, checksum="", **asked)
            .on_conflict_do_update(index_elements=["month_id"], set_=asked, where=MonthClosing.state == "stopped")
            .returning(MonthClosing.month_id)
        ).first()
        if written is None:  # somebody asked between the two statements
            faster = select(MonthClosing.asked_by_person_id).where(MonthClosing.month_id == month.id)
            _same_officer(session.execute(faster).scalar_one(), actor_person_id)


def close_month_within(session: Session, agency_id: int, period: str, *, at: datetime | None = None) -> int:
    """The month is closed: its books are proved, its boards confirmed, and its sums are those of the entries that stand,
    for ever. Inside the job's unit of work, as of now or, for a demo, `at` another instant; returns the number of standings.

    Raises BooksDiffer where anything differs and NotAsked where nobody wants it; then everything has to be undone.
    """
    hold_boards(session, agency_id)  # before the month: whoever corrects it need not wait for the hourly boards
    month = _held_alone(session, agency_id, period)
    closing = session.get(MonthClosing, month.id)
    if closing is None or closing.state != "asked" or month.state != "ended":
        raise NotAsked(f"{period} is {month.state}")
    with kept_month(session, month):
        _prove(session, month)
        now = at or database_now(session)
        newest = session.execute(select(func.max(Entry.id)).where(Entry.month_id == month.id)).scalar_one()
        # The boards ask for what is closed: they are made after the month is, and the checksum is over them.
        closing.state, closing.closed_at, closing.through_entry_id = "closed", now, newest or 0
        closing.checksum = _UNKNOWN_YET
        month.state, month.closed_at = "closed", now
        session.flush()
        span = Span.of(periods.Month.parse(period), Length.MONTH)
        rows = make_boards(session, agency_id, span, instant=now, is_kept=True)
    closing.checksum = _checksum(session, agency_id, period)
    session.flush()
    return rows


def stop_closing(agency_id: int, period: str, differences: tuple[Difference, ...]) -> None:
    """The month waits for its books to be put right, and it stands what differs; it can be asked for again. Nothing
    happens where it is not asked for any more."""
    with unit_of_work() as session:
        month_id = select(Month.id).where(Month.agency_id == agency_id, Month.period == period).scalar_subquery()
        session.execute(
            update(MonthClosing)
            .where(MonthClosing.month_id == month_id, MonthClosing.state == "asked")
            .values(state="stopped", difference=as_lines(differences))
        )


def _month(session: Session, agency_id: int, period: str) -> Month | None:
    """The month; no database is asked for what is no month's name."""
    try:
        named = periods.Month.parse(period)
    except ValueError:
        return None
    return session.execute(
        select(Month).where(Month.agency_id == agency_id, Month.period == str(named))
    ).scalar_one_or_none()


def _refusals(session: Session, month: Month, now: datetime) -> tuple[Refusal, ...]:
    if month.state == "closed":
        return (Refusal.of(Code.CLOSING_DONE, month=month.period),)
    if month.state == "open":
        return (Refusal.of(Code.CLOSING_MONTH_RUNNING, month=month.period),)
    found = []
    scheme = parse_scheme(session.get_one(Scheme, month.scheme_id).text)
    day = may_be_confirmed_from(periods.Month.parse(month.period), scheme.correction_workdays)
    if today_of(session, month.agency_id, now) < day:
        found.append(Refusal.of(Code.CLOSING_TOO_EARLY, month=month.period, day=day.isoformat()))
    earlier = session.execute(
        select(func.min(Month.period)).where(
            Month.agency_id == month.agency_id, Month.period < month.period, Month.state != "closed"
        )
    ).scalar_one()
    if earlier is not None:
        found.append(Refusal.of(Code.CLOSING_EARLIER_FIRST, month=earlier))
    return tuple(found)


def _same_officer(asked_by: int, actor_person_id: int) -> None:
    if asked_by != actor_person_id:
        raise Refused((Refusal.of(Code.CLOSING_ASKED),))


def _held_alone(session: Session, agency_id: int, period: str) -> Month:
    """The month with its row locked for this transaction alone. Raises NotFound."""
    month = session.execute(
        select(Month).where(Month.agency_id == agency_id, Month.period == period).with_for_update()
    ).scalar_one_or_none()
    if month is None:
        raise NotFound(f"month {period}")
    return month


def _prove(session: Session, month: Month) -> None:
    differing = [check for check in verify_month(session, month).checks if check.differing]
    if differing:
        raise BooksDiffer(tuple(Difference(one.name, one.differing, one.rows, _told(one.shown)) for one in differing))


def _told(shown: Sequence[str]) -> str:
    return "; ".join([*shown[:_MOST_TOLD], *("…" for _more in shown[_MOST_TOLD : _MOST_TOLD + 1])])


def _checksum(session: Session, agency_id: int, period: str) -> str:
    """SHA-256 over the checksums of the month's boards, each with its subject, in the order of subjects."""
    boards = session.execute(
        select(Board.subject, Board.checksum)
        .where(Board.agency_id == agency_id, Board.span == period, Board.state == "confirmed")
        .order_by(Board.subject)
    )
    return hashlib.sha256("".join(f"{board.subject} {board.checksum}\n" for board in boards).encode()).hexdigest()
