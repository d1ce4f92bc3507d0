"""The database: the session, the column types, the unit of work, and the only `commit()` in the house.

Two databases, one code. What differs between them stands here:
- SQLite: WAL, `synchronous=FULL`, foreign keys on, driver autocommit off, `BEGIN IMMEDIATE` for writers behind one
  queue (formats/locks.py), plain `BEGIN` for snapshots.
- PostgreSQL: READ COMMITTED, time limits on statements and locks.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
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
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from collabpoints.formats.locks import WriteQueue


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


BIG = BigInteger().with_variant(Integer(), "sqlite")


def ordered_text(length: int) -> String:
    """Text that lists are ordered by: by code point on both databases, so that an order never depends on a locale."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


Id = Annotated[int, mapped_column(BIG, primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime())]
AgencyId = Annotated[int, mapped_column(BIG, ForeignKey("agencies.id"))]


class Base(DeclarativeBase):
    """Every table. Constraints carry names, so that a test can break each by name."""

    registry = registry(
        type_annotation_map={int: BIG},
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
        "hide_parameters": True,  # a fault is logged with its statement; what people wrote stays out of the log
    }
    if database_url.startswith("postgresql"):
        options["connect_args"] = {
            "connect_timeout": timeout,
            "options": f"-c lock_timeout={timeout}s -c statement_timeout={_LONGEST_STATEMENT}s -c timezone=UTC",
        }
    else:
        options["connect_args"] = {"timeout": timeout}
    return options


def prepare_engine(engine: Engine, *, timeout: int, is_page: Callable[[], bool]) -> None:
    """Teach a new engine the habits of its database. Called once, by `create_app`. `is_page` tells whether somebody waits
    for a page: then no answer of the server is waited for longer than twice the timeout."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, timeout)
    else:
        _ask_the_silent(engine)
        _give_up_on_the_mute(engine, lambda: 2 * timeout if is_page() else _longest.get(_LONGEST_STATEMENT) + timeout)


def _give_up_on_the_mute(engine: Engine, patience: Callable[[], float]) -> None:
    """A server that stands still keeps its connections and says nothing, so that its own time limits do not help: the
    connection is closed from here, and whoever waited gets an OperationalError."""
    import psycopg  # an installation on SQLite does without

    class Connection(psycopg.Connection[Any]):
        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            try:
                return super().wait(gen, interval=interval, timeout=timeout or patience())
            except psycopg.errors._WaitTimeout:
                self.pgconn.finish()
                raise

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Dialect, _entry: ConnectionPoolEntry, given: Any, named: dict[str, Any]) -> Any:
        return Connection.connect(*given, **named)


def _ask_the_silent(engine: Engine) -> None:
    """Before a connection is used that lay still for a second, ask whether the server is still there; one that is not
    is replaced without anybody noticing. A busy one is not asked: that would be a round trip for every page."""

    @event.listens_for(engine, "checkin")
    def _rest(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(connection: DBAPIConnection, entry: ConnectionPoolEntry, _handed_out: object) -> None:
        if time.monotonic() - entry.info.get("used_at", float("inf")) < _SILENCE:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as fault:
            raise DisconnectionError from fault  # the pool tries again with a new connection


def _prepare_sqlite(engine: Engine, timeout: int) -> None:
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
        options = connection.get_execution_options()
        if not options.get("reading"):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


_LONGEST_STATEMENT = 60
"""Seconds that one statement may take, in a command too; a job's may take longer (`patiently`)."""
_longest: ContextVar[float] = ContextVar("longest")

_SILENCE = 1.0
"""Seconds after which a connection to PostgreSQL is asked whether it still answers."""
_queues: dict[str, WriteQueue] = {}


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One transaction that writes: committed when the block ends, rolled back when it raises. A public service function
    opens exactly one; units do not nest. What is to happen outside afterwards is a row of the outbox in it.

    Raises Busy when the database cannot be had in time (nothing was written).
    """
    session = db.session()
    if session.info.get("is_writing"):
        raise RuntimeError("units of work do not nest: a service function must not call another public one")
    session.rollback()  # ends the read transaction that the page began; a writer starts afresh
    session.info["is_writing"] = True
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


# No transaction around what is read: no round trips for its BEGIN and its end.
_READING: dict[str, dict[str, Any]] = {"postgresql": {"isolation_level": "AUTOCOMMIT"}, "sqlite": {"reading": True}}


@contextmanager
def reading() -> Iterator[Session]:
    """The session for queries: each statement sees what is committed, nothing is written. Within another `reading`, a
    `snapshot` or a unit of work it is theirs."""
    session = db.session()
    if session.info.get("is_writing") or session.info.get("is_reading"):
        yield session
        return
    session.rollback()
    session.info["is_reading"] = True
    try:
        session.connection(execution_options=_READING[dialect_of(session)])
        yield session
    finally:
        session.info.pop("is_reading", None)
        session.rollback()


@contextmanager
def snapshot() -> Iterator[Session]:
    """Like `reading`, but in one transaction: all statements see one and the same moment (for sums that must agree with
    each other), and many rows can be read a few at a time. Within another `snapshot` or a unit of work it is theirs."""
    session = db.session()
    if session.info.get("is_writing") or session.info.get("is_snapshot"):
        yield session
        return
    session.rollback()
    session.info["is_reading"] = session.info["is_snapshot"] = True
    try:
        if db.engine.dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
    finally:
        del session.info["is_reading"], session.info["is_snapshot"]
        session.rollback()


@contextmanager
def patiently(session: Session, *, minutes: int) -> Iterator[None]:
    """Within it a statement of this unit of work may take so long, by the server's limit and by ours: nobody waits."""
    if dialect_of(session) == "postgresql":
        session.execute(text(f"SET LOCAL statement_timeout = '{minutes}min'"))
    before = _longest.set(60.0 * minutes)
    try:
        yield
    finally:
        _longest.reset(before)


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
    found = session.connection().exec_driver_sql(_NOW[dialect_of(session)]).scalar_one()
    return found.astimezone(UTC) if isinstance(found, datetime) else datetime.fromisoformat(found).replace(tzinfo=UTC)


_NOW = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


def _turn_to_write() -> AbstractContextManager[None]:
    queue = _queues.get(db.engine.url.database or "") if db.engine.dialect.name == "sqlite" else None
    return queue.turn() if queue else nullcontext()
