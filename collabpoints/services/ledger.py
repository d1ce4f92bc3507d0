"""The ledger: entries and the totals beside them, always written together, inside a unit of work that is open already.

Rows are locked in one order everywhere, so that no two writers wait for each other: the note, then persons by id, then
pairs, and departments last, because they are the rows that many senders share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Insert, Update, bindparam, insert, or_, update

from collabpoints.db import Base, table_of, upserting
from collabpoints.models import DepartmentMonthTotal, Entry, PairMonthTotal, PersonMonthTotal
from collabpoints.prepared import Prepared, Step, line_of, together


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry to write. Signs as in `models/entries.py`: all of a counter-entry's figures are negative."""

    kind: str
    note_id: int
    counters: int | None
    giver_person_id: int
    giver_department_id: int
    receiver_person_id: int
    receiver_department_id: int
    points: int
    notes: int
    spent: int
    counted: int
    text_digest: str
    actor_person_id: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """Where and when movements are written down, and the limits that a total begins with."""

    agency_id: int
    month_id: int
    booked_month_id: int
    allowance: int
    pair_cap: int | None
    instant: datetime


class LimitPassed(Exception):
    """The database refused what would overspend; `what` is "allowance" or "pair" with the recipient's person id."""

    def __init__(self, what: str, person_id: int) -> None:
        super().__init__(f"{what} of {person_id}")
        self.what = what
        self.person_id = person_id


def book(connection: Connection, booking: Booking, movements: Sequence[Movement], *also: Step) -> None:
    """The movements stand in the ledger, the totals of persons, pairs and departments have moved by them, and `also` was
    run before. Or LimitPassed is raised, and the unit of work has to be given up: the database decides by conditional
    updates, not a count made before (promise 1)."""
    persons, pairs = _person_rows(booking, movements), _pair_rows(booking, movements)
    moved_persons, moved_pairs, *_ = together(
        line_of(connection),
        *also,
        _moving(PERSONS, persons, movements),
        _moving(PAIRS, pairs, movements),
        (_ENTRY, [_entry_row(booking, movement) for movement in movements]),
        _moving(DEPARTMENTS, _department_rows(booking, movements), movements),
    )[len(also) :]
    if _is_counter(movements):
        return
    for totals, rows, moved, what in (
        (PERSONS, persons, moved_persons, "allowance"),
        (PAIRS, pairs, moved_pairs, "pair"),
    ):
        passed = {row[totals.person] for row in rows} - {row[0] for row in moved}
        if passed:
            raise LimitPassed(what, min(passed))


def _moving(totals: "_Totals", rows: Sequence[dict[str, Any]], movements: Sequence[Movement]) -> Step:
    if _is_counter(movements):
        return totals.countering, [_bound(row) for row in rows]
    return totals.adding, rows


def _entry_row(booking: Booking, movement: Movement) -> dict[str, Any]:
    return {
        "agency_id": booking.agency_id,
        "month_id": booking.month_id,
        "booked_month_id": booking.booked_month_id,
        "kind": movement.kind,
        "note_id": movement.note_id,
        "special_grant_id": None,
        "counters": movement.counters,
        "giver_person_id": movement.giver_person_id,
        "giver_department_id": movement.giver_department_id,
        "receiver_person_id": movement.receiver_person_id,
        "receiver_department_id": movement.receiver_department_id,
        "points": movement.points,
        "notes": movement.notes,
        "spent": movement.spent,
        "counted": movement.counted,
        "text_digest": movement.text_digest,
        "actor_person_id": movement.actor_person_id,
        "reason": movement.reason,
        "recorded_at": booking.instant,
    }


