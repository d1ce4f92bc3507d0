"""The application under attack: gunicorn as `serve` starts it, on a database of its own, with a crowd of colleagues."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import flask_migrate
import psycopg
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from collabpoints.app import create_app
from collabpoints.db import db
from tests.cli.test_server import processes
from tests.conftest import a_config
from tests.factories.agencies import Colleague, a_colleague, a_department, a_session, an_agency
from tests.faults.windows import Window
from tests.postgres import Server, free_port
from tests.servers import web_server


@dataclass
class Site:
    """A running site. `app` reaches its database from the test; `web` is the server's process."""

    app: Flask
    port: int
    log: Path
    agency_id: int = 0
    departments: list[int] = field(default_factory=list)
    web: subprocess.Popen[bytes] | None = None

    def cookies(self, colleague: Colleague, *, now: datetime | None = None) -> dict[str, str]:
        """The cookies of a browser in which the colleague is signed in."""
        with self.app.app_context():
            token = a_session(colleague, now=now)
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        return {self.app.config["SESSION_COOKIE_NAME"]: str(signer.dumps({"_user_id": token, "_fresh": True}))}

    def window(self, colleague: Colleague, *, patience: float = 30.0) -> Window:
        return Window(self.port, self.cookies(colleague), patience)

    def workers(self) -> list[int]:
        """The process ids of the web workers."""
        assert self.web is not None
        return processes(self.web.pid)

    def colleagues(self, count: int, *, department: int) -> list[Colleague]:
        """So many new colleagues of the department with this place (from 0)."""
        while len(self.departments) <= department:
            with self.app.app_context():
                self.departments.append(a_department(self.agency_id, f"{len(self.departments) + 1}과"))
        with self.app.app_context():
            return [a_colleague(self.agency_id, f"직원{place}", self.departments[department]) for place in range(count)]


@contextmanager
def site(database_url: str, log: Path, **environ: str) -> Iterator[Site]:
    """A site on a new database with an agency in it; `environ` is for the server alone."""
    app = create_app(a_config(database_url))
    made = Site(app, free_port(), log)
    with app.app_context():
        flask_migrate.upgrade()
        made.agency_id = an_agency()
    try:
        with serving(made, **environ):
            yield made
    finally:
        with app.app_context():
            db.engine.dispose()


@contextmanager
def serving(made: Site, **environ: str) -> Iterator[Site]:
    """The site's web server, until the block ends. A planted fault is planted in the server too."""
    database_url = made.app.config["SQLALCHEMY_DATABASE_URI"]
    is_changed = "FAULTS_PLANT" in os.environ or environ
    application = "tests.faults.served:app" if is_changed else "wsgi:app"
    workers = 1 if database_url.startswith("sqlite") else 2
    settings = {"DATABASE_TIMEOUT": "5", **environ}
    with web_server(
        database_url, made.port, application=application, workers=workers, log=made.log, environ=settings
    ) as made.web:
        yield made


def backends(server: Server, database: str, *, writing: bool = True) -> list[tuple[int, int]]:
    """Connections to the database that are inside a transaction (that has written): process id and the client's port."""
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT pid, client_port FROM pg_stat_activity WHERE datname = %s AND xact_start IS NOT NULL"
            + (" AND backend_xid IS NOT NULL" if writing else ""),
            (database,),
        ).fetchall()
    return [(int(pid), int(port)) for pid, port in rows]


def ports_of(process: int) -> set[int]:
    """The local ports of the process's TCP connections."""
    inodes = set()
    for handle in Path(f"/proc/{process}/fd").iterdir():
        try:
            name = str(handle.readlink())
        except OSError:
            continue
        if name.startswith("socket:["):
            inodes.add(name[8:-1])
    lines = Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:]
    return {int(words[1].partition(":")[2], 16) for words in map(str.split, lines) if words[9] in inodes}
