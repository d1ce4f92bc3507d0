"""What is left this month, in the scheme's own unit."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from collabpoints.queries.allowances import allowance
from tests.factories.worlds import a_world


@pytest.mark.parametrize(
    ("scheme", "unit", "granted", "spent", "notes_left"),
    [("directive-2016", "points", 200, 10, 19), ("chungnam-2015", "notes", 30, 1, 29)],
)
def test_what_is_left_is_counted_as_the_scheme_counts(
    app: Flask, scheme: str, unit: str, granted: int, spent: int, notes_left: int
) -> None:
    world = a_world(scheme=scheme)
    before = allowance(world.agency_id, world.hong.person_id)
    assert (before.granted, before.spent, before.month_id) == (granted, 0, None)
    world.send(world.hong, world.kim)
    left = allowance(world.agency_id, world.hong.person_id)
    assert (left.unit, left.granted, left.spent, left.remaining, left.notes_left) == (
        unit, granted, spent, granted - spent, notes_left,
    )  # fmt: skip


def test_a_new_month_begins_whole(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    world = a_world()
    world.send(world.hong, world.kim)
    monkeypatch.setattr(
        "collabpoints.queries.allowances.database_now", lambda _session: datetime(2030, 1, 1, tzinfo=UTC)
    )
    left = allowance(world.agency_id, world.hong.person_id)
    assert (left.period, left.spent, left.remaining) == ("2030-01", 0, 200)


def test_an_agency_without_a_scheme_says_so(app: Flask) -> None:
    with pytest.raises(LookupError, match="scheme"):
        allowance(99, 1)
