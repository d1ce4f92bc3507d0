"""Child processes that start and stop together."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

import structlog

log = structlog.get_logger("serve")
_STOP_SECONDS = 9.0
_LOOK_SECONDS = 0.2
_LONGEST_PAUSE = 60.0
# Tells a child whose child it is: asking for the parent when it has started may be too late to notice that it is gone.
_SUPERVISOR = "COLLABPOINTS_SUPERVISOR"


def supervisor() -> int | None:
    """The process that started this one and that it must not outlive; None for one that an operator started."""
    given = os.environ.get(_SUPERVISOR, "")
    return int(given) if given.isdigit() else None


@dataclass
class Child:
    """A command that runs as long as we do. `is_restarted`: it comes back when it dies; otherwise all stop with it."""

    name: str
    command: Sequence[str]
    is_restarted: bool
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = 1.0

    def start(self) -> None:
        # A session of its own: Ctrl-C in a terminal reaches us only, and we tell the children to finish.
        environ = {**os.environ, _SUPERVISOR: str(os.getpid())}
        self.process = subprocess.Popen(self.command, start_new_session=True, env=environ)  # noqa: S603  (our own command line)
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """To the child and whatever it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number) if number == signal.SIGKILL else self.process.send_signal(number)
            except ProcessLookupError:
                return


def run_together(children: Sequence[Child]) -> bool:
    """Run them until SIGTERM or SIGINT comes; then stop all and return True. False when one died that must not.

    Afterwards none is left, not even a grandchild.
    """
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        for child in children:
            child.start()
        while not stopping.wait(_LOOK_SECONDS):
            if not all(_looked_after(child) for child in children):
                return False
        return True
    finally:
        _stop(children)


def _looked_after(child: Child) -> bool:
    if child.is_running:
        return True
    code = child.process.returncode if child.process else None
    if not child.is_restarted:
        log.error("stopped unexpectedly", child=child.name, code=code)
        return False
    age = time.monotonic() - child.started_at
    if age > _LONGEST_PAUSE:
        child.pause = 1.0
    if age >= child.pause:
        log.warning("starting again", child=child.name, code=code)
        child.pause = min(child.pause * 2, _LONGEST_PAUSE)
        child.start()
    return True


def _stop(children: Sequence[Child]) -> None:
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("did not stop in time", child=child.name)
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
