"""The months of a board's span, each with what counts in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_

from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.models import Entry


@dataclass(frozen=True, slots=True)
class Part:
    """A month of a span: `through_entry_id` where it is closed, and the scheme that weighs its points."""

    month_id: int
    through_entry_id: int | None
    scheme: RuleBook


def within(parts: Sequence[Part]) -> ColumnElement[bool]:
    """The condition that an entry counts in these months: of a closed one, those up to its closing. Later corrections do
    not move what was closed."""
    still = [part.month_id for part in parts if part.through_entry_id is None]
    closed = [
        and_(Entry.month_id == part.month_id, Entry.id <= part.through_entry_id)
        for part in parts
        if part.through_entry_id is not None
    ]
    return or_(*closed, Entry.month_id.in_(still)) if still else or_(*closed)
