"""The hourly look: what it flags, and that twice, late or in the middle of work gives the same."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import database_now, reading
from collabpoints.domain import timetable
from collabpoints.domain.scheme_words import StockCheck
from collabpoints.domain.timetable import period_of
from collabpoints.jobs.review import flag_notes
from collabpoints.jobs.runner import run_job
from collabpoints.jobs.schedule import job_named
from collabpoints.models import NoteFlag
from collabpoints.queries.jobs import frame
from collabpoints.services.note_changes import take_back
from collabpoints.services.reviews import pass_note
from tests.factories.reviews import Bench, a_bench
from tests.services.test_reviews import by


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


def flags() -> list[tuple[int, str, str]]:
    with reading() as session:
        rows = session.scalars(select(NoteFlag).order_by(NoteFlag.note_id, NoteFlag.kind))
        return [(flag.note_id, flag.kind, flag.detail) for flag in rows]


def repeated(bench: Bench) -> list[int]:
    """One text to three people, a press each."""
    world = bench.world
    return [world.send(world.hong, one).note_ids[0] for one in (world.kim, world.park, bench.shin)]


def test_one_text_sent_many_times_is_flagged_with_how_often(bench: Bench) -> None:
    note_ids = repeated(bench)
    assert flag_notes(bench.world.agency_id) == 3
    assert flags() == [(note_id, "repeated_text", "3") for note_id in note_ids]


def test_twice_gives_the_same(bench: Bench) -> None:
    repeated(bench)
    flag_notes(bench.world.agency_id)
    before = flags()
    assert flag_notes(bench.world.agency_id) == 0
    assert flags() == before


def test_once_more_of_the_same_text_is_told_on_all_that_are_open(bench: Bench) -> None:
    note_ids = repeated(bench)
    flag_notes(bench.world.agency_id)
    pass_note(note_ids[0], **by(bench, bench.yoon))
    note_ids.append(bench.world.send(bench.world.hong, bench.yoon).note_ids[0])
    assert flag_notes(bench.world.agency_id) == 3
    assert [detail for _note_id, _kind, detail in flags()] == ["3", "4", "4", "4"]


def test_what_a_reviewer_passed_is_not_flagged_for_the_same_again(bench: Bench) -> None:
    note_id = repeated(bench)[0]
    flag_notes(bench.world.agency_id)
    pass_note(note_id, **by(bench, bench.yoon))
    flag_notes(bench.world.agency_id)
    with reading() as session:
        assert session.scalars(select(NoteFlag.review_id).where(NoteFlag.note_id == note_id)).one() is not None


def test_notes_that_were_taken_back_do_not_count(bench: Bench) -> None:
    note_id = repeated(bench)[0]
    take_back(note_id, **by(bench, bench.world.hong))
    assert flag_notes(bench.world.agency_id) == 0


def test_thanks_alone_have_no_points_to_reclaim(bench: Bench) -> None:
    world = bench.world
    for one in (world.kim, world.park, bench.shin):
        world.send(world.hong, one, points=0)
    assert flag_notes(world.agency_id) == 0


def test_the_same_text_of_several_senders_is_no_repetition(bench: Bench) -> None:
    world = bench.world
    for sender, one in ((world.hong, world.kim), (world.kim, world.park), (world.park, world.lim)):
        world.send(sender, one)
    assert flag_notes(world.agency_id) == 0


def test_private_notes_are_looked_at_like_others(bench: Bench) -> None:
    world = bench.world
    for one in (world.kim, world.park, bench.shin):
        world.send(world.hong, one, is_private=True)
    assert flag_notes(world.agency_id) == 3


def test_a_bare_thanks_waits_where_the_scheme_asks_for_a_look(app: Flask) -> None:
    bench = a_bench(stock_check=StockCheck.REVIEW)
    note_id = bench.world.send(bench.world.hong, bench.world.kim, text="정말 감사합니다. 수고하셨습니다!!").note_ids[0]
    bench.world.send(bench.world.hong, bench.world.park)
    assert flag_notes(bench.world.agency_id) == 1
    assert [(found, kind) for found, kind, _detail in flags()] == [(note_id, "stock_phrase")]


def test_the_job_of_an_hour_takes_effect_once(bench: Bench) -> None:
    agency_id = bench.world.agency_id
    repeated(bench)
    job = job_named("review")
    _since, zone, now = frame(agency_id)
    period = period_of(timetable.REVIEW.rhythm, now, zone)
    assert run_job(agency_id, job, period).rows == 3
    assert run_job(agency_id, job, period).result == "elsewhere"


def test_a_note_that_came_while_nobody_looked_is_found_later(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    agency_id = bench.world.agency_id
    _since, zone, now = frame(agency_id)
    run_job(agency_id, job_named("review"), period_of(timetable.REVIEW.rhythm, now, zone))
    note_ids = repeated(bench)
    for module in ("queries.jobs", "services.job_runs"):
        monkeypatch.setattr(
            f"collabpoints.{module}.database_now", lambda session: database_now(session) + timedelta(days=40)
        )
    _since, zone, now = frame(agency_id)
    assert run_job(agency_id, job_named("review"), period_of(timetable.REVIEW.rhythm, now, zone)).rows == 3
    assert [note_id for note_id, _kind, _detail in flags()] == note_ids


def test_notes_of_months_before_looking_began_are_left_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    repeated(bench)
    monkeypatch.setattr(
        "collabpoints.queries.jobs.database_now", lambda session: database_now(session) + timedelta(days=40)
    )
    assert flag_notes(bench.world.agency_id) == 0
