"""Boards of a test's world, as they stand now."""

from sqlalchemy import func, select

from collabpoints.db import database_now, reading, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.models import Month
from collabpoints.queries.boards import BoardHead, board_of
from collabpoints.services.boards import make_boards
from collabpoints.services.provisional_boards import make_provisional_boards


def boards_of(agency_id: int, span: Span | None = None) -> tuple[BoardHead, BoardHead]:
    """The boards of persons and of departments of the span (or of the newest month), made now."""
    with unit_of_work() as session:
        instant = database_now(session)
        if span is None:
            make_provisional_boards(session, agency_id, instant=instant)
        else:
            make_boards(session, agency_id, span, instant=instant)
    return board_made(agency_id, Subject.PERSONS, span), board_made(agency_id, Subject.DEPARTMENTS, span)


def board_made(agency_id: int, subject: Subject, span: Span | None = None) -> BoardHead:
    """The board of the span, or of the newest month, that was made before."""
    found = board_of(agency_id, span or newest_month(agency_id), subject)
    assert found is not None
    return found


def newest_month(agency_id: int) -> Span:
    """The agency's newest month."""
    with reading() as session:
        period = session.execute(select(func.max(Month.period)).where(Month.agency_id == agency_id)).scalar_one()
    return Span.parse(period)
