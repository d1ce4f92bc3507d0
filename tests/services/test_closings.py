"""A month is confirmed by an officer's name and closed by a job: all of it or nothing, for ever."""

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from collabpoints.db import db, reading, unit_of_work
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.jobs.runner import heed_asked
from collabpoints.models import Board, Entry, JobRun, Month, MonthClosing, Note, PersonMonthTotal
from collabpoints.queries.boards import board_of, persons
from collabpoints.queries.ledger import verify
from collabpoints.queries.months import Undecided, month_state, undecided
from collabpoints.services.closings import NotAsked, ask_for_closing, close_month_within
from collabpoints.services.months import turn_months
from collabpoints.services.reports import report
from tests.factories.clocks import turn_clock
from tests.factories.closings import close_month, refusals_of
from tests.factories.reviews import REASON, Bench, a_bench

NOVEMBER = "2026-11"


@pytest.fixture
def bench(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """November has notes and has ended; it is 9 December, the day after its five working days."""
    turn_clock(monkeypatch, "2026-11-10T10:00+09:00")
    bench = a_bench()
    bench.world.send(bench.world.hong, bench.world.kim)
    bench.world.send(bench.world.kim, bench.world.park, bench.world.hong)
    turn_clock(monkeypatch, "2026-12-09T10:00+09:00")
    turn_months(bench.world.agency_id)
    return bench


def the_month(period: str = NOVEMBER) -> tuple[Month, MonthClosing | None]:
    with reading() as session:
        month = session.scalars(select(Month).where(Month.period == period)).one()
        return month, session.get(MonthClosing, month.id)


def the_run(job: str = "closing") -> JobRun:
    with reading() as session:
        return session.scalars(select(JobRun).where(JobRun.job == job)).one()


def spoil(bench: Bench) -> None:
    """Somebody with the database's password gives Kim points."""
    with db.engine.begin() as connection:
        kim = {"kim": bench.world.kim.person_id}
        connection.execute(
            text("UPDATE person_month_totals SET received_points = received_points + 10 WHERE person_id = :kim"), kim
        )


def mend(bench: Bench) -> None:
    with unit_of_work() as session:
        session.execute(
            update(PersonMonthTotal)
            .where(PersonMonthTotal.person_id == bench.world.kim.person_id)
            .values(received_points=PersonMonthTotal.received_points - 10)
        )


def test_an_officer_confirms_by_name_and_the_job_closes(bench: Bench) -> None:
    outcomes = close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    assert [(one.job, one.period, one.result) for one in outcomes[:1]] == [("closing", NOVEMBER, "done")]
    month, closing = the_month()
    assert month.state == "closed"
    assert closing is not None
    assert (closing.state, closing.asked_by_person_id) == ("closed", bench.oh.person_id)
    assert closing.closed_at == month.closed_at is not None
    assert the_run().outcome == "finished"


def test_what_is_closed_rests_on_the_entries_that_stand(bench: Bench) -> None:
    close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    _month, closing = the_month()
    assert closing is not None
    with reading() as session:
        assert closing.through_entry_id == session.execute(select(func.max(Entry.id))).scalar_one()


def test_the_months_boards_are_confirmed_with_it(bench: Bench) -> None:
    close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    _month, closing = the_month()
    assert closing is not None
    for subject in Subject:
        board = board_of(bench.world.agency_id, Span.parse(NOVEMBER), subject)
        assert board is not None
        assert board.is_confirmed
        assert board.through_entry_id == closing.through_entry_id
        assert len(board.checksum) == len(closing.checksum) == 64
    assert len(set(closing.checksum)) > 1


def test_a_month_in_which_nothing_happened_is_closed_too(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    turn_clock(monkeypatch, "2027-01-20T10:00+09:00")
    turn_months(bench.world.agency_id)
    close_month(bench.world.agency_id, "2026-12", bench.oh)
    month, closing = the_month("2026-12")
    assert month.state == "closed"
    assert closing is not None
    assert closing.through_entry_id == 0
    board = board_of(bench.world.agency_id, Span.parse("2026-12"), Subject.PERSONS)
    assert board is not None
    assert board.is_confirmed
    assert persons(board.id) == ()


def test_a_month_that_goes_on_is_not_confirmed(bench: Bench) -> None:
    assert refusals_of(bench.world.agency_id, "2026-12", bench.oh) == ["closing_month_running"]


def test_an_unknown_month_is_not_there(bench: Bench) -> None:
    with pytest.raises(NotFound):
        ask_for_closing(bench.world.agency_id, "2026-09", actor_person_id=bench.oh.person_id)


def test_before_its_day_a_month_is_not_confirmed_and_the_day_is_said(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-12-07T23:59:59+09:00")
    with pytest.raises(Refused) as refused:
        ask_for_closing(bench.world.agency_id, NOVEMBER, actor_person_id=bench.oh.person_id)
    assert [dict(one.values) for one in refused.value.refusals] == [{"day": "2026-12-08", "month": NOVEMBER}]
    turn_clock(monkeypatch, "2026-12-08T00:00+09:00")
    assert refusals_of(bench.world.agency_id, NOVEMBER, bench.oh) == []


def test_months_are_confirmed_in_order(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2027-01-20T10:00+09:00")
    turn_months(bench.world.agency_id)
    with pytest.raises(Refused) as refused:
        ask_for_closing(bench.world.agency_id, "2026-12", actor_person_id=bench.oh.person_id)
    assert [(one.code, dict(one.values)) for one in refused.value.refusals] == [
        ("closing_earlier_first", {"month": NOVEMBER})
    ]
    close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    assert refusals_of(bench.world.agency_id, "2026-12", bench.oh) == []


def test_a_second_press_asks_once(bench: Bench) -> None:
    ask_for_closing(bench.world.agency_id, NOVEMBER, actor_person_id=bench.oh.person_id)
    _month, first = the_month()
    ask_for_closing(bench.world.agency_id, NOVEMBER, actor_person_id=bench.oh.person_id)
    _month, second = the_month()
    assert first is not None
    assert second is not None
    assert (first.asked_at, second.state) == (second.asked_at, "asked")


def test_a_second_officer_is_told_that_another_was_faster(bench: Bench) -> None:
    ask_for_closing(bench.world.agency_id, NOVEMBER, actor_person_id=bench.oh.person_id)
    assert refusals_of(bench.world.agency_id, NOVEMBER, bench.shin) == ["closing_asked"]


def test_a_closed_month_is_not_confirmed_again(bench: Bench) -> None:
    close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    assert refusals_of(bench.world.agency_id, NOVEMBER, bench.oh) == ["closing_done"]
    assert heed_asked() == []


def test_what_nobody_asked_for_is_not_closed(bench: Bench) -> None:
    with pytest.raises(NotAsked), unit_of_work() as session:
        close_month_within(session, bench.world.agency_id, NOVEMBER)
    assert the_month()[0].state == "ended"


def test_with_unbalanced_books_closing_stops_and_says_what_differs(bench: Bench) -> None:
    spoil(bench)
    (outcome,) = close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    assert outcome.result == "failed"
    month, closing = the_month()
    assert month.state == "ended"
    assert closing is not None
    assert closing.state == "stopped"
    (difference,) = month_state(bench.world.agency_id, NOVEMBER).differences
    assert (difference.check, difference.differing) == ("person totals", 1)
    assert f"person {bench.world.kim.person_id}: received_points off by -10" in difference.shown
    assert (the_run().outcome, "person totals" in the_run().error) == ("failed", True)
    with reading() as session:
        assert session.scalars(select(Board).where(Board.state == "confirmed")).all() == []


def test_of_many_rows_that_differ_the_first_are_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collabpoints.services.closings._MOST_TOLD", 2)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE person_month_totals SET received_points = received_points + 10"))
    close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    (told,) = month_state(bench.world.agency_id, NOVEMBER).differences
    assert (told.differing, told.shown.count("off by"), told.shown[-1]) == (3, 2, "…")


def test_a_stopped_closing_is_left_alone_until_it_is_asked_for_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(bench)
    close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    mend(bench)
    assert heed_asked() == []
    ask_for_closing(bench.world.agency_id, NOVEMBER, actor_person_id=bench.shin.person_id)
    turn_clock(monkeypatch, "2026-12-09T10:01:01+09:00")
    heed_asked()
    month, closing = the_month()
    assert month.state == "closed"
    assert closing is not None
    assert (closing.asked_by_person_id, closing.difference) == (bench.shin.person_id, "")
    assert verify().is_balanced


def test_sealing_is_asked_for_with_the_closing(bench: Bench) -> None:
    outcomes = close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    assert [(one.job, one.result) for one in outcomes[1:]] == [
        ("confirmed_trees", "done"),
        ("seal", "done"),
    ]


def test_reviewers_cases_do_not_hold_the_closing_up(bench: Bench) -> None:
    with reading() as session:
        note_id = session.execute(
            select(Note.id).where(Note.recipient_person_id == bench.world.kim.person_id)
        ).scalar_one()
    report(note_id, agency_id=bench.world.agency_id, person_id=bench.world.kim.person_id, reason=REASON)
    assert undecided(month_state(bench.world.agency_id, NOVEMBER).id) == Undecided(reviews=1, appeals=0)
    close_month(bench.world.agency_id, NOVEMBER, bench.oh)
    assert the_month()[0].state == "closed"
