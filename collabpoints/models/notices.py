"""Notices: what happened to me, written in the transaction that caused it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant

_KINDS = (
    "kind IN ('received', 'replied', 'given_back', 'taken_back', 'made_private', 'opened', 'reclaimed', 'appealed',"
    " 'appeal_decided', 'report_decided', 'special_granted', 'special_decided', 'prize_asked', 'prize_won',"
    " 'note_prize_asked', 'note_prize_won', 'export_ready')"
)


class Notice(Base):
    """Something that a person should learn; `kind` says what, the ids about what."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(_KINDS, name="kind"),
        Index("ix_notices_person_id", "person_id", "id"),
        Index("ix_notices_unread", "person_id",
              sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL")),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("notes.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("note_reviews.id"))
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeals.id"))
    special_grant_id: Mapped[int | None] = mapped_column(ForeignKey("special_grants.id"))
    prize_winner_id: Mapped[int | None] = mapped_column(ForeignKey("prize_winners.id"))
    note_prize_id: Mapped[int | None] = mapped_column(ForeignKey("note_prizes.id"))
    export_id: Mapped[int | None] = mapped_column(ForeignKey("exports.id"))
    created_at: Mapped[Instant]
    read_at: Mapped[Instant | None]
