"""Records of looks and downloads as of some day, and the database's clock set for what seals and purges them."""

from datetime import datetime

import pytest
from sqlalchemy import insert

from collabpoints.db import unit_of_work
from collabpoints.models import DownloadRecord
from collabpoints.services.records import record_access


def a_look(
    agency_id: int, at: datetime, *, actor: int | None = None, act: str = "roles.page", whose: tuple[int, ...] = ()
) -> None:
    """Somebody looked at that instant."""
    record_access(
        agency_id=agency_id, actor_person_id=actor, role="officer", address="10.0.0.7", act=act, at=at,
        subject_person_ids=whose,
    )  # fmt: skip


def a_download(agency_id: int, at: datetime, *, actor: int | None = None, reason: str = "정기 보고") -> None:
    """A file of the whole agency was taken at that instant."""
    with unit_of_work() as session:
        session.execute(
            insert(DownloadRecord).values(
                agency_id=agency_id, actor_person_id=actor, role="officer", address="10.0.0.7", what="totals",
                scope="agency", reason=reason, recorded_at=at, file_format="csv", rows=12,
            )
        )  # fmt: skip


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The database's clock, for those who seal, purge and look at seals."""
    for module in ("services.seals", "services.purges", "queries.seals", "queries.purges"):
        monkeypatch.setattr(f"collabpoints.{module}.database_now", lambda _session: at)
