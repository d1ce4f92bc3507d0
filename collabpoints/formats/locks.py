"""A file that one process at a time holds; the operating system lets go of it when the process dies."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from collabpoints.domain.errors import Busy


class Held(Exception):
    """Another process holds the file."""


@contextmanager
def held(path: Path, *, seconds: float = 0) -> Iterator[None]:
    """The file is this process's for as long as the block lasts. Raises Held when it does not come free in time, and
    OSError when it cannot be opened. Child processes do not inherit it."""
    deadline = time.monotonic() + seconds
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise Held(str(path)) from None
                time.sleep(0.1)
        yield
    finally:
        os.close(handle)


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
