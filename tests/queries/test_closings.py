"""확정 당시, 이후 정정, 정정 후: a closed month's figures stay, and what was corrected since is told beside them."""

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.models import Entry, PersonMonthTotal
from collabpoints.queries.boards import BoardHead, person
from collabpoints.queries.closings import (
    Corrections,
    Points,
    Since,
    corrected,
    corrections_since,
    persons_corrected_since,
)
from collabpoints.services.appeals import ask, grant
from collabpoints.services.months import turn_months
from collabpoints.services.note_changes import give_back
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from collabpoints.services.special_decisions import approve
from collabpoints.services.special_decisions import reclaim as reclaim_special
from tests.factories.boards import board_made, boards_of
from tests.factories.clocks import turn_clock
from tests.factories.closings import close_month
from tests.factories.reviews import REASON, Bench, a_bench
from tests.factories.special_grants import a_special_world

NOVEMBER = Span.parse("2026-11")
NOTHING = Points(0, 0, 0)


@pytest.fixture
def closed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """November is closed: Hong gave Kim and Park 10 points each. It is December, and Kim has given Hong 10."""
    turn_clock(monkeypatch, "2026-11-10T10:00+09:00")
    bench = a_bench(is_allowance_restored=True)
    bench.world.send(bench.world.hong, bench.world.kim, bench.world.park)
    turn_clock(monkeypatch, "2026-12-09T10:00+09:00")
    turn_months(bench.world.agency_id)
    close_month(bench.world.agency_id, "2026-11", bench.oh)
    bench.world.send(bench.world.kim, bench.world.hong)
    return bench


def the_note(bench: Bench) -> int:
    """The November note to Kim."""
    with reading() as session:
        kim = Entry.receiver_person_id == bench.world.kim.person_id
        return session.execute(select(Entry.note_id).where(kim).order_by(Entry.id).limit(1)).scalar_one() or 0


def reclaimed(bench: Bench) -> int:
    note_id, agency_id = the_note(bench), bench.world.agency_id
    report(note_id, agency_id=agency_id, person_id=bench.world.kim.person_id, reason=REASON)
    reclaim(note_id, agency_id=agency_id, person_id=bench.shin.person_id, reason=REASON)
    return note_id


def november(bench: Bench, subject: Subject = Subject.PERSONS) -> BoardHead:
    return board_made(bench.world.agency_id, subject, NOVEMBER)


def test_before_any_correction_a_closed_month_is_as_it_was(closed: Bench) -> None:
    assert corrected(november(closed), person_id=closed.world.kim.person_id) == Corrections(Points(10, 0, 0), NOTHING)
    assert corrections_since(closed.world.agency_id, "2026-11", "2026-11") == Since(0, 0)
    assert persons_corrected_since(closed.world.agency_id, ["2026-11"]) == frozenset()


@pytest.mark.parametrize("way", ["reclaimed", "given back"])
def test_a_correction_stands_beside_both_ends_of_the_note(closed: Bench, way: str) -> None:
    if way == "reclaimed":
        reclaimed(closed)
    else:
        give_back(the_note(closed), agency_id=closed.world.agency_id, person_id=closed.world.kim.person_id)
    kim = corrected(november(closed), person_id=closed.world.kim.person_id)
    assert (kim.at_closing, kim.since, kim.after) == (Points(10, 0, 0), Points(-10, 0, 0), NOTHING)
    hong = corrected(november(closed), person_id=closed.world.hong.person_id)
    assert (hong.at_closing, hong.since, hong.after) == (Points(0, 20, 0), Points(0, -10, 0), Points(0, 10, 0))
    assert not corrected(november(closed), person_id=closed.world.park.person_id).since


def test_departments_are_told_by_where_their_people_served(closed: Bench) -> None:
    reclaimed(closed)
    board = november(closed, Subject.DEPARTMENTS)
    welfare = corrected(board, department_id=closed.world.welfare)
    assert (welfare.at_closing, welfare.since) == (Points(10, 0, 0), Points(-10, 0, 0))
    planning = corrected(board, department_id=closed.world.planning)
    assert (planning.at_closing, planning.since) == (Points(0, 20, 0), Points(0, -10, 0))
    assert not corrected(board, department_id=closed.world.roads).since


