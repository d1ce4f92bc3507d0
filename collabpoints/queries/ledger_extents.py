"""How much of the books a check looks at: everything, or one month alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, true


@dataclass(frozen=True, slots=True)
class Extent:
    """What is looked at: everything, or one month with its half-open limits. `movements` are its entries' and `sides`
    those movements' (queries/movements.py)."""

    movements: FromClause
    sides: FromClause
    month_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def holds(self, month_id: Any) -> ColumnElement[bool]:
        """Whether a row with this month belongs to it."""
        return true() if self.month_id is None else month_id == self.month_id

    def holds_instant(self, instant: Any) -> ColumnElement[bool]:
        """Whether an instant does."""
        if self.month_id is None:
            return true()
        return and_(instant >= self.starts_at, instant < self.ends_at)
