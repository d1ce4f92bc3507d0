"""The database: the session, the column types, the unit of work, and the only `commit()` in the house.

Two databases, one code. What differs between them stands here:
- SQLite: WAL, `synchronous=FULL`, foreign keys on, driver autocommit off, `BEGIN IMMEDIATE` for writers behind one
  queue (a lock in the process, a lock file between processes), plain `BEGIN` for readers.
- PostgreSQL: READ COMMITTED, time limits on statements and locks.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from collabpoints.domain.errors import Busy


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on both sides, stored in UTC. A naive datetime is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database; use clock.now() or database_now()")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_BIG = BigInteger().with_variant(Integer(), "sqlite")


def ordered_text(length: int) -> String:
    """Text that lists are ordered by: by code point on both databases, so that an order never depends on a locale."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


Id = Annotated[int, mapped_column(_BIG, primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime())]
AgencyId = Annotated[int, mapped_column(_BIG, ForeignKey("agencies.id"))]


class Base(DeclarativeBase):
    """Every table. Constraints carry names, so that a test can break each by name."""

    registry = registry(
        type_annotation_map={int: _BIG},
        metadata=MetaData(
            naming_convention={
                "pk": "pk_%(table_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
            }
        ),
    )


db = SQLAlchemy(model_class=Base)


def engine_options(database_url: str, *, timeout: int, threads: int) -> dict[str, Any]:
    """What `create_engine` is told: a pool as wide as the threads, and limits so that a page answers in seconds."""
    options: dict[str, Any] = {
        "pool_size": threads,
        "max_overflow": 4,
        "pool_timeout": timeout,
        "pool_pre_ping": True,
        "hide_parameters": True,  # a fault is logged with its statement; what people wrote stays out of the log
    }
    if database_url.startswith("postgresql"):
        options["connect_args"] = {
            "connect_timeout": timeout,
            "options": f"-c lock_timeout={timeout}s -c statement_timeout=60s -c timezone=UTC",
        }
    else:
        options["connect_args"] = {"timeout": timeout}
        options["pool_pre_ping"] = False
    return options


def prepare_engine(engine: Engine, *, timeout: int) -> None:
    """Teach a new engine the habits of its database. Called once, by `create_app`."""
    if engine.dialect.name != "sqlite":
        return
    name = engine.url.database or ""
    _queues[name] = WriteQueue(Path(f"{name}.lock"), timeout)

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # sqlite3: we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={timeout * 1000}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class WriteQueue:
    """One writer at a time on an SQLite file: threads queue on a lock, processes on a lock file beside the database.

    Taken before BEGIN IMMEDIATE: without it waiting writers poll and starve (docs/adr/0003). Raises Busy when the turn
    does not come within `timeout` seconds.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self._threads = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        deadline = time.monotonic() + self._timeout
        if not self._threads.acquire(timeout=self._timeout):
            raise Busy("another writer holds the database")
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                self._lock(handle, deadline)
                yield
            finally:
                os.close(handle)  # closing releases the lock
        finally:
            self._threads.release()

    def _lock(self, handle: int, deadline: float) -> None:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Busy("another process holds the database") from None
                time.sleep(0.002)


_queues: dict[str, WriteQueue] = {}


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One transaction that writes: committed when the block ends, rolled back when it raises; then what was handed to
    `after_commit` runs. A public service function opens exactly one; units do not nest.

    Raises Busy when the database cannot be had in time (nothing was written).
    """
    session = db.session()
    if session.info.get("is_writing"):
        raise RuntimeError("units of work do not nest: a service function must not call another public one")
    session.rollback()  # ends the read transaction that the page began; a writer starts afresh
    session.info["is_writing"] = True
    afterwards: list[Callable[[], None]] = []
    session.info["after_commit"] = afterwards
    try:
        with _turn_to_write():
            try:
                session.connection(execution_options={"writing": True})
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
    finally:
        session.info.pop("is_writing", None)
        session.info.pop("after_commit", None)
    for act in afterwards:
        act()


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Have `act` run once the unit of work has committed; never when it rolled back."""
    session.info["after_commit"].append(act)


@contextmanager
def reading() -> Iterator[Session]:
    """The session for queries: sees what is committed, writes nothing. Closes its transaction at the end."""
    session = db.session()
    if session.info.get("is_writing"):
        yield session
        return
    try:
        yield session
    finally:
        session.rollback()


@contextmanager
def snapshot() -> Iterator[Session]:
    """Like `reading`, but all statements see one and the same moment (for sums that must agree with each other)."""
    session = db.session()
    session.rollback()
    try:
        if db.engine.dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
    finally:
        session.rollback()


def table_of(model: type[Base]) -> Table:
    """The model's table, for statements on hot paths: Core costs about half of what the ORM's bulk path costs."""
    return cast("Table", model.__table__)


def upserting(dialect_name: str, model: type[Base]) -> postgresql.Insert:
    """An INSERT that can be told what to do ON CONFLICT; the two databases spell it alike, SQLAlchemy in two classes."""
    if dialect_name == "sqlite":
        return cast("postgresql.Insert", sqlite.insert(table_of(model)))
    return postgresql.insert(table_of(model))


def dialect_of(session: Session) -> str:
    """The name of the database under this session: `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def database_now(session: Session) -> datetime:
    """The present instant by the database's clock, aware UTC: all hosts agree on it. Tests replace this function."""
    if dialect_of(session) == "postgresql":
        instant: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return instant.astimezone(UTC)
    written: str = session.execute(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")).scalar_one()
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@contextmanager
def _turn_to_write() -> Iterator[None]:
    queue = _queues.get(db.engine.url.database or "") if db.engine.dialect.name == "sqlite" else None
    if queue is None:
        yield
        return
    with queue.turn():
        yield
