"""Sealing entries against one SELECT of the same rows, and sends while somebody does nothing but seal."""

import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text

from collabpoints.db import db
from collabpoints.queries.sealed_rows import SEALED
from collabpoints.queries.seals import verify_seals
from collabpoints.services.seals import seal_new
from tests.bench.history import fill_postgres, fill_sqlite
from tests.bench.places import PLACES
from tests.bench.sending import sending
from tests.bench.servers import children, serving, used
from tests.bench.worlds import Crowd, a_crowd
from tests.conftest import KEY
from tests.postgres import Server

_ENTRIES = int(os.environ.get("BENCH_SEALED", "100000"))
_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
_REQUESTS = int(os.environ.get("BENCH_REQUESTS", "60"))
_SELECT = f"SELECT {', '.join(SEALED[0].columns)} FROM entries ORDER BY id"
# A process that seals everything, forgets it, and begins anew.
_SEALER = """
import wsgi
from sqlalchemy import text
from collabpoints.db import db
from collabpoints.services.seals import seal_new
with wsgi.Installation().app().app_context():
    while True:
        seal_new(1)
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM seals"))
"""
_HOME = Path(__file__).resolve().parents[2]
Rows = list[tuple[str, ...]]


def measured() -> Rows:
    """CPU of this process and of the database; the ratio is to one SELECT on the bare driver that keeps no row."""
    rows: Rows = [("database", "what", "ratio", "CPU ms", "ms", "peak MB")]
    for name, place in PLACES:
        with place() as (url, server), a_crowd(url) as crowd:
            _fill(url, server)
            _allow_forgetting()
            rows += _table(name, _sealing(crowd, url, server))
            rows += [(name, *row) for row in _sends(crowd, url, server)]
    return rows


def _fill(url: str, server: Server | None) -> None:
    if server is None:
        fill_sqlite(Path(url.removeprefix("sqlite:///")), _ENTRIES)
    else:
        fill_postgres(server.dsn("bench"), _ENTRIES)


def _allow_forgetting() -> None:
    on = "" if db.engine.dialect.name == "sqlite" else " ON seals"
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER tr_seals_no_delete{on}"))


def _forget() -> None:
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM seals"))


def _sealing(crowd: Crowd, url: str, server: Server | None) -> dict[str, list[tuple[float, float]]]:
    """CPU and seconds of each subject, a round each; the peak of this process' memory goes along in `peak`."""
    connection: Any = (
        sqlite3.connect(url.removeprefix("sqlite:///")) if server is None else psycopg.connect(server.dsn("bench"))
    )

    def select() -> None:
        # Named: the server keeps the rows, and hands them out as they are asked for.
        with closing(connection.cursor(name="floor") if server else connection.cursor()) as cursor:
            cursor.execute(_SELECT)
            while cursor.fetchmany(2000):
                pass
        connection.rollback()

    def seal() -> None:
        _forget()
        assert seal_new(crowd.agency_id) == _ENTRIES

    def verify() -> None:
        assert verify_seals(crowd.agency_id).rows == _ENTRIES

    subjects: dict[str, Callable[[], None]] = {
        "one SELECT": select, "one SELECT again": select, "seal": seal, "verify": verify,
    }  # fmt: skip
    seal()
    found: dict[str, list[tuple[float, float]]] = {what: [] for what in subjects}
    chance = random.Random(2026)
    for turn in range(_ROUNDS + 1):
        for what in chance.sample(list(subjects), len(subjects)):
            cpu, began = _cpu(server), time.perf_counter()
            subjects[what]()
            if turn:
                found[what].append((_cpu(server) - cpu, time.perf_counter() - began))
    connection.close()
    return found


def _cpu(server: Server | None) -> float:
    database = [] if server is None or server.process is None else children(server.process.pid)
    return time.process_time() + sum(used(process_id) for process_id in database)


def _table(name: str, found: dict[str, list[tuple[float, float]]]) -> Rows:
    medians = {
        what: [statistics.median(each) for each in zip(*figures, strict=True)] for what, figures in found.items()
    }
    floor = medians["one SELECT"][0]
    peak = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"
    return [
        (name, f"{what}, {_ENTRIES:,} entries", f"{cpu / floor:.2f}", f"{cpu * 1000:.0f}", f"{seconds * 1000:.0f}",
         peak if what == "verify" else "")
        for what, (cpu, seconds) in medians.items()
    ]  # fmt: skip


def _sends(crowd: Crowd, url: str, server: Server | None) -> Iterator[tuple[str, ...]]:
    """p95 of a POST with and without a process that does nothing but seal; rounds take turns."""
    took: dict[bool, list[float]] = {False: [], True: []}
    with serving("wsgi:app", url, server) as ours:
        ask, at = sending(ours, crowd), 0
        for turn in range(2 * _ROUNDS):
            with _sealer(url, is_there=turn % 2 == 1):
                for _ in range(_REQUESTS):
                    began = time.perf_counter()
                    ask(at)
                    took[turn % 2 == 1].append((time.perf_counter() - began) * 1000)
                    at += 1
    p95 = {there: statistics.quantiles(each, n=20, method="inclusive")[-1] for there, each in took.items()}
    yield ("send, p95", "1.00", "", f"{p95[False]:.1f}", "")
    yield ("send, p95, while somebody seals without rest", f"{p95[True] / p95[False]:.2f}", "", f"{p95[True]:.1f}", "")
    yield ("send, longest, alone and beside", f"{max(took[True]) / max(took[False]):.2f}", "",
           f"{max(took[False]):.0f} and {max(took[True]):.0f}", "")  # fmt: skip


@contextmanager
def _sealer(url: str, *, is_there: bool) -> Iterator[None]:
    if not is_there:
        yield
        return
    process = subprocess.Popen(
        [sys.executable, "-c", _SEALER], cwd=_HOME,
        env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": KEY, "PUBLIC_URL": "http://localhost", "LOG_LEVEL": "warning"},
    )  # fmt: skip
    try:
        time.sleep(3)  # until it has read its modules and is at its work
        assert process.poll() is None
        yield
    finally:
        process.kill()
        process.wait()
