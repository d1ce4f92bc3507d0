"""Redactions: what the retention rules took away, once each. Append-only."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from collabpoints.db import AgencyId, Base, Id, Instant


class Redaction(Base):
    """One run: names of people who had left before `left_before`, texts of notes sent before `texts_before`, and files kept
    since before that were redacted; so many of each. Totals and the ledger stay."""

    __tablename__ = "redactions"
    __table_args__ = (CheckConstraint("names >= 0 AND texts >= 0 AND files >= 0", name="figures"),)

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    left_before: Mapped[date]
    texts_before: Mapped[date]
    names: Mapped[int]
    texts: Mapped[int]
    files: Mapped[int]
    redacted_at: Mapped[Instant]
