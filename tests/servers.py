"""Web servers of the tests' own: gunicorn as `serve` starts it, in a process that is gone when the test ends."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.conftest import KEY

HOME = Path(__file__).resolve().parent.parent
_PATIENCE = 30.0


@contextmanager
def web_server(
    database_url: str,
    port: int,
    *,
    application: str = "wsgi:app",
    workers: int = 1,
    threads: int = 8,
    log: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A server on 127.0.0.1 with this database, ready until the block ends. What it says goes to the end of `log`, else to
    the test's own output; `environ` is for it alone."""
    line = [
        sys.executable, "-m", "gunicorn", "--config", "python:collabpoints.cli.web_settings",
        "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", str(threads), application,
    ]  # fmt: skip
    settings = {
        "DATABASE_URL": database_url, "SECRET_KEY": KEY, "PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "warning",
    }  # fmt: skip
    with log.open("ab") if log else nullcontext() as said:
        process = subprocess.Popen(
            line, cwd=HOME, env={**os.environ, **settings, **(environ or {})}, stdout=said, stderr=said
        )
    try:
        _wait_for(port, process, log)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def is_ready(port: int) -> bool:
    """Whether the server answers, and its database too."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/health/ready")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path | None) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not is_ready(port):
        said = log.read_text(encoding="utf-8") if log else "see above"
        assert process.poll() is None, f"the server did not start: {said}"
        assert time.monotonic() < deadline, f"the server does not answer: {said}"
        time.sleep(0.1)
