"""The ledger's entries behind the differences of two submissions: those that only one of them counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from collabpoints.domain.ranking import Subject
from collabpoints.models import Department, DepartmentPath, Entry, Month, Note, Person, SpecialGrant
from collabpoints.queries.positions import called

MOST_ENTRIES = 20
"""So many of the newest are told of a line."""

_DECIDED = ("reclaim", "restore", "special")


@dataclass(frozen=True, slots=True)
class EntryBehind:
    """An entry of the ledger that the later submission counts for this line and the earlier one does not, or, where
    `is_taken_off`, the other way round. `points` and `notes` with the sign that they have in the ledger; `side`: received,
    sent or special. `kind` as in models/entries.py, `by` who decided a correction or special
    points ("" for what the two people of a note did: who they are to each other is not said, promise 14), `reason` why ("" for a note that was sent, and for
    private ones). `note_id`: None for private notes and special points; nothing says who was at the other end."""

    id: int
    kind: str
    period: str
    side: str
    points: int
    notes: int
    by: str
    reason: str
    recorded_at: datetime
    note_id: int | None
    is_taken_off: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Which entries a submission counts: of the months from `first` to `last` (YYYY-MM), up to `through_entry_id`."""

    first: str
    last: str
    through_entry_id: int

    def holds(self) -> ColumnElement[bool]:
        return and_(Month.period >= self.first, Month.period <= self.last, Entry.id <= self.through_entry_id)


def entries_behind(
    session: Session,
    agency_id: int,
    subject: Subject,
    who: Mapping[int, int],
    *,
    before: Counted,
    after: Counted,
) -> dict[int, tuple[tuple[EntryBehind, ...], int]]:
    """By line, the newest entries that only one of the two counts, the newest first, and how many there are in all. `who`:
    by record of a person (or by department), the line to which it belongs."""
    if not who:
        return {}
    ends = _persons(who) if subject is Subject.PERSONS else _departments(who)
    was, stands = before.holds(), after.holds()
    only_one = and_(Month.agency_id == agency_id, or_(and_(was, ~stands), and_(stands, ~was)))
    found = union_all(*(end.join(Month, Month.id == Entry.month_id).where(only_one).add_columns(
        Month.period, case((stands, 0), else_=1).label("is_taken_off")) for end in ends)).subquery("found")  # fmt: skip
    line = case(dict(who), value=found.c.who)
    ranked = select(
        *found.c,
        line.label("line"),
        func.row_number().over(partition_by=line, order_by=[found.c.entry_id.desc(), found.c.side]).label("nth"),
        func.count().over(partition_by=line).label("of"),
    ).subquery("ranked")
    rows = session.execute(
        select(ranked, called(Person).label("by"))
        .join(Person, Person.id == ranked.c.actor_person_id)
        .where(ranked.c.nth <= MOST_ENTRIES)
        .order_by(ranked.c.line, ranked.c.nth)
    )
    told: dict[int, tuple[tuple[EntryBehind, ...], int]] = {}
    for row in rows:
        entries, _count = told.get(row.line, ((), 0))
        told[row.line] = ((*entries, _entry(row)), row.of)
    return told


def _persons(who: Mapping[int, int]) -> Sequence[Select[*tuple[Any, ...]]]:
    is_special = Entry.special_grant_id.is_not(None)
    got = _seen(Entry.receiver_person_id, case((is_special, "special"), else_="received"))
    gave = _seen(Entry.giver_person_id, literal("sent"))
    return [
        statement.outerjoin(Note, Note.id == Entry.note_id).where(end.in_(list(who)))
        for statement, end in ((got, Entry.receiver_person_id), (gave, Entry.giver_person_id))
    ]


def _departments(who: Mapping[int, int]) -> Sequence[Select[*tuple[Any, ...]]]:
    notes = [
        _seen(DepartmentPath.home_id, literal(side))
        .join(Note, Note.id == Entry.note_id)
        .join(DepartmentPath, DepartmentPath.id == path_id)
        .where(DepartmentPath.home_id.in_(list(who)))
        for path_id, side in ((Note.recipient_path_id, "received"), (Note.sender_path_id, "sent"))
    ]
    home = func.coalesce(DepartmentPath.home_id, Department.home_id, Department.id)
    grants = (
        _seen(home, literal("special"), has_note=False)
        .join(SpecialGrant, SpecialGrant.id == Entry.special_grant_id)
        .join(Department, Department.id == Entry.receiver_department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == SpecialGrant.receiver_path_id)
        .where(home.in_(list(who)))
    )
    return [*notes, grants]


def _seen(who: Any, side: Any, *, has_note: bool = True) -> Select[*tuple[Any, ...]]:
    is_private = func.coalesce(Note.is_private, literal(False)) if has_note else literal(False)
    return select(
        Entry.id.label("entry_id"),
        Entry.kind,
        who.label("who"),
        side.label("side"),
        Entry.points,
        Entry.notes,
        Entry.actor_person_id,
        case((or_(is_private, Entry.kind == "send"), ""), else_=Entry.reason).label("reason"),
        Entry.recorded_at,
        case((is_private, null()), else_=Entry.note_id).label("note_id"),
    ).select_from(Entry)


def _entry(row: Any) -> EntryBehind:
    by = row.by if row.kind in _DECIDED else ""
    return EntryBehind(row.entry_id, row.kind, row.period, row.side, row.points, row.notes, by, row.reason,
                       row.recorded_at, row.note_id, bool(row.is_taken_off))  # fmt: skip
