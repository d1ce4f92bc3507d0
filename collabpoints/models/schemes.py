"""Schemes (운영 기준): the dated rule books of an agency, and the drafts that become them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Scheme(Base):
    """A rule book as one TOML text; it holds from `starts_in` (YYYY-MM) until the next one starts. Never edited.

    `revision` counts from 1; a higher one is an emergency change of a month that was running already, and is what holds.
    Who drafted it and who started it are two persons, or `reason` says why they were one; both are empty for a scheme
    that came by command.
    """

    __tablename__ = "schemes"
    __table_args__ = (
        UniqueConstraint("agency_id", "starts_in", "revision"),
        CheckConstraint("length(starts_in) = 7", name="starts_in"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("revision = 1 OR length(reason) > 0", name="reason"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    starts_in: Mapped[str] = mapped_column(String(7))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    drafted_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    started_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    created_at: Mapped[Instant]


class SchemeDraft(Base):
    """A scheme that is being written for a month: TOML that need not be whole yet. At most one that is open a month.

    `revision` counts each change, so that two officers who write at once notice it, and nobody starts another text than
    the one he has read.
    """

    __tablename__ = "scheme_drafts"
    __table_args__ = (
        CheckConstraint("length(starts_in) = 7", name="starts_in"),
        CheckConstraint("state IN ('open', 'started', 'dropped')", name="state"),
        CheckConstraint("(state = 'started') = (scheme_id IS NOT NULL)", name="scheme"),
        Index("uq_scheme_drafts_open", "agency_id", "starts_in", unique=True,
              sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    starts_in: Mapped[str] = mapped_column(String(7))
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="open")
    drafted_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    drafted_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("schemes.id"))
