"""What is held about one person around notes and honours, for himself: what he sent and received, what was told to him of
reviews, what he reported, his special points and prizes. Who reported his notes is in none of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from collabpoints.db import reading
from collabpoints.models import (
    Appeal,
    Note,
    NoteFlag,
    NoteOpening,
    NotePrize,
    NoteReview,
    PrizeProposal,
    PrizeWinner,
)
from collabpoints.queries.note_stories import Step, story
from collabpoints.queries.notes import NoteRow, received, sent
from collabpoints.queries.own_records import own_records
from collabpoints.queries.special_grants import SpecialGrantRow, proposed_by, received_by

_ALL = 100_000
"""More notes than anybody can send: an allowance holds at most a few hundred a month."""


@dataclass(frozen=True, slots=True)
class NoteStep:
    """Something that became of a note of his."""

    note_id: int
    step: Step


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A note that he reported, with what he wrote, and whether it was looked at."""

    note_id: int
    reason: str
    reported_at: datetime
    is_decided: bool


@dataclass(frozen=True, slots=True)
class OwnPrize:
    """A prize that he was asked about or won. `figure` in ten-thousandths."""

    span: str
    tier_ko: str
    tier_en: str
    state: str
    awarded_on: date | None
    certificate_number: str


@dataclass(frozen=True, slots=True)
class OwnNotePrize:
    """A note of his that was chosen as the note of a month."""

    period: str
    note_id: int
    state: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True)
class HeldNotes:
    """All of it; notes newest first, the rest in the order of time."""

    received: tuple[NoteRow, ...]
    sent: tuple[NoteRow, ...]
    steps: tuple[NoteStep, ...]
    reports: tuple[OwnReport, ...]
    special: tuple[SpecialGrantRow, ...]
    proposed: tuple[SpecialGrantRow, ...]
    prizes: tuple[OwnPrize, ...]
    note_prizes: tuple[OwnNotePrize, ...]


def held_notes_of(person_id: int, *, agency_id: int) -> HeldNotes:
    """What is held around notes and honours of the person."""
    return HeldNotes(
        received=received(person_id, limit=_ALL).rows,
        sent=sent(person_id, limit=_ALL).rows,
        steps=_steps(person_id, agency_id),
        reports=_reports(person_id),
        special=tuple(row for one in own_records(person_id) for row in received_by(one, limit=_ALL).rows),
        proposed=tuple(row for one in own_records(person_id) for row in proposed_by(one, limit=_ALL).rows),
        prizes=_prizes(person_id),
        note_prizes=_note_prizes(person_id),
    )


def _steps(person_id: int, agency_id: int) -> tuple[NoteStep, ...]:
    records = own_records(person_id)
    is_his = or_(Note.sender_person_id.in_(records), Note.recipient_person_id.in_(records))
    touched: set[int] = set()
    with reading() as session:
        for table in (NoteOpening, NoteReview, Appeal):
            own = select(Note.id).join(table, table.note_id == Note.id).where(is_his)
            touched |= set(session.scalars(own))
    found = [
        NoteStep(note_id, step)
        for note_id in sorted(touched)
        for step in story(note_id, agency_id=agency_id, person_id=person_id).steps
    ]
    return tuple(sorted(found, key=lambda one: (one.step.at, one.note_id)))


def _reports(person_id: int) -> tuple[OwnReport, ...]:
    with reading() as session:
        rows = session.execute(
            select(NoteFlag.note_id, NoteFlag.detail, NoteFlag.flagged_at, NoteFlag.review_id.is_not(None))
            .where(NoteFlag.reporter_person_id.in_(own_records(person_id)))
            .order_by(NoteFlag.id)
        )
        return tuple(OwnReport(*row) for row in rows)


def _prizes(person_id: int) -> tuple[OwnPrize, ...]:
    """Of a proposal that is not confirmed only what he was asked about."""
    told = or_(
        PrizeWinner.state.in_(("asked", "agreed", "declined")),
        (PrizeProposal.state == "confirmed") & (PrizeWinner.state == "proposed"),
    )
    with reading() as session:
        rows = session.execute(
            select(
                PrizeProposal.span, PrizeWinner.tier_ko, PrizeWinner.tier_en, PrizeWinner.state,
                PrizeProposal.awarded_on, PrizeWinner.certificate_number,
            )
            .join(PrizeProposal, PrizeProposal.id == PrizeWinner.proposal_id)
            .where(PrizeWinner.person_id.in_(own_records(person_id)), PrizeProposal.state != "dropped", told)
            .order_by(PrizeWinner.id)
        )  # fmt: skip
        return tuple(OwnPrize(*row) for row in rows)


def _note_prizes(person_id: int) -> tuple[OwnNotePrize, ...]:
    records = own_records(person_id)
    is_his = or_(Note.sender_person_id.in_(records), Note.recipient_person_id.in_(records))
    with reading() as session:
        rows = session.execute(
            select(NotePrize.period, NotePrize.note_id, NotePrize.state, NotePrize.chosen_at)
            .join(Note, Note.id == NotePrize.note_id)
            .where(is_his)
            .order_by(NotePrize.id)
        )
        return tuple(OwnNotePrize(*row) for row in rows)
