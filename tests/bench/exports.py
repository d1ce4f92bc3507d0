"""Files of totals on PostgreSQL: CSV against psql's \\copy of the same rows, XLSX against the csv module, memory, other requests.

A year of `BENCH_EXPORT_PEOPLE` people (10000; in full 100000), a line for each person and month: 120,000 (1,200,000) rows.
"""

import csv
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from collabpoints.db import patiently, snapshot
from collabpoints.domain.exports import FileFormat, Filters, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.queries.export_frames import FOR_MANY_ROWS, frame_of
from collabpoints.queries.export_streams import pieces
from collabpoints.queries.export_totals import total_lines, total_rows
from collabpoints.queries.exports import Table, table_of
from collabpoints.services.export_files import Making, made_file
from tests.bench.places import on_postgres
from tests.bench.reading import INBOX, asking
from tests.bench.servers import children, cookies, serving, used
from tests.bench.worlds import Crowd, a_crowd
from tests.conftest import KEY
from tests.postgres import Server

_PEOPLE = int(os.environ.get("BENCH_EXPORT_PEOPLE", "10000"))
_ROUNDS = int(os.environ.get("BENCH_EXPORT_ROUNDS", "3"))
_REQUESTS = int(os.environ.get("BENCH_REQUESTS", "60"))
_FIRST = 1000
"""People of the year come after the crowd's."""

_DEPARTMENTS = 900
_SEOUL, _AT = ZoneInfo("Asia/Seoul"), datetime(2026, 11, 22, 3, tzinfo=UTC)
_HOME = Path(__file__).resolve().parents[2]
Rows = list[tuple[str, ...]]


def measured() -> Rows:
    """Seconds, CPU (this process or psql, and the server's), peak of memory above idle; ratios as the targets name them."""
    rows: Rows = [("what", "ratio", "target", "seconds", "CPU s", "of it ours", "MB above idle", "bytes")]
    with (
        on_postgres() as (url, server),
        a_crowd(url) as crowd,
        TemporaryDirectory(prefix="collabpoints-bench-") as folder,
    ):
        _fill(server.dsn("bench"))
        rows += _speed(crowd, server, Path(folder))
        rows += _memory(url)
        rows += _others(crowd, url, server)
    return rows


@dataclass(frozen=True)
class _Took:
    seconds: float
    cpu: float
    ours: float


def _speed(crowd: Crowd, server: Server, folder: Path) -> Iterator[tuple[str, ...]]:
    """Each in turn, in random order, medians of rounds."""
    table, statement = _plain_statement(crowd)
    out = folder / "out"
    command = folder / "copy.sql"
    command.write_text(
        f"BEGIN;\n{FOR_MANY_ROWS} \\g /dev/null\n\\copy ({statement}) TO '{out}' WITH (FORMAT csv)\nCOMMIT;\n"
    )
    subjects: dict[str, Callable[[], float]] = {
        "psql \\copy": lambda: _psql(server, command),
        "psql \\copy again": lambda: _psql(server, command),
        "CSV, the rows": lambda: _rows(crowd, table, out),
        "CSV, the whole (counted, proved)": lambda: _file(crowd, FileFormat.CSV, out),
        "CSV in CP949, the whole": lambda: _file(crowd, FileFormat.CSV_CP949, out),
        "cursor and csv module": lambda: _csv_module(server, statement, out),
        "XLSX, the whole": lambda: _file(crowd, FileFormat.XLSX, out),
        "count and proof alone": lambda: _proof(crowd),
    }
    found: dict[str, list[_Took]] = {what: [] for what in subjects}
    sizes: dict[str, int] = {}
    chance = random.Random(2026)
    for _turn in range(_ROUNDS):
        for what in chance.sample(list(subjects), len(subjects)):
            out.unlink(missing_ok=True)
            before, ours, began = _server_cpu(server), time.process_time(), time.perf_counter()
            elsewhere = subjects[what]()
            seconds, mine = time.perf_counter() - began, time.process_time() - ours + elsewhere
            found[what].append(_Took(seconds, _server_cpu(server) - before + mine, mine))
            sizes[what] = out.stat().st_size if out.exists() else 0
    medians = {what: _median(each) for what, each in found.items()}
    psql, module = medians["psql \\copy"], medians["cursor and csv module"]
    for what, took in medians.items():
        ratio, target = f"{psql.seconds / took.seconds:.2f} of its speed", "0.5" if what.startswith("CSV, ") else ""
        if what == "XLSX, the whole":
            ratio, target = f"{took.cpu / module.cpu:.2f} x its CPU", "4"
        own = (f"{took.seconds:.1f}", f"{took.cpu:.1f}", f"{took.ours:.1f}")
        yield (f"{what}, {table.count:,} rows", ratio, target, *own, "", f"{sizes[what]:,}")


