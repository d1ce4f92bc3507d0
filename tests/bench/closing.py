"""Closing a month, on PostgreSQL: against one INSERT … SELECT of both ends' sums, with years behind it and without, and what
sends notice of it. The month's provisional boards stand, as the hourly job made them since it ended.

`BENCH_MONTH_NOTES` notes of the month (100000; in full 1000000), `BENCH_MONTH_PEOPLE` people (4000; 40000),
`BENCH_MONTH_HISTORY` notes of the nine months before it (1000000; 10000000), `BENCH_MONTH_ROUNDS` closings of each (5).
"""

import os
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.spans import Span
from collabpoints.services.boards import make_boards
from collabpoints.services.closings import close_month_within
from tests.bench.sending import sending
from tests.bench.servers import serving
from tests.bench.worlds import Crowd, a_crowd
from tests.postgres import Server, postgres

_NOTES = int(os.environ.get("BENCH_MONTH_NOTES", "100000"))
_PEOPLE = int(os.environ.get("BENCH_MONTH_PEOPLE", "4000"))
_HISTORY = int(os.environ.get("BENCH_MONTH_HISTORY", "1000000"))
_ROUNDS = int(os.environ.get("BENCH_MONTH_ROUNDS", "5"))
_SENDS = 300
_DEPARTMENTS, _OF_CROWD, _CROWD = 400, 10, 200
_PERIOD, _MONTH = "2026-10", 10

# {first} to {last} are notes of month {month}; a person is one of {people}, his department stands in bench_places.
_SENDER = "(n % {people} + 1)"
_RECIPIENT = "((n % {people} + 1 + (n * 31) % ({people} - 1)) % {people} + 1)"
_SETTING = """
INSERT INTO department_paths (id, agency_id, ids, names, home_id, bureau_id)
  SELECT n, 1, n::text, '제' || n || '과', n, n % 12 + 1 FROM generate_series({of_crowd} + 1, {departments}) n;
INSERT INTO departments (id, agency_id, code, name, level, official_order, opened_on, home_id, path_id)
  SELECT n, 1, 'B' || n, '제' || n || '과', 2, n, '2020-01-01', n, n FROM generate_series({of_crowd} + 1, {departments}) n;
INSERT INTO people (id, agency_id, name, is_opted_out, created_at)
  SELECT n, 1, '직원' || n, false, now() FROM generate_series({crowd} + 1, {people}) n;
INSERT INTO employees (id, agency_id, person_id, number, email, phone, status, employment)
  SELECT n, 1, n, 'B' || n, '', '', 'active', '' FROM generate_series({crowd} + 1, {people}) n;
INSERT INTO appointments (agency_id, employee_id, department_id, kind, starts_on, rank, position, duty)
  SELECT 1, n, n % ({departments} - {of_crowd}) + {of_crowd} + 1, 'primary', '2020-01-01', '7급', '주무관', ''
  FROM generate_series({crowd} + 1, {people}) n;
CREATE UNLOGGED TABLE bench_places AS SELECT e.person_id AS person, a.department_id AS place
  FROM appointments a JOIN employees e ON e.id = a.employee_id;
CREATE UNIQUE INDEX ON bench_places (person);
INSERT INTO months (id, agency_id, period, scheme_id, state, starts_at, ends_at, allowance, pair_cap, ended_at)
  SELECT n, 1, '2026-' || lpad(n::text, 2, '0'), 1, 'ended', make_timestamptz(2026, n, 1, 0, 0, 0, 'Asia/Seoul'),
    make_timestamptz(2026, n + 1, 1, 0, 0, 0, 'Asia/Seoul'), 100000, 1000, now() FROM generate_series(1, {month}) n;
INSERT INTO month_closings (month_id, agency_id, asked_by_person_id, asked_at, state, difference, checksum)
  VALUES ({month}, 1, 1, now(), 'asked', '', '');
CREATE TABLE bench_sums (month_id bigint, person_id bigint, sent bigint, received bigint, PRIMARY KEY (month_id, person_id));
CREATE INDEX ON bench_sums (month_id, received);
"""
_FILL = """
INSERT INTO notes (id, agency_id, batch_id, month_id, scheme_id, sender_person_id, recipient_person_id, sender_department_id,
    recipient_department_id, sender_path_id, recipient_path_id, points, is_private, sent_at, read_at)
  SELECT n, 1, n, {month}, 1, s.person, r.person, s.place, r.place, s.place, r.place, 10, false, at.at, at.at
  FROM generate_series({first}, {last}) n
  JOIN bench_places s ON s.person = {sender} JOIN bench_places r ON r.person = {recipient}
  CROSS JOIN (SELECT starts_at + interval '5 days' AS at FROM months WHERE id = {month}) at ORDER BY n;
INSERT INTO entries (id, agency_id, month_id, booked_month_id, kind, note_id, giver_person_id, giver_department_id,
    receiver_person_id, receiver_department_id, points, notes, spent, counted, text_digest, actor_person_id, reason, recorded_at)
  SELECT id, 1, month_id, month_id, 'send', id, sender_person_id, sender_department_id, recipient_person_id,
    recipient_department_id, 10, 1, 10, 1, '', sender_person_id, '', sent_at
  FROM notes WHERE id BETWEEN {first} AND {last} ORDER BY id;
INSERT INTO person_month_totals (month_id, person_id, agency_id, granted, spent, sent_points, sent_notes, received_points,
    received_notes)
  SELECT {month}, who, 1, 100000, sum(sp), sum(sp), sum(sn), sum(rp), sum(rn) FROM (
    SELECT giver_person_id AS who, points AS sp, 1 AS sn, 0 AS rp, 0 AS rn FROM entries WHERE month_id = {month}
    UNION ALL SELECT receiver_person_id, 0, 0, points, 1 FROM entries WHERE month_id = {month}) m GROUP BY who;
INSERT INTO department_month_totals (month_id, department_id, agency_id, sent_points, sent_notes, received_points,
    received_notes)
  SELECT {month}, who, 1, sum(sp), sum(sn), sum(rp), sum(rn) FROM (
    SELECT giver_department_id AS who, points AS sp, 1 AS sn, 0 AS rp, 0 AS rn FROM entries WHERE month_id = {month}
    UNION ALL SELECT receiver_department_id, 0, 0, points, 1 FROM entries WHERE month_id = {month}) m GROUP BY who;
INSERT INTO pair_month_totals (month_id, sender_person_id, recipient_person_id, agency_id, cap, counted, points, notes)
  SELECT {month}, giver_person_id, receiver_person_id, 1, 1000, count(*), sum(points), count(*)
  FROM entries WHERE month_id = {month} GROUP BY 2, 3;
"""
_SEQUENCES = ("department_paths", "departments", "people", "employees", "months", "notes", "entries")
_BASELINE = text("""
INSERT INTO bench_sums SELECT :month, who, sum(sent), sum(received) FROM (
  SELECT giver_person_id AS who, points AS sent, 0 AS received FROM entries WHERE month_id = :month
  UNION ALL SELECT receiver_person_id, 0, points FROM entries WHERE month_id = :month) moved GROUP BY who
""")


