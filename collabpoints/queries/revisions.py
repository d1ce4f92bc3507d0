"""Which migrations the database has seen, and which this version needs."""

from pathlib import Path

from alembic.migration import MigrationContext

from collabpoints.db import reading

_HEAD = Path(__file__).resolve().parents[2] / "migrations" / "HEAD"


def present_revision() -> str:
    """The revision that the database stands at; "" for an empty one."""
    with reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() or ""


def needed_revision() -> str:
    """The revision that this version of the application was written for (pinned in `migrations/HEAD`)."""
    return _HEAD.read_text(encoding="ascii").strip()
