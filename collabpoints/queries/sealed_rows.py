"""What is sealed: which columns of which tables, and the rows of a stretch of ids, a few at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.models import AccessRecord, DownloadRecord, Entry, NoteReview, PrizeChange

_AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table whose rows never change, with the columns that are sealed, in this order: the first is `id`.

    The list is written out because digests of years ago rest on it: a column that the table gets later is not added
    here, but sealed under a new name from then on (docs/adr/0014). `is_record`: sealed by days that are over, and deleted
    a segment at a time after a term (docs/adr/0028); the table has `recorded_at`.
    """

    name: str
    table: Table
    columns: tuple[str, ...]
    is_record: bool = False


SEALED = (
    SealedTable(
        "entries",
        table_of(Entry),
        ("id", "agency_id", "month_id", "booked_month_id", "kind", "note_id", "special_grant_id", "counters",
         "giver_person_id", "giver_department_id", "receiver_person_id", "receiver_department_id", "points", "notes",
         "spent", "counted", "text_digest", "actor_person_id", "reason", "recorded_at"),
    ),
    SealedTable(
        "note_reviews",
        table_of(NoteReview),
        ("id", "agency_id", "note_id", "reviewer_person_id", "decision", "reason", "entry_id", "decided_at"),
    ),
    SealedTable(
        "prize_changes",
        table_of(PrizeChange),
        ("id", "agency_id", "proposal_id", "winner_id", "act", "actor_person_id", "reason", "changed_at"),
    ),
    SealedTable(
        "access_records",
        table_of(AccessRecord),
        ("id", "agency_id", "actor_person_id", "role", "address", "act", "subject_person_id", "subject", "reason",
         "recorded_at"),
        is_record=True,
    ),
    SealedTable(
        "download_records",
        table_of(DownloadRecord),
        ("id", "agency_id", "export_id", "actor_person_id", "role", "address", "what", "scope", "department_id",
         "first_period", "last_period", "file_format", "rows", "digest", "reason", "recorded_at"),
        is_record=True,
    ),
)  # fmt: skip
RECORDS = tuple(sealed for sealed in SEALED if sealed.is_record)


@dataclass(slots=True)
class Stretch:
    """The rows of an agency with ids above `after` (None: from the first on) up to `through`, the first `most` of them.

    Iterating reads them once, in the order of their ids and a few at a time (within `snapshot`); meanwhile it counts.
    """

    session: Session
    sealed: SealedTable
    agency_id: int
    after: int | None
    through: int
    most: int | None = None
    rows: int = field(default=0, init=False)
    first_id: int = field(default=0, init=False)
    last_id: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Sequence[Any]]:
        table = self.sealed.table
        wanted = (
            select(*(table.c[name] for name in self.sealed.columns))
            .where(table.c.agency_id == self.agency_id, table.c.id <= self.through)
            .order_by(table.c.id)
            .limit(self.most)
            .execution_options(yield_per=_AT_A_TIME)
        )
        if self.after is not None:
            wanted = wanted.where(table.c.id > self.after)
        with self.session.execute(wanted) as found:
            for row in found:
                self.first_id = row[0] if self.rows == 0 else self.first_id
                self.last_id = row[0]
                self.rows += 1
                yield row
