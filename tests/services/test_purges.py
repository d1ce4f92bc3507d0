"""Records are sealed by days that are over and purged whole segments at a time, after their term and never before it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from collabpoints import clock
from collabpoints.db import db, reading, table_of
from collabpoints.jobs.purges import purge_records
from collabpoints.jobs.seals import Broken
from collabpoints.models import AccessRecord, DownloadRecord, PurgedSegment, Seal
from collabpoints.queries.purges import outlived
from collabpoints.queries.seals import verify_seals
from collabpoints.services.purges import NotOutlived, purge_segment
from collabpoints.services.seals import seal_new
from tests.factories.hands import by_hand
from tests.factories.records import a_download, a_look, set_clock
from tests.factories.worlds import World, a_world

YEAR = timedelta(days=366)
TODAY = clock.now().replace(hour=3, minute=0, second=0, microsecond=0)  # noon in Korea
MIDNIGHT = TODAY.replace(hour=15)  # in Korea


def stretches() -> list[tuple[str, int, int, int]]:
    with reading() as session:
        rows = session.scalars(select(Seal).order_by(Seal.sealed_table, Seal.segment))
        return [(row.sealed_table, row.segment, row.first_id, row.last_id) for row in rows]


def count(model: type[AccessRecord] | type[DownloadRecord] | type[PurgedSegment]) -> int:
    with reading() as session:
        return int(session.execute(select(func.count()).select_from(model)).scalar_one())


def breaks(world: World) -> list[str]:
    return [str(one) for one in verify_seals(world.agency_id).breaks]


ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # where the database does not matter


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


@pytest.fixture
def aged(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two looks each on three days, 400 to 398 days ago, a look a hundred days ago, a download on the first day and on the
    last, all sealed as each day ended."""
    for ago in (400, 399, 398, 100):
        for _ in range(1 if ago == 100 else 2):
            a_look(world.agency_id, TODAY - timedelta(days=ago), whose=(world.hong.person_id,))
        if ago in (400, 100):
            a_download(world.agency_id, TODAY - timedelta(days=ago))
        with monkeypatch.context() as patched:
            set_clock(patched, MIDNIGHT - timedelta(days=ago) + timedelta(minutes=1))
            seal_new(world.agency_id)
    return world


def test_a_day_that_is_not_over_is_not_sealed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a_look(world.agency_id, TODAY)
    set_clock(monkeypatch, MIDNIGHT - timedelta(seconds=1))
    assert seal_new(world.agency_id) == 0
    set_clock(monkeypatch, MIDNIGHT)
    assert seal_new(world.agency_id) == 1


def test_each_day_in_korea_has_a_segment_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    late = MIDNIGHT - timedelta(days=2, seconds=1)
    for at in (late - timedelta(hours=1), late, late + timedelta(seconds=1), late + timedelta(days=1, seconds=2)):
        a_look(world.agency_id, at)
    set_clock(monkeypatch, MIDNIGHT)
    assert seal_new(world.agency_id) == 4
    assert stretches() == [("access_records", 1, 1, 2), ("access_records", 2, 3, 3), ("access_records", 3, 4, 4)]


