"""The outbox: messages to the world outside, written with what caused them, sent later by a job."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Outbox(Base):
    """One message to one person. `for_day` and the unique row make it one morning mail a person a day (a link mail has
    its link's id as `subject_id`, a call of the messenger's hook its notice's). Claimed before sending and given back after a lease, so a dead process blocks nothing."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("agency_id", "kind", "person_id", "for_day", "subject_id", name="uq_outbox_message"),
        CheckConstraint("kind IN ('morning', 'link', 'hook')", name="kind"),
        CheckConstraint("tries >= 0", name="tries"),
        Index("ix_outbox_due", "due_at", "id",
              sqlite_where=text("sent_at IS NULL AND dropped_at IS NULL"),
              postgresql_where=text("sent_at IS NULL AND dropped_at IS NULL")),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    for_day: Mapped[date]
    subject_id: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Instant]
    claimed_until: Mapped[Instant | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    sent_at: Mapped[Instant | None]
    dropped_at: Mapped[Instant | None]
    created_at: Mapped[Instant]