def test_what_was_frozen_stays(closed: Bench) -> None:
    before = november(closed), person(november(closed).id, closed.world.kim.person_id)
    reclaimed(closed)
    boards_of(closed.world.agency_id, NOVEMBER)
    assert (november(closed), person(november(closed).id, closed.world.kim.person_id)) == before


def test_nothing_is_subtracted_from_the_open_month(closed: Bench) -> None:
    reclaimed(closed)
    with reading() as session:
        totals = session.execute(
            select(PersonMonthTotal.person_id, PersonMonthTotal.received_points, PersonMonthTotal.sent_points)
            .where(PersonMonthTotal.month_id == 2)
            .order_by(PersonMonthTotal.person_id)
        ).all()
    world = closed.world
    assert [tuple(row) for row in totals] == [(world.hong.person_id, 10, 0), (world.kim.person_id, 0, 10)]
    december, _departments = boards_of(world.agency_id)
    standing = person(december.id, world.kim.person_id)
    assert standing is not None
    assert (standing.figures.received_points, standing.figures.sent_points) == (0, 10)


def test_a_correction_of_a_month_that_is_not_closed_is_no_later_correction(
    closed: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = closed.world
    turn_clock(monkeypatch, "2027-01-04T10:00+09:00")
    turn_months(world.agency_id)
    with reading() as session:
        december = session.execute(select(Entry.note_id).where(Entry.month_id == 2)).scalar_one()
    give_back(december or 0, agency_id=world.agency_id, person_id=world.hong.person_id)
    assert corrections_since(world.agency_id, "2026-11", "2027-01") == Since(0, 0)
    assert not corrected(november(closed), person_id=world.hong.person_id).since


def test_corrections_of_a_span_are_counted_with_their_points(closed: Bench) -> None:
    reclaimed(closed)
    assert corrections_since(closed.world.agency_id, "2026-10", "2026-12") == Since(1, -10)
    assert corrections_since(closed.world.agency_id, "2026-12", "2026-12") == Since(0, 0)


def test_both_people_of_a_corrected_note_are_flagged(closed: Bench) -> None:
    reclaimed(closed)
    world = closed.world
    assert persons_corrected_since(world.agency_id, ["2026-11"]) == {world.hong.person_id, world.kim.person_id}
    assert persons_corrected_since(world.agency_id, ["2026-12"]) == frozenset()


def test_what_was_restored_flags_nobody(closed: Bench) -> None:
    note_id, world = reclaimed(closed), closed.world
    appeal = ask(note_id, agency_id=world.agency_id, person_id=world.kim.person_id, reason=REASON)
    grant(appeal, agency_id=world.agency_id, person_id=closed.yoon.person_id, reason=REASON)
    assert persons_corrected_since(world.agency_id, ["2026-11"]) == frozenset()
    assert corrected(november(closed), person_id=world.kim.person_id).after == Points(10, 0, 0)
    assert corrections_since(world.agency_id, "2026-11", "2026-11") == Since(2, 0)


def test_corrections_are_of_a_person_or_of_a_department(closed: Bench) -> None:
    with pytest.raises(ValueError, match="person or"):
        corrected(november(closed))


@pytest.mark.parametrize("end", ["a person", "a department"])
def test_special_points_are_told_apart(app: Flask, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    turn_clock(monkeypatch, "2026-11-10T10:00+09:00")
    special = a_special_world()
    world, agency_id = special.world, special.agency_id
    is_person = end == "a person"
    grant_id = special.propose() if is_person else special.propose(department_id=world.welfare)
    approve(grant_id, agency_id=agency_id, person_id=special.officer.person_id)
    turn_clock(monkeypatch, "2026-12-09T10:00+09:00")
    turn_months(agency_id)
    close_month(agency_id, "2026-11", special.officer)
    reclaim_special(grant_id, agency_id=agency_id, person_id=special.officer.person_id, reason=REASON)
    board = board_made(agency_id, Subject.DEPARTMENTS, NOVEMBER)
    found = corrected(board, department_id=world.welfare)
    assert (found.at_closing.special, found.since.special, found.after) == (30, -30, NOTHING)
    assert not corrected(board, department_id=world.roads).since
    flagged = persons_corrected_since(agency_id, ["2026-11"])
    assert flagged == ({world.kim.person_id} if is_person else frozenset())