@ON_SQLITE
def test_a_busy_day_has_more_segments(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        a_look(world.agency_id, TODAY)
    set_clock(monkeypatch, MIDNIGHT)
    assert seal_new(world.agency_id, most_rows=2) == 3
    assert stretches() == [("access_records", 1, 1, 2), ("access_records", 2, 3, 3)]


@ON_SQLITE
def test_a_row_of_yesterday_that_comes_after_the_seal_is_sealed_with_today(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_look(world.agency_id, TODAY)
    set_clock(monkeypatch, MIDNIGHT)
    seal_new(world.agency_id)
    a_look(world.agency_id, MIDNIGHT - timedelta(seconds=1))
    a_look(world.agency_id, MIDNIGHT + timedelta(seconds=1))
    set_clock(monkeypatch, MIDNIGHT + timedelta(days=1))
    assert seal_new(world.agency_id) == 2
    assert breaks(world) == []


def test_a_record_edited_by_hand_after_its_day_is_found(aged: World) -> None:
    by_hand("UPDATE access_records SET reason = 'x' WHERE id = 3", "DELETE FROM download_records WHERE id = 1")
    assert breaks(aged) == [
        "access_records segment 2: rows or seal changed",
        "download_records segment 1: rows missing (1)",
    ]


def test_what_outlived_its_term_goes_segment_by_segment_and_the_rest_is_still_whole(aged: World) -> None:
    a_look(aged.agency_id, TODAY)
    assert purge_records(aged.agency_id) == 7
    assert (count(AccessRecord), count(DownloadRecord), count(PurgedSegment)) == (2, 1, 4)
    assert len(stretches()) == 6
    assert breaks(aged) == []


@ON_SQLITE
def test_a_second_time_nothing_is_left_to_purge(aged: World) -> None:
    purge_records(aged.agency_id)
    assert purge_records(aged.agency_id) == 0


def test_after_a_purge_sealing_goes_on(aged: World, monkeypatch: pytest.MonkeyPatch) -> None:
    purge_records(aged.agency_id)
    a_look(aged.agency_id, TODAY)
    set_clock(monkeypatch, MIDNIGHT + timedelta(days=1))
    assert seal_new(aged.agency_id) == 1
    assert stretches()[4] == ("access_records", 5, 8, 8)
    assert breaks(aged) == []


def test_the_newest_segment_stays_however_old(aged: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty table SQLite would give the same ids anew, below what is sealed."""
    set_clock(monkeypatch, TODAY + timedelta(days=800))
    assert purge_records(aged.agency_id) == 7
    assert purge_records(aged.agency_id) == 0
    a_look(aged.agency_id, TODAY)
    assert seal_new(aged.agency_id) == 1
    assert breaks(aged) == []


@ON_SQLITE
def test_a_longer_term_keeps_more(aged: World) -> None:
    assert outlived(aged.agency_id, 2 * YEAR) == []


@ON_SQLITE
def test_a_segment_is_judged_by_its_seal_too(aged: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days of long ago that were sealed only now stay a term from now on."""
    a_look(aged.agency_id, TODAY - timedelta(days=397))
    seal_new(aged.agency_id)
    a_look(aged.agency_id, TODAY - timedelta(days=396))
    seal_new(aged.agency_id)
    purge_records(aged.agency_id)
    assert count(AccessRecord) == 3


def test_a_row_from_a_clock_that_went_ahead_keeps_its_segment_and_those_after_it(aged: World) -> None:
    ahead = (TODAY - timedelta(days=10)).strftime("%Y-%m-%d %H:%M:%S.000000")
    by_hand(f"UPDATE access_records SET recorded_at = '{ahead}' WHERE id = 4")
    assert [(one.sealed.name, one.segment) for one in outlived(aged.agency_id, YEAR)] == [
        ("access_records", 1),
        ("download_records", 1),
    ]


@ON_SQLITE
def test_what_shows_an_edit_is_not_purged(aged: World) -> None:
    by_hand("UPDATE access_records SET reason = 'x' WHERE id = 3")
    with pytest.raises(Broken, match="access_records segment 2"):
        purge_records(aged.agency_id)
    assert count(AccessRecord) == 5


@ON_SQLITE
def test_nothing_younger_than_its_term_is_purged_whoever_asks(aged: World) -> None:
    one = outlived(aged.agency_id, YEAR)[0]
    with pytest.raises(NotOutlived):
        purge_segment(aged.agency_id, one, timedelta(days=500))
    assert count(AccessRecord) == 7


@ON_SQLITE
def test_a_segment_that_is_not_all_there_is_not_purged(aged: World) -> None:
    one = outlived(aged.agency_id, YEAR)[0]
    by_hand("DELETE FROM access_records WHERE id = 1")
    with pytest.raises(NotOutlived, match="1 rows of 2"):
        purge_segment(aged.agency_id, one, YEAR)
    assert (count(AccessRecord), count(PurgedSegment)) == (6, 0)


@ON_SQLITE
def test_a_segment_that_somebody_else_purged_is_left(aged: World) -> None:
    one = outlived(aged.agency_id, YEAR)[0]
    assert purge_segment(aged.agency_id, one, YEAR)
    assert not purge_segment(aged.agency_id, one, YEAR)


@pytest.mark.parametrize("model", [AccessRecord, DownloadRecord])
def test_the_database_refuses_to_delete_what_is_younger_than_a_year(
    world: World, model: type[AccessRecord] | type[DownloadRecord]
) -> None:
    at = clock.now() - timedelta(days=365)
    a_look(world.agency_id, at)
    a_download(world.agency_id, at)
    with db.engine.connect() as connection:
        with pytest.raises(IntegrityError, match=f"tr_{model.__tablename__}_no_delete"):
            connection.execute(delete(table_of(model)))
        connection.rollback()
        with pytest.raises(IntegrityError, match=f"tr_{model.__tablename__}_no_update"):
            connection.execute(update(table_of(model)).values(reason="x"))


@ON_SQLITE
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM access_records WHERE id <= 2", ["access_records segment 1: rows missing (2)"]),
        ("DELETE FROM access_records WHERE id = 5", ["access_records segment 3: rows missing (1)"]),
    ],
)
def test_a_deletion_without_its_purge_is_found(aged: World, statement: str, said: list[str]) -> None:
    by_hand(statement)
    assert breaks(aged) == said


def purged(table: str, segment: int, rows: int, at: datetime) -> str:
    return (
        "INSERT INTO purged_segments (agency_id, sealed_table, segment, rows, purged_at)"
        f" VALUES (1, '{table}', {segment}, {rows}, '{at:%Y-%m-%d %H:%M:%S.000000}')"
    )


LATELY = TODAY - timedelta(days=1)


@ON_SQLITE
@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ([purged("access_records", 1, 2, LATELY)], "access_records segment 1: rows added (2)"),
        ([purged("access_records", 1, 2, LATELY), "DELETE FROM access_records WHERE id = 1"],
         "access_records segment 1: rows added (1)"),
        ([purged("access_records", 1, 2, TODAY - timedelta(days=100)), "DELETE FROM access_records WHERE id <= 2"],
         "access_records segment 1: rows purged before their term (2)"),
        ([purged("access_records", 1, 2, TODAY + timedelta(days=9)), "DELETE FROM access_records WHERE id <= 2"],
         "access_records segment 1: rows purged before their term (2)"),
        ([purged("access_records", 2, 2, LATELY), "DELETE FROM access_records WHERE id IN (3, 4)"],
         "access_records segment 2: rows purged before their term (2)"),
        ([purged("access_records", 1, 1, LATELY), "DELETE FROM access_records WHERE id <= 2"],
         "access_records segment 1: rows or seal changed"),
        ([purged("access_records", 9, 1, LATELY)], "access_records segment 9: rows purged before their term (1)"),
        ([purged("entries", 1, 1, LATELY)], "entries segment 1: rows purged before their term (1)"),
    ],
)  # fmt: skip
def test_a_purge_that_was_written_by_hand_is_found(aged: World, statements: list[str], said: str) -> None:
    by_hand(*statements)
    assert breaks(aged) == [said]


@ON_SQLITE
def test_a_younger_date_on_a_seal_does_not_hide_an_early_purge(aged: World) -> None:
    """Somebody deletes what is a hundred days old, says it was purged, and gives its seal the date of a year ago."""
    purge_records(aged.agency_id)
    by_hand(
        "DELETE FROM access_records WHERE id = 7",
        f"UPDATE seals SET sealed_at = '{TODAY - timedelta(days=405):%Y-%m-%d %H:%M:%S.000000}'"
        " WHERE sealed_table = 'access_records' AND segment = 4",
        purged("access_records", 4, 1, LATELY),
    )
    assert "access_records segment 4: rows or seal changed" in breaks(aged)
