"""The only place that asks the machine what time it is.

Web pages, commands and jobs call `now()` at their door and hand the instant down. A unit of work that writes to a
month does not use it: it asks the database (`db.database_now`), so that hosts with wrong clocks agree on the month.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant of this host, aware, UTC."""
    return datetime.now(UTC)
