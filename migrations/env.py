"""How migrations reach the database: through the application's own engine, foreign keys off on SQLite.

Alembic's batch mode with foreign keys on silently deletes the children of a table that it recreates; so they are off
while a migration runs, and checked before it commits.
"""

from collections.abc import Iterator
from contextlib import contextmanager

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
            with _without_foreign_keys(connection):
                _run(connection)
                connection.commit()
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('collabpoints migrations'))"))
            _run(connection)
            connection.commit()


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Foreign keys are off within, and on again for whoever gets this connection from the pool afterwards."""
    # Not through SQLAlchemy: that begins a transaction first, and within one the PRAGMA does nothing and says nothing.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


migrate()