class _Undo(Exception):
    """A closing is measured and taken back."""


def measured() -> list[tuple[str, ...]]:
    """Seconds of closing and of the INSERT … SELECT, Python's memory, and sends meanwhile."""
    rows: list[tuple[str, ...]] = [("what", "ratio", "target", "seconds", "Python's growth MiB", "sends' p95 ms")]
    with (
        postgres("shared_buffers=1GB", "max_wal_size=8GB") as server,
        _month(server, "bare", 0) as bare,
        _month(server, "history", _HISTORY) as crowd,
    ):
        sums, again, roomy, closing, alone = _interleaved(
            lambda: _insert_select(crowd),
            lambda: _insert_select(crowd),
            lambda: _insert_select(crowd, room="128MB"),
            lambda: _close(crowd),
            lambda: _close(bare),
        )
        grown = _growth(lambda: _close(crowd))
        quiet, busy = _sends(server, crowd)
        _forget_boards(server.dsn("history"))
        (unseen,) = _interleaved(lambda: _close(crowd))
    rows.append(("INSERT … SELECT", "1.00", "", f"{sums:.2f}", "", ""))
    rows.append(("INSERT … SELECT again", f"{again / sums:.2f}", "", f"{again:.2f}", "", ""))
    rows.append(("INSERT … SELECT, given the closing's memory", f"{roomy / sums:.2f}", "", f"{roomy:.2f}", "", ""))
    rows.append((f"closing, {_HISTORY:,} before", f"{closing / sums:.2f}", "3", f"{closing:.2f}", f"{grown:.1f}", ""))
    rows.append(("closing, none before", f"{closing / alone:.2f}", "1.15", f"{alone:.2f}", "", ""))
    rows.append(("closing, no boards stood", f"{unseen / sums:.2f}", "", f"{unseen:.2f}", "", ""))
    rows.append(("sends, no closing", "1.00", "", "", "", f"{quiet:.1f}"))
    rows.append(("sends, closing all the while", f"{busy / quiet:.2f}", "1.5", "", "", f"{busy:.1f}"))
    return rows


