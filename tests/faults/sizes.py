"""How much each suite does: a seeded sample, or in full (`make soak`). A planted fault has to be caught by less, and a
glance is for whoever works on the suites themselves."""

import os
import sys
from dataclasses import dataclass, replace

SEED = 20261101


@dataclass(frozen=True)
class Sizes:
    """Cycles of a race are 128 tries; kills are counted only where they hit a request in its transaction."""

    postgres_cycles: int
    sqlite_cycles: int
    press_rounds: int
    web_kills: int
    database_kills: int
    stories: int
    steps: int
    owed_seconds: int
    live_seconds: int
    restarts: int
    scheduler_kills: int
    heartbeat_scale: float
    closing_step: int = 5
    boundaries: int = 20
    closings: int = 3
    jumps: tuple[tuple[str, int], ...] = (("sqlite", -1), ("postgresql", 1))


_CI = Sizes(
    postgres_cycles=157, sqlite_cycles=32, press_rounds=20, web_kills=30, database_kills=3, stories=10, steps=25,
    owed_seconds=300, live_seconds=5, restarts=3, scheduler_kills=6, heartbeat_scale=0.1,
)  # fmt: skip
_FULL = replace(_CI, web_kills=300, database_kills=30, stories=150, steps=50, owed_seconds=600, live_seconds=300,
    restarts=10, scheduler_kills=100, heartbeat_scale=1.0, jumps=tuple((database, hour) for database in ("sqlite", "postgresql")
    for hour in (1, -1)), closing_step=1, boundaries=100, closings=8)  # fmt: skip
_PLANTED = replace(
    _CI,
    postgres_cycles=4,
    sqlite_cycles=2,
    press_rounds=4,
    web_kills=10,
    owed_seconds=60,
    live_seconds=3,
    boundaries=8,
    closings=3,
)
_GLANCE = replace(_CI, postgres_cycles=1, sqlite_cycles=1, press_rounds=1, web_kills=3, database_kills=1, stories=2,
    steps=10, owed_seconds=60, live_seconds=3, restarts=1, scheduler_kills=2)  # fmt: skip

SIZES = {"full": _FULL, "planted": _PLANTED, "glance": _GLANCE}.get(os.environ.get("FAULTS", ""), _CI)


def report(line: str) -> None:
    """Say what a suite did: counts belong to the proof (`pytest -s` shows them, by `-n 2` too: of a worker's two streams
    only this one is heard)."""
    sys.stderr.write(f"\n{line}\n")
