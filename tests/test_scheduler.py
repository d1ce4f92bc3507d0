"""APScheduler only wakes: at once, again, never beside itself, and also after the wall clock was stepped."""

import time
from datetime import timedelta

import pytest
from flask import Flask

from collabpoints import clock, scheduler
from collabpoints.jobs.watchdog import Watchdog
from collabpoints.queries.jobs import beats
from collabpoints.scheduler import ClockSteps, Running, clock_of, wake_everything
from config import Config
from tests.conftest import KEY
from tests.factories.agencies import an_agency


@pytest.fixture
def woken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was woken, in order; nothing else happens."""
    names: list[str] = []
    monkeypatch.setattr(scheduler, "_beat", lambda _watchdog: names.append("beat"))
    monkeypatch.setattr(scheduler, "reconcile", lambda **_: names.append("reconcile"))
    monkeypatch.setattr(scheduler, "heed_asked", lambda **_: names.append("asked"))
    monkeypatch.setattr(scheduler, "send_due", lambda _config: names.append("outbox"))
    return names


def until(seconds: float, *, names: list[str], count: int) -> None:
    deadline = time.monotonic() + seconds
    while len(names) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def test_everything_is_woken_at_the_start(app: Flask, woken: list[str]) -> None:
    ticking = clock_of(app, Config(secret_key=KEY), Running())
    ticking.start()
    until(10, names=woken, count=4)
    ticking.shutdown()
    assert sorted(woken) == ["asked", "beat", "outbox", "reconcile"]


def test_nothing_can_misfire_or_run_beside_itself_and_nothing_is_stored(app: Flask, woken: list[str]) -> None:
    ticking = clock_of(app, Config(secret_key=KEY), Running())
    ticking.start(paused=True)
    jobs = ticking.get_jobs()
    kept_in = {type(store).__name__ for store in ticking._jobstores.values()}
    ticking.shutdown()
    assert {job.id for job in jobs} == {"asked", "beat", "reconcile", "outbox"}
    assert {(job.coalesce, job.misfire_grace_time, job.max_instances) for job in jobs} == {(True, None, 1)}
    assert kept_in == {"MemoryJobStore"}


def test_after_a_step_of_the_wall_clock_everything_is_woken_again(app: Flask, woken: list[str]) -> None:
    ticking = clock_of(app, Config(secret_key=KEY), Running())
    ticking.start()
    until(10, names=woken, count=4)
    wake_everything(ticking)
    until(10, names=woken, count=8)
    ticking.shutdown()
    assert sorted(woken) == ["asked", "asked", "beat", "beat", "outbox", "outbox", "reconcile", "reconcile"]


@pytest.mark.parametrize("minutes", [-60, -1, 1, 60])
def test_a_step_is_noticed_once(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    steps, now = ClockSteps(), clock.now
    assert not steps.has_stepped()
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(minutes=minutes))
    assert steps.has_stepped()
    assert not steps.has_stepped()


def test_a_fault_is_no_end(app: Flask, woken: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        woken.append("failed")
        raise RuntimeError("the database is away")

    monkeypatch.setattr(scheduler, "reconcile", fail)
    ticking = clock_of(app, Config(secret_key=KEY), Running())
    ticking.start()
    until(10, names=woken, count=4)
    wake_everything(ticking)
    until(10, names=woken, count=8)
    ticking.shutdown()
    assert woken.count("failed") == 2


def test_what_failed_is_tried_again_within_seconds(
    app: Flask, woken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "_AGAIN_SECONDS", 0.1)

    def fail_once(**_: object) -> None:
        woken.append("reconcile")
        if woken.count("reconcile") == 1:
            raise RuntimeError("the database is away")

    monkeypatch.setattr(scheduler, "reconcile", fail_once)
    ticking = clock_of(app, Config(secret_key=KEY), Running())
    ticking.start()
    until(10, names=woken, count=5)
    ticking.shutdown()
    assert woken.count("reconcile") == 2


def test_the_heart_beats_while_everything_comes_around(app: Flask) -> None:
    agency = an_agency()
    scheduler._beat(Watchdog())
    assert [beat.is_ticking for beat in beats(agency)] == [True]


def test_the_heart_is_silent_while_something_does_not_come_around(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    agency, watchdog = an_agency(), Watchdog()
    monkeypatch.setattr(watchdog, "missing", lambda: ["reconcile"])
    scheduler._beat(watchdog)
    assert beats(agency) == ()


def test_stopping_waits_for_what_is_under_way_and_not_for_ever() -> None:
    running = Running()
    assert running.wait_until_none(0)
    with running:
        assert not running.wait_until_none(0.05)
    assert running.wait_until_none(0)
