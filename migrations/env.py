"""How migrations reach the database: through the application's own engine, foreign keys off on SQLite.

Alembic's batch mode with foreign keys on silently deletes the children of a table that it recreates; so they are off
while a migration runs, and checked before it commits.
"""

from alembic import context
from sqlalchemy import Connection, text

import collabpoints.models  # noqa: F401  (makes every table known)
from collabpoints.db import Base, db


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            if broken:
                raise RuntimeError(f"the migration would leave rows without their parents: {broken[:5]}")


def migrate() -> None:
    """Run the migrations that were asked for; one at a time on any number of hosts."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.rollback()
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('collabpoints migrations'))"))
        _run(connection)
        connection.commit()


migrate()
