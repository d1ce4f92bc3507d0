"""Entries: the append-only ledger of points. Triggers refuse UPDATE and DELETE on both databases."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant

_SINGLE_SIGN = (
    "(counters IS NULL AND points >= 0 AND notes >= 0 AND spent >= 0 AND counted >= 0)"
    " OR (counters IS NOT NULL AND points <= 0 AND notes <= 0 AND spent <= 0 AND counted <= 0)"
    " OR kind = 'restore'"
)
_ENDS_OF_A_NOTE = (
    "special_grant_id IS NOT NULL OR (kind <> 'special' AND note_id IS NOT NULL AND giver_person_id IS NOT NULL"
    " AND receiver_person_id IS NOT NULL)"
)
_NO_ENDS_OF_A_GRANT = (
    "special_grant_id IS NULL OR (kind IN ('special', 'reclaim', 'restore') AND note_id IS NULL"
    " AND giver_person_id IS NULL AND giver_department_id IS NULL AND notes = 0 AND spent = 0 AND counted = 0)"
)


class Entry(Base):
    """One movement. `points` and `notes` move from giver to receiver, `spent` is taken from the giver's allowance (in the
    scheme's unit), `counted` counts toward the cap of the pair. A correction is a counter-entry: it names the entry that
    it `counters` and carries the opposite signs (promise 6).

    `month_id` is the month to which it belongs and whose totals it moves; `booked_month_id` the open month in which it
    was written down. Special points have no giver and may be for a department (`receiver_department_id` alone).
    """

    __tablename__ = "entries"
    __table_args__ = (
        CheckConstraint("kind IN ('send', 'take_back', 'give_back', 'reclaim', 'restore', 'special')", name="kind"),
        CheckConstraint(_SINGLE_SIGN, name="signs"),
        CheckConstraint("points BETWEEN -1000 AND 1000 AND points = CAST(points AS INTEGER)", name="points"),
        CheckConstraint("(kind IN ('send', 'special')) = (counters IS NULL)", name="counters"),
        CheckConstraint("giver_person_id IS NULL OR giver_person_id <> receiver_person_id", name="ends"),
        CheckConstraint(_ENDS_OF_A_NOTE, name="note"),
        CheckConstraint(_NO_ENDS_OF_A_GRANT, name="special_grant"),
        CheckConstraint("receiver_department_id IS NOT NULL", name="beneficiary"),
        UniqueConstraint("counters"),
        Index("uq_entries_note_id_send", "note_id", unique=True,
              sqlite_where=text("kind = 'send'"), postgresql_where=text("kind = 'send'")),
        Index("uq_entries_special_grant_id", "special_grant_id", unique=True,
              sqlite_where=text("kind = 'special'"), postgresql_where=text("kind = 'special'")),
        Index("ix_entries_note_id", "note_id"),
        Index("ix_entries_month_id", "month_id", "id"),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"))
    booked_month_id: Mapped[int] = mapped_column(ForeignKey("months.id"))
    kind: Mapped[str] = mapped_column(String(10))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("notes.id"))
    special_grant_id: Mapped[int | None] = mapped_column(ForeignKey("special_grants.id"))
    counters: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    giver_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    giver_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    receiver_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    receiver_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    points: Mapped[int]
    notes: Mapped[int]
    spent: Mapped[int]
    counted: Mapped[int]
    text_digest: Mapped[str] = mapped_column(String(64), default="")
    actor_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[Instant]
