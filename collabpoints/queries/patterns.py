"""Suspicious patterns as the officer sees them: what was found, the notes behind it, and what was decided.

Of a private note neither text nor pair nor day leaves this module, only how many there are (promise 14). Where somebody is in
a pattern by private notes alone, its people are not told at all: a reviewer may open the notes. Patterns that the officer is
himself part of are other officers' to look at.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.pattern_facts import PatternDecisionKind, PatternKind
from collabpoints.domain.periods import Month
from collabpoints.models import (
    Note,
    NoteReview,
    PatternDecision,
    PatternFinding,
    PatternNote,
    PatternPerson,
    Person,
)
from collabpoints.queries.notes import NoteRow, notes_among
from collabpoints.queries.positions import called, latest_department, latest_position

_MOST = 200
_PAGE = 20
_ORDER = tuple(PatternKind)


@dataclass(frozen=True, slots=True)
class PatternEnd:
    """Somebody in a pattern, with position and department of today."""

    person_id: int
    name: str
    position: str
    department: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern. `people` is empty where it may not be told; then `size` says how many they are. `expected` in notes,
    `measure` in percent (domain/pattern_facts.py). `decision` is the newest, None while it is open; `later`: how many of the
    notes behind it were sent after that."""

    id: int
    kind: PatternKind
    first: Month
    last: Month
    notes: int
    expected: float
    measure: int
    found_at: datetime
    seen_at: datetime
    size: int
    people: tuple[PatternEnd, ...]
    decision: PatternDecisionKind | None
    later: int


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns in one state, kind by kind, those with the most notes first. `counts` by state (None: open); `own`: how
    many there are about the officer himself, which others decide."""

    rows: tuple[Pattern, ...]
    counts: Mapping[PatternDecisionKind | None, int]
    own: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of it before."""

    decision: PatternDecisionKind
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PatternBehind:
    """What is behind a pattern. `notes` are a page of the public ones that stand, newest first (`older`: what to hand in as
    `before` for the next, None at the end); `private` how many more there are; `gone` how many were withdrawn meanwhile. `flows` are the public ones by (sender, recipient). `passed` and `reclaimed`:
    what reviewers decided about them."""

    notes: tuple[NoteRow, ...]
    older: int | None
    private: int
    gone: int
    flows: Mapping[tuple[int, int], int]
    decisions: tuple[Decision, ...]
    passed: int
    reclaimed: int


def patterns(agency_id: int, *, officer: int, state: PatternDecisionKind | None = None) -> Patterns:
    """The agency's patterns in this state."""
    with reading() as session:
        wanted = _patterns(agency_id, officer)
        held = _decision().label("decision")
        states = select(held, func.count()).select_from(PatternFinding)
        counts: dict[str | None, int] = dict(session.execute(states.where(*wanted).group_by(held)).all())
        is_wanted = _decision().is_(None) if state is None else _decision() == state.value
        rows = session.execute(
            _rows().where(*wanted, is_wanted).order_by(PatternFinding.notes.desc(), PatternFinding.id).limit(_MOST)
        ).all()
        own = session.scalar(select(func.count()).where(PatternFinding.agency_id == agency_id, _is_about(officer)))
        found = sorted(_as_patterns(session, rows), key=lambda row: (_ORDER.index(row.kind), -row.notes, row.id))
    by_state = {PatternDecisionKind(one) if one else None: count for one, count in counts.items()}
    return Patterns(tuple(found), by_state, own or 0)


def pattern(finding_id: int, *, agency_id: int, officer: int) -> Pattern:
    """One of them. Raises NotFound."""
    with reading() as session:
        rows = session.execute(_rows().where(*_patterns(agency_id, officer), PatternFinding.id == finding_id)).all()
        if not rows:
            raise NotFound(f"pattern {finding_id}")
        return _as_patterns(session, rows)[0]


def behind(finding_id: int, *, before: int | None = None, limit: int = _PAGE) -> PatternBehind:
    """What is behind a pattern, for whom `pattern` lets see it."""
    with reading() as session:
        ends = session.execute(
            select(Note.id, Note.sender_person_id, Note.recipient_person_id, Note.is_private, Note.withdrawn)
            .join(PatternNote, PatternNote.note_id == Note.id)
            .where(PatternNote.finding_id == finding_id)
            .order_by(Note.id.desc())
        ).all()
        standing = [row for row in ends if row.withdrawn is None]
        public = [row for row in standing if not row.is_private]
        page = [row.id for row in public if before is None or row.id < before]
        told = notes_among(page[:limit])
        decisions = session.execute(
            select(PatternDecision.decision, PatternDecision.reason, called(Person), PatternDecision.decided_at)
            .join(Person, Person.id == PatternDecision.decided_by_person_id)
            .where(PatternDecision.finding_id == finding_id)
            .order_by(PatternDecision.id)
        )
        return PatternBehind(
            notes=tuple(told[note_id] for note_id in page[:limit]),
            older=page[limit - 1] if len(page) > limit else None,
            private=len(standing) - len(public),
            gone=len(ends) - len(standing),
            flows=Counter((row.sender_person_id, row.recipient_person_id) for row in public),
            decisions=tuple(Decision(PatternDecisionKind(row[0]), *row[1:]) for row in decisions),
            **_reviewed(session, finding_id),
        )


