"""The daily clearing of what outlived its term."""

from collabpoints.queries.jobs import frame
from collabpoints.services.drafts import expire_drafts
from collabpoints.services.expiry import expire_job_runs, expire_links, expire_sessions, expire_uploads
from collabpoints.services.sign_in import expire_tries


def expire(agency_id: int) -> int:
    """Afterwards what outlived its term is gone; returns how many rows went. Each kind goes in a transaction of its own:
    stopped in the middle, the next run clears the rest."""
    _since, _zone, now = frame(agency_id)
    return (
        expire_drafts(now=now)
        + expire_tries(now)
        + expire_sessions(agency_id, now=now)
        + expire_links(agency_id, now=now)
        + expire_uploads(agency_id, now=now)
        + expire_job_runs(agency_id, now=now)
    )
