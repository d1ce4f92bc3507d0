"""Prizes (시상, 협업포인트 우수자): what a scheme proposes for a span, what the officer changed, who won."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant

_STANDS = "state <> 'dropped'"
_CHOSEN = "state IN ('asked', 'agreed', 'confirmed')"


class PrizeProposal(Base):
    """The prizes of a span, proposed by the scheme from the confirmed boards, changed by the officer with reasons, and
    confirmed. At most one a span that was not dropped; `revision` counts every change.

    What the certificates say is fixed when the prizes are confirmed: the day, who gives them, the wording.
    """

    __tablename__ = "prize_proposals"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'dropped')", name="state"),
        CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL AND confirmed_by_person_id IS NOT NULL"
                        " AND awarded_on IS NOT NULL)", name="confirmed"),
        CheckConstraint("certificate IN ('none', 'award', 'commendation')", name="certificate"),
        Index("uq_prize_proposals_standing", "agency_id", "span", "last_period", unique=True,
              sqlite_where=text(_STANDS), postgresql_where=text(_STANDS)),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    span: Mapped[str] = mapped_column(String(8))
    first_period: Mapped[str] = mapped_column(String(7))
    last_period: Mapped[str] = mapped_column(String(7))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    state: Mapped[str] = mapped_column(String(9), default="open")
    revision: Mapped[int] = mapped_column(default=1)
    opened_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[Instant]
    confirmed_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[Instant | None]
    awarded_on: Mapped[date | None]
    certificate: Mapped[str] = mapped_column(String(12), default="award")
    giver_title: Mapped[str] = mapped_column(String(60), default="")
    giver_name: Mapped[str] = mapped_column(String(60), default="")
    wording: Mapped[str] = mapped_column(Text, default="")


class PrizeWinner(Base):
    """A person or a department proposed for a tier. `tier` is the tier's place in the scheme from 1, its names are kept
    as they were; `rank` and `figure` (ten-thousandths of a point, or of a note) are those of the confirmed board.

    Somebody who opted out of rankings is asked first (`asked`) and is shown to nobody but the officer until he agreed.
    """

    __tablename__ = "prize_winners"
    __table_args__ = (
        UniqueConstraint("proposal_id", "person_id"),
        UniqueConstraint("proposal_id", "department_id"),
        CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="winner"),
        CheckConstraint("origin IN ('scheme', 'officer')", name="origin"),
        CheckConstraint("state IN ('proposed', 'asked', 'agreed', 'declined', 'removed')", name="state"),
        CheckConstraint("tier >= 1 AND division >= 0", name="tier"),
        CheckConstraint("department_id IS NULL OR state IN ('proposed', 'removed')", name="asked"),
        Index("ix_prize_winners_person_id", "person_id"),
        Index("uq_prize_winners_certificate_number", "agency_id", "certificate_number", unique=True,
              sqlite_where=text("certificate_number <> ''"), postgresql_where=text("certificate_number <> ''")),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("prize_proposals.id"))
    tier: Mapped[int]
    tier_ko: Mapped[str] = mapped_column(String(100))
    tier_en: Mapped[str] = mapped_column(String(100))
    division: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    path_id: Mapped[int] = mapped_column(ForeignKey("department_paths.id"))
    rank: Mapped[int | None]
    figure: Mapped[int]
    origin: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(8))
    certificate_number: Mapped[str] = mapped_column(String(40), default="")


class PrizeExclusion(Base):
    """Who would have won by rank and was left out, and by which rule."""

    __tablename__ = "prize_exclusions"
    __table_args__ = (CheckConstraint("why IN ('role', 'rank', 'recent', 'left')", name="why"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("prize_proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    why: Mapped[str] = mapped_column(String(6))
    rank: Mapped[int]


class PrizeChange(Base):
    """Who changed a proposal, how and why. Append-only."""

    __tablename__ = "prize_changes"
    __table_args__ = (
        CheckConstraint(
            "act IN ('open', 'add', 'remove', 'move', 'ask', 'agree', 'decline', 'confirm', 'drop')", name="act"
        ),
        Index("ix_prize_changes_proposal_id", "proposal_id", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("prize_proposals.id"))
    winner_id: Mapped[int | None] = mapped_column(ForeignKey("prize_winners.id"))
    act: Mapped[str] = mapped_column(String(8))
    actor_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    changed_at: Mapped[Instant]


class NotePrize(Base):
    """A note chosen as the note of a month (이달의 협업메시지). Both its people are asked; it stands only when both agreed.
    At most one a month that was not declined or dropped."""

    __tablename__ = "note_prizes"
    __table_args__ = (
        UniqueConstraint("note_id"),
        CheckConstraint("state IN ('asked', 'agreed', 'declined', 'confirmed', 'dropped')", name="state"),
        CheckConstraint("state NOT IN ('agreed', 'confirmed') OR (sender_agreed_at IS NOT NULL"
                        " AND recipient_agreed_at IS NOT NULL)", name="agreed"),
        Index("ix_note_prizes_period", "agency_id", "period", "id"),
        Index("uq_note_prizes_standing", "agency_id", "period", unique=True,
              sqlite_where=text(_CHOSEN), postgresql_where=text(_CHOSEN)),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    period: Mapped[str] = mapped_column(String(7))
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    state: Mapped[str] = mapped_column(String(9), default="asked")
    chosen_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    chosen_at: Mapped[Instant]
    reason: Mapped[str] = mapped_column(String(500), default="")
    sender_agreed_at: Mapped[Instant | None]
    recipient_agreed_at: Mapped[Instant | None]
    decided_at: Mapped[Instant | None]
