"""Seals: digests over stretches of rows that must never change again, each leaning on the one before it."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Seal(Base):
    """The rows of a table from `first_id` to `last_id`, `rows` of them, had this digest when they were sealed. `previous`
    is the digest of the segment before (of 64 zeros before the first): a seal cannot be taken out or made anew unseen.
    Append-only."""

    __tablename__ = "seals"
    __table_args__ = (
        UniqueConstraint("agency_id", "sealed_table", "segment"),
        CheckConstraint("segment >= 1 AND first_id <= last_id AND rows >= 1", name="segment"),
        CheckConstraint("length(digest) = 64 AND length(previous) = 64", name="digest"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    sealed_table: Mapped[str] = mapped_column(String(40))
    segment: Mapped[int]
    first_id: Mapped[int]
    last_id: Mapped[int]
    rows: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[Instant]


class PurgedSegment(Base):
    """The rows of this sealed segment outlived their term and were deleted, all of them; its seal stays in the chain.
    Verification expects no rows there. Append-only; only tables whose rows have a term (records) ever get one."""

    __tablename__ = "purged_segments"
    __table_args__ = (CheckConstraint("segment >= 1 AND rows >= 1", name="segment"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    sealed_table: Mapped[str] = mapped_column(String(40), primary_key=True)
    segment: Mapped[int] = mapped_column(primary_key=True)
    rows: Mapped[int]
    purged_at: Mapped[Instant]
