"""What must never be false of prizes the database itself refuses, by name, on both databases."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from collabpoints.db import db
from tests.factories.prizes import PrizeRows, prize_rows, prize_scene
from tests.factories.worlds import World, a_world
from tests.models.test_constraints import refused, table

PROPOSALS, WINNERS, NOTES, CHANGES = "prize_proposals", "prize_winners", "note_prizes", "prize_changes"

ON_SQLITE = {
    "uq_prize_proposals_standing": "prize_proposals.agency_id, prize_proposals.span, prize_proposals.last_period",
    "uq_prize_winners_proposal_id_person_id": "prize_winners.proposal_id, prize_winners.person_id",
    "uq_prize_winners_proposal_id_department_id": "prize_winners.proposal_id, prize_winners.department_id",
    "uq_prize_winners_certificate_number": "prize_winners.agency_id, prize_winners.certificate_number",
    "uq_note_prizes_standing": "note_prizes.agency_id, note_prizes.period",
    "uq_note_prizes_note_id": "note_prizes.note_id",
}


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


@pytest.fixture
def rows(world: World) -> PrizeRows:
    return prize_rows(world, world.send(world.hong, world.kim).note_ids[0])


def copy_of(name: str, id_: int, **other: object) -> dict[str, Any]:
    """The columns of a row without its id, some of them otherwise."""
    with db.engine.connect() as connection:
        row = connection.execute(select(table(name)).where(table(name).c.id == id_)).one()
    return {**{key: value for key, value in row._mapping.items() if key != "id"}, **other}


def by_name(statement: Any, constraint: str) -> None:
    """The database refuses it; SQLite names the columns of a unique index, PostgreSQL the index."""
    said = refused(statement)
    assert constraint in said or ON_SQLITE.get(constraint, constraint) in said, said


def again(name: str, id_: int, **other: object) -> Any:
    return insert(table(name)).values(copy_of(name, id_, **other))


def test_a_span_has_one_proposal_that_was_not_dropped(rows: PrizeRows) -> None:
    by_name(again(PROPOSALS, rows.proposal_id), "uq_prize_proposals_standing")
    with db.engine.begin() as connection:
        connection.execute(again(PROPOSALS, rows.proposal_id, state="dropped"))


def test_confirmed_is_what_somebody_confirmed_for_a_day(rows: PrizeRows) -> None:
    proposals = table(PROPOSALS)
    whole = {
        "confirmed_at": proposals.c.opened_at,
        "confirmed_by_person_id": proposals.c.opened_by_person_id,
        "awarded_on": date(2026, 1, 2),
    }
    by_name(update(proposals).values(whole), "ck_prize_proposals_confirmed")
    for missing in whole:
        rest = {name: value for name, value in whole.items() if name != missing}
        by_name(update(proposals).values(state="confirmed", **rest), "ck_prize_proposals_confirmed")


@pytest.mark.parametrize(
    ("name", "changed", "constraint"),
    [
        (PROPOSALS, {"state": "won"}, "ck_prize_proposals_state"),
        (PROPOSALS, {"certificate": "medal"}, "ck_prize_proposals_certificate"),
        (WINNERS, {"state": "won"}, "ck_prize_winners_state"),
        (WINNERS, {"origin": "friend"}, "ck_prize_winners_origin"),
        (WINNERS, {"tier": 0}, "ck_prize_winners_tier"),
        (WINNERS, {"division": -1}, "ck_prize_winners_tier"),
        (WINNERS, {"person_id": None}, "ck_prize_winners_winner"),
        (NOTES, {"state": "won"}, "ck_note_prizes_state"),
        (NOTES, {"state": "agreed"}, "ck_note_prizes_agreed"),
    ],
)
def test_other_values_are_refused(rows: PrizeRows, name: str, changed: dict[str, Any], constraint: str) -> None:
    by_name(update(table(name)).values(changed), constraint)


def test_a_winner_is_a_person_or_a_department(world: World, rows: PrizeRows) -> None:
    by_name(update(table(WINNERS)).values(department_id=world.roads, state="removed"), "ck_prize_winners_winner")


def test_a_department_is_never_asked(world: World, rows: PrizeRows) -> None:
    by_name(update(table(WINNERS)).values(department_id=world.roads, person_id=None), "ck_prize_winners_asked")


def test_nobody_wins_twice_in_a_span(rows: PrizeRows) -> None:
    by_name(again(WINNERS, rows.winner_id), "uq_prize_winners_proposal_id_person_id")


def test_a_department_wins_once_in_a_span(world: World, rows: PrizeRows) -> None:
    department = {"person_id": None, "department_id": world.roads, "state": "proposed"}
    with db.engine.begin() as connection:
        connection.execute(again(WINNERS, rows.winner_id, **department))
    by_name(again(WINNERS, rows.winner_id, **department), "uq_prize_winners_proposal_id_department_id")


def test_no_two_certificates_share_a_number(world: World, rows: PrizeRows) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(table(WINNERS)).values(certificate_number="2026-1"))
    other = again(WINNERS, rows.winner_id, person_id=world.kim.person_id)
    by_name(other, "uq_prize_winners_certificate_number")


def test_a_month_has_one_note_that_stands(world: World, rows: PrizeRows) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(table(NOTES)).values(state="asked"))
    other = world.send(world.hong, world.park).note_ids[0]
    by_name(again(NOTES, rows.note_prize_id, note_id=other), "uq_note_prizes_standing")


def test_a_note_is_chosen_once(rows: PrizeRows) -> None:
    by_name(again(NOTES, rows.note_prize_id, period="2020-01"), "uq_note_prizes_note_id")


def test_what_was_done_is_neither_changed_nor_deleted(world: World) -> None:
    prize_scene(world, world.park)
    by_name(update(table(CHANGES)).values(reason=""), "tr_prize_changes_no_update")
    by_name(delete(table(CHANGES)), "tr_prize_changes_no_delete")
