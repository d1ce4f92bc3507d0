"""Whether the database keeps what it says it has kept (promises 3 and 27)."""

from sqlalchemy import text

from collabpoints.db import dialect_of, reading

_MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")
_FULL = 2


def unsafe_settings() -> list[str]:
    """The database's settings under which a crash would lose what was confirmed, by name; none when it is safe."""
    with reading() as session:
        if dialect_of(session) == "postgresql":
            return [
                name
                for name in _MUST_BE_ON
                if session.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one() == "off"
            ]
        found = []
        if session.execute(text("PRAGMA synchronous")).scalar_one() < _FULL:
            found.append("synchronous")
        if session.execute(text("PRAGMA journal_mode")).scalar_one() != "wal":
            found.append("journal_mode")
        return found
