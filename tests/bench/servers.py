"""Servers to measure: gunicorn with one worker as production runs it, and the CPU time of it and of its database."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.bench.worlds import Crowd
from tests.conftest import KEY
from tests.postgres import Server, free_port

_HOME = Path(__file__).resolve().parent.parent.parent
_PATIENCE = 60


@dataclass(frozen=True)
class Running:
    """A server that answers on 127.0.0.1:`port`; `cpu()` is what it and the database behind it have used, in seconds."""

    port: int
    process_id: int
    database: Server | None

    def cpu(self) -> float:
        above = [self.process_id]
        if self.database is not None and self.database.process is not None:
            above.append(self.database.process.pid)
        return sum(used(process_id) for of in above for process_id in (of, *children(of)))

    def line(self) -> "Line":
        return Line(self.port)


class Line:
    """A kept-alive connection; made anew after a pause, because servers hang up on silent ones."""

    _LONGEST_SILENCE = 2.0

    def __init__(self, port: int) -> None:
        self._port = port
        self._used_at = float("-inf")
        self._connection: HTTPConnection | None = None

    def ask(self, method: str, path: str, fields: object = None, cookie: str = "") -> tuple[HTTPResponse, str]:
        """The answer and its body. `fields` (a mapping) travel as a form."""
        if self._connection is None or time.monotonic() - self._used_at > self._LONGEST_SILENCE:
            self.close()
            self._connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"Cookie": cookie} if cookie else {}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields, doseq=True)  # type: ignore[arg-type]
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        self._used_at = time.monotonic()
        return answer, text

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


@contextmanager
def serving(application: str, url: str, database: Server | None, *, threads: int = 8) -> Iterator[Running]:
    """gunicorn with this WSGI application ("wsgi:app", "tests.bench.floors:app") on the database at `url`."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:collabpoints.cli.web_settings",
         "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", str(threads), application],
        cwd=_HOME,
        env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": KEY, "PORT": str(port), "PUBLIC_URL": "http://localhost",
             "LOG_LEVEL": "warning"},
    )  # fmt: skip
    try:
        running = Running(port, process.pid, database)
        _wait_for(running)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


def cookies(app: Flask, crowd: Crowd) -> list[str]:
    """The session cookie of each of the crowd's browsers."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    name = app.config["SESSION_COOKIE_NAME"]
    return [f"{name}={signer.dumps({'_user_id': token, '_fresh': True})!s}" for token in crowd.tokens]


def _wait_for(running: Running) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):
            line = running.line()
            line.ask("GET", "/health/live")
            line.close()
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def used(process_id: int) -> float:
    """CPU seconds, user and system, of all threads of a process: its CPU clock, which counts nanoseconds where
    /proc/PID/stat counts hundredths. 0 for one that is gone."""
    its_clock = (~process_id << 3) | 2  # clock_getcpuclockid(3)
    with suppress(OSError):
        return time.clock_gettime(its_clock)
    return 0.0


def children(process_id: int) -> list[int]:
    """The processes that this one has started and that still run."""
    with suppress(OSError):
        tasks = Path(f"/proc/{process_id}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]
    return []