def _median(each: list[_Took]) -> _Took:
    return _Took(*(statistics.median(getattr(one, name) for one in each) for name in ("seconds", "cpu", "ours")))


def _server_cpu(server: Server) -> float:
    """Of its backends: those that live, and those that have gone (a connection that ended takes its clock along)."""
    assert server.process is not None
    time.sleep(0.2)  # until who has just gone is counted
    gone = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()[13:15]
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(map(int, gone)) / ticks + sum(used(process_id) for process_id in children(server.process.pid))


def _plain_statement(crowd: Crowd) -> tuple[Table, str]:
    """The table with all of its lines worked out in the statement itself (nothing is kept of them before), and that
    statement as psql takes it: on one line, with its values in it."""
    with _reading() as session:
        table = table_of(_wanted(FileFormat.CSV), crowd.agency_id, today=_AT.date())
        frame = frame_of(session, _wanted(FileFormat.CSV), crowd.agency_id, today=_AT.date())
        table = replace(table, statement=total_rows(frame, total_lines(session, frame), table.columns))
        connection = session.connection()
        compiled = table.statement.compile(connection, compile_kwargs={"render_postcompile": True})
        raw: Any = connection.connection.dbapi_connection
        cursor = psycopg.ClientCursor(raw)
        return table, " ".join(cursor.mogrify(str(compiled), compiled.params).split())


@contextmanager
def _reading() -> Iterator[Session]:
    """As a file is read."""
    with snapshot() as session, patiently(session, minutes=30):
        session.execute(text(FOR_MANY_ROWS))
        yield session


def _psql(server: Server, command: Path) -> float:
    line = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(command), server.dsn("bench")]
    process = subprocess.Popen(line)
    _id, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    assert status == 0
    return usage.ru_utime + usage.ru_stime


def _rows(_crowd: Crowd, table: Table, out: Path) -> float:
    with _reading() as session, out.open("wb") as file:
        for piece in pieces(session, table.statement, table.columns, _SEOUL):
            file.write(piece.content)
    return 0.0


def _file(crowd: Crowd, file_format: FileFormat, out: Path) -> float:
    making = Making("측정", _AT, _SEOUL)
    with out.open("w+b") as file, made_file(_wanted(file_format), crowd.agency_id, making, into=file) as made:
        assert made is not None
    return 0.0


def _proof(crowd: Crowd) -> float:
    with _reading():
        assert table_of(_wanted(FileFormat.CSV), crowd.agency_id, today=_AT.date()).count
    return 0.0


def _csv_module(server: Server, statement: str, out: Path) -> float:
    """A cursor that the server keeps, read some thousand rows at a time, and the csv module."""
    with psycopg.connect(server.dsn("bench")) as connection, out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        connection.execute(FOR_MANY_ROWS)
        with connection.cursor(name="floor") as cursor:
            cursor.execute(statement.replace("%", "%%").encode(), {})
            while found := cursor.fetchmany(5000):
                writer.writerows(found)
    return 0.0


def _wanted(file_format: FileFormat) -> Wanted:
    filters = Filters(is_monthly=True)
    return Wanted(What.TOTALS, Scope.AGENCY, None, None, "", Month(2025, 1), Month(2025, 12), file_format, filters)


