"""예약 작업: each job with its last run, the next, whether it is late and why it failed; and a wish to run it now.

The page asks and the scheduler does it (docs/adr/0013): a row stands in the database, a page never waits for a job.
"""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from collabpoints.domain.roles import Role
from collabpoints.domain.timetable import ERRANDS, TIMETABLE
from collabpoints.queries.job_runs import runs, standings
from collabpoints.queries.jobs import beats, clock_health
from collabpoints.queries.outbox import queues, troubles
from collabpoints.services.job_runs import ask_for_run
from collabpoints.views import access, job_words
from collabpoints.views.identity import who
from collabpoints.views.paging import number

jobs = Blueprint("jobs", __name__, url_prefix="/jobs")

_TIMED = tuple(timing.job for timing in TIMETABLE)
_FARTHEST = 10_000


@jobs.get("")
@access.only(Role.ADMINISTRATOR)
def page() -> str:
    agency_id = who().agency_id
    return render_template(
        "jobs/page.html",
        health=clock_health(agency_id),
        beats=beats(agency_id),
        standings=standings(agency_id),
        queues=queues(agency_id),
        troubles=troubles(agency_id),
        words=job_words,
    )


@jobs.get("/<job>")
@access.only(Role.ADMINISTRATOR)
def one(job: str) -> str:
    if job not in (*_TIMED, *ERRANDS):
        abort(404)
    shown = min(number(request.args.get("page", "")) or 1, _FARTHEST)
    return render_template(
        "jobs/one.html", job=job, found=runs(who().agency_id, job, page=shown), shown=shown, words=job_words
    )


@jobs.post("/<job>/run")
@access.only(Role.ADMINISTRATOR, record="jobs.run")
def run(job: str) -> Response:
    if job not in _TIMED:
        abort(404)
    ask_for_run(who().agency_id, job)
    name = job_words.job_words(job).name
    if clock_health(who().agency_id).is_ticking:
        flash(
            _("‘%(name)s’ 작업을 요청했습니다. 몇 초 안에 시작합니다. 결과는 이 화면을 다시 열면 보입니다.", name=name),
            "success",
        )
    else:
        flash(
            _("‘%(name)s’ 작업을 요청했습니다. 지금은 예약 작업이 멈춰 있어, 다시 켜지면 바로 실행합니다.", name=name),
            "warning",
        )
    return redirect(url_for("jobs.page", _anchor=job), 303)
