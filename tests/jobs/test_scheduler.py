"""A scheduler process that is killed in the middle of a job: nothing stands, and the next one finishes it (promise 11)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import db, reading
from collabpoints.jobs.runner import reconcile
from collabpoints.models import JobRun, Month
from tests.conftest import KEY
from tests.factories.agencies import an_agency

HOME = Path(__file__).resolve().parents[2]
# A scheduler whose monthly job does its work, says so, and does not come to its end.
STUCK = """
import time
import wsgi
from collabpoints import scheduler
from collabpoints.domain import timetable
from collabpoints.formats.logs import write_json_lines
from collabpoints.jobs import runner, schedule

write_json_lines("error")

def stuck(session, agency_id):
    schedule.turn_months_within(session, agency_id)
    print("in the middle", flush=True)
    time.sleep(120)
    return 0

scheduler.reconcile = lambda **_: runner.reconcile([schedule.Job(timetable.MONTHS, effect=stuck)])
installation = wsgi.Installation()
scheduler.run_until_stopped(installation.app(), installation.config())
"""


def standing() -> tuple[list[str], list[str]]:
    with reading() as session:
        return (
            list(session.scalars(select(Month.period).order_by(Month.period))),
            list(session.scalars(select(JobRun.period).where(JobRun.job == "months").order_by(JobRun.period))),
        )


@pytest.mark.slow
def test_a_scheduler_killed_in_the_middle_of_a_job_leaves_nothing_and_the_next_one_finishes(app: Flask) -> None:
    an_agency()
    db.session.remove()
    url = db.engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", STUCK],
        env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": KEY},
        cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "in the middle\n"
            assert standing() == ([], [])
        finally:
            process.kill()
    assert standing() == ([], [])
    outcomes = reconcile()
    assert {outcome.result for outcome in outcomes} == {"done"}
    months, runs = standing()
    assert len(months) == 1
    assert runs[-1] == months[0]
