"""Schedulers beside each other, killed, with their database restarted, and with clocks that jump: every period takes effect
once, in order, and none is lost (promises 10 to 12)."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from collabpoints.domain.periods import Month
from collabpoints.queries import jobs as job_queries
from collabpoints.queries.jobs import clock_health
from tests.faults.schedulers import Ground, complaints, ground, second, within
from tests.faults.sites import backends
from tests.faults.sizes import SEED, SIZES, report
from tests.postgres import Server, postgres

pytestmark = pytest.mark.faults

_SEOUL = ZoneInfo("Asia/Seoul")
_MIDNIGHT = datetime(2026, 11, 30, 15, tzinfo=UTC)  # 1 December in Seoul
_numbers = count(1)
_SECONDS = {"TICKING_EVERY": "second", "TICKING_ROUND": "0.5"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres() as made:
        yield made


@pytest.fixture
def on_postgres(server: Server, tmp_path: Path) -> Iterator[Ground]:
    name = f"schedulers_{next(_numbers)}"
    server.create(name)
    with ground(server.url(name), tmp_path / "scheduler.log") as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    if request.param == "sqlite":
        with ground(f"sqlite:///{tmp_path / 'schedulers.sqlite3'}", tmp_path / "scheduler.log") as made:
            yield made
        return
    yield request.getfixturevalue("on_postgres")


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def is_done(made: Ground, until: datetime) -> Callable[[], bool]:
    """Whether the second before `until` is done."""
    last = second(until - timedelta(seconds=1))
    return lambda: max(made.finished(), default="") >= last


def test_eight_schedulers_double_nothing_and_miss_nothing(on_postgres: Ground) -> None:
    since = now() - timedelta(seconds=SIZES.owed_seconds)
    on_postgres.owes_since(since)
    until = now() + timedelta(seconds=SIZES.live_seconds)
    with on_postgres.scheduling(**_SECONDS, TICKING_PROCESSES="8", TICKING_PAUSE="0.005"):
        within(60 + SIZES.live_seconds, lambda: now() > until)
        within(120, is_done(on_postgres, until))
    wrong = complaints(on_postgres, since)
    ticks = len(on_postgres.ticks())
    lost = on_postgres.log.read_text(encoding="utf-8").count('"elsewhere"')
    shares = [int(str(row[0])) for row in on_postgres.rows("SELECT count(*) FROM ticks GROUP BY process")]
    report(
        f"8 schedulers: {ticks} seconds, {len(wrong)} complaints; {lost} times somebody else was there first; "
        f"the busiest did {max(shares)}, {len(shares)} did any"
    )
    assert not wrong
    assert lost > ticks, "invalid: they were hardly ever at the same second together"
    assert len(shares) >= 4, "invalid: too few took part"


def test_a_database_that_restarts_leaves_them_alive_and_is_caught_up_with(on_postgres: Ground, server: Server) -> None:
    since = now()
    on_postgres.owes_since(since)
    longest = 0.0
    with on_postgres.scheduling(**_SECONDS, TICKING_PROCESSES="2"):
        within(60, lambda: len(on_postgres.processes()) == 2 and bool(on_postgres.finished()))
        alive = on_postgres.processes()
        for turn in range(SIZES.restarts):
            time.sleep(1)
            server.stop(how=("fast", "immediate")[turn % 2])
            time.sleep(1)
            server.start()
            _renew(on_postgres)
            longest = max(longest, within(120, is_done(on_postgres, now())))
            assert on_postgres.processes() == alive
        with on_postgres.app.app_context():
            within(30, lambda: clock_health(on_postgres.agency_id).is_ticking)
    wrong = complaints(on_postgres, since)
    report(f"{SIZES.restarts} restarts of the database: caught up within {longest:.1f} s, {len(wrong)} complaints")
    assert not wrong


def test_what_a_killed_scheduler_was_at_is_done_by_the_next_one(on_postgres: Ground, server: Server) -> None:
    since = now()
    on_postgres.owes_since(since)
    database = str(on_postgres.rows("SELECT current_database()")[0][0])
    chance = random.Random(SEED)
    kills = tries = 0
    with on_postgres.scheduling(**_SECONDS, TICKING_PROCESSES="1", TICKING_PAUSE="0.1"):
        while kills < SIZES.scheduler_kills:
            within(60, lambda: bool(on_postgres.processes()))
            time.sleep(chance.random() / 2)
            victim = next(iter(on_postgres.processes()), 0)
            if not victim:
                continue
            tries += 1
            os.kill(victim, signal.SIGSTOP)
            if backends(server, database):  # frozen with a transaction open that has written: in the middle of its job
                os.kill(victim, signal.SIGKILL)
                kills += 1
            else:
                os.kill(victim, signal.SIGCONT)
        within(120, is_done(on_postgres, now()))
    wrong = complaints(on_postgres, since)
    report(
        f"{kills} schedulers killed in the middle of a job ({tries} tries), {len(on_postgres.ticks())} seconds, {len(wrong)} complaints"
    )
    assert not wrong


def test_five_missed_months_are_made_up_in_order(on_both: Ground) -> None:
    months = _months_before(now(), 6)
    on_both.owes_since(months[0].starts_at(_SEOUL))
    with on_both.scheduling(TICKING_EVERY="month"):
        within(60, lambda: str(months[-1]) in on_both.ticks())
    assert on_both.ticks() == [str(month) for month in months]
    assert on_both.finished() == set(on_both.ticks())


@pytest.mark.parametrize(("on_both", "hour"), SIZES.jumps, indirect=["on_both"])
def test_clocks_that_jump_over_midnight_of_the_1st_do_nothing_early_and_lose_nothing(
    on_both: Ground, tmp_path: Path, hour: int
) -> None:
    """The host's clock jumps over midnight alone, then the database's, then both back and forth again. A round comes each
    hour here, so that only the noticing of the jump can wake anything."""
    clocks = tmp_path / "clocks"
    before, after = ((_MIDNIGHT + timedelta(minutes=apart) - now()).total_seconds() for apart in (-10, 10))
    on_both.owes_since(_MIDNIGHT - timedelta(days=20))
    _turn(clocks, shift=before)
    with on_both.scheduling(TICKING_EVERY="month", TICKING_ROUND="3600", TICKING_CLOCK=str(clocks)):
        within(60, lambda: on_both.ticks() == ["2026-11"])
        _jump(clocks, shift=before, off=hour * 3600)
        assert on_both.ticks() == ["2026-11"]
        assert _states(on_both) == {"2026-11": "open"}
        _jump(clocks, shift=after, off=hour * 3600)
        within(20, lambda: on_both.ticks() == ["2026-11", "2026-12"])
        for shift in (before, after):
            _jump(clocks, shift=shift, off=0)
            assert on_both.ticks() == ["2026-11", "2026-12"]
            assert _states(on_both) == {"2026-11": "ended", "2026-12": "open"}
    assert on_both.finished() == {"2026-11", "2026-12"}


@pytest.mark.parametrize("hurt", ["killed", "stuck"])
def test_a_scheduler_that_is_dead_or_stuck_is_seen_within_a_minute(
    on_postgres: Ground, tmp_path: Path, hurt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the sample every second of the arithmetic is a tenth of one."""
    scale = SIZES.heartbeat_scale
    monkeypatch.setattr(job_queries, "_QUIET_FOR", job_queries._QUIET_FOR * scale)
    stuck = tmp_path / "stuck"
    on_postgres.owes_since(now())
    settings = {"TICKING_ROUND": str(5 * scale), "TICKING_SCALE": str(scale), "TICKING_STUCK": str(stuck)}

    def is_ticking() -> bool:
        with on_postgres.app.app_context():
            return clock_health(on_postgres.agency_id).is_ticking

    with on_postgres.scheduling(TICKING_EVERY="month", **settings):
        within(60, is_ticking)
        if hurt == "killed":
            (victim,) = on_postgres.processes()
            assert on_postgres.scheduler is not None
            os.kill(on_postgres.scheduler.pid, signal.SIGSTOP)  # nobody starts it again
            os.kill(victim, signal.SIGKILL)
            took = within(60 * scale, lambda: not is_ticking())
            os.kill(on_postgres.scheduler.pid, signal.SIGCONT)
        else:
            stuck.touch()  # the next round, 5 seconds later, will not end
            took = within(60 * scale + 1, lambda: not is_ticking())
            assert b"no heartbeat" in on_postgres.log.read_bytes()
            assert len(on_postgres.processes()) == 1
            stuck.unlink()
        within(60, is_ticking)
    report(f"a scheduler {hurt}: seen after {took / scale:.0f} s" + (f", {1 / scale:.0f} times as fast" * (scale < 1)))


def _months_before(instant: datetime, many: int) -> list[Month]:
    months = [Month.of(instant, _SEOUL)]
    while len(months) < many:
        months.insert(0, Month.of(months[0].starts_at(_SEOUL) - timedelta(days=1), _SEOUL))
    return months


def _turn(clocks: Path, *, shift: float, off: float = 0) -> None:
    made = clocks.with_suffix(".new")
    made.write_text(f"{shift} {off}")
    made.rename(clocks)


def _jump(clocks: Path, *, shift: float, off: float) -> None:
    """Turn the clocks and leave time to notice (twice a second it is looked) and to act."""
    _turn(clocks, shift=shift, off=off)
    time.sleep(1.5)


def _states(made: Ground) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in made.rows("SELECT period, state FROM months")}


def _renew(made: Ground) -> None:
    """The test's own lines were cut too; the schedulers have to find that out by themselves."""
    from collabpoints.db import db

    with made.app.app_context():
        db.engine.dispose()
