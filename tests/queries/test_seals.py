"""What was edited by hand after it was sealed is found, and named (promise 9)."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from collabpoints.db import db, reading, table_of, unit_of_work
from collabpoints.domain.seals import SHARES, Break, SealBreak, SealFacts
from collabpoints.domain.timetable import SEAL
from collabpoints.models import Entry, JobRun, Seal
from collabpoints.queries import seals as seal_queries
from collabpoints.queries.sealed_rows import SealedTable
from collabpoints.queries.seals import (
    is_seal,
    missing_seals,
    seal_heads,
    sealed_through,
    shares_to_verify,
    verify_seals,
)
from collabpoints.services.seals import seal_new
from tests.factories.hands import by_hand
from tests.factories.worlds import World, a_world

_REST = ", ".join(column.name for column in table_of(Entry).c if column.name not in ("id", "kind", "counters"))
SEALS = table_of(Seal)
NEXT_HOUR = datetime(2026, 11, 22, 4, 5, tzinfo=UTC)


def insert_row(id_: int) -> str:
    """A counter-entry out of nothing."""
    return (
        f"INSERT INTO entries (id, kind, counters, {_REST}) SELECT {id_}, 'restore', 2, {_REST} FROM entries"
        " WHERE id = 1"
    )


@pytest.fixture
def world(app: Flask) -> World:
    """Ten entries, their ids with gaps as after sends that were rolled back. Segments: 1 2 3 | 14 25 26 | 27 28 29 | 30."""
    world = a_world()
    people = (world.hong, world.kim, world.park, world.lim)
    pairs = [(one, other) for one in people for other in people if {one, other} != {world.hong, world.lim}]
    for sender, recipient in [pair for pair in pairs if pair[0] != pair[1]]:
        world.send(sender, recipient)
    by_hand("UPDATE entries SET id = 14 WHERE id = 4", "UPDATE entries SET id = id + 20 WHERE id BETWEEN 5 AND 10")
    if db.engine.dialect.name == "postgresql":
        by_hand("SELECT setval('entries_id_seq', 30)")
    assert seal_new(world.agency_id, most_rows=3) == 10
    return world


def broken(world: World) -> list[str]:
    return [str(one) for one in verify_seals(world.agency_id).breaks]


def test_what_nobody_touched_is_whole(world: World) -> None:
    found = verify_seals(world.agency_id)
    assert (found.segments, found.rows, found.breaks) == (4, 10, ())
    assert found.is_whole


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE entries SET points = 20 WHERE id = 25", ["entries segment 2: rows or seal changed"]),
        ("UPDATE entries SET reason = 'x' WHERE id = 1", ["entries segment 1: rows or seal changed"]),
        ("UPDATE entries SET giver_department_id = NULL WHERE id = 30", ["entries segment 4: rows or seal changed"]),
        ("UPDATE entries SET recorded_at = '2026-01-01 00:00:00.000000' WHERE id = 29", ["entries segment 3: rows or seal changed"]),
        ("UPDATE entries SET id = 20 WHERE id = 25", ["entries segment 2: rows or seal changed"]),
        ("DELETE FROM entries WHERE id = 25", ["entries segment 2: rows missing (1)"]),
        ("DELETE FROM entries WHERE id IN (1, 28, 29)", ["entries segment 1: rows missing (1)", "entries segment 3: rows missing (2)"]),
        ("DELETE FROM entries", ["entries segment 1: rows missing (3)", "entries segment 2: rows missing (3)", "entries segment 3: rows missing (3)", "entries segment 4: rows missing (1)"]),
        (insert_row(24), ["entries segment 2: rows added (1)"]),
        (insert_row(13), ["entries segment 2: rows added (1)"]),
        (insert_row(0), ["entries segment 1: rows added (1)"]),
        (insert_row(-5), ["entries segment 1: rows added (1)"]),
    ],
)  # fmt: skip
def test_a_row_edited_by_hand_after_it_was_sealed_is_found(world: World, statement: str, said: list[str]) -> None:
    by_hand(statement)
    assert broken(world) == said


def test_two_rows_that_changed_places_are_found(world: World) -> None:
    by_hand(
        "UPDATE entries SET id = 99 WHERE id = 2",
        "UPDATE entries SET id = 2 WHERE id = 3",
        "UPDATE entries SET id = 3 WHERE id = 99",
    )
    assert broken(world) == ["entries segment 1: rows or seal changed"]


def test_what_an_instant_cannot_be_is_named_and_does_not_stop_the_look(world: World) -> None:
    if db.engine.dialect.name == "sqlite":
        by_hand("UPDATE entries SET recorded_at = 'long ago' WHERE id = 2")
        assert broken(world) == ["entries segment 1: rows unreadable"]
        return
    by_hand("UPDATE entries SET recorded_at = '0001-01-01 00:00:00+00' WHERE id = 2")
    assert broken(world) == ["entries segment 1: rows or seal changed"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM seals WHERE segment = 1", ["entries segment 1: seals missing (1)"]),
        ("DELETE FROM seals WHERE segment = 2", ["entries segment 2: seals missing (1)"]),
        ("DELETE FROM seals WHERE segment IN (2, 3)", ["entries segment 2: seals missing (2)"]),
        ("UPDATE seals SET digest = previous WHERE segment = 2",
         ["entries segment 2: rows or seal changed", "entries segment 3: does not lean on the seal before"]),
        ("UPDATE seals SET previous = digest WHERE segment = 2",
         ["entries segment 2: does not lean on the seal before", "entries segment 2: rows or seal changed"]),
        ("UPDATE seals SET sealed_at = '2026-01-01 00:00:00.000000' WHERE segment = 4", ["entries segment 4: rows or seal changed"]),
        ("UPDATE seals SET rows = 2 WHERE segment = 3", ["entries segment 3: rows added (1)"]),
        ("UPDATE seals SET first_id = 28 WHERE segment = 3", ["entries segment 3: rows or seal changed"]),
        ("UPDATE seals SET last_id = 28 WHERE segment = 3",
         ["entries segment 3: rows missing (1)", "entries segment 4: rows added (1)"]),
    ],
)  # fmt: skip
def test_a_seal_that_was_deleted_or_rewritten_is_found(world: World, statement: str, said: list[str]) -> None:
    by_hand(statement)
    assert broken(world) == said


def test_a_seal_made_anew_over_edited_rows_is_found_by_the_one_after_it(world: World) -> None:
    """Somebody who knows how seals are made: the rows of segment 2 are edited and its seal is right again."""
    with db.engine.connect() as connection:
        later = [dict(row) for row in connection.execute(select(SEALS).where(SEALS.c.segment > 2)).mappings()]
    by_hand("UPDATE entries SET points = 20 WHERE id = 25", "DELETE FROM seals WHERE segment > 1")
    seal_new(world.agency_id, most_rows=3)
    by_hand("DELETE FROM seals WHERE segment > 2")
    with db.engine.begin() as connection:
        connection.execute(insert(SEALS), [{**row, "id": row["id"] + 100} for row in later])
    assert broken(world) == ["entries segment 3: does not lean on the seal before"]


def the_job_has_run(world: World, rows: int, period: str = "2026-11-22T03Z") -> None:
    at = datetime(2026, 11, 22, 3, 1, tzinfo=UTC)
    with unit_of_work() as session:
        session.execute(
            insert(JobRun).values(
                agency_id=world.agency_id, job=SEAL.job, period=period, outcome="finished", host="here",
                started_at=at, finished_at=at, duration_ms=1, rows=rows,
            )
        )  # fmt: skip


def test_newest_seals_that_are_gone_are_told_by_what_the_last_run_kept(world: World) -> None:
    the_job_has_run(world, 10)
    assert verify_seals(world.agency_id).is_whole
    by_hand("DELETE FROM seals WHERE segment = 4")
    found = verify_seals(world.agency_id)
    assert found.breaks == (SealBreak("seals", 0, Break.SEAL_MISSING, 1),)
    assert missing_seals(world.agency_id) == list(found.breaks)


def test_a_run_that_ends_while_somebody_looks_is_no_alarm(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    the_job_has_run(world, 10)
    read = seal_queries._seals
    meanwhile = iter(["a run ends"])

    def read_and_be_overtaken(agency_id: int, sealed: SealedTable) -> list[SealFacts]:
        found = read(agency_id, sealed)
        if next(meanwhile, None):
            with db.engine.begin() as connection:
                connection.execute(update(table_of(JobRun)).values(rows=12))
        return found

    monkeypatch.setattr(seal_queries, "_seals", read_and_be_overtaken)
    assert verify_seals(world.agency_id).is_whole


def test_rows_that_are_not_sealed_yet_are_nobodys_business(world: World) -> None:
    world.send(world.hong, world.kim)
    by_hand("DELETE FROM entries WHERE id = 31")
    assert verify_seals(world.agency_id).is_whole


def test_a_share_looks_at_the_newest_and_at_its_own_segments(world: World) -> None:
    assert verify_seals(world.agency_id, shares=[]).segments == 1
    assert verify_seals(world.agency_id, shares=[2]).segments == 2
    assert verify_seals(world.agency_id, shares=range(SHARES)).rows == 11


def test_a_difference_outside_of_the_share_waits_for_its_turn(world: World) -> None:
    by_hand("DELETE FROM entries WHERE id = 1")
    assert verify_seals(world.agency_id, shares=[2]).is_whole
    assert not verify_seals(world.agency_id, shares=[2, 1]).is_whole


def test_shares_after_one_that_differs_wait_until_it_is_mended(world: World) -> None:
    by_hand("DELETE FROM entries WHERE id IN (1, 27)")
    found = verify_seals(world.agency_id, shares=[1, 2, 3])
    assert [one.segment for one in found.breaks] == [1]


def test_the_shares_that_are_due_follow_the_last_run_that_found_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collabpoints.queries.seals.database_now", lambda _session: NEXT_HOUR)
    assert len(shares_to_verify(world.agency_id)) == SHARES
    the_job_has_run(world, 10)
    assert len(shares_to_verify(world.agency_id)) == 1
    the_job_has_run(world, 10, "2026-11-22T04:01:30Z")
    assert shares_to_verify(world.agency_id) == []


def test_what_is_sealed_is_told_by_the_highest_id(world: World) -> None:
    world.send(world.hong, world.kim)
    with reading() as session:
        assert sealed_through(session, world.agency_id, "entries") == 30
        assert sealed_through(session, world.agency_id, "note_reviews") == 0


def test_the_newest_seal_stands_for_all(world: World) -> None:
    (head,) = seal_heads(world.agency_id)
    assert (head.table, head.segment, head.last_id, head.rows) == ("entries", 4, 30, 10)
    assert is_seal(world.agency_id, head.digest)


def test_all_seals_made_anew_over_edited_rows_do_not_have_the_digest_that_was_written_down(world: World) -> None:
    (kept,) = seal_heads(world.agency_id)
    by_hand("UPDATE entries SET points = 20 WHERE id = 25", "DELETE FROM seals")
    seal_new(world.agency_id, most_rows=3)
    assert verify_seals(world.agency_id).is_whole
    assert not is_seal(world.agency_id, kept.digest)


def test_progress_is_told_segment_by_segment(world: World) -> None:
    told: list[tuple[str, int, int]] = []
    verify_seals(world.agency_id, progress=lambda *each: told.append(each))
    assert told == [("entries", done, 4) for done in (1, 2, 3, 4)]