@contextmanager
def _month(server: Server, name: str, history: int) -> Iterator[Crowd]:
    """A database with the month, asked to be closed, and `history` notes in the nine months before it."""
    server.create(name)
    with a_crowd(server.url(name)) as crowd:
        _fill(server.dsn(name), history)
        with unit_of_work() as session:
            _take_time(session)
            make_boards(session, crowd.agency_id, Span.parse(_PERIOD), instant=database_now(session))
        with psycopg.connect(server.dsn(name), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE person_standings, department_standings, month_participants")
        yield crowd


def _fill(dsn: str, history: int) -> None:
    sizes = {"of_crowd": _OF_CROWD, "departments": _DEPARTMENTS, "crowd": _CROWD, "people": _PEOPLE}
    ends = {"sender": _SENDER.format(**sizes), "recipient": _RECIPIENT.format(**sizes)}
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # foreign keys are right by construction
        connection.execute(_SETTING.format(month=_MONTH, **sizes))
        last = 0
        for month in range(1, _MONTH + 1):
            notes = _NOTES if month == _MONTH else history // (_MONTH - 1)
            if notes:
                connection.execute(_FILL.format(month=month, first=last + 1, last=last + notes, **ends))
            last += notes
        for table in _SEQUENCES:
            connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        connection.execute(f"SELECT setval(pg_get_serial_sequence('send_batches', 'id'), {last + 1})")
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _insert_select(crowd: Crowd, *, room: str = "4MB") -> None:
    """PostgreSQL's own setting of `work_mem` is 4 MB."""
    with _undone(crowd), unit_of_work() as session:
        session.execute(text("SELECT set_config('work_mem', :room, true)"), {"room": room})
        session.execute(_BASELINE, {"month": _MONTH})
        raise _Undo


def _close(crowd: Crowd) -> None:
    with _undone(crowd), unit_of_work() as session:
        _take_time(session)
        close_month_within(session, crowd.agency_id, _PERIOD)
        raise _Undo


def _take_time(session: Session) -> None:
    session.execute(text("SET LOCAL statement_timeout = '15min'"))  # as the jobs do


def _forget_boards(dsn: str) -> None:
    """As if no hourly job had ever run."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for table in (
            "shown_cells",
            "shown_totals",
            "person_standings",
            "department_standings",
            "boards",
            "month_participants",
        ):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("VACUUM ANALYZE person_standings, department_standings, month_participants")


@contextmanager
def _undone(crowd: Crowd) -> Iterator[None]:
    with suppress(_Undo), crowd.app.app_context():
        yield


def _interleaved(*acts: Callable[[], None]) -> list[float]:
    """The medians of each, run in turn, after a round that does not count."""
    took: list[list[float]] = [[] for _ in acts]
    for turn in range(_ROUNDS + 1):
        for act, mine in zip(acts, took, strict=True):
            seconds = _once(act)
            mine += [seconds] if turn else []
    return [statistics.median(mine) for mine in took]


def _once(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _growth(act: Callable[[], None]) -> float:
    """By how many MiB this process's highest memory grew."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    act()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _sends(server: Server, crowd: Crowd) -> tuple[float, float]:
    """The 95th percentile of a send, in milliseconds: with nothing else going on, and while the month is closed over and
    over."""
    with serving("wsgi:app", crowd.app.config["SQLALCHEMY_DATABASE_URI"], server) as running:
        ask = sending(running, crowd)
        for at in range(50):
            ask(at)
        quiet, busy = [], []
        for turn in range(3):
            quiet += [_once(partial(ask, at)) for at in range(turn * _SENDS, (turn + 1) * _SENDS)]
            is_over = threading.Event()
            thread = threading.Thread(target=_close_until, args=(crowd, is_over))
            thread.start()
            busy += [_once(partial(ask, at)) for at in range((turn + 9) * _SENDS, (turn + 10) * _SENDS)]
            is_over.set()
            thread.join()
    return tuple(statistics.quantiles(took, n=20, method="inclusive")[-1] * 1000 for took in (quiet, busy))  # type: ignore[return-value]


def _close_until(crowd: Crowd, is_over: threading.Event) -> None:
    while not is_over.is_set():
        _close(crowd)
