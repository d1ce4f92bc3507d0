"""Two submissions, line by line, with what is behind each difference: the ledger's entries that only one of them counts,
or what else is other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from collabpoints.domain.submissions import Cause, Difference
from collabpoints.queries.submissions import SubjectNamed, SubmissionHead


@dataclass(frozen=True, slots=True)
class EntryBehind:
    """An entry of the ledger that the later submission counts for this line and the earlier one does not, or, where
    `is_taken_off`, the other way round. `points` and `notes` with the sign that they have in the ledger; `side`: received,
    sent or special. `kind` as in models/entries.py, `by` who wrote it, `reason` why ("" for a note that was sent).
    `note_id`: None for private notes and special points; nothing says who was at the other end."""

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
class DifferenceRow:
    """A line that differs. `entries` are the newest of those behind it, `more_entries` how many more there are. `causes`:
    what is behind it beside them. `merged_with`: the other record of a person who was merged since, "" for nobody."""

    difference: Difference
    subject: SubjectNamed
    entries: tuple[EntryBehind, ...]
    more_entries: int
    causes: tuple[Cause, ...]
    merged_with: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The earlier submission against the later one. `general`: what is other about the whole. `rows` are a page of the
    `total` differences, added, gone and changed ones counted apart."""

    before: SubmissionHead
    after: SubmissionHead
    general: tuple[Cause, ...]
    total: int
    added: int
    gone: int
    changed: int
    rows: tuple[DifferenceRow, ...]


def comparison(agency_id: int, first_id: int, second_id: int, *, skip: int = 0, most: int = 100) -> Comparison:
    """The two compared, the one that was made earlier as `before`. Raises NotFound for one that is not there, ValueError
    for submissions of which one is of persons and the other of departments."""
    raise NotImplementedError


_Entries = Sequence[EntryBehind]
