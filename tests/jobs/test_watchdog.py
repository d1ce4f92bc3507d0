"""The heartbeat stands for every thread: stuck, dead or failing ones are missing within the seconds that ADR 0013 counts with."""

from contextlib import suppress

import pytest

from collabpoints.jobs.watchdog import LONGEST_JOB, PATIENCE, Watchdog

APART = 60.0


class Clock:
    now = 1000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("collabpoints.jobs.watchdog.time.monotonic", lambda: made.now)
    return made


@pytest.fixture
def watched(clock: Clock) -> Watchdog:
    made = Watchdog()
    made.expect("reconcile", APART)
    return made


def fail(watched: Watchdog, fault: BaseException) -> None:
    with suppress(RuntimeError, SystemExit), watched.round("reconcile"):
        raise fault


def test_between_its_rounds_nothing_is_missing(watched: Watchdog, clock: Clock) -> None:
    with watched.round("reconcile"):
        pass
    clock.now += APART + PATIENCE
    assert watched.missing() == []


def test_a_round_that_does_not_begin_is_missing(watched: Watchdog, clock: Clock) -> None:
    with watched.round("reconcile"):
        pass
    clock.now += APART + PATIENCE + 0.1
    assert watched.missing() == ["reconcile"]


def test_one_that_never_began_is_missing(watched: Watchdog, clock: Clock) -> None:
    clock.now += APART + PATIENCE + 0.1
    assert watched.missing() == ["reconcile"]


def test_a_round_that_does_not_end_is_missing(watched: Watchdog, clock: Clock) -> None:
    with watched.round("reconcile"):
        clock.now += PATIENCE
        assert watched.missing() == []
        clock.now += 0.1
        assert watched.missing() == ["reconcile"]
    assert watched.missing() == []


def test_a_job_may_take_long_but_not_for_ever(watched: Watchdog, clock: Clock) -> None:
    with watched.round("reconcile"), watched.job("reconcile"):
        clock.now += LONGEST_JOB
        assert watched.missing() == []
        clock.now += 0.1
        assert watched.missing() == ["reconcile"]


def test_after_a_long_job_its_round_has_its_patience_anew(watched: Watchdog, clock: Clock) -> None:
    with watched.round("reconcile"):
        with watched.job("reconcile"):
            clock.now += 600
        clock.now += PATIENCE
        assert watched.missing() == []


def test_one_failure_is_no_silence(watched: Watchdog, clock: Clock) -> None:
    fail(watched, RuntimeError("the database is away"))
    assert watched.missing() == []


@pytest.mark.parametrize("fault", [RuntimeError("again"), SystemExit(1)])
def test_failing_again_and_again_is_missing(watched: Watchdog, clock: Clock, fault: BaseException) -> None:
    fail(watched, fault)
    clock.now += PATIENCE + 0.1
    fail(watched, fault)
    assert watched.missing() == ["reconcile"]


def test_one_good_round_makes_up_for_all_failures(watched: Watchdog, clock: Clock) -> None:
    fail(watched, RuntimeError("not now"))
    clock.now += PATIENCE + 0.1
    with watched.round("reconcile"):
        pass
    assert watched.missing() == []


def test_a_job_under_way_counts_although_the_round_before_failed(watched: Watchdog, clock: Clock) -> None:
    fail(watched, RuntimeError("not now"))
    with watched.round("reconcile"), watched.job("reconcile"):
        clock.now += 600
        assert watched.missing() == []


def test_each_waking_is_watched_for_itself(watched: Watchdog, clock: Clock) -> None:
    watched.expect("asked", 5)
    clock.now += 5 + PATIENCE + 0.1
    assert watched.missing() == ["asked"]
