"""Every owed period takes effect exactly once, however often and by however many it is asked for (promises 10, 11)."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from collabpoints.db import reading, unit_of_work
from collabpoints.domain import timetable
from collabpoints.jobs.runner import described, reconcile
from collabpoints.jobs.schedule import JOBS, Job
from collabpoints.models import JobRun, Notice, SchedulerBeat
from collabpoints.queries.jobs import clock_health
from collabpoints.services.job_runs import NotBegun, beat, run_period
from tests.conftest import _empty
from tests.factories.agencies import a_colleague, a_department, an_agency

NOVEMBER = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the database's clock, for the jobs' queries and services."""

    def at(instant: datetime) -> None:
        for module in ("queries.jobs", "services.job_runs", "services.months"):
            monkeypatch.setattr(f"collabpoints.{module}.database_now", lambda _session: instant)

    return at


@pytest.fixture
def agency(app: Flask, clock: Clock) -> int:
    clock(NOVEMBER)
    return an_agency()


def a_job(effect: Callable[[Session, int], int], timing: timetable.Timing = timetable.MONTHS) -> Job:
    return Job(timing, effect=effect)


def a_trace(person_id: int) -> Callable[[Session, int], int]:
    """An effect that leaves one row each time it happens."""

    def effect(session: Session, agency_id: int) -> int:
        session.execute(
            insert(Notice).values(agency_id=agency_id, person_id=person_id, kind="received", created_at=NOVEMBER)
        )
        return 1

    return effect


def traces() -> int:
    with reading() as session:
        return len(session.scalars(select(Notice.id)).all())


def runs() -> list[tuple[str, str, str]]:
    with reading() as session:
        rows = session.scalars(select(JobRun).order_by(JobRun.job, JobRun.period))
        return [(row.job, row.period, row.outcome) for row in rows]


@pytest.fixture
def person(agency: int) -> int:
    return a_colleague(agency, "홍길동", a_department(agency, "민원과")).person_id


def test_before_an_agency_exists_nothing_is_owed(app: Flask) -> None:
    assert reconcile() == []


def test_missed_months_are_made_up_oldest_first(agency: int, person: int) -> None:
    done = [outcome.period for outcome in reconcile([a_job(a_trace(person))])]
    assert done == [f"2026-{month:02d}" for month in range(1, 12)]
    assert traces() == 11


def test_a_second_time_nothing_is_owed(agency: int, person: int) -> None:
    job = a_job(a_trace(person))
    reconcile([job])
    assert reconcile([job]) == []
    assert traces() == 11


def test_the_next_month_is_owed_when_it_begins(agency: int, person: int, clock: Clock) -> None:
    job = a_job(a_trace(person))
    reconcile([job])
    clock(datetime(2026, 11, 30, 15, tzinfo=UTC))
    assert [outcome.period for outcome in reconcile([job])] == ["2026-12"]


def test_many_at_once_have_one_effect(app: Flask, agency: int, person: int) -> None:
    job, start = a_job(a_trace(person)), threading.Barrier(4)
    faults: list[BaseException] = []

    def come_around() -> None:
        try:
            with app.app_context():
                start.wait()
                reconcile([job])
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=come_around) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert traces() == 11
    assert {outcome for _job, _period, outcome in runs()} == {"finished"}


def test_a_job_that_fails_leaves_nothing_but_its_error(agency: int, person: int) -> None:
    trace = a_trace(person)

    def half_way(session: Session, agency_id: int) -> int:
        trace(session, agency_id)
        raise RuntimeError("the disk is full")

    (outcome,) = reconcile([a_job(half_way)])
    assert (outcome.result, outcome.error) == ("failed", "RuntimeError: the disk is full")
    assert traces() == 0
    assert runs() == [("months", "2026-01", "failed")]


def test_a_failed_period_is_tried_again_before_later_ones(agency: int, person: int) -> None:
    def failing(_session: Session, _agency_id: int) -> int:
        raise RuntimeError("not now")

    reconcile([a_job(failing)])
    assert next(outcome.period for outcome in reconcile([a_job(a_trace(person))])) == "2026-01"
    assert traces() == 11


