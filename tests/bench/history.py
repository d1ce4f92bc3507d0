"""Whether years of notes make sending and the inbox slower: 60,000 notes against BENCH_NOTES (600,000)."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.bench.reading import INBOX, asking
from tests.bench.rounds import Subject, interleaved
from tests.bench.sending import sending
from tests.bench.servers import Running, cookies, serving
from tests.bench.worlds import Crowd, a_crowd
from tests.postgres import Server, postgres

_FEW = 60_000
_MANY = int(os.environ.get("BENCH_NOTES", "600000"))
_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
_REQUESTS = int(os.environ.get("BENCH_REQUESTS", "60"))
_TARGET = "1.15"
_TEXT = "지난달 늦게까지 자료를 같이 살펴봐 주셔서 제때 낼 수 있었습니다."
# Notes between the crowd's people in turn, in a month that has ended, all of them read, their notices too. {n} counts from 1.
_SENDER, _RECIPIENT = "({n} * 7 % 200 + 1)", "(({n} * 7 + 1 + {n} / 200 * 10) % 200 + 1)"
_AT = "'2026-01-15 00:00:00+00'"
_MONTH = (
    "INSERT INTO months (id, agency_id, period, scheme_id, state, starts_at, ends_at, allowance, ended_at)"
    " SELECT 1, 1, '2026-01', 1, 'ended', '2025-12-31 15:00:00+00', '2026-01-31 15:00:00+00', 100000, '2026-02-01 00:00:00+00'"
)
_ROWS = {
    "send_batches": ("id, agency_id, form_id, sender_person_id, content_digest, sent_at",
                     f"{{n}}, 1, {{form}}, {_SENDER}, '', {_AT}"),
    "notes": ("id, agency_id, batch_id, month_id, scheme_id, sender_person_id, recipient_person_id, sender_department_id,"
              " recipient_department_id, sender_path_id, recipient_path_id, points, is_private, sent_at, read_at",
              f"{{n}}, 1, {{n}}, 1, 1, {_SENDER}, {_RECIPIENT}, 1, 2, 1, 2, 10, false, {_AT}, {_AT}"),
    "note_texts": ("note_id, agency_id, text, salt", f"{{n}}, 1, '{_TEXT}', '0123456789abcdef0123456789abcdef'"),
    "entries": ("id, agency_id, month_id, booked_month_id, kind, note_id, giver_person_id, giver_department_id,"
                " receiver_person_id, receiver_department_id, points, notes, spent, counted, text_digest,"
                " actor_person_id, reason, recorded_at",
                f"{{n}}, 1, 1, 1, 'send', {{n}}, {_SENDER}, 1, {_RECIPIENT}, 2, 10, 1, 10, 1, '', {_SENDER}, '', {_AT}"),
    "notices": ("id, agency_id, person_id, kind, note_id, created_at, read_at",
                f"{{n}}, 1, {_RECIPIENT}, 'received', {{n}}, {_AT}, {_AT}"),
}  # fmt: skip


def measured() -> list[tuple[str, ...]]:
    """CPU of one send and of one inbox page with few notes and with many behind them."""
    rows: list[tuple[str, ...]] = [("database", "what", "notes", "ratio", "target", "CPU ms", "requests/s", "p95 ms")]
    with TemporaryDirectory(prefix="collabpoints-bench-") as folder, ExitStack() as stack:
        few, many = (
            stack.enter_context(_on_sqlite(Path(folder) / f"{notes}.sqlite3", notes)) for notes in (_FEW, _MANY)
        )
        rows += _compared("SQLite", few, many)
    with postgres("shared_buffers=1GB", "max_wal_size=8GB") as server, ExitStack() as stack:
        few, many = (stack.enter_context(_on_postgres(server, f"notes{notes}", notes)) for notes in (_FEW, _MANY))
        rows += _compared("PostgreSQL", few, many)
    return rows


Place = tuple[Running, Crowd]


def _compared(name: str, few: Place, many: Place) -> Iterator[tuple[str, ...]]:
    places = {f"{_FEW:,}": few, f"{_FEW:,} ": few, f"{_MANY:,}": many}
    for what in ("send", "inbox"):
        subjects = {
            notes: Subject(server, sending(server, crowd) if what == "send" else asking(server, INBOX, _cookie(crowd)))
            for notes, (server, crowd) in places.items()
        }
        found = interleaved(subjects, rounds=_ROUNDS, requests=_REQUESTS)
        floor = found[f"{_FEW:,}"].cpu_ms
        for notes, figures in found.items():
            target = _TARGET if notes == f"{_MANY:,}" else ""
            yield (name, what, notes.replace(" ", " again"), f"{figures.cpu_ms / floor:.2f}", target, *figures.cells())


def _cookie(crowd: Crowd) -> str:
    return cookies(crowd.app, crowd)[-1]


@contextmanager
def _on_sqlite(path: Path, notes: int) -> Iterator[Place]:
    url = f"sqlite:///{path}"
    with a_crowd(url) as crowd:
        fill_sqlite(path, notes)
        with serving("wsgi:app", url, None) as running:
            yield running, crowd


@contextmanager
def _on_postgres(server: Server, name: str, notes: int) -> Iterator[Place]:
    server.create(name)
    with a_crowd(server.url(name)) as crowd:
        fill_postgres(server.dsn(name), notes)
        with serving("wsgi:app", server.url(name), server) as running:
            yield running, crowd


def fill_sqlite(path: Path, notes: int) -> None:
    """So many notes of the past stand in the crowd's database at `path`."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(_MONTH)
    counted = f"WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {notes})"
    for table, (columns, values) in _ROWS.items():
        row = values.format(n="n", form="printf('%036d', n)").replace("+00'", ".000000'")
        connection.execute(f"{counted} INSERT INTO {table} ({columns}) SELECT {row} FROM counted")
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def fill_postgres(dsn: str, notes: int) -> None:
    """The same in a PostgreSQL database."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # foreign keys are right by construction
        connection.execute(_MONTH)
        for table, (columns, values) in _ROWS.items():
            row = values.format(n="n", form="lpad(n::text, 36, '0')")
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {row} FROM generate_series(1, {notes}) n")
            key = columns.partition(",")[0]
            if key == "id":
                connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {notes})")
        connection.execute("SELECT setval(pg_get_serial_sequence('months', 'id'), 1)")
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
