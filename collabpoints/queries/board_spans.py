"""Which spans have boards, and which have all their months closed and wait for the boards that never change."""

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span, is_spelled, spans_around
from collabpoints.models import Board, Month, Scheme


def spans_to_confirm(agency_id: int) -> tuple[Span, ...]:
    """Spans whose last month is closed, with every month of theirs that exists, and whose boards are not confirmed yet;
    those that ended first come first, shorter ones before longer ones. A span is counted by the scheme of its last month.
    """
    with reading() as session:
        months = session.execute(
            select(Month.period, Month.state, Scheme.text)
            .join(Scheme, Scheme.id == Month.scheme_id)
            .where(Month.agency_id == agency_id)
            .order_by(Month.period)
        ).all()
        confirmed = {
            (row.span, row.last_period)
            for row in session.execute(
                select(Board.span, Board.last_period).where(Board.agency_id == agency_id, Board.state == "confirmed")
            )
        }
    closed = {row.period: row.state == "closed" for row in months}
    found = []
    for row in months:
        if row.state != "closed":
            continue
        for span in spans_around(CalendarMonth.parse(row.period), parse_scheme(row.text).year_begins_in):
            is_over = str(span.last) == row.period and all(closed.get(str(month), True) for month in span.months)
            if is_over and (str(span), row.period) not in confirmed:
                found.append(span)
    return tuple(found)


def span_named(agency_id: int, text: str) -> Span | None:
    """The span that people mean by `2026-11`, `2026-Q4`, `2026-H2` or `2026`: the newest one so spelled that has a board,
    otherwise the one that the newest month's scheme counts; None for anything else."""
    if not is_spelled(text):  # no database is asked for what it may not even hold
        return None
    with reading() as session:
        last = session.scalar(
            select(Board.last_period)
            .where(Board.agency_id == agency_id, Board.span == text)
            .order_by(Board.last_period.desc())
            .limit(1)
        )
        if last is not None:
            return Span.ending(text, CalendarMonth.parse(last))
        scheme = session.scalar(
            select(Scheme.text)
            .join(Month, Month.scheme_id == Scheme.id)
            .where(Month.agency_id == agency_id)
            .order_by(Month.period.desc())
            .limit(1)
        )
    return Span.parse(text, parse_scheme(scheme).year_begins_in if scheme else 1)
