"""The two databases to measure on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.postgres import Server, postgres


@contextmanager
def on_sqlite() -> Iterator[tuple[str, None]]:
    """An SQLite file's address, and no server."""
    with TemporaryDirectory(prefix="collabpoints-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}", None


@contextmanager
def on_postgres() -> Iterator[tuple[str, Server]]:
    """A PostgreSQL database's address and its server, with every durability setting on."""
    with postgres("shared_buffers=512MB", "max_wal_size=4GB") as server:
        server.create("bench")
        yield server.url("bench"), server


PLACES = (("SQLite", on_sqlite), ("PostgreSQL", on_postgres))
