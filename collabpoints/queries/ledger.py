"""The proof that the totals equal the ledger (promise 7), of all that is kept or of one month: every check reads one and
the same moment."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import true
from sqlalchemy.orm import Session

from collabpoints.db import snapshot
from collabpoints.models import Entry, Month, Note
from collabpoints.queries.ledger_checks import CHECKS, MONTH_CHECKS, Check
from collabpoints.queries.ledger_extents import Extent
from collabpoints.queries.movements import MOVEMENTS, movements
from collabpoints.queries.sides import SIDES, sides


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of all checks."""

    checks: tuple[Check, ...]

    @property
    def is_balanced(self) -> bool:
        return all(check.differing == 0 for check in self.checks)


def verify(progress: Callable[[str], None] = lambda _name: None) -> Verification:
    """Compare totals, notes, texts and corrections with the ledger, of all agencies, as of one moment.

    `progress` is told the name of each check before it runs.
    """
    checks: list[Check] = []
    moved = movements(true(), Note.month_id == Entry.month_id)
    extent = Extent(moved, sides(moved))
    with snapshot() as session:
        for name, run in CHECKS.items():
            progress(name)
            checks.append(run(session, name, extent))
    return Verification(tuple(checks))


def verify_month(session: Session, month: Month) -> Verification:
    """The same of one month alone, inside the unit of work that holds its row and has kept its MOVEMENTS and SIDES:
    nothing of other months is read. Texts are left to the hourly proof: no figure rests on them."""
    extent = Extent(MOVEMENTS, SIDES, month.id, month.starts_at, month.ends_at)
    return Verification(tuple(run(session, name, extent) for name, run in MONTH_CHECKS.items()))