# A process that makes one file, or file after file, and tells its memory before and after.
_MAKER = """
import sys
import wsgi
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from collabpoints.domain.exports import FileFormat
from collabpoints.services.export_files import Making, made_file
from tests.bench.exports import _wanted, _AT, _SEOUL

def megabytes(name):
    return int(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)).split()[1]) / 1024

def make(file_format):
    with made_file(_wanted(FileFormat(file_format)), 1, Making("", _AT, _SEOUL)) as made:
        assert made is not None

with wsgi.Installation().app().app_context():
    idle = megabytes("VmRSS:")
    if sys.argv[2] == "once":
        make(sys.argv[1])
        print(f"{megabytes('VmHWM:') - idle:.1f}")
    while sys.argv[2] == "on":
        make(sys.argv[1])
"""


def _memory(url: str) -> Iterator[tuple[str, ...]]:
    for file_format in (FileFormat.CSV, FileFormat.CSV_CP949, FileFormat.XLSX):
        line = [sys.executable, "-c", _MAKER, file_format, "once"]
        said = subprocess.run(line, cwd=_HOME, env=_environ(url), check=True, capture_output=True, text=True).stdout
        yield (f"a process of its own: {file_format}", "", "100 MB", "", "", "", said.strip(), "")


def _others(crowd: Crowd, url: str, server: Server) -> Iterator[tuple[str, ...]]:
    """p95 of the inbox with and without a process that does nothing but make files; rounds take turns."""
    cookie = cookies(crowd.app, crowd)[-1]
    with serving("wsgi:app", url, server) as ours:
        ask = asking(ours, INBOX, cookie)
        for at in range(_REQUESTS):
            ask(at)
        for file_format in (FileFormat.CSV, FileFormat.XLSX):
            took: dict[bool, list[float]] = {False: [], True: []}
            for turn in range(2 * _ROUNDS):
                with _maker(url, file_format, is_there=turn % 2 == 1):
                    for at in range(_REQUESTS):
                        began = time.perf_counter()
                        ask(at)
                        took[turn % 2 == 1].append((time.perf_counter() - began) * 1000)
            p95 = {there: statistics.quantiles(each, n=20, method="inclusive")[-1] for there, each in took.items()}
            what = f"inbox's p95 while {file_format} is made without rest"
            yield (
                what,
                f"{p95[True] / p95[False]:.2f}",
                "2",
                "",
                f"{p95[False]:.1f} and {p95[True]:.1f} ms",
                "",
                "",
                "",
            )


@contextmanager
def _maker(url: str, file_format: FileFormat, *, is_there: bool) -> Iterator[None]:
    if not is_there:
        yield
        return
    process = subprocess.Popen([sys.executable, "-c", _MAKER, file_format, "on"], cwd=_HOME, env=_environ(url))
    try:
        time.sleep(4)  # until it has read its modules and is at its work
        assert process.poll() is None
        yield
    finally:
        process.kill()
        process.wait()


def _environ(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": KEY,
        "PUBLIC_URL": "http://localhost",
        "LOG_LEVEL": "warning",
    }


