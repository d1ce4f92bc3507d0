"""The daily clearing of what outlived its term."""

from datetime import timedelta

from collabpoints.queries.jobs import frame
from collabpoints.services.drafts import expire_drafts
from collabpoints.services.expiry import expire_job_runs, expire_uploads
from collabpoints.services.exports import expire_exports
from collabpoints.services.links import expire_links
from collabpoints.services.outbox import expire_messages
from collabpoints.services.sessions import expire_sessions
from collabpoints.services.sign_in import expire_tries

# Longer than the settings let any session last (config.py): nothing alive is cleared.
_LONGEST_SESSION = timedelta(days=8)


def expire(agency_id: int) -> int:
    """Afterwards what outlived its term is gone; returns how many rows went. Each kind goes in a transaction of its own:
    stopped in the middle, the next run clears the rest."""
    _since, _zone, now = frame(agency_id)
    return (
        expire_drafts(now=now)
        + expire_tries(now)
        + expire_sessions(now, _LONGEST_SESSION, _LONGEST_SESSION)
        + expire_links(now)
        + expire_uploads(agency_id, now=now)
        + expire_exports(agency_id, now=now)
        + expire_job_runs(agency_id, now=now)
        + expire_messages(now=now)
    )
