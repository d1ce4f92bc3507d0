"""What every test may ask for. A test that takes `app` (or what builds on it) runs on SQLite and on PostgreSQL."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from collabpoints.app import create_app
from collabpoints.db import Base, db
from config import Config
from tests.factories.agencies import Colleague, a_session
from tests.postgres import Server, postgres

# A machine under load makes single examples slow; how fast things are is the bench's business, not a property's.
# CI has to end within minutes; `make soak` takes its time.
IS_SOAK = os.environ.get("FAULTS") == "full"
_EXAMPLES = 1000 if IS_SOAK else 50
hypothesis.settings.register_profile("house", deadline=None, max_examples=_EXAMPLES)
hypothesis.settings.load_profile("house")

KEY = "only-for-tests-0123456789-abcdefghijklmnop"


def a_config(database_url: str, **settings: object) -> Config:
    """Settings as an installation has them, on this database."""
    return Config(database_url=database_url, secret_key=KEY, public_url="http://localhost", **settings)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    path = tmp_path_factory.mktemp("협업 포인트") / "test.sqlite3"
    app = create_app(a_config(f"sqlite:///{path}"))
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    shutil.copy(path, path.with_suffix(".empty"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def postgres_app(postgres_server: Server) -> Iterator[Flask]:
    postgres_server.create("test")
    app = create_app(a_config(postgres_server.url("test")))
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on an empty, migrated database, with an application context; once on each database."""
    made: Flask = request.getfixturevalue("sqlite_app" if request.param == "sqlite" else "postgres_app")
    made.test_client_class = Browser
    with made.app_context():
        _empty()
        yield made
        db.session.remove()


class Browser(FlaskClient):
    """Gives each request an application context of its own, as a server does. Within the test's own, `g` would live on
    from request to request, and with it who is signed in, the CSRF token and the database session."""

    def open(self, *args: Any, **settings: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, not signed in."""
    return app.test_client()


# TRUNCATE makes new files for seventy tables and their indexes, and every connection forgets what it knew of them: four
# times as slow as deleting the few rows that a test left. Now and then it sweeps away what deleting leaves behind.
_TRUNCATED_EACH = 200
_emptied = itertools.count()
_TABLES = tuple(table.name for table in Base.metadata.sorted_tables)
_FILLED = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in _TABLES)
_RESTARTED = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences"
    " WHERE last_value IS NOT NULL"
)


def _empty() -> None:
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        path = Path(str(db.engine.url.database))
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(path.with_suffix(".empty"), path)
        return
    with db.engine.begin() as connection:
        if next(_emptied) % _TRUNCATED_EACH == 0:
            connection.execute(text(f"TRUNCATE {', '.join(_TABLES)} RESTART IDENTITY CASCADE"))
            return
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers, no foreign keys
        for filled in connection.execute(text(_FILLED)).scalars().all():
            connection.execute(text(f"DELETE FROM {filled}"))
        connection.execute(text(_RESTARTED))


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[Colleague], FlaskClient]:
    """Sign the client in as a colleague, without the form: `sign_in(hong).get("/")`."""

    def enter(colleague: Colleague) -> FlaskClient:
        with client.session_transaction() as cookie:
            cookie["_user_id"] = a_session(colleague)
            cookie["_fresh"] = True
        return client

    return enter