@dataclass(frozen=True)
class _Totals:
    """How one table of totals is moved: its key, the column with the person, the sums, and the limit that must hold."""

    model: type[Base]
    keys: tuple[str, ...]
    person: str
    sums: tuple[str, ...]
    limited: tuple[str, str] | None = None

    @cached_property
    def adding(self) -> Prepared:
        """Insert or add; a row that would pass its limit is left alone and not returned."""
        return Prepared(self._adding, columns=(*self.keys, "agency_id", *self.sums, *self._limits))

    @cached_property
    def countering(self) -> Prepared:
        """Add figures (negative ones) to rows that are there. CHECK constraints hold the floor."""
        return Prepared(self._countering)

    @property
    def _limits(self) -> tuple[str, ...]:
        return self.limited[1:] if self.limited else ()

    def _adding(self, database: str) -> Insert:
        row = table_of(self.model).c
        statement = upserting(database, self.model)
        within = None
        if self.limited:
            used, limit = self.limited
            within = or_(row[limit].is_(None), row[used] + statement.excluded[used] <= row[limit])
        return statement.on_conflict_do_update(
            index_elements=list(self.keys),
            set_={name: row[name] + statement.excluded[name] for name in self.sums},
            where=within,
        ).returning(row[self.person])

    def _countering(self, _database: str) -> Update:
        row = table_of(self.model).c
        return (
            update(table_of(self.model))
            .where(*(row[name] == bindparam(f"to_{name}") for name in self.keys))
            .values({name: row[name] + bindparam(f"to_{name}") for name in self.sums})
        )


_ENTRY = Prepared(
    lambda _database: insert(table_of(Entry)),
    columns=[column.name for column in table_of(Entry).c if column.name != "id"],
)
_BOTH_WAYS = ("sent_points", "sent_notes", "received_points", "received_notes")
PERSONS = _Totals(
    PersonMonthTotal, ("month_id", "person_id"), "person_id", ("spent", *_BOTH_WAYS), ("spent", "granted")
)
PAIRS = _Totals(
    PairMonthTotal,
    ("month_id", "sender_person_id", "recipient_person_id"),
    "recipient_person_id",
    ("counted", "points", "notes"),
    ("counted", "cap"),
)
DEPARTMENTS = _Totals(DepartmentMonthTotal, ("month_id", "department_id"), "department_id", _BOTH_WAYS)


def _is_counter(movements: Sequence[Movement]) -> bool:
    """Whether these are counter-entries. Their totals' rows are there already and must be updated: both databases check
    a proposed row before they see that it conflicts, and would refuse a negative one."""
    return movements[0].counters is not None


def _bound(row: dict[str, Any]) -> dict[str, Any]:
    return {f"to_{name}": value for name, value in row.items()}


def _person_rows(booking: Booking, movements: Sequence[Movement]) -> list[dict[str, Any]]:
    blank = {"spent": 0, "sent_points": 0, "sent_notes": 0, "received_points": 0, "received_notes": 0}
    rows: dict[int, dict[str, Any]] = {}
    for movement in movements:
        giver = rows.setdefault(movement.giver_person_id, dict(blank))
        giver["spent"] += movement.spent
        giver["sent_points"] += movement.points
        giver["sent_notes"] += movement.notes
        receiver = rows.setdefault(movement.receiver_person_id, dict(blank))
        receiver["received_points"] += movement.points
        receiver["received_notes"] += movement.notes
    key = {"month_id": booking.month_id, "agency_id": booking.agency_id, "granted": booking.allowance}
    return [{**key, "person_id": person_id, **rows[person_id]} for person_id in sorted(rows)]


def _pair_rows(booking: Booking, movements: Sequence[Movement]) -> list[dict[str, Any]]:
    return [
        {
            "month_id": booking.month_id,
            "agency_id": booking.agency_id,
            "sender_person_id": movement.giver_person_id,
            "recipient_person_id": movement.receiver_person_id,
            "cap": booking.pair_cap,
            "counted": movement.counted,
            "points": movement.points,
            "notes": movement.notes,
        }
        for movement in sorted(movements, key=lambda movement: (movement.giver_person_id, movement.receiver_person_id))
    ]


def _department_rows(booking: Booking, movements: Sequence[Movement]) -> list[dict[str, Any]]:
    blank = {"sent_points": 0, "sent_notes": 0, "received_points": 0, "received_notes": 0}
    rows: dict[int, dict[str, Any]] = {}
    for movement in movements:
        giving = rows.setdefault(movement.giver_department_id, dict(blank))
        giving["sent_points"] += movement.points
        giving["sent_notes"] += movement.notes
        receiving = rows.setdefault(movement.receiver_department_id, dict(blank))
        receiving["received_points"] += movement.points
        receiving["received_notes"] += movement.notes
    key = {"month_id": booking.month_id, "agency_id": booking.agency_id}
    return [{**key, "department_id": department_id, **rows[department_id]} for department_id in sorted(rows)]
