"""Where the database lives: what tells a restored copy from the one that it was copied from (docs/adr/0011)."""

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text

from collabpoints.db import db, dialect_of, reading
from collabpoints.models import JobRun

# The cluster, the database and a table in it: pg_restore makes the latter two anew. The timeline: recovery from a base
# backup, and a standby that takes over, begin a new one.
_POSTGRESQL = """
SELECT concat_ws(
    '/',
    (SELECT system_identifier FROM pg_control_system()),
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    'outbox'::regclass::oid,
    substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
)
"""


ARRIVAL = "arrival"
"""The name of the job whose periods are places: see services/arrivals.py."""


def settled_at(agency_id: int) -> datetime | None:
    """When the database came to where it lives now; None where it has never lived anywhere else. What happened before
    may have been told already."""
    arrivals = select(JobRun.started_at).where(JobRun.agency_id == agency_id, JobRun.job == ARRIVAL)
    with reading() as session:
        found = session.scalars(arrivals.order_by(JobRun.started_at.desc(), JobRun.period).limit(2)).all()
    return found[0] if len(found) > 1 else None


def place() -> str:
    """The place in 16 hexadecimal digits. It is another one after the database was restored: on PostgreSQL always but
    for data loaded into the same tables, on SQLite where another file took the old one's place."""
    with reading() as session:
        if dialect_of(session) == "postgresql":
            found = session.execute(text(_POSTGRESQL)).scalar_one()
        else:
            found = str(Path(db.engine.url.database or "").stat().st_ino)
    return hashlib.sha256(found.encode()).hexdigest()[:16]