def test_what_comes_before_the_transaction_counts_as_duration(agency: int) -> None:
    def look(_agency_id: int) -> int:
        time.sleep(0.05)
        return 3

    reconcile([Job(timetable.EXPIRY, before=look)])
    with reading() as session:
        assert session.scalars(select(JobRun.duration_ms)).one() >= 50


def test_a_jobs_statement_may_take_longer_than_others(postgres_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing a large month is one statement of minutes: neither the server nor our own limit on a mute one cuts it."""

    def slow(session: Session, _agency_id: int) -> int:
        session.execute(text("SELECT pg_sleep(2)"))
        return 1

    monkeypatch.setattr("collabpoints.db._LONGEST_STATEMENT", -4)  # and 5 for the silence: one second
    with postgres_app.app_context():
        _empty()
        an_agency()
        assert [outcome.error for outcome in reconcile([Job(timetable.EXPIRY, effect=slow)])] == [""]


def test_one_failing_job_does_not_stop_the_others(agency: int, person: int) -> None:
    def failing(_session: Session, _agency_id: int) -> int:
        raise RuntimeError("not now")

    reconcile([a_job(failing), a_job(a_trace(person), timetable.EXPIRY)])
    assert ("expiry", "2026-11-22", "finished") in runs()


def test_a_period_that_has_not_begun_by_the_databases_clock_is_not_run(agency: int, person: int) -> None:
    with pytest.raises(NotBegun):
        run_period(
            agency,
            "months",
            "2026-12",
            starts_at=datetime(2026, 11, 30, 15, tzinfo=UTC),
            host="here",
            effect=a_trace(person),
        )
    assert traces() == 0
    assert runs() == []


def test_an_error_is_described_without_what_people_wrote(agency: int, person: int) -> None:
    secret = "고맙습니다 비밀"

    def failing(session: Session, agency_id: int) -> int:
        session.execute(
            insert(Notice).values(agency_id=agency_id, person_id=person, kind=secret[:12], created_at=NOVEMBER)
        )
        return 1

    (outcome,) = reconcile([a_job(failing)])
    assert "비밀" not in outcome.error
    assert "Error" in outcome.error or "Violation" in outcome.error


def test_described_says_the_kind_of_fault() -> None:
    assert described(ValueError("no\nsecond line")) == "ValueError: no"


def test_the_whole_timetable_runs_on_an_empty_agency(agency: int) -> None:
    outcomes = reconcile(JOBS)
    assert {outcome.result for outcome in outcomes} == {"done"}
    assert {outcome.job for outcome in outcomes} == {
        "months",
        "ledger_verify",
        "seal",
        "standings",
        "review",
        "trees",
        "expiry",
        "purge",
        "redaction",
        "patterns",
    }


def test_the_clock_is_well_while_it_ticks_and_nothing_is_late(agency: int) -> None:
    reconcile(JOBS)
    beat(agency, host="here", process=7)
    assert clock_health(agency).is_well


def test_half_a_minute_without_a_heartbeat_is_seen(agency: int, clock: Clock) -> None:
    reconcile(JOBS)
    beat(agency, host="here", process=7)
    clock(datetime(2026, 11, 22, 3, 30, 30, tzinfo=UTC))
    assert clock_health(agency).is_ticking
    clock(datetime(2026, 11, 22, 3, 30, 31, tzinfo=UTC))
    assert not clock_health(agency).is_ticking


def test_an_overdue_period_is_seen(agency: int) -> None:
    beat(agency, host="here", process=7)
    assert ("months", "2026-11") in clock_health(agency).late


def test_two_beats_of_one_process_are_one_row(agency: int) -> None:
    beat(agency, host="here", process=7)
    beat(agency, host="here", process=7)
    with unit_of_work() as session:
        assert len(session.scalars(select(SchedulerBeat)).all()) == 1
