"""/health/jobs: green while a scheduler comes around and nothing is overdue; red, and saying why, when it does not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.domain.timetable import MONTHS, TIMETABLE, Timing, period_of
from collabpoints.jobs.runner import reconcile
from collabpoints.jobs.schedule import JOBS
from collabpoints.services.job_runs import beat
from tests.factories.agencies import an_agency

NOVEMBER = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 30, 15, tzinfo=UTC)  # 1 December in Seoul
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the database's clock for the jobs."""

    def at(instant: datetime) -> None:
        for module in ("queries.jobs", "services.job_runs", "services.months"):
            monkeypatch.setattr(f"collabpoints.{module}.database_now", lambda _session: instant)

    return at


@pytest.fixture
def agency(app: Flask, clock: Clock) -> int:
    """Everything that is owed has run, and a scheduler has just come around."""
    clock(NOVEMBER)
    made = an_agency()
    reconcile()
    beat(made, host="here", process=7)
    return made


def test_it_is_green_while_a_scheduler_comes_around_and_nothing_is_late(agency: int, client: FlaskClient) -> None:
    answer = client.get("/health/jobs")
    assert answer.status_code == 200
    assert answer.json is not None
    assert (answer.json["is_well"], answer.json["late"]) == (True, [])


def test_it_is_red_half_a_minute_after_the_last_beat(agency: int, client: FlaskClient, clock: Clock) -> None:
    clock(NOVEMBER + timedelta(seconds=30))
    assert client.get("/health/jobs").status_code == 200
    clock(NOVEMBER + timedelta(seconds=31))
    answer = client.get("/health/jobs")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["is_ticking"] is False


def test_a_month_that_is_not_turned_is_red_when_its_time_is_over_though_the_heart_beats(
    agency: int, client: FlaskClient, clock: Clock
) -> None:
    for instant, status in (
        (MIDNIGHT + MONTHS.late_after - timedelta(seconds=1), 200),
        (MIDNIGHT + MONTHS.late_after, 503),
    ):
        clock(instant)
        reconcile_all_but_months()
        beat(agency, host="here", process=7)
        answer = client.get("/health/jobs")
        assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["late"] == [{"job": "months", "period": "2026-12"}]
    assert answer.json["is_ticking"] is True


@pytest.mark.parametrize("timing", TIMETABLE, ids=lambda timing: str(timing.job))
def test_every_job_of_the_timetable_turns_it_red(
    agency: int, client: FlaskClient, clock: Clock, timing: Timing
) -> None:
    newest = period_of(timing.rhythm, MIDNIGHT + timedelta(days=40), ZoneInfo("Asia/Seoul"))
    clock(newest.starts_at + timing.late_after)
    reconcile([job for job in JOBS if job.timing != timing])
    beat(agency, host="here", process=7)
    answer = client.get("/health/jobs").json
    assert answer is not None
    assert {one["job"] for one in answer["late"]} == {timing.job}


def reconcile_all_but_months() -> None:
    reconcile([job for job in JOBS if job.timing != MONTHS])
