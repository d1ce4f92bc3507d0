"""The errand of staff orders: once, by its day, one that cannot be done in nobody's way."""

from datetime import date

import pytest
from flask import Flask

from collabpoints.domain.staff_orders import Act
from collabpoints.jobs import staff_orders
from collabpoints.jobs.runner import heed_asked
from collabpoints.jobs.schedule import ERRANDS
from tests.factories.clocks import turn_clock
from tests.services.test_staff_orders import Office, office, order_row, posts

__all__ = ["office"]

AHEAD = date(2026, 12, 1)
OWN = tuple(errand for errand in ERRANDS if errand.name == staff_orders.STAFF_ORDERS)


def ran() -> list[tuple[str, str, int]]:
    return [(one.period, one.result, one.rows) for one in heed_asked((), OWN)]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_orders_are_carried_out_on_their_day_and_once(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = office.world
    lost = office.place(world.choi, Act.RETURN, AHEAD)
    moved = office.place(world.hong, Act.TRANSFER, AHEAD, department_id=world.roads)
    office.place(world.choi, Act.RETURN)
    assert ran() == []
    turn_clock(monkeypatch, "2026-12-01T00:00:00+09:00")
    assert ran() == [(f"2026-12-01/{lost.order_id}", "done", 0), (f"2026-12-01/{moved.order_id}", "done", 1)]
    assert ran() == []
    assert order_row(lost.order_id).fault == "order_not_now"
    assert posts(world.hong)[-1] == ("primary", world.roads, AHEAD, None)
