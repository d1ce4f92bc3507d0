"""Databases for schedulers to work on, the schedulers themselves, and what they left behind."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import Row, text, update

from collabpoints.app import create_app
from collabpoints.db import db, unit_of_work
from collabpoints.models import Agency
from tests.cli.test_server import processes
from tests.conftest import KEY, a_config
from tests.factories.agencies import an_agency

HOME = Path(__file__).resolve().parents[2]


@dataclass
class Ground:
    """A database with an agency and a table for ticks; what schedulers say goes to `log`."""

    app: Flask
    agency_id: int
    log: Path
    scheduler: "subprocess.Popen[bytes] | None" = None

    def rows(self, statement: str) -> list[Row[*tuple[Any, ...]]]:
        """What is committed, asked on a connection of its own."""
        with self.app.app_context(), db.engine.connect() as connection:
            return list(connection.execute(text(statement)).all())

    def ticks(self) -> list[str]:
        """The period of every effect that stands, by when it was written."""
        return [str(row[0]) for row in self.rows("SELECT period FROM ticks ORDER BY id")]

    def finished(self) -> set[str]:
        """The periods whose row says that they are done."""
        return {str(row[0]) for row in self.rows("SELECT period FROM job_runs WHERE outcome = 'finished'")}

    def processes(self) -> list[int]:
        """The schedulers that are running now."""
        assert self.scheduler is not None
        return processes(self.scheduler.pid)

    def owes_since(self, instant: datetime) -> None:
        with self.app.app_context(), unit_of_work() as session:
            session.execute(update(Agency).values(created_at=instant))

    @contextmanager
    def scheduling(self, **environ: str) -> Iterator[None]:
        """Schedulers as tests/faults/ticking.py makes them, until the block ends."""
        database_url = self.app.config["SQLALCHEMY_DATABASE_URI"]
        settings = {"DATABASE_URL": database_url, "SECRET_KEY": KEY, **environ}
        with self.log.open("ab") as said:
            self.scheduler = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.ticking"],
                cwd=HOME, env={**os.environ, **settings}, stdout=said, stderr=said,
            )  # fmt: skip
        try:
            yield
            assert self.scheduler.poll() is None, self.log.read_text(encoding="utf-8")[-3000:]
        finally:
            self.scheduler.send_signal(signal.SIGTERM)
            self.scheduler.wait(timeout=60)


@contextmanager
def ground(database_url: str, log: Path) -> Iterator[Ground]:
    """A new database, migrated, with an agency and the table that ticks are written to."""
    app = create_app(a_config(database_url))
    with app.app_context():
        flask_migrate.upgrade()
        number = "INTEGER PRIMARY KEY" if db.engine.dialect.name == "sqlite" else "BIGSERIAL PRIMARY KEY"
        with db.engine.begin() as connection:
            connection.execute(text(f"CREATE TABLE ticks (id {number}, period TEXT, process INTEGER)"))
        made = Ground(app, an_agency(), log)
    try:
        yield made
    finally:
        with app.app_context():
            db.engine.dispose()


def within(seconds: float, is_so: Callable[[], bool]) -> float:
    """Wait until it is so; the seconds that it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, f"it did not come to be within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


def second(instant: datetime) -> str:
    """The name of the period of a second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def complaints(made: Ground, since: datetime) -> list[str]:
    """What is wrong with ticks of each second since then: doubled, missing, or apart from their rows."""
    ticks = Counter(made.ticks())
    finished = made.finished()
    newest = datetime.fromisoformat(max(ticks)).replace(tzinfo=UTC)
    owed = {second(since + timedelta(seconds=apart)) for apart in range(int((newest - since).total_seconds()) + 1)}
    return [
        *(f"doubled: {period}" for period, count in sorted(ticks.items()) if count > 1),
        *(f"missing: {period}" for period in sorted(owed - set(ticks))),
        *(f"never owed: {period}" for period in sorted(set(ticks) - owed)),
        *(f"row and effect differ: {period}" for period in sorted(finished ^ set(ticks))),
    ]
