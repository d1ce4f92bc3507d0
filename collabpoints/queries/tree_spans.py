"""Which spans want their trees grown: each day those of what is not closed, once those whose boards are confirmed."""

from sqlalchemy import exists, select

from collabpoints.db import reading
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.ranking import Subject
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span, spans_around
from collabpoints.models import Board, Month, Scheme, Tree


def spans_to_grow(agency_id: int) -> tuple[Span, ...]:
    """Every month that is not closed, and the quarters, half-years and years in which they lie by the newest month's
    scheme (like provisional boards): what begins first comes first, shorter ones before longer ones."""
    with reading() as session:
        months = session.execute(
            select(Month.period, Month.state, Scheme.text)
            .join(Scheme, Scheme.id == Month.scheme_id)
            .where(Month.agency_id == agency_id)
            .order_by(Month.period)
        ).all()
    if not months:
        return ()
    begins = parse_scheme(months[-1].text).year_begins_in
    open_ = [Period.parse(row.period) for row in months if row.state != "closed"]
    spans = {span for month in open_ for span in spans_around(month, begins)}
    return tuple(sorted(spans, key=lambda span: (str(span.first), span.days)))


def spans_to_freeze(agency_id: int) -> tuple[Span, ...]:
    """Spans whose boards are confirmed and whose trees are not; those that ended first come first, shorter ones before
    longer ones."""
    has_tree = exists().where(
        Tree.agency_id == Board.agency_id,
        Tree.span == Board.span,
        Tree.last_period == Board.last_period,
        Tree.state == "confirmed",
    )
    with reading() as session:
        rows = session.execute(
            select(Board.span, Board.last_period)
            .where(
                Board.agency_id == agency_id,
                Board.subject == Subject.DEPARTMENTS.value,
                Board.state == "confirmed",
                ~has_tree,
            )
            .order_by(Board.last_period, Board.first_period.desc(), Board.id)
        ).all()
    return tuple(Span.ending(row.span, Period.parse(row.last_period)) for row in rows)
