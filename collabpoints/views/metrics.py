"""`/metrics` for Prometheus: figures that are asked of the database at each scrape, so that all processes tell the same.

Who may scrape: whoever sends METRICS_TOKEN; without that setting, only this machine itself. For all others the page does
not exist.
"""

import hmac
import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from collabpoints.formats.metrics import CONTENT_TYPE, Gauge, metrics_text
from collabpoints.queries.agencies import the_agency
from collabpoints.queries.metrics import Figures, figures
from collabpoints.views import access

if TYPE_CHECKING:
    from config import Config

log = structlog.get_logger("metrics")
metrics = Blueprint("metrics", __name__)

_STATES = ("open", "ended", "closed")


@metrics.get("/metrics")
@access.public
def page() -> Response:
    """200 with the figures; 503 when there is nothing to ask. Carries nobody's data."""
    if not _may_scrape():
        abort(404)
    try:
        agency = the_agency()
        if agency is None:
            return Response("no agency yet: collabpoints agency create\n", 503, mimetype="text/plain")
        text = metrics_text([*_of_jobs(found := figures(agency.id)), *_of_messages(found), *_of_months(found)])
    except (DBAPIError, PoolTimeout) as fault:
        log.warning("metrics unknown", error=type(fault).__name__)
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    return Response(text, content_type=CONTENT_TYPE)


def _may_scrape() -> bool:
    config: Config = current_app.config["COLLABPOINTS"]
    if config.metrics_token:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {config.metrics_token}".encode())
    # Behind a proxy that nobody told us of, everybody would come from this machine: what was passed on is not from here.
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _of_jobs(found: Figures) -> Iterator[Gauge]:
    jobs = found.standings
    if found.beat_at:
        age = max(0.0, (found.asked_at - found.beat_at).total_seconds())
        yield Gauge("scheduler_beat_age_seconds", "Since the last heartbeat of any scheduler", (), [((), age)])
    ticking = sum(beat.is_ticking for beat in found.beats)
    yield Gauge("scheduler_processes", "Schedulers whose heart beats", (), [((), ticking)])
    runs = [((job.job,), job.finished) for job in jobs if job.finished]
    yield Gauge(
        "job_last_finished_timestamp_seconds",
        "When the job last took effect",
        ("job",),
        [(name, run.finished_at.timestamp()) for name, run in runs if run.finished_at],
    )
    yield Gauge(
        "job_last_duration_seconds",
        "How long that run took",
        ("job",),
        [(name, run.duration_ms / 1000) for name, run in runs],
    )
    yield Gauge("job_last_rows", "How many rows that run concerned", ("job",), [(name, run.rows) for name, run in runs])
    yield Gauge(
        "job_late", "1 where a period is overdue", ("job",), [((job.job,), float(bool(job.late))) for job in jobs]
    )
    yield Gauge("job_owed_periods", "Periods that are owed", ("job",), [((job.job,), len(job.owed)) for job in jobs])
    yield Gauge(
        "job_failed_tries",
        "How often the oldest owed period has failed so far",
        ("job",),
        [((job.job,), job.failed_tries) for job in jobs],
    )


def _of_messages(found: Figures) -> Iterator[Gauge]:
    kind = ("kind",)
    queues = found.queues
    yield Gauge("outbox_waiting", "Messages that wait", kind, [((one.kind,), one.waiting) for one in queues])
    yield Gauge("outbox_due", "Messages that should go now", kind, [((one.kind,), one.due) for one in queues])
    yield Gauge(
        "outbox_oldest_due_age_seconds",
        "Since when the message is due that is due longest",
        kind,
        [
            ((one.kind,), max(0.0, (found.asked_at - one.oldest_due_at).total_seconds()) if one.oldest_due_at else 0)
            for one in queues
        ],
    )
    failed = {one.kind: 0 for one in queues}
    for trouble in found.troubles:
        failed[trouble.kind] = failed.get(trouble.kind, 0) + (0 if trouble.is_dropped else trouble.messages)
    yield Gauge(
        "outbox_failed", "Waiting messages that failed before", kind, [((of,), count) for of, count in failed.items()]
    )
    yield Gauge("outbox_sent_day", "Messages sent within a day", kind, [((one.kind,), one.sent) for one in queues])
    yield Gauge("outbox_dropped_day", "Given up within a day", kind, [((one.kind,), one.dropped) for one in queues])


def _of_months(found: Figures) -> Iterator[Gauge]:
    yield Gauge(
        "month_state",
        "1 for the state in which the month is",
        ("month", "state"),
        [((month, state), float(state == present)) for month, present in found.months for state in _STATES],
    )
