"""`jobs list` on one screen: last, next, late or not, and why a job failed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import update

from collabpoints.cli import cli
from collabpoints.db import unit_of_work
from collabpoints.domain.timetable import ERRANDS, TIMETABLE
from collabpoints.jobs.runner import reconcile
from collabpoints.models import Agency, JobRun
from collabpoints.services.job_runs import ask_for_run, record_failure
from tests.cli.test_commands import Installed
from tests.factories.agencies import an_agency

Lines = Callable[[], dict[str, str]]


@pytest.fixture
def agency(app: Flask) -> int:
    made = an_agency()
    with unit_of_work() as session:
        session.execute(update(Agency).values(created_at=datetime.now(UTC)))
    return made


@pytest.fixture
def lines(app: Flask) -> Lines:
    """What stands in the table, by its first word."""

    def shown() -> dict[str, str]:
        said = CliRunner().invoke(cli, ["jobs", "list"], obj=Installed(app)).stdout.splitlines()
        return {line.split(" ")[0]: line for line in said[2:]}

    return shown


def test_every_job_has_one_line(agency: int, lines: Lines) -> None:
    assert list(lines()) == [*(timing.job for timing in TIMETABLE), *ERRANDS]


def test_a_run_is_told_with_its_next_one_by_the_agencys_clock(agency: int, lines: Lines) -> None:
    reconcile()
    with unit_of_work() as session:
        session.execute(
            update(JobRun).values(started_at=datetime(2026, 11, 30, 15, 5, tzinfo=UTC), rows=1234, duration_ms=1500)
        )
    line = lines()["months"]
    for word in ("매월", "정상", "2026-12-01 00:05:00 완료", "1,234", "1.5초"):
        assert word in line
    assert line.endswith("-01 00:00")


def test_a_late_job_says_so(agency: int, lines: Lines) -> None:
    with unit_of_work() as session:
        session.execute(update(Agency).values(created_at=datetime.now(UTC) - timedelta(days=1)))
    assert "지연" in lines()["months"]


def test_a_failed_one_says_why_and_how_often(agency: int, lines: Lines) -> None:
    reconcile()
    for _try in range(2):
        record_failure(agency, "review", "2999-01-01T00Z", host="here", error="RuntimeError: not now")
    found = lines()
    assert found["review"] == "review 2999-01-01T00Z 실패 2번: RuntimeError: not now"
    assert len(found) == len(TIMETABLE) + len(ERRANDS)


def test_what_was_asked_for_says_so(agency: int, lines: Lines) -> None:
    reconcile()
    ask_for_run(agency, "expiry")
    assert "요청함" in lines()["expiry"]
