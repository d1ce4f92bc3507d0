"""Plan the mail of a working morning, once, from the notices that are new since the last one."""

from datetime import time
from typing import TYPE_CHECKING

from collabpoints.domain.workdays import this_morning
from collabpoints.jobs.runner import HOST
from collabpoints.queries.jobs import frame, is_finished
from collabpoints.services.job_runs import run_period
from collabpoints.services.mornings import MORNING_MAIL, plan_mornings

if TYPE_CHECKING:
    from config import Config


def plan_morning(agency_id: int, config: "Config") -> int:
    """On a working day whose morning has come, its mails wait in the outbox; returns how many this call put there.

    Late, twice and in two processes at once it is done once. A morning without any scheduler is made up on the next.
    """
    _since, zone, now = frame(agency_id)
    day = this_morning(now, zone, time.fromisoformat(config.morning_mail_at))
    if day is None or is_finished(agency_id, MORNING_MAIL, day.isoformat()):
        return 0
    planned = run_period(
        agency_id,
        MORNING_MAIL,
        day.isoformat(),
        starts_at=now,
        host=HOST,
        effect=lambda session, agency_id: plan_mornings(session, agency_id, day=day),
    )
    return planned or 0
