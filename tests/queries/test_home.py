"""What home tells of the month before."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from collabpoints.db import unit_of_work
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.scheme_words import Viewers
from collabpoints.models import Note
from collabpoints.queries.home import MonthBefore, month_before
from collabpoints.services.accounts import choose_ranking
from collabpoints.services.note_changes import give_back, make_private
from tests.factories.boards import boards_of
from tests.factories.schemes import change_scheme
from tests.factories.worlds import TEXT, World, a_world

SEOUL = ZoneInfo("Asia/Seoul")
THIS = Period(2026, 11)
On = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    change_scheme(ranking_viewers=Viewers.EVERYONE, is_same_department_allowed=True)
    return world


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> On:
    """`with on("2026-10-05"):` it is noon of that day in Seoul."""

    @contextmanager
    def day(day: str) -> Iterator[None]:
        instant = datetime.fromisoformat(f"{day}T12:00:00+09:00").astimezone(UTC)
        with monkeypatch.context() as patched:
            patched.setattr("collabpoints.services.months.database_now", lambda _session: instant)
            yield

    return day


def told(world: World) -> MonthBefore:
    found = month_before(world.agency_id, world.kim.person_id, THIS)
    assert found is not None
    return found


def stories(world: World) -> list[int]:
    return [row.id for row in told(world).stories]


def test_it_counts_the_agencys_notes_and_ones_own(world: World, on: On) -> None:
    with on("2026-10-05"):
        world.send(world.hong, world.kim)
        world.send(world.kim, world.hong)
        world.send(world.lim, world.kim, points=0)
        boards_of(world.agency_id)
    with on("2026-11-02"):
        world.send(world.hong, world.kim)
    found = told(world)
    assert (found.period, found.notes) == (Period(2026, 10), 3)
    assert (found.received_notes, found.received_points) == (2, 10)


def test_without_a_note_there_is_nothing_to_tell(world: World, on: On) -> None:
    assert month_before(world.agency_id, world.kim.person_id, THIS) is None
    with on("2026-09-05"):
        world.send(world.hong, world.kim)
    assert month_before(world.agency_id, world.kim.person_id, THIS) is None


def test_what_was_given_back_is_not_counted(world: World, on: On) -> None:
    with on("2026-10-05"):
        note_id = world.send(world.hong, world.kim).note_ids[0]
        world.send(world.hong, world.kim)
        world.send(world.kim, world.hong)
        give_back(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
        boards_of(world.agency_id)
    assert (told(world).notes, told(world).received_notes) == (2, 1)


def test_a_number_that_would_betray_a_small_cell_is_not_told(app: Flask, on: On) -> None:
    world = a_world()
    with on("2026-10-05"):
        world.send(world.hong, world.kim)
        boards_of(world.agency_id)
    assert told(world).notes is None


def test_stories_come_from_the_beginning_the_middle_and_the_end(world: World, on: On) -> None:
    sent: list[int] = []
    for day in ("2026-10-01", "2026-10-02", "2026-10-12", "2026-10-13", "2026-10-30", "2026-10-31"):
        with on(day):
            sent += world.send(world.hong, world.kim, points=0).note_ids
    assert stories(world) == [sent[0], sent[2], sent[4]]


def test_everybody_reads_the_same_stories(world: World, on: On) -> None:
    with on("2026-10-05"):
        for _ in range(5):
            world.send(world.hong, world.kim, points=0)
    others = month_before(world.agency_id, world.park.person_id, THIS)
    assert others is not None
    assert [row.id for row in others.stories] == stories(world)


def test_notes_of_other_months_are_no_stories(world: World, on: On) -> None:
    with on("2026-09-30"):
        world.send(world.hong, world.kim)
    with on("2026-10-05"):
        only = world.send(world.hong, world.kim).note_ids[0]
    with on("2026-11-01"):
        world.send(world.hong, world.kim)
    assert stories(world) == [only]


def test_a_private_note_is_no_story(world: World, on: On) -> None:
    with on("2026-10-05"):
        world.send(world.hong, world.kim, is_private=True)
        note_id = world.send(world.hong, world.park).note_ids[0]
    assert stories(world) == [note_id]
    make_private(note_id, agency_id=world.agency_id, person_id=world.park.person_id)
    assert stories(world) == []


@pytest.mark.parametrize("who", ["hong", "kim"])
def test_a_note_of_somebody_who_opted_out_is_no_story(world: World, on: On, who: str) -> None:
    with on("2026-10-05"):
        world.send(world.hong, world.kim)
    choose_ranking(getattr(world, who).person_id, is_opted_out=True)
    assert stories(world) == []


def test_a_few_words_are_no_story(world: World, on: On) -> None:
    with on("2026-10-05"):
        world.send(world.hong, world.kim, text="도와주셔서 정말 고맙습니다.")
        told_of = world.send(world.hong, world.kim, text=TEXT + TEXT).note_ids[0]
    assert told_of in stories(world)
    assert len(stories(world)) == 1


def test_a_withdrawn_note_is_no_story(world: World, on: On) -> None:
    with on("2026-10-05"):
        note_id = world.send(world.hong, world.kim).note_ids[0]
        world.send(world.kim, world.hong, is_private=True)
    with unit_of_work() as session:
        note = session.get_one(Note, note_id)
        note.withdrawn, note.withdrawn_at = "reclaimed", datetime(2026, 11, 3, tzinfo=UTC)
    assert stories(world) == []
