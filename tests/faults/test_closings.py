"""The closing is killed at each of its statements: nothing stands then, the next start finishes it, and whoever reads
meanwhile sees all of it or nothing (promises 7 and 11)."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from collabpoints.db import db
from collabpoints.queries.ledger import verify
from collabpoints.services.closings import ask_for_closing
from collabpoints.services.months import turn_months
from tests.conftest import KEY
from tests.factories.clocks import turn_clock
from tests.factories.reviews import Bench, a_bench
from tests.faults.sizes import SIZES, report

pytestmark = pytest.mark.faults

HOME = Path(__file__).resolve().parents[2]
_PERIODS = [f"2026-{month:02d}" for month in range(1, 10)]

# One statement: it sees one moment on both databases.
_SEEN = text("""
SELECT m.state, c.state AS closing, length(c.checksum) AS checksum, c.through_entry_id IS NOT NULL AS through,
  (SELECT count(*) FROM boards b WHERE b.span = m.period AND b.state = 'confirmed') AS boards,
  (SELECT count(*) FROM boards b JOIN person_standings s ON s.board_id = b.id WHERE b.span = m.period) AS persons,
  (SELECT count(*) FROM boards b JOIN department_standings s ON s.board_id = b.id WHERE b.span = m.period) AS departments,
  (SELECT count(*) FROM job_runs r WHERE r.job = 'closing' AND r.period = m.period AND r.outcome = 'finished') AS runs,
  (SELECT count(*) FROM job_runs r WHERE r.job = 'closing' AND r.period = m.period) AS rows
FROM months m JOIN month_closings c ON c.month_id = m.id WHERE m.period = :period
""")
_UNASKED = ("ended",)
_AFTER_COMMIT = 3
_EACH = 4
"""After so many kills the next start may finish what they left, for the first months."""
_NOTHING = ("ended", "asked", 0, 0, 0, 0, 0, 0, 0)
_ALL = ("closed", "closed", 64, 1, 2, 4, 3, 1, 1)


def seen(period: str) -> tuple[object, ...]:
    """What stands of the month's closing at one moment."""
    with db.engine.connect() as connection:
        row = connection.execute(_SEEN, {"period": period}).one_or_none() or _UNASKED
    return tuple(int(value) if isinstance(value, bool) else value for value in row)


class Reader:
    """Somebody who looks at the month over and over; `saw` is every state that he met."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.period = _PERIODS[0]
        self.reads = 0
        self.saw: set[tuple[object, ...]] = set()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _read(self) -> None:
        with self.app.app_context():
            while not self._is_over.wait(0.003):
                self.saw.add(seen(self.period))
                self.reads += 1


@pytest.fixture
def bench(app: Flask) -> Bench:
    """Nine months with notes have ended; none is closed."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for period in _PERIODS:
            turn_clock(monkeypatch, f"{period}-10T10:00+09:00")
            if period == _PERIODS[0]:
                bench = a_bench()
            world = bench.world
            world.send(world.hong, world.kim)
            world.send(world.kim, world.park, world.hong, world.lim)
    turn_months(bench.world.agency_id)
    return bench


@contextmanager
def a_closer() -> Iterator["subprocess.Popen[str]"]:
    """A process that closes and dies as it is told (closers.py)."""
    url = db.engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.closers"],
        env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": KEY, "PUBLIC_URL": "http://localhost"},
        cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            process.stdin.close()  # type: ignore[union-attr]


def told(process: "subprocess.Popen[str]", last: int) -> str:
    """What became of a child that was to die before this statement; 0: of one that lives."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{last}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def test_killed_at_any_statement_the_closing_stands_whole_or_not_at_all(app: Flask, bench: Bench) -> None:
    periods = iter(_PERIODS)

    def next_month() -> str:
        period = next(periods)
        ask_for_closing(bench.world.agency_id, period, actor_person_id=bench.oh.person_id)
        reader.period = period
        return period

    kills = starts = after_commit = before_commit = 0
    with Reader(app) as reader, a_closer() as closer:
        period, last, step = next_month(), 1, SIZES.closing_step
        while after_commit < _AFTER_COMMIT:
            answer = told(closer, last)
            if answer != "killed":  # a sample may step over the few statements behind the commit: go back to them
                assert step > 1, f"invalid: nobody died after the commit ({answer})"
                last, step = int(answer.removeprefix("done ")) - _AFTER_COMMIT + 1, 1
                period = next_month()
                continue
            kills += 1
            if seen(period) == _ALL:
                after_commit += 1
                last += 1
                period = next_month()
                continue
            before_commit, last = last, last + step
            assert seen(period) == _NOTHING, f"half of it stands after a kill before statement {last}"
            if kills % _EACH == 0 and period < _PERIODS[3]:
                assert told(closer, 0).startswith("done")
                starts += 1
                assert seen(period) == _ALL, "the next start did not finish it"
                period = next_month()
    assert reader.saw <= {_UNASKED, _NOTHING, _ALL}
    assert _ALL in reader.saw
    assert verify().is_balanced
    report(
        f"closing: {kills} kills before one of its first {before_commit} statements, the last at the commit, {after_commit} of them after the commit;"
        f" {starts} finished by the next start; {reader.reads} reads, {len(reader.saw)} states seen"
    )
    assert kills >= 10
