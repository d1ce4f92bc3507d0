"""The hourly sealing: what was edited by hand turns the job red, and keeps it red until it is mended."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from collabpoints.db import reading
from collabpoints.domain.errors import Busy
from collabpoints.jobs.runner import Outcome, reconcile
from collabpoints.jobs.schedule import job_named
from collabpoints.jobs.seals import Broken, keep_seals
from collabpoints.models import JobRun, Seal
from collabpoints.queries.jobs import clock_health, frame
from collabpoints.services import seals
from collabpoints.services.seals import seal_new
from tests.factories.hands import by_hand
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    world.send(world.hong, world.kim, world.park)
    return world


def run() -> Outcome:
    (outcome,) = reconcile([job_named("seal")])
    return outcome


def sealed_rows() -> int:
    with reading() as session:
        return int(session.scalar(select(func.coalesce(func.sum(Seal.rows), 0))) or 0)


def last_run() -> tuple[str, int, str]:
    with reading() as session:
        row = session.scalars(select(JobRun).where(JobRun.job == "seal")).one()
        return row.outcome, row.rows, row.error


def test_the_run_seals_what_is_new_and_keeps_how_much_is_sealed(world: World) -> None:
    assert run().result == "done"
    assert last_run() == ("finished", 2, "")
    assert sealed_rows() == 2


def test_once_a_run_is_enough_for_an_hour(world: World) -> None:
    run()
    assert reconcile([job_named("seal")]) == []


def test_a_row_edited_after_sealing_fails_the_job_with_its_segment(world: World) -> None:
    keep_seals(world.agency_id)
    by_hand("DELETE FROM entries WHERE id = 2")
    outcome = run()
    assert (outcome.result, outcome.error) == ("failed", "Broken: entries segment 1: rows missing (1)")
    assert last_run() == ("failed", 0, "Broken: entries segment 1: rows missing (1)")


def test_a_difference_does_not_keep_new_rows_from_being_sealed(world: World) -> None:
    keep_seals(world.agency_id)
    by_hand("UPDATE entries SET reason = 'x' WHERE id = 2")
    world.send(world.park, world.kim)
    with pytest.raises(Broken):
        keep_seals(world.agency_id)
    assert sealed_rows() == 3


def test_a_difference_keeps_the_job_red_until_it_is_mended(world: World) -> None:
    keep_seals(world.agency_id)
    by_hand("UPDATE entries SET reason = 'x' WHERE id = 2")
    for _ in range(3):
        assert run().result == "failed"
    by_hand("UPDATE entries SET reason = '' WHERE id = 2")
    assert run().result == "done"


def test_seals_that_are_gone_are_not_made_anew(world: World) -> None:
    run()
    by_hand("DELETE FROM seals", "UPDATE entries SET points = 20 WHERE id = 2")
    with pytest.raises(Broken, match=r"seals segment 0: seals missing \(2\)"):
        keep_seals(world.agency_id)
    assert sealed_rows() == 0


def test_what_differs_is_said_even_when_sealing_cannot_go_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_seals(world.agency_id)
    by_hand("UPDATE entries SET reason = 'x' WHERE id = 2")

    def stuck(*_given: object) -> int:
        raise Busy("entries")

    monkeypatch.setattr(seals, "_settled", stuck)
    assert run().error == "Broken: entries segment 1: rows or seal changed"


def test_of_many_differences_the_first_are_said(world: World) -> None:
    for sender in (world.kim, world.park, world.lim):
        world.send(sender, *({world.kim, world.park, world.lim} - {sender}))
    seal_new(world.agency_id, most_rows=1)
    by_hand("UPDATE seals SET previous = digest")
    with pytest.raises(Broken, match=r"; and \d+ more$") as broken:
        keep_seals(world.agency_id)
    assert str(broken.value).count("segment") == 5


def test_a_difference_turns_the_health_page_red(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reconcile()
    _since, _zone, now = frame(world.agency_id)
    by_hand("DELETE FROM entries WHERE id = 2")
    next_hour = now.replace(minute=0, second=0) + timedelta(hours=1)
    for hours in range(3):
        set_clock(monkeypatch, next_hour + timedelta(hours=hours))
        assert run().result == "failed"
        assert is_late("seal") == (hours > 0)
        set_clock(monkeypatch, next_hour + timedelta(hours=hours, minutes=50))
        assert is_late("seal")


def is_late(job: str) -> bool:
    return job in [name for name, _period in clock_health(1).late]


def set_clock(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    for module in ("queries.jobs", "queries.seals", "services.job_runs"):
        monkeypatch.setattr(f"collabpoints.{module}.database_now", lambda _session: instant)
