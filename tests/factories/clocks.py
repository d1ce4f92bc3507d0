"""Tests' own time: the database's clock as every module sees it."""

import sys
from datetime import UTC, datetime

import pytest

from collabpoints import db


def turn_clock(monkeypatch: pytest.MonkeyPatch, moment: str) -> datetime:
    """From now on the database's clock stands at this moment (ISO, with its zone), wherever it is asked."""
    instant = datetime.fromisoformat(moment).astimezone(UTC)
    for name, module in list(sys.modules.items()):
        if name.startswith("collabpoints.") and hasattr(module, "database_now"):
            monkeypatch.setattr(module, "database_now", lambda _session: instant)
    assert db.database_now(None) == instant  # type: ignore[arg-type]
    return instant
