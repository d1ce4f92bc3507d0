"""Job runs: the row that makes a job take effect exactly once a period, committed with the job's result."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Instant


class JobRun(Base):
    """One period of one job, done. `period` is the job's own: `2026-11`, `2026-11-22T03Z` … A failed try leaves its error
    and is tried again; `finished_at` says that the effect stands. `asked`: somebody wants the job to run once more; the
    period is the instant of asking (`2026-11-22T03:20:15Z`) and becomes the run's. `failed_tries`: how often this period
    has failed so far."""

    __tablename__ = "job_runs"
    __table_args__ = (
        CheckConstraint("outcome IN ('asked', 'finished', 'failed')", name="outcome"),
        CheckConstraint("(outcome = 'finished') = (finished_at IS NOT NULL)", name="finished"),
    )

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(20), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10))
    host: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]
    duration_ms: Mapped[int]
    rows: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    failed_tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class SchedulerBeat(Base):
    """When each scheduler process last came around; the health page watches it."""

    __tablename__ = "scheduler_beats"

    host: Mapped[str] = mapped_column(String(100), primary_key=True)
    process: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[AgencyId]
    beat_at: Mapped[Instant]
