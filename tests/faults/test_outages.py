"""PostgreSQL stands still, cuts its lines, or has no room: a clear page in seconds, nothing half done, and afterwards
everything goes on without a person (promise 25)."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from collabpoints.db import db
from tests.cli.test_server import eventually, processes
from tests.factories.agencies import Colleague
from tests.faults.books import complaints, notes_from
from tests.faults.crowds import TEXT
from tests.faults.sites import Site, site
from tests.faults.sizes import report
from tests.faults.windows import Answer, Fields, Window
from tests.forms import forms_of
from tests.postgres import Server, postgres

pytestmark = pytest.mark.faults

_SECONDS = 18.0
"""Within which a page has come: twice the database's 5 for the question, 5 for a new connection, and some for the load."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres() as made:
        yield made


@pytest.fixture(scope="module")
def hurt(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    server.create("outages")
    with site(server.url("outages"), tmp_path_factory.mktemp("log") / "web.log") as made:
        yield made


@pytest.fixture
def sender(hurt: Site) -> Colleague:
    return hurt.colleagues(1, department=1)[0]


@pytest.fixture
def window(hurt: Site, sender: Colleague) -> Iterator[Window]:
    made = hurt.window(sender)
    yield made
    made.close()


@pytest.fixture
def form(hurt: Site, window: Window) -> Fields:
    # What the test before has cut may lie in the other worker's pool; after a second's rest it is asked before it is used.
    time.sleep(1.5)
    return window.writing(hurt.colleagues(1, department=0)[0].number)


def in_seconds(window: Window, form: Fields, action: str = "send") -> Answer:
    began = time.monotonic()
    answer = window.send(form, TEXT, action)
    assert time.monotonic() - began < _SECONDS
    return answer


def is_clear(answer: Answer) -> bool:
    """Whether the page says when to come back and offers to send the same form, as typed, again."""
    again = next((one.fields for one in forms_of(answer.text) if one.action == "/notes/new"), {})
    return answer.status == 503 and answer.seconds_until_again.isdigit() and again.get("text") == [TEXT]


def comes_back(window: Window, form: Fields, action: str = "send") -> bool:
    """Whether the same form goes through once the trouble is over, by pressing again and nothing else."""
    eventually(lambda: window.send(form, TEXT, action).status == 303)
    return True


@contextmanager
def standing_still(server: Server) -> Iterator[None]:
    assert server.process is not None
    stopped = [server.process.pid, *processes(server.process.pid)]
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in stopped:
            os.kill(process, signal.SIGCONT)


def _renew(hurt: Site) -> None:
    """The test's own lines were cut too; the site has to find that out by itself."""
    with hurt.app.app_context():
        db.engine.dispose()


def test_a_database_that_stands_still_is_said_in_seconds(
    hurt: Site, server: Server, sender: Colleague, window: Window, form: Fields
) -> None:
    with standing_still(server):
        assert is_clear(in_seconds(window, form))
        assert is_clear(in_seconds(window, form))
    assert comes_back(window, form)
    assert notes_from(hurt.app, sender.person_id) == 1
    assert not complaints(hurt.app)


def test_lines_that_were_cut_are_made_anew(
    hurt: Site, server: Server, sender: Colleague, window: Window, form: Fields
) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'outages' AND pid <> pg_backend_pid()"
        )
    _renew(hurt)
    answer = in_seconds(window, form)
    assert answer.status == 303 or is_clear(answer)
    assert comes_back(window, form)
    assert notes_from(hurt.app, sender.person_id) == 1


def test_a_database_that_is_away_is_said_at_once(
    hurt: Site, server: Server, sender: Colleague, window: Window, form: Fields
) -> None:
    server.stop()
    assert is_clear(in_seconds(window, form))
    assert window.get("/health/live").status == 200
    assert window.get("/health/ready").status == 503
    server.start()
    _renew(hurt)
    assert comes_back(window, form)
    assert notes_from(hurt.app, sender.person_id) == 1


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A file system in memory with little room; None where this user may not mount one."""
    folder = Path(tempfile.mkdtemp(prefix="collabpoints-disk-"))
    size = f"size={_DISK},mode=0755"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, check=False)
    try:
        yield folder if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        folder.rmdir()


_DISK, _PRESSES = 192 * 2**20, 80
_REFUSES = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON notes EXECUTE FUNCTION no_room();
"""


@contextmanager
def no_room(server: Server, disk: Path | None) -> Iterator[None]:
    """The disk is full to the last block; where there is no small disk, PostgreSQL is made to say so."""
    if disk is None:
        report("no small disk could be mounted: PostgreSQL's own words for a full disk are raised instead")
        with psycopg.connect(server.dsn("full"), autocommit=True) as connection:
            connection.execute(_REFUSES)
            yield
            connection.execute("DROP TRIGGER no_room ON notes")
        return
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        ballast.unlink()


def test_a_full_disk_is_said_and_what_was_written_stands(tmp_path: Path) -> None:
    with small_disk() as disk, postgres("max_wal_size=64MB", "min_wal_size=32MB", within=disk) as server:
        server.create("full")
        with site(server.url("full"), tmp_path / "web.log") as made:
            (sender,) = made.colleagues(1, department=1)
            window, recipients = made.window(sender), made.colleagues(1, department=0)
            forms = [window.writing(recipients[0].number) for _ in range(_PRESSES)]
            sent = 0  # a table's last block takes a few more
            with no_room(server, disk):
                while (answer := in_seconds(window, forms[sent], "thanks")).status == 303:
                    sent += 1
                assert is_clear(answer)
                assert made.web is not None
                assert made.web.poll() is None
            assert server.process is not None
            if server.process.poll() is not None:  # no room for its log ends PostgreSQL; its service manager starts it
                server.start()
            assert comes_back(window, forms[sent], "thanks")
            window.close()
            report(f"{sent} notes fitted before the disk was full")
            assert notes_from(made.app, sender.person_id) == sent + 1
            assert not complaints(made.app)
