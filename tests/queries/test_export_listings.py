"""Files that list what happened: public notes and no private ones, special points, reclaims that name nobody they may not,
prizes; and what a head's file tells."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Refused
from collabpoints.domain.exports import Filters, Only, Scope, What
from collabpoints.models import Note
from collabpoints.services.corrections import Correction, counter, held_note
from collabpoints.services.months import hold_month_of_now, turn_months
from collabpoints.services.special_decisions import approve, reclaim
from tests.factories.boards import boards_of
from tests.factories.clocks import turn_clock
from tests.factories.special_grants import a_special_world
from tests.factories.worlds import World, a_world
from tests.queries.test_export_totals import rows_of, wanted

NEVER = "둘만 아는 이야기를 길게 적어 보았습니다."


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    return world


def withdraw(world: World, note_id: int) -> None:
    with unit_of_work() as session:
        month = hold_month_of_now(session, world.agency_id)
        note = held_note(session, note_id, world.agency_id)
        counter(session, month, note, Correction(note_id, "reclaim", world.lim.person_id, "다시 살펴봄"))
        note.withdrawn, note.withdrawn_at = "reclaimed", month.instant


def test_public_notes_are_listed_and_private_ones_only_counted_on_the_cover(world: World) -> None:
    world.send(world.hong, world.kim)
    world.send(world.park, world.lim, text=NEVER, is_private=True)
    table, rows = rows_of(world.agency_id, wanted(What.NOTES))
    assert [(row["sender_name"], row["recipient_name"], row["points"]) for row in rows] == [("홍길동", "김민수", 10)]
    assert table.controls.of("points") == 10
    assert "1건 · 10포인트" in dict(table.cover.lines)["둘만 보기 메시지"]


def test_ones_own_notes_are_both_ways_and_still_no_private_ones(world: World) -> None:
    world.send(world.hong, world.kim)
    world.send(world.kim, world.hong)
    world.send(world.hong, world.park, text=NEVER, is_private=True)
    world.send(world.lim, world.park)
    own = replace(wanted(What.NOTES), scope=Scope.OWN, person_id=world.hong.person_id)
    _table, rows = rows_of(world.agency_id, own)
    assert [row["sender_name"] for row in rows] == ["홍길동", "김민수"]


def test_a_withdrawn_note_is_listed_when_asked_for_and_without_its_text(world: World) -> None:
    withdraw(world, world.send(world.hong, world.kim).note_ids[0])
    assert rows_of(world.agency_id, wanted(What.NOTES))[1] == []
    (row,) = rows_of(world.agency_id, wanted(What.NOTES, filters=Filters(only=Only.EVERYONE)))[1]
    assert (row["withdrawn"], row["text"]) == ("회수", "")


def test_the_reclaim_of_a_private_note_names_neither_of_its_two(world: World) -> None:
    withdraw(world, world.send(world.hong, world.kim, text=NEVER, is_private=True).note_ids[0])
    withdraw(world, world.send(world.park, world.lim).note_ids[0])
    table, rows = rows_of(world.agency_id, wanted(What.RECLAIMS))
    assert [(row["of"], row["sender_name"], row["recipient_name"], row["note"] is None) for row in rows] == [
        ("협업메시지(둘만 보기)", "", "", True),
        ("협업메시지", "박서연", "임꺽정", False),
    ]
    assert not {"홍길동", "김민수", "다시 살펴봄"} & set(rows[0].values())
    assert table.controls.of("points") == -20


def test_a_note_that_became_private_is_on_no_list(world: World) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    with unit_of_work() as session:
        session.execute(update(Note).where(Note.id == note_id).values(is_private=True))
    assert rows_of(world.agency_id, wanted(What.NOTES))[1] == []


def test_special_points_stand_with_who_proposed_and_approved_them(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    special = a_special_world()
    turn_months(special.agency_id)
    kept, gone = special.propose(points=30), special.propose(points=20)
    for grant_id in (kept, gone):
        approve(grant_id, agency_id=special.agency_id, person_id=special.officer.person_id)
    reclaim(gone, agency_id=special.agency_id, person_id=special.officer.person_id, reason="중복")
    table, rows = rows_of(special.agency_id, wanted(What.SPECIAL_GRANTS))
    assert [(row["special_kind"], row["receiver_name"], row["points"], row["proposer_name"], row["decider_name"])
            for row in rows] == [("혁신 과제", "김민수", 30, "최부장", "오담당")]  # fmt: skip
    everyone = wanted(What.SPECIAL_GRANTS, filters=Filters(only=Only.EVERYONE))
    assert [row["reclaimed_at"] is None for row in rows_of(special.agency_id, everyone)[1]] == [True, False]
    assert table.controls.of("points") == 30


def test_a_head_whose_scheme_shows_sums_alone_gets_no_persons(world: World) -> None:
    world.send(world.hong, world.kim)
    boards_of(world.agency_id)
    with pytest.raises(Refused, match="export_not_shown"):
        rows_of(world.agency_id, wanted(scope=Scope.DEPARTMENT, department_id=world.welfare))


def test_a_heads_file_of_a_few_people_holds_nothing(world: World) -> None:
    world.send(world.hong, world.kim)
    boards_of(world.agency_id)
    file = wanted(What.DEPARTMENTS, scope=Scope.DEPARTMENT, department_id=world.welfare)
    assert rows_of(world.agency_id, file)[1] == []


def test_a_heads_file_needs_a_span_with_a_board(world: World) -> None:
    world.send(world.hong, world.kim)
    with pytest.raises(Refused, match="export_without_board"):
        rows_of(world.agency_id, wanted(What.DEPARTMENTS, scope=Scope.DEPARTMENT, department_id=world.welfare))
