"""Appeals (재검토 요청): one of a note's two people asks for another look at a reclaim; another person decides."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Appeal(Base):
    """`granted`: the points are restored by the entry `entry_id`. Each of the two people may ask once about one reclaim,
    and at most one request about it waits at a time."""

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("review_id", "asker_person_id"),
        CheckConstraint("state IN ('asked', 'granted', 'dismissed', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(state = 'granted') = (entry_id IS NOT NULL)", name="entry"),
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        CheckConstraint("decided_by_person_id IS NULL OR state = 'withdrawn' OR decided_by_person_id <> asker_person_id",
                        name="decider"),
        Index("uq_appeals_asked", "review_id", unique=True,
              sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'")),
        Index("ix_appeals_state", "agency_id", "state", "id"),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("note_reviews.id"))
    asker_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500))
    asked_at: Mapped[Instant]
    state: Mapped[str] = mapped_column(String(10), default="asked")
    decided_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    decision_reason: Mapped[str] = mapped_column(String(500), default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