_NAMES = "(ARRAY['김하늘','이서준','박지민','최은영','정도윤','강수빈','조현우','윤미경'])[n % 8 + 1]"
_STATEMENTS = (
    "INSERT INTO department_paths (id, agency_id, ids, names, home_id, bureau_id) SELECT {first} + n, 1, ({first} + n)::text,"
    " '제' || n || '국 제' || n || '과', {first} + n, {first} + n FROM generate_series(1, {departments}) n",
    "INSERT INTO departments (id, agency_id, code, name, level, official_order, opened_on, home_id, path_id)"
    " SELECT {first} + n, 1, 'B' || n, '제' || n || '과', 1, {first} + n, '2020-01-01', {first} + n, {first} + n"
    " FROM generate_series(1, {departments}) n",
    "INSERT INTO people (id, agency_id, name, is_opted_out, created_at)"
    " SELECT {first} + n, 1, {names}, false, {at} FROM generate_series(1, {people}) n",
    "INSERT INTO employees (id, agency_id, person_id, number, email, phone, status, employment)"
    " SELECT {first} + n, 1, {first} + n, lpad(n::text, 8, '0'), '', '', 'active', '' FROM generate_series(1, {people}) n",
    "INSERT INTO appointments (agency_id, employee_id, department_id, kind, starts_on, rank, position, duty)"
    " SELECT 1, {first} + n, {first} + n % {departments} + 1, 'primary', '2020-01-01', '7급', '주무관', ''"
    " FROM generate_series(1, {people}) n",
    "INSERT INTO months (id, agency_id, period, scheme_id, state, starts_at, ends_at, allowance, ended_at)"
    " SELECT {first} + m, 1, '2025-' || lpad(m::text, 2, '0'), 1, 'ended', make_timestamptz(2025, m, 1, 0, 0, 0, 'Asia/Seoul'),"
    " make_timestamptz(2025 + m / 12, m % 12 + 1, 1, 0, 0, 0, 'Asia/Seoul'), 100000, {at} FROM generate_series(1, 12) m",
    "INSERT INTO person_month_totals (month_id, person_id, agency_id, granted, spent, sent_points, sent_notes, received_points,"
    " received_notes, special_points) SELECT {first} + m, {first} + n, 1, 100000, 10, 10, 1, 10, 1, 0"
    " FROM generate_series(1, {people}) n, generate_series(1, 12) m",
    "INSERT INTO entries (id, agency_id, month_id, booked_month_id, kind, note_id, giver_person_id, giver_department_id,"
    " receiver_person_id, receiver_department_id, points, notes, spent, counted, text_digest, actor_person_id, reason, recorded_at)"
    " SELECT {first} + (m - 1) * {people} + n, 1, {first} + m, {first} + m, 'send', {first} + (m - 1) * {people} + n, {first} + n,"
    " {first} + n % {departments} + 1, {first} + n % {people} + 1, {first} + (n % {people} + 1) % {departments} + 1, 10, 1, 10, 1,"
    " '', {first} + n, '', {at} FROM generate_series(1, {people}) n, generate_series(1, 12) m",
    # What a month's end and its confirmed board keep: where everybody served then comes from these.
    "INSERT INTO month_orders (month_id, department_id, agency_id, official_order)"
    " SELECT {first} + m, {first} + n, 1, {first} + n FROM generate_series(1, {departments}) n, generate_series(1, 12) m",
    "INSERT INTO month_headcounts (month_id, path_id, agency_id, person_days)"
    " SELECT {first} + m, {first} + n, 1, 300 FROM generate_series(1, {departments}) n, generate_series(1, 12) m",
    "INSERT INTO boards (id, agency_id, span, subject, state, first_period, last_period, days, scheme_id, through_entry_id, as_of,"
    " checksum) SELECT {first} + m, 1, p, 'persons', 'confirmed', p, p, 30, 1, 0, {at}, repeat('0', 64)"
    " FROM (SELECT m, '2025-' || lpad(m::text, 2, '0') AS p FROM generate_series(1, 12) m) months",
    "INSERT INTO person_standings (board_id, person_id, agency_id, path_id, place, rank, received_points, sent_points,"
    " special_points, received_notes, sent_notes, score, colleagues, departments, crossed_points)"
    " SELECT {first} + m, {first} + n, 1, {first} + n % {departments} + 1, n, 1, 10, 10, 0, 1, 1, 10, 1, 1, 0"
    " FROM generate_series(1, {people}) n, generate_series(1, 12) m",
)


def _fill(dsn: str) -> None:
    """A year in which everybody wrote one note a month to the next."""
    sizes = {
        "first": _FIRST,
        "people": _PEOPLE,
        "departments": _DEPARTMENTS,
        "names": _NAMES,
        "at": "'2026-01-15 00:00:00+00'",
    }
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # foreign keys are right by construction
        for statement in _STATEMENTS:
            connection.execute(statement.format(**sizes).encode())
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
