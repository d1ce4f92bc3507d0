"""A hand in the database: somebody with its password who goes past the application and past its triggers."""

from sqlalchemy import text

from collabpoints.db import db


def by_hand(*statements: str) -> None:
    """Run these in one transaction with no trigger in the way (foreign keys neither, on PostgreSQL)."""
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))
