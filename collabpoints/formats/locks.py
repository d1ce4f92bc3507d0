"""A file that one process at a time holds; the operating system lets go of it when the process dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
