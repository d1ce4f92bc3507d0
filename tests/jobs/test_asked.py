"""What somebody asked for is done once, within seconds: a job that runs once more, and jobs without a rhythm."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from collabpoints.db import reading, unit_of_work
from collabpoints.domain import timetable
from collabpoints.jobs import schedule
from collabpoints.jobs.runner import heed_asked, reconcile
from collabpoints.jobs.schedule import JOBS, Errand, Job
from collabpoints.models import JobRun
from collabpoints.queries.job_runs import JobStanding, asked_runs, runs, standings
from collabpoints.queries.jobs import clock_health
from collabpoints.services.job_runs import ask_for_run
from collabpoints.services.mornings import MORNING_MAIL
from tests.factories.agencies import an_agency


@pytest.fixture
def agency(app: Flask) -> int:
    return an_agency()


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def job(done: list[str]) -> Job:
    return Job(timetable.EXPIRY, effect=noting(done, "expiry"))


def noting(done: list[str], what: str) -> Callable[[Session, int], int]:
    def effect(_session: Session, _agency_id: int) -> int:
        done.append(what)
        return 7

    return effect


def failing(_session: Session, _agency_id: int, *_asked: str) -> int:
    raise RuntimeError("not now")


def rows() -> list[tuple[str, str]]:
    with reading() as session:
        return [(run.job, run.outcome) for run in session.scalars(select(JobRun).order_by(JobRun.period))]


def later(minutes: int = 2) -> None:
    """So much time has passed since what failed."""
    with unit_of_work() as session:
        session.execute(update(JobRun).values(started_at=datetime.now(UTC) - timedelta(minutes=minutes)))


def test_the_registry_and_the_timetable_name_the_same_jobs() -> None:
    assert tuple(job.timing for job in JOBS) == timetable.TIMETABLE
    assert {errand.name for errand in schedule.ERRANDS} == set(timetable.ERRANDS) - {MORNING_MAIL}


def test_what_is_finished_runs_once_more_when_asked_for(agency: int, job: Job, done: list[str]) -> None:
    reconcile([job])
    ask_for_run(agency, "expiry")
    assert [outcome.result for outcome in heed_asked([job], [])] == ["done"]
    assert done == ["expiry", "expiry"]
    assert heed_asked([job], []) == []


def test_what_is_owed_meets_the_wish(agency: int, job: Job, done: list[str]) -> None:
    ask_for_run(agency, "expiry")
    heed_asked([job], [])
    assert done == ["expiry"]
    assert rows() == [("expiry", "finished")]
    assert reconcile([job]) == []


def test_a_wish_becomes_the_row_of_its_run(agency: int, job: Job) -> None:
    reconcile([job])
    period = ask_for_run(agency, "expiry")
    heed_asked([job], [])
    newest = runs(agency, "expiry").runs[0]
    assert (newest.period, newest.outcome, newest.rows) == (period, "finished", 7)


def test_a_wish_that_fails_says_why_and_is_not_tried_for_ever(agency: int, job: Job) -> None:
    reconcile([job])
    ask_for_run(agency, "expiry")
    broken = Job(timetable.EXPIRY, effect=failing)
    assert [outcome.result for outcome in heed_asked([broken], [])] == ["failed"]
    assert heed_asked([broken], []) == []
    assert runs(agency, "expiry").runs[0].error == "RuntimeError: not now"
    standing = next(one for one in standings(agency) if one.job == "expiry")
    assert standing.state == "failing"


def test_two_wishes_are_one_until_it_is_met(agency: int, job: Job) -> None:
    assert ask_for_run(agency, "expiry") == ask_for_run(agency, "expiry")
    assert len(asked_runs(agency)) == 1


def test_a_wish_of_the_future_waits_for_the_databases_clock(agency: int, job: Job, done: list[str]) -> None:
    reconcile([job])
    ask_for_run(agency, "expiry")
    with unit_of_work() as session:
        ahead = datetime.now(UTC) + timedelta(hours=1)
        session.execute(update(JobRun).where(JobRun.outcome == "asked").values(started_at=ahead))
    heed_asked([job], [])
    assert done == ["expiry"]
    assert len(asked_runs(agency)) == 1


def test_an_errand_does_what_was_asked_oldest_first_and_once(agency: int) -> None:
    met: list[str] = []

    def meet(_session: Session, _agency_id: int, asked: str) -> int:
        met.append(asked)
        return 1

    errand = Errand("closing", asked=lambda _agency: ["2026-09", "2026-10"], effect=meet)
    assert [outcome.result for outcome in heed_asked([], [errand])] == ["done", "done"]
    assert {outcome.result for outcome in heed_asked([], [errand])} == {"elsewhere"}
    assert met == ["2026-09", "2026-10"]


def test_an_errand_that_fails_rests_a_minute_and_what_follows_waits(agency: int) -> None:
    errand = Errand("closing", asked=lambda _agency: ["2026-09", "2026-10"], effect=failing)
    assert [outcome.period for outcome in heed_asked([], [errand])] == ["2026-09"]
    assert heed_asked([], [errand]) == []
    later()
    assert [outcome.period for outcome in heed_asked([], [errand])] == ["2026-09"]
    assert runs(agency, "closing").runs[0].failed_tries == 2
    standing = standing_of(agency, "closing")
    assert (standing.state, standing.failed_tries) == ("failing", 2)


def test_an_errand_that_fails_again_and_again_is_late_until_it_is_done(agency: int) -> None:
    errand = Errand("closing", asked=lambda _agency: ["2026-09"], effect=failing)
    for expected in ("failing", "failing", "late"):
        heed_asked([], [errand])
        assert standing_of(agency, "closing").state == expected
        later()
    assert ("closing", "2026-09") in clock_health(agency).late
    done = Errand("closing", asked=lambda _agency: ["2026-09"], effect=lambda _session, _agency, _asked: 1)
    heed_asked([], [done])
    assert standing_of(agency, "closing").state == "well"
    assert ("closing", "2026-09") not in clock_health(agency).late


def test_an_errand_that_nobody_wants_any_more_is_not_late(agency: int) -> None:
    errand = Errand("closing", asked=lambda _agency: ["2026-09"], effect=failing)
    for _try in range(3):
        heed_asked([], [errand])
        later()
    later(minutes=6)
    assert standing_of(agency, "closing").state == "failing"
    assert ("closing", "2026-09") not in clock_health(agency).late


def standing_of(agency: int, job: str) -> JobStanding:
    return next(one for one in standings(agency) if one.job == job)


def test_before_an_agency_exists_nobody_asked_for_anything(app: Flask) -> None:
    assert heed_asked() == []
