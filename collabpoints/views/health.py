"""Is it alive, is it ready, does its clock tick: for the operator's watch, without signing in and without anybody's data."""

import structlog
from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from collabpoints.queries.agencies import the_agency
from collabpoints.queries.jobs import clock_health
from collabpoints.queries.revisions import needed_revision, present_revision
from collabpoints.views import access

log = structlog.get_logger("health")
health = Blueprint("health", __name__, url_prefix="/health")


@health.get("/live")
@access.public
def live() -> Response:
    """The process answers."""
    return _plain("ok")


@health.get("/ready")
@access.public
def ready() -> Response:
    """200 when the database answers, stands where this version needs it, and holds an agency; otherwise 503 and why."""
    try:
        if present_revision() != needed_revision():
            return _plain("not migrated: collabpoints migrate", 503)
        if the_agency() is None:
            return _plain("no agency yet: collabpoints agency create", 503)
    except (DBAPIError, PoolTimeout) as fault:
        log.warning("not ready", error=type(fault).__name__)
        return _plain("the database does not answer", 503)
    return _plain("ok")


@health.get("/jobs")
@access.public
def jobs() -> Response:
    """200 when a scheduler came around within a minute and no period is overdue; otherwise 503. As JSON either way."""
    try:
        agency = the_agency()
        if agency is None:
            return _plain("no agency yet: collabpoints agency create", 503)
        found = clock_health(agency.id)
    except (DBAPIError, PoolTimeout) as fault:
        log.warning("jobs unknown", error=type(fault).__name__)
        return _plain("the database does not answer", 503)
    answer = jsonify(
        is_well=found.is_well,
        is_ticking=found.is_ticking,
        beat_at=found.beat_at.isoformat() if found.beat_at else None,
        asked_at=found.asked_at.isoformat(),
        late=[{"job": job, "period": period} for job, period in found.late],
    )
    answer.status_code = 200 if found.is_well else 503
    return answer


def _plain(text: str, status: int = 200) -> Response:
    return Response(f"{text}\n", status=status, mimetype="text/plain")
