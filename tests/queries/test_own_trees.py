"""What one's own tree grows from: one's own notes that stand, and nobody else's."""

import pytest
from flask import Flask

from collabpoints.domain.own_trees import SentMonth
from collabpoints.domain.periods import Month
from collabpoints.queries.own_trees import givers_of, kept_of
from collabpoints.services.note_changes import give_back, take_back
from tests.factories.agencies import a_colleague, a_department, an_agency
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def test_what_was_received_and_sent_is_kept_by_month(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-10-14T10:00:00+09:00")
    world = a_world()
    first = world.send(world.kim, world.hong).note_ids[0]
    turn_clock(monkeypatch, "2026-11-02T10:00:00+09:00")
    second = world.send(world.park, world.hong, points=0, is_private=True).note_ids[0]
    sent = world.send(world.hong, world.kim, world.park).note_ids
    kept = kept_of(world.hong.person_id)
    assert [(note.id, note.month) for note in kept.received] == [
        (first, Month(2026, 10)), (second, Month(2026, 11))
    ]  # fmt: skip
    assert kept.sent == (SentMonth(Month(2026, 11), 2, max(sent)),)


def test_a_note_from_the_same_bureau_is_no_blossom(app: Flask) -> None:
    agency_id = an_agency(scheme="cheongyang-2022")
    bureau, other = (a_department(agency_id, name, level=1) for name in ("기획실", "건설국"))
    planning, welfare = (a_department(agency_id, name, parent_id=bureau) for name in ("기획담당관", "복지정책과"))
    roads = a_department(agency_id, "도로과", parent_id=other)
    hong, kim, park = (
        a_colleague(agency_id, name, where)
        for name, where in (("홍길동", planning), ("김민수", welfare), ("박서연", roads))
    )
    world = World(agency_id, planning, welfare, roads, hong, hong, kim, park, park)
    world.send(kim, hong)
    world.send(park, hong)
    assert [note.is_crossed for note in kept_of(hong.person_id).received] == [False, True]


def test_what_was_withdrawn_hangs_on_nobodys_tree(world: World) -> None:
    taken, given = world.send(world.hong, world.kim, world.park).note_ids
    take_back(taken, agency_id=world.agency_id, person_id=world.hong.person_id)
    give_back(given, agency_id=world.agency_id, person_id=world.park.person_id)
    assert kept_of(world.hong.person_id).sent == ()
    assert kept_of(world.kim.person_id).received == ()
    assert kept_of(world.park.person_id).received == ()


def test_givers_are_named_with_their_position_to_the_recipient_alone(world: World) -> None:
    note_id = world.send(world.kim, world.hong, is_private=True).note_ids[0]
    assert [(giver.note_id, giver.name, giver.position) for giver in givers_of(world.hong.person_id, [note_id])] == [
        (note_id, "김민수", "주무관")
    ]
    assert givers_of(world.park.person_id, [note_id]) == ()
    assert givers_of(world.kim.person_id, [note_id]) == ()
