"""What is new is sealed, once, by however many; no row slips in below one that was sealed; no sender waits."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select

from collabpoints.db import db, reading, table_of
from collabpoints.domain.errors import Busy
from collabpoints.models import Entry, NoteReview, Seal
from collabpoints.queries.sealed_rows import Stretch
from collabpoints.queries.seals import verify_seals
from collabpoints.services import seals
from collabpoints.services.seals import SealsMissing, seal_new
from tests.factories.hands import by_hand
from tests.factories.reviews import a_bench
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    world.send(world.hong, world.kim)
    world.send(world.kim, world.park, world.hong)
    return world


def stretches() -> list[tuple[str, int, int, int, int]]:
    with reading() as session:
        rows = session.scalars(select(Seal).order_by(Seal.sealed_table, Seal.segment))
        return [(row.sealed_table, row.segment, row.first_id, row.last_id, row.rows) for row in rows]


def test_all_that_stands_is_sealed(world: World) -> None:
    assert seal_new(world.agency_id) == 3
    assert stretches() == [("entries", 1, 1, 3, 3)]


def test_a_second_time_there_is_nothing_to_seal(world: World) -> None:
    seal_new(world.agency_id)
    assert seal_new(world.agency_id) == 0
    assert len(stretches()) == 1


def test_what_is_new_leans_on_what_was_sealed(world: World) -> None:
    seal_new(world.agency_id)
    world.send(world.park, world.hong)
    assert seal_new(world.agency_id) == 1
    with reading() as session:
        first, second = session.scalars(select(Seal).order_by(Seal.segment))
        assert first.previous == "0" * 64
        assert second.previous == first.digest
    assert verify_seals(world.agency_id).is_whole


def test_a_segment_is_bounded(world: World) -> None:
    assert seal_new(world.agency_id, most_rows=2) == 3
    assert stretches() == [("entries", 1, 1, 2, 2), ("entries", 2, 3, 3, 1)]


def test_before_anything_stands_nothing_is_sealed(app: Flask) -> None:
    assert seal_new(a_world().agency_id) == 0


def test_decisions_on_notes_are_sealed_beside_the_ledger(app: Flask) -> None:
    bench = a_bench()
    bench.reclaimed(bench.world.hong, bench.world.kim)
    assert seal_new(bench.world.agency_id) == 3
    assert stretches() == [("entries", 1, 1, 2, 2), ("note_reviews", 1, 1, 1, 1)]


def test_nothing_is_sealed_while_seals_are_missing(world: World) -> None:
    seal_new(world.agency_id, most_rows=1)
    by_hand("DELETE FROM seals WHERE segment = 2")
    world.send(world.park, world.hong)
    with pytest.raises(SealsMissing, match="entries segment 2"):
        seal_new(world.agency_id)
    assert [segment for _table, segment, *_rest in stretches()] == [1, 3]


def in_background(app: Flask, act: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    answers: list[Any] = []

    def run() -> None:
        with app.app_context():
            try:
                answers.append(act())
            except Exception as fault:
                answers.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


def test_many_at_once_set_each_seal_once(app: Flask, world: World) -> None:
    for sender, recipient in ((world.hong, world.park), (world.park, world.kim), (world.kim, world.lim)):
        world.send(sender, recipient)
    start = threading.Barrier(4)

    def seal() -> int:
        start.wait()
        return seal_new(world.agency_id, most_rows=1)

    running = [in_background(app, seal) for _ in range(4)]
    for thread, _answers in running:
        thread.join()
    assert sum(answers[0] for _thread, answers in running) == 6
    assert [segment for _table, segment, *_rest in stretches()] == [1, 2, 3, 4, 5, 6]
    assert verify_seals(world.agency_id).is_whole


# Several writers at once are PostgreSQL's alone.
ON_POSTGRESQL = pytest.mark.parametrize("app", ["postgresql"], indirect=True)


@contextmanager
def a_slow_writer(counters: int = 1) -> Iterator[Connection]:
    """A transaction that was given the next id of an entry and has not ended."""
    with db.engine.connect() as connection, connection.begin():
        row = dict(connection.execute(select(table_of(Entry)).limit(1)).mappings().one())
        row |= {"kind": "restore", "counters": counters}
        row.pop("id")
        connection.execute(insert(table_of(Entry)), row)
        yield connection


@ON_POSTGRESQL
def test_a_row_that_appears_below_a_sealed_one_is_waited_for(app: Flask, world: World) -> None:
    with a_slow_writer():  # has id 4
        world.send(world.kim, world.park)  # id 5 stands already
        sealing, answers = in_background(app, lambda: seal_new(world.agency_id))
        sealing.join(0.5)
        assert sealing.is_alive()
        assert stretches() == []
    sealing.join()
    assert answers == [5]
    assert stretches() == [("entries", 1, 1, 5, 5)]
    assert verify_seals(world.agency_id).is_whole


@ON_POSTGRESQL
def test_planted_without_waiting_an_honest_row_would_look_like_one_added_by_hand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "_outwait_writers", lambda *_given: None)
    with a_slow_writer():
        world.send(world.kim, world.park)
        seal_new(world.agency_id)
    assert not verify_seals(world.agency_id).is_whole


@ON_POSTGRESQL
def test_who_begins_to_write_later_is_not_waited_for(app: Flask, world: World) -> None:
    with a_slow_writer() as first:
        sealing, answers = in_background(app, lambda: seal_new(world.agency_id))
        sealing.join(0.3)
        with a_slow_writer(2):
            first.rollback()
            sealing.join(10)
            assert answers == [3]


@ON_POSTGRESQL
def test_only_who_may_write_to_the_table_is_waited_for(world: World) -> None:
    """A backup, or a job that writes elsewhere, takes as long as it likes."""
    with db.engine.connect() as connection, connection.begin():
        connection.execute(select(table_of(Entry)))
        connection.execute(select(table_of(Seal)).with_for_update())
        connection.exec_driver_sql("UPDATE agencies SET name_en = name_en")
        assert seal_new(world.agency_id) == 3


@ON_POSTGRESQL
def test_a_writer_that_never_ends_is_not_waited_for_for_ever(world: World) -> None:
    with a_slow_writer():
        with pytest.raises(Busy, match="entries"):
            seal_new(world.agency_id, patience=0.1)
        assert stretches() == []


@ON_POSTGRESQL
def test_while_many_write_no_row_appears_below_a_seal(app: Flask, world: World) -> None:
    """Writers that keep what they were given to themselves for a moment, some of them for good, and a sealer that never
    rests."""
    until = time.monotonic() + 2
    table = table_of(NoteReview)
    row = {"agency_id": world.agency_id, "note_id": 1, "reviewer_person_id": world.lim.person_id, "decision": "passed",
           "reason": "", "decided_at": datetime(2026, 11, 22, tzinfo=UTC)}  # fmt: skip

    def write(seed: int) -> int:
        chance, kept = random.Random(seed), 0
        while time.monotonic() < until:
            with db.engine.connect() as connection:
                connection.execute(insert(table), row)
                time.sleep(chance.random() / 50)
                if chance.random() < 0.9:
                    connection.commit()
                    kept += 1
        return kept

    writing = [in_background(app, partial(write, seed)) for seed in range(4)]
    sealed = 0
    while time.monotonic() < until:
        sealed += seal_new(world.agency_id)
    for thread, _answers in writing:
        thread.join()
    sealed += seal_new(world.agency_id)
    assert len(stretches()) > 10
    assert sealed == 3 + sum(answers[0] for _thread, answers in writing)
    assert verify_seals(world.agency_id).breaks == ()


def test_a_note_is_sent_while_rows_are_read_for_a_seal(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sealer stands still in the middle of its rows; a send neither waits for it nor fails."""
    reading_rows, go_on = threading.Event(), threading.Event()

    class Slow(Stretch):
        def __iter__(self) -> Iterator[Sequence[Any]]:
            for row in super().__iter__():
                reading_rows.set()
                go_on.wait(10)
                yield row

    monkeypatch.setattr(seals, "Stretch", Slow)
    sealing, answers = in_background(app, lambda: seal_new(world.agency_id))
    assert reading_rows.wait(10)
    began = time.monotonic()
    world.send(world.park, world.hong)
    took = time.monotonic() - began
    go_on.set()
    sealing.join()
    assert took < 2
    assert answers == [3]
    assert verify_seals(world.agency_id).is_whole
