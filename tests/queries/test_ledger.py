"""`ledger verify` finds what was changed behind the application's back, and says where."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text

from collabpoints.db import db, unit_of_work
from collabpoints.models import Month
from collabpoints.queries.ledger import Verification, verify, verify_month
from collabpoints.queries.sides import kept_month
from collabpoints.services.appeals import ask, grant
from collabpoints.services.note_changes import take_back
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from tests.factories.reviews import REASON, a_bench
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    world.send(world.hong, world.kim)
    world.send(world.kim, world.park, world.hong)
    taken = world.send(world.park, world.hong).note_ids[0]
    take_back(taken, agency_id=world.agency_id, person_id=world.park.person_id)
    return world


def by_hand(statement: str) -> None:
    """Change a row as somebody with the database's password might: past the application and past the triggers."""
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for name in (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            ):
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))


def test_books_kept_by_the_application_are_balanced(world: World) -> None:
    verification = verify()
    assert verification.is_balanced
    assert {check.name: check.rows for check in verification.checks} == {
        "person totals": 3, "department totals": 3, "pair totals": 4, "limits": 7, "notes": 4, "corrections": 1, "special grants": 0, "texts": 4,
    }  # fmt: skip


def of_month(period: str = "") -> Verification:
    """The books of one month (the newest without a name), as its closing proves them."""
    with unit_of_work() as session:
        months = select(Month).where(Month.period == period) if period else select(Month)
        month = session.scalars(months.order_by(Month.period.desc()).limit(1)).one()
        with kept_month(session, month):
            return verify_month(session, month)


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE person_month_totals SET received_points = received_points + 10", "person totals"),
        ("UPDATE person_month_totals SET spent = 0", "person totals"),
        ("DELETE FROM person_month_totals", "person totals"),
        ("UPDATE department_month_totals SET sent_notes = 9", "department totals"),
        ("UPDATE pair_month_totals SET counted = 0 WHERE counted = 1", "pair totals"),
        ("UPDATE pair_month_totals SET points = 90", "pair totals"),
        ("UPDATE pair_month_totals SET points = 10000000000", "pair totals"),
        ("UPDATE department_month_totals SET sent_points = 10000000000", "department totals"),
        ("UPDATE entries SET counted = 10000000000 WHERE kind = 'send'", "pair totals"),
        ("UPDATE entries SET points = 20 WHERE kind = 'send'", "notes"),
        ("UPDATE notes SET points = 20", "notes"),
        ("UPDATE notes SET withdrawn = NULL, withdrawn_at = NULL", "corrections"),
        ("UPDATE notes SET withdrawn = 'taken_back', withdrawn_at = sent_at", "corrections"),
        ("UPDATE note_texts SET text = 'something else entirely'", "texts"),
    ],
)
def test_what_was_changed_by_hand_is_found(world: World, statement: str, check: str) -> None:
    by_hand(statement)
    verification = verify()
    assert not verification.is_balanced
    found = next(done for done in verification.checks if done.name == check)
    assert found.differing > 0
    assert found.shown
    assert check == "texts" or [done for done in of_month().checks if done.name == check] == [found]


def test_a_month_is_proved_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    next_month = datetime(2040, 1, 10, tzinfo=UTC)
    monkeypatch.setattr("collabpoints.services.months.database_now", lambda _session: next_month)
    world.send(world.kim, world.park)
    by_hand("UPDATE person_month_totals SET spent = 0 WHERE month_id = 1 AND spent > 0")
    assert not verify().is_balanced
    assert of_month("2040-01").is_balanced
    assert {check.name: check.rows for check in of_month("2040-01").checks}["notes"] == 1
    by_hand("UPDATE entries SET points = 20 WHERE month_id = 2")
    assert not of_month("2040-01").is_balanced


def test_a_difference_is_told_in_words(world: World) -> None:
    by_hand(f"UPDATE person_month_totals SET received_points = 70 WHERE person_id = {world.kim.person_id}")
    found = next(check for check in verify().checks if check.name == "person totals")
    assert found.shown == (f"month 1, person {world.kim.person_id}: received_points off by -60 (ledger minus totals)",)


@pytest.fixture
def in_review(app: Flask) -> None:
    """A note that was reclaimed, restored and reclaimed again."""
    bench = a_bench()
    note_id = bench.reclaimed(bench.world.hong, bench.world.kim)
    mine = {"agency_id": bench.world.agency_id, "person_id": bench.world.hong.person_id}
    grant(ask(note_id, **mine, reason=REASON), agency_id=bench.world.agency_id, person_id=bench.oh.person_id)
    report(note_id, **mine, reason=REASON)
    reclaim(note_id, agency_id=bench.world.agency_id, person_id=bench.yoon.person_id, reason=REASON)


@pytest.mark.usefixtures("in_review")
def test_a_note_may_be_reclaimed_restored_and_reclaimed_again() -> None:
    verification = verify()
    assert verification.is_balanced
    assert next(check.rows for check in verification.checks if check.name == "corrections") == 3


@pytest.mark.usefixtures("in_review")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notes SET withdrawn = NULL, withdrawn_at = NULL",
        "UPDATE entries SET points = 5 WHERE kind = 'restore'",
        "UPDATE entries SET notes = 0 WHERE kind = 'restore'",
        "UPDATE entries SET receiver_department_id = giver_department_id WHERE kind = 'restore'",
        "UPDATE entries SET spent = -20 WHERE kind = 'reclaim'",
        "UPDATE entries SET notes = -1 WHERE kind = 'restore'",
    ],
)
def test_a_chain_of_corrections_that_was_changed_by_hand_is_found(statement: str) -> None:
    by_hand(statement)
    found = next(check for check in verify().checks if check.name == "corrections")
    assert found.differing > 0
    assert found.shown
