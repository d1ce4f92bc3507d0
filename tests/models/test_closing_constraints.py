"""What was confirmed the database itself lets nobody change, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import text

from collabpoints.db import db
from collabpoints.services.months import turn_months
from tests.factories.clocks import turn_clock
from tests.factories.closings import close_month
from tests.factories.reviews import a_bench
from tests.models.test_constraints import refused


@pytest.fixture
def closed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """November is closed; December goes on and has provisional boards."""
    turn_clock(monkeypatch, "2026-11-10T10:00+09:00")
    bench = a_bench()
    bench.world.send(bench.world.hong, bench.world.kim)
    turn_clock(monkeypatch, "2026-12-09T10:00+09:00")
    turn_months(bench.world.agency_id)
    close_month(bench.world.agency_id, "2026-11", bench.oh)


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("tr_months_no_update", "UPDATE months SET state = 'ended', closed_at = NULL WHERE state = 'closed'"),
        ("tr_month_closings_no_update", "UPDATE month_closings SET through_entry_id = 99"),
        ("tr_month_closings_no_update", "UPDATE month_closings SET state = 'asked', closed_at = NULL"),
        ("tr_month_closings_no_delete", "DELETE FROM month_closings"),
        ("tr_boards_no_update", "UPDATE boards SET as_of = '2026-12-31 00:00:00+00:00' WHERE state = 'confirmed'"),
        ("tr_boards_no_update", "UPDATE boards SET state = 'provisional' WHERE state = 'confirmed'"),
    ],
)
def test_what_is_confirmed_stays(closed: None, name: str, statement: str) -> None:
    assert name in refused(text(statement))


def test_what_is_not_confirmed_may_change(closed: None) -> None:
    with db.engine.begin() as connection:
        changed = connection.execute(text("UPDATE months SET allowance = allowance WHERE state = 'open'"))
    assert changed.rowcount == 1
