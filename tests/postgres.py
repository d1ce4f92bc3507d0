"""A PostgreSQL server of the tests' own: started from the machine's binaries, gone when the tests end.

Its data lies in memory (a tmpfs) where there is one, so that full durability settings cost nothing.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_AS_ROOT = os.getuid() == 0


def _binaries() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    found = versions[-1].parent if versions else Path(shutil.which("postgres") or "").parent
    if not (found / "initdb").exists():
        raise RuntimeError("no PostgreSQL server on this machine; `make test` installs it")
    return found


def _as_postgres() -> dict[str, Any]:
    """postgres refuses to run as root: run it as the user that Debian's package made."""
    if not _AS_ROOT:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Server:
    """A running server. `url(name)` addresses a database of it as SQLAlchemy writes it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def dsn(self, name: str = "postgres") -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname={name}"

    def start(self, *settings: str) -> None:
        extra = [word for setting in settings for word in ("-c", setting)]
        self.process = subprocess.Popen(
            [_binaries() / "postgres", "-D", self.folder / "data", "-p", str(self.port), "-k", self.folder,
             "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", *extra],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, **_as_postgres(),
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.dsn(), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def stop(self, *, how: str = "fast") -> None:
        """Stop it: "fast" tells everybody to go, "immediate" as if it crashed."""
        if self.process is None:
            return
        self.process.send_signal(2 if how == "fast" else 3)
        self.process.wait(timeout=30)
        self.process = None

    def create(self, name: str, template: str = "template1") -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


@contextmanager
def postgres(*settings: str, within: Path | None = None) -> Iterator[Server]:
    """A server for as long as the block lasts; its data lies `within` a folder where one is named."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    folder = Path(tempfile.mkdtemp(prefix="collabpoints-pg-", dir=within or (memory if roomy else None)))
    try:
        if _AS_ROOT:
            shutil.chown(folder, "postgres", "postgres")
        subprocess.run(
            [_binaries() / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **_as_postgres(),
        )  # fmt: skip
        server = Server(folder, free_port())
        server.start(*settings)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
