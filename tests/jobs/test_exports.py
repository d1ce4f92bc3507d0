"""Large files are made behind the scenes: whole or not at all, shown while they grow, told when they are there."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from collabpoints.db import reading
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.exports import FileFormat
from collabpoints.jobs import exports as jobs
from collabpoints.jobs.runner import Outcome, heed_asked
from collabpoints.models import ExportPiece, Notice
from collabpoints.queries.export_requests import ExportRequest, export_request
from collabpoints.services import export_files
from collabpoints.services.downloads import Taker
from collabpoints.services.exports import note_progress, take
from collabpoints.services.months import turn_months
from tests.factories.clocks import turn_clock
from tests.factories.exports import LATER, REASON, an_export, november
from tests.factories.worlds import World, a_world

ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # where the database does not matter


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    world.send(world.hong, world.kim, world.park)
    return world


def made() -> list[Outcome]:
    return [outcome for outcome in heed_asked() if outcome.job == "exports"]


def request_of(world: World, export_id: int) -> ExportRequest:
    return export_request(world.agency_id, export_id)


def pieces() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(ExportPiece)) or 0


def test_it_is_made_once_and_who_asked_is_told(world: World) -> None:
    export_id = an_export(world, LATER)
    assert made() == [Outcome("exports", str(export_id), "done", 3)]
    assert made() == []
    with reading() as session:
        told = session.execute(select(Notice.person_id, Notice.export_id).where(Notice.kind == "export_ready")).all()
    assert told == [(world.hong.person_id, export_id)]
    assert (request_of(world, export_id).state, request_of(world, export_id).rows) == ("ready", 3)


@ON_SQLITE
def test_what_was_made_so_can_be_taken(world: World) -> None:
    export_id = an_export(world, LATER)
    made()
    taken = take(export_id, world.agency_id, Taker(world.hong.person_id, "officer", "10.0.0.7", REASON))
    assert len(b"".join(taken.content)) == taken.size > 0


@ON_SQLITE
def test_two_that_wait_are_made_the_older_first(world: World) -> None:
    ids = [an_export(world, LATER), an_export(world, LATER, november(FileFormat.XLSX))]
    assert [outcome.period for outcome in made()] == [str(export_id) for export_id in ids]


def test_how_far_it_is_can_be_seen_while_it_is_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(jobs, "_TOLD_EVERY", 0.0)

    def watched(export_id: int, rows: int) -> None:
        note_progress(export_id, rows)
        seen.append((request_of(world, export_id).state, request_of(world, export_id).done_rows))

    monkeypatch.setattr(jobs, "note_progress", watched)
    an_export(world, LATER)
    assert [outcome.result for outcome in made()] == ["done"]
    assert seen == [("asked", 3)]


def test_one_that_dies_in_the_middle_leaves_nothing_and_is_made_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = an_export(world, LATER)
    with monkeypatch.context() as patch:
        patch.setattr(export_files, "_name", _die)
        with pytest.raises(SystemExit):
            made()
    assert (request_of(world, export_id).state, pieces()) == ("asked", 0)
    assert [outcome.result for outcome in made()] == ["done"]


def _die(*_given: object) -> str:
    raise SystemExit


def _full(*_given: object, **_named: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_passes_and_the_file_is_made_then(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    export_id = an_export(world, LATER)
    with monkeypatch.context() as patch:
        patch.setattr(export_files, "write_csv", _full)
        assert [outcome.result for outcome in made()] == ["failed"]
    assert (request_of(world, export_id).state, request_of(world, export_id).fault) == ("asked", "disk_full")
    assert made() == []  # it rests a minute
    turn_clock(monkeypatch, "2026-11-20T10:02:00+09:00")
    assert [outcome.result for outcome in made()] == ["done"]
    assert (request_of(world, export_id).state, request_of(world, export_id).fault) == ("ready", "")


@ON_SQLITE
def test_a_disk_that_stays_full_for_an_hour_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    export_id = an_export(world, LATER)
    turn_clock(monkeypatch, "2026-11-20T11:01:00+09:00")
    monkeypatch.setattr(export_files, "write_csv", _full)
    made()
    assert (request_of(world, export_id).state, request_of(world, export_id).fault) == ("failed", "disk_full")


@ON_SQLITE
def test_one_that_cannot_be_made_does_not_stand_before_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_export(world, LATER)
    with monkeypatch.context() as patch:
        patch.setattr(export_files, "write_csv", _full)
        made()
    other = an_export(world, LATER, november(FileFormat.XLSX))
    assert made() == [Outcome("exports", str(other), "done", 3)]


@ON_SQLITE
def test_what_a_rule_refuses_has_failed_for_good_and_says_of_what(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = an_export(world, LATER)

    def unbalanced(*_given: object, **_named: object) -> None:
        raise Refused([Refusal.of(Code.EXPORT_UNBALANCED, figure="score", lines=1, ledger=2)])

    monkeypatch.setattr(jobs, "tables_of", lambda _export_id: unbalanced)
    assert [outcome.result for outcome in made()] == ["done"]
    assert (request_of(world, export_id).state, request_of(world, export_id).fault) == ("failed", "export_unbalanced")
    assert made() == []
