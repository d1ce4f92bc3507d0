"""A scheme tried on the notes of a month: which of them it would have refused, and why. Nobody is named.

Points, texts, departments and the order are those of the notes; rank, position, employment and state of service are those
of today, because the past's are not kept with a note. Who has left is judged as one who serves.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from collabpoints.db import snapshot
from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.periods import today
from collabpoints.domain.roles import Role, Status
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.sending import RecipientFacts, SenderFacts, judge_sending
from collabpoints.models import (
    Agency,
    Appointment,
    Department,
    DepartmentPath,
    Employee,
    Month,
    Note,
    NoteText,
    RoleGrant,
)
from collabpoints.queries.participation import participation, path_of

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Reason:
    """How many notes a rule would have refused; `example` is one of its refusals, to be worded."""

    example: Refusal
    notes: int


@dataclass(frozen=True, slots=True)
class Trial:
    """Of `notes` notes of the month (taken-back ones left out) `refused` would have been refused. A note may have several
    reasons; they stand by how often they occur."""

    period: str
    notes: int
    refused: int
    reasons: tuple[Reason, ...]


def trial(agency_id: int, period: str, scheme: Scheme) -> Trial:
    """The scheme tried on that month (YYYY-MM), note by note in the order of sending."""
    judge = _Judge(scheme)
    notes = refused = 0
    times: Counter[Code] = Counter()
    examples: dict[Code, Refusal] = {}
    with snapshot() as session:
        judge.heads = _heads(session, agency_id)
        zone = ZoneInfo(session.execute(select(Agency.zone).where(Agency.id == agency_id)).scalar_one())
        with session.execute(_notes(agency_id, period).execution_options(yield_per=_AT_ONCE)) as rows:
            for row in rows:
                notes += 1
                found = {refusal.code: refusal for refusal in judge.refusals(row, today(row.sent_at, zone))}
                refused += bool(found)
                times.update(found.keys())
                for code, refusal in found.items():
                    examples.setdefault(code, refusal)
    ordered = sorted(times, key=lambda code: (-times[code], code.value))
    return Trial(period, notes, refused, tuple(Reason(examples[code], times[code]) for code in ordered))


class _Judge:
    """Lives the month again: what it lets pass is spent and counted."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.heads: dict[int, set[int]] = {}
        self._spent: Counter[int] = Counter()
        self._counted: Counter[tuple[int, int]] = Counter()

    def refusals(self, row: Any, day: date) -> tuple[Refusal, ...]:
        points = self._points(row.points)
        pair = (row.sender_person_id, row.recipient_person_id)
        sender, recipient = self._sender(row, day), self._recipient(row, day)
        found = judge_sending(self.scheme, sender, [recipient], text=row.text, points=points)
        if not found:
            self._spent[row.sender_person_id] += self.scheme.cost(points)
            self._counted[pair] += 1 if points else 0
        return found

    def _points(self, points: int) -> int:
        # Where the scheme leaves no choice, the form would have asked for none.
        return self.scheme.fixed_points or points if points else 0

    def _sender(self, row: Any, day: date) -> SenderFacts:
        end = _End.of(row, "sender")
        left = self.scheme.allowance - self._spent[row.sender_person_id]
        return SenderFacts(
            row.sender_person_id, end.home_id, _status(row.sender_status), left, **participation(end, day)
        )

    def _recipient(self, row: Any, day: date) -> RecipientFacts:
        end, pair = _End.of(row, "recipient"), (row.sender_person_id, row.recipient_person_id)
        above = set().union(*(self.heads.get(department, set()) for department in path_of(_End.of(row, "sender"))))
        return RecipientFacts(
            row.recipient_person_id,
            end.home_id,
            _status(row.recipient_status),
            self._counted[pair],
            **participation(end, day),
            position=row.recipient_position or "",
            is_in_line_of_approval=row.recipient_person_id in above,
        )


class _End(NamedTuple):
    """One of a note's two people, as `participation` reads him."""

    rank: str | None
    employment: str
    joined_on: date | None
    department_id: int
    home_id: int | None
    ids: str

    @classmethod
    def of(cls, row: Any, end: str) -> "_End":
        return cls(
            getattr(row, f"{end}_rank"),
            getattr(row, f"{end}_employment") or "",
            getattr(row, f"{end}_joined_on"),
            getattr(row, f"{end}_department_id"),
            getattr(row, f"{end}_home_id"),
            getattr(row, f"{end}_path"),
        )


def _status(word: str | None) -> Status:
    return Status(word) if word else Status.ACTIVE


def _heads(session: Session, agency_id: int) -> dict[int, set[int]]:
    heads: dict[int, set[int]] = {}
    held = select(RoleGrant.department_id, RoleGrant.person_id).where(
        RoleGrant.agency_id == agency_id,
        RoleGrant.role == Role.DEPARTMENT_HEAD.value,
        RoleGrant.revoked_at.is_(None),
    )
    for department_id, person_id in session.execute(held):
        heads.setdefault(department_id or 0, set()).add(person_id)
    return heads


def _notes(agency_id: int, period: str) -> Select[*tuple[Any, ...]]:
    wanted = (
        select(
            Note.id,
            Note.sender_person_id,
            Note.recipient_person_id,
            Note.sender_department_id,
            Note.recipient_department_id,
            Note.points,
            Note.sent_at,
            NoteText.text,
        )
        .join(Month, Month.id == Note.month_id)
        .join(NoteText, NoteText.note_id == Note.id)
        .where(
            Note.agency_id == agency_id,
            Month.period == period,
            or_(Note.withdrawn.is_(None), Note.withdrawn != "taken_back"),
        )
        .order_by(Note.id)
    )
    return _with_end(_with_end(wanted, "sender"), "recipient")


def _with_end(wanted: Select[*tuple[Any, ...]], end: str) -> Select[*tuple[Any, ...]]:
    """With what is known of one of the two people, today's where the note does not say."""
    employee, post = aliased(Employee), aliased(Appointment)
    home, path = aliased(Department), aliased(DepartmentPath)
    return (
        wanted.add_columns(
            home.home_id.label(f"{end}_home_id"),
            path.ids.label(f"{end}_path"),
            employee.status.label(f"{end}_status"),
            employee.employment.label(f"{end}_employment"),
            employee.joined_on.label(f"{end}_joined_on"),
            post.rank.label(f"{end}_rank"),
            post.position.label(f"{end}_position"),
        )
        .join(home, home.id == getattr(Note, f"{end}_department_id"))
        .join(path, path.id == getattr(Note, f"{end}_path_id"))
        .outerjoin(
            employee,
            and_(employee.person_id == getattr(Note, f"{end}_person_id"), employee.left_on.is_(None)),
        )
        .outerjoin(post, and_(post.employee_id == employee.id, post.kind == "primary", post.ends_on.is_(None)))
    )
