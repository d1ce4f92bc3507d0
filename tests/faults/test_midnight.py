"""Notes of the seconds around midnight of the 1st belong to the month of the database's clock in Seoul, though the web
hosts' clocks are ten minutes wrong, one ahead and one behind (promise 8)."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from collabpoints.db import db
from tests.faults.books import complaints
from tests.faults.crowds import TEXT
from tests.faults.sites import Site, serving, site
from tests.postgres import Server, free_port

pytestmark = pytest.mark.faults

MIDNIGHT = datetime(2026, 11, 30, 15, tzinfo=UTC)  # 1 December in Seoul
_OFF = 600
_LEAD = timedelta(seconds=4)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'midnight.sqlite3'}"
    server: Server = request.getfixturevalue("postgres_server")
    server.create("midnight")
    return server.url("midnight")


@pytest.fixture
def shift() -> timedelta:
    """How far the clocks are moved: so that midnight comes when the servers have had time to start."""
    return MIDNIGHT - datetime.now(UTC) - timedelta(seconds=40)


@pytest.fixture
def hosts(database_url: str, shift: timedelta, tmp_path: Path) -> Iterator[tuple[Site, ...]]:
    """Two hosts on PostgreSQL, ahead and behind; on SQLite there is one, behind."""
    with ExitStack() as stack:
        clocks = [f"{shift.total_seconds()} {off}" for off in (-_OFF, _OFF)]
        first = stack.enter_context(site(database_url, tmp_path / "behind.log", FAULTS_CLOCK=clocks[0]))
        if database_url.startswith("sqlite"):
            yield (first,)
            return
        second = Site(first.app, free_port(), tmp_path / "ahead.log", first.agency_id)
        stack.enter_context(serving(second, FAULTS_CLOCK=clocks[1]))
        yield first, second


def test_notes_around_midnight_land_in_the_right_month(hosts: tuple[Site, ...], shift: timedelta) -> None:
    first = hosts[0]
    sender, *recipients = first.colleagues(1, department=0) + first.colleagues(30, department=1)
    now = datetime.now(UTC) + shift
    windows = [host.window(sender) for host in hosts]
    for window, off in zip(windows, (-_OFF, _OFF), strict=False):
        window.cookies = first.cookies(sender, now=now + timedelta(seconds=off))
    time.sleep(max(0.0, (MIDNIGHT - _LEAD - datetime.now(UTC) - shift).total_seconds()))
    assert datetime.now(UTC) + shift < MIDNIGHT, "invalid: the servers started too late"
    expected: dict[str, set[str]] = {}
    place = 0
    while datetime.now(UTC) + shift < MIDNIGHT + _LEAD:
        window = windows[place % len(windows)]
        fields = window.writing(recipients[place % len(recipients)].number)
        before = datetime.now(UTC) + shift
        assert window.send(fields, TEXT, "thanks").status == 303
        after = datetime.now(UTC) + shift
        expected[fields["form_id"][0]] = {_month(before), _month(after)}
        place += 1
        time.sleep(0.05)
    for window in windows:
        window.close()
    found = months_of_forms(first)
    wrong = {form: found.get(form) for form, may in expected.items() if found.get(form) not in may}
    assert not wrong
    assert set(found.values()) == {"2026-11", "2026-12"}
    assert not complaints(first.app)


def _month(instant: datetime) -> str:
    return "2026-11" if instant < MIDNIGHT else "2026-12"


def months_of_forms(made: Site) -> dict[str, str]:
    wanted = text(
        "SELECT b.form_id, m.period FROM send_batches b JOIN notes n ON n.batch_id = b.id"
        " JOIN entries e ON e.note_id = n.id JOIN months m ON m.id = e.month_id"
    )
    with made.app.app_context(), db.engine.connect() as connection:
        return {str(form): str(period) for form, period in connection.execute(wanted)}
