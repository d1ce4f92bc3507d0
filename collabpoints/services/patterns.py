"""Keep what stands out among the notes, and what the officer decided of it. No points, ranks or rights change by any of it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, unit_of_work, upserting
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.domain.note_flags import FlagKind
from collabpoints.domain.pattern_facts import Finding, PatternDecisionKind
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.texts import cleaned
from collabpoints.models import Note, NoteFlag, PatternDecision, PatternFinding, PatternNote, PatternPerson
from collabpoints.services.bulk_rows import insert_rows


def keep_findings(agency_id: int, found: Sequence[Finding]) -> int:
    """Each of these stands once, with its newest figures, people and notes; the same kind and people are the same pattern.
    What stands out no longer and nobody decided about is gone. Returns how many there are."""
    by_key = {key_of(finding): finding for finding in reversed(found)}
    with unit_of_work() as session:
        now = database_now(session)
        ids = {key: _keep(session, agency_id, key, finding, now) for key, finding in sorted(by_key.items())}
        _replace(session, agency_id, {ids[key]: finding for key, finding in by_key.items()})
        _forget(session, agency_id, now)
    return len(ids)


def decide(
    finding_id: int, decision: PatternDecisionKind, *, agency_id: int, person_id: int, reason: str
) -> tuple[int, ...]:
    """The officer's decision stands with its reason. Sent to review, every note behind the pattern that stands waits for a
    reviewer (those that a reviewer looked at for it before stay closed). Returns the ids of the pattern's people.

    The same said twice is said once. Raises NotFound for an unknown pattern and for one that he himself is part of, Refused about the reason.
    """
    said = cleaned(reason)
    with unit_of_work() as session:
        finding = session.scalars(
            select(PatternFinding)
            .where(PatternFinding.id == finding_id, PatternFinding.agency_id == agency_id)
            .with_for_update()
        ).one_or_none()
        people = tuple(session.scalars(select(PatternPerson.person_id).where(PatternPerson.finding_id == finding_id)))
        if finding is None or person_id in people:
            raise NotFound(f"pattern {finding_id}")
        if refusals := judge_reason(said):
            raise Refused(refusals)
        now = database_now(session)
        if _last_decision(session, finding_id) == (decision.value, said):
            return people
        session.add(
            PatternDecision(
                agency_id=agency_id,
                finding_id=finding_id,
                decision=decision.value,
                reason=said,
                decided_by_person_id=person_id,
                decided_at=now,
            )
        )
        if decision is PatternDecisionKind.REVIEW:
            _send_to_review(session, agency_id, finding_id, said, now)
        return people


def key_of(finding: Finding) -> str:
    """By which a pattern is known again: the SHA-256 of its kind and its people, whatever their order around the ring."""
    parts = (finding.kind.value, sorted(finding.people))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _keep(session: Session, agency_id: int, key: str, finding: Finding, now: datetime) -> int:
    figures = {
        "first_period": str(finding.first),
        "last_period": str(finding.last),
        "notes": len(finding.note_ids),
        "expected": finding.expected_hundredths,
        "measure": finding.measure,
        "seen_at": now,
    }
    statement = upserting(dialect_of(session), PatternFinding).values(
        agency_id=agency_id, kind=finding.kind.value, key=key, found_at=now, **figures
    )
    statement = statement.on_conflict_do_update(index_elements=["agency_id", "key"], set_=figures)
    kept: int = session.execute(statement.returning(PatternFinding.id)).scalar_one()
    return kept


def _replace(session: Session, agency_id: int, found: dict[int, Finding]) -> None:
    session.execute(delete(PatternPerson).where(PatternPerson.finding_id.in_(found)))
    session.execute(delete(PatternNote).where(PatternNote.finding_id.in_(found)))
    insert_rows(
        session,
        PatternPerson,
        ("finding_id", "place", "agency_id", "person_id"),
        [
            (id_, place, agency_id, person)
            for id_, finding in sorted(found.items())
            for place, person in enumerate(finding.people)
        ],
    )
    insert_rows(
        session,
        PatternNote,
        ("finding_id", "note_id", "agency_id"),
        [(id_, note, agency_id) for id_, finding in sorted(found.items()) for note in finding.note_ids],
    )


def _forget(session: Session, agency_id: int, now: datetime) -> None:
    decided = exists().where(PatternDecision.finding_id == PatternFinding.id)
    gone = session.scalars(
        select(PatternFinding.id).where(PatternFinding.agency_id == agency_id, PatternFinding.seen_at < now, ~decided)
    ).all()
    for column in (PatternPerson.finding_id, PatternNote.finding_id, PatternFinding.id):
        session.execute(delete(column.class_).where(column.in_(gone)))


def _last_decision(session: Session, finding_id: int) -> tuple[str, str] | None:
    row = session.execute(
        select(PatternDecision.decision, PatternDecision.reason)
        .where(PatternDecision.finding_id == finding_id)
        .order_by(PatternDecision.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.decision, row.reason) if row else None


def _send_to_review(session: Session, agency_id: int, finding_id: int, reason: str, now: datetime) -> None:
    notes = session.scalars(
        select(PatternNote.note_id)
        .join(Note, Note.id == PatternNote.note_id)
        .where(PatternNote.finding_id == finding_id, Note.withdrawn.is_(None), Note.points > 0)
        .order_by(PatternNote.note_id)
    ).all()
    for note_id in notes:
        session.execute(
            upserting(dialect_of(session), NoteFlag)
            .values(agency_id=agency_id, note_id=note_id, kind=FlagKind.PATTERN.value, detail=reason, flagged_at=now)
            .on_conflict_do_nothing()
        )