def _reviewed(session: Session, finding_id: int) -> dict[str, int]:
    """Decisions of reviewers about its notes since the officer first sent them."""
    since = (
        select(func.min(PatternDecision.decided_at))
        .where(PatternDecision.finding_id == finding_id, PatternDecision.decision == PatternDecisionKind.REVIEW.value)
        .scalar_subquery()
    )
    rows = session.execute(
        select(NoteReview.decision, func.count())
        .join(PatternNote, PatternNote.note_id == NoteReview.note_id)
        .where(PatternNote.finding_id == finding_id, NoteReview.decided_at >= since)
        .group_by(NoteReview.decision)
    )
    counts = dict(rows.all())
    return {"passed": counts.get("passed", 0), "reclaimed": counts.get("reclaimed", 0)}


def _patterns(agency_id: int, officer: int) -> tuple[ColumnElement[bool], ...]:
    return PatternFinding.agency_id == agency_id, ~_is_about(officer)


def _is_about(person_id: int) -> ColumnElement[bool]:
    return exists().where(PatternPerson.finding_id == PatternFinding.id, PatternPerson.person_id == person_id)


def _newest(column: Any) -> Any:
    return (
        select(column)
        .where(PatternDecision.finding_id == PatternFinding.id)
        .order_by(PatternDecision.id.desc())
        .limit(1)
        .correlate(PatternFinding)
        .scalar_subquery()
    )


def _decision() -> Any:
    return _newest(PatternDecision.decision)


def _rows() -> Select[*tuple[Any, ...]]:
    later = (
        select(func.count())
        .select_from(PatternNote)
        .join(Note, Note.id == PatternNote.note_id)
        .where(PatternNote.finding_id == PatternFinding.id, Note.sent_at > _newest(PatternDecision.decided_at))
        .correlate(PatternFinding)
        .scalar_subquery()
    )
    return select(PatternFinding, _decision().label("decision"), later.label("later"))


def _as_patterns(session: Session, rows: Sequence[Any]) -> list[Pattern]:
    ids = [row.PatternFinding.id for row in rows]
    people = _people(session, ids)
    shown = _shown(session, ids)
    found = []
    for row in rows:
        one: PatternFinding = row.PatternFinding
        members = people.get(one.id, ())
        is_told = shown.get(one.id, frozenset()).issuperset(member.person_id for member in members)
        found.append(
            Pattern(
                id=one.id,
                kind=PatternKind(one.kind),
                first=Month.parse(one.first_period),
                last=Month.parse(one.last_period),
                notes=one.notes,
                expected=one.expected / 100,
                measure=one.measure,
                found_at=one.found_at,
                seen_at=one.seen_at,
                size=len(members),
                people=members if is_told else (),
                decision=PatternDecisionKind(row.decision) if row.decision else None,
                later=row.later,
            )
        )
    return found


def _shown(session: Session, ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Of each pattern the people who are ends of a public note behind it."""
    ends: dict[int, set[int]] = {}
    rows = session.execute(
        select(PatternNote.finding_id, Note.sender_person_id, Note.recipient_person_id)
        .join(Note, Note.id == PatternNote.note_id)
        .where(PatternNote.finding_id.in_(ids), Note.is_private.is_(False))
        .distinct()
    )
    for finding_id, sender, recipient in rows:
        ends.setdefault(finding_id, set()).update((sender, recipient))
    return {one: frozenset(people) for one, people in ends.items()}


def _people(session: Session, ids: Sequence[int]) -> dict[int, tuple[PatternEnd, ...]]:
    found: dict[int, list[PatternEnd]] = {}
    rows = session.execute(
        select(
            PatternPerson.finding_id, Person.id, Person.name, latest_position(Person.id), latest_department(Person.id)
        )
        .join(Person, Person.id == PatternPerson.person_id)
        .where(PatternPerson.finding_id.in_(ids))
        .order_by(PatternPerson.finding_id, PatternPerson.place)
    )
    for finding_id, person_id, name, position, department in rows:
        found.setdefault(finding_id, []).append(PatternEnd(person_id, name, position or "", department or ""))
    return {one: tuple(people) for one, people in found.items()}
