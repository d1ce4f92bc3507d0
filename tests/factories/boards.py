"""Boards of a test's world, as they stand now."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collabpoints import db
from collabpoints.db import reading, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Measure
from collabpoints.domain.spans import Span
from collabpoints.models import Entry, Month, MonthClosing
from collabpoints.queries.boards import BoardHead, board_of
from collabpoints.services.boards import make_boards
from collabpoints.services.provisional_boards import make_provisional_boards
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world


def a_ranked_world() -> World:
    """Kim got 30 points, Park 20, Hong and Lim 10 each; Lim gave 40, Hong 20, Kim 10."""
    world = a_world()
    change_scheme(
        points_allowed=(10, 20, 30),
        is_same_department_allowed=True,
        persons_ranked_by=Measure.RECEIVED,
        departments_ranked_by=Measure.RECEIVED,
    )
    world.send(world.lim, world.kim, points=30)
    world.send(world.hong, world.park, points=20)
    world.send(world.lim, world.hong)
    world.send(world.kim, world.lim)
    return world


def boards_of(agency_id: int, span: Span | None = None) -> tuple[BoardHead, BoardHead]:
    """The boards of persons and of departments of the span (or of the newest month), made now."""
    with unit_of_work() as session:
        instant = db.database_now(session)
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


def close_by_hand(agency_id: int, period: str, officer_person_id: int, instant: datetime) -> None:
    """The ended month is closed with its boards, as the job does it, without the officer's waiting days and the proof."""
    with unit_of_work() as session:
        close_within(session, agency_id, period, officer_person_id, instant)


def close_within(session: Session, agency_id: int, period: str, officer_person_id: int, instant: datetime) -> int:
    """The same in a unit of work that is open already; returns the number of standings."""
    month = session.execute(select(Month).where(Month.agency_id == agency_id, Month.period == period)).scalar_one()
    newest = session.execute(select(func.max(Entry.id)).where(Entry.month_id == month.id)).scalar_one() or 0
    session.add(
        MonthClosing(
            month_id=month.id,
            agency_id=agency_id,
            asked_by_person_id=officer_person_id,
            asked_at=instant,
            state="closed",
            closed_at=instant,
            through_entry_id=newest,
            checksum="0" * 64,
        )
    )
    month.state, month.closed_at = "closed", instant
    session.flush()
    return make_boards(session, agency_id, Span.parse(period), instant=instant)
