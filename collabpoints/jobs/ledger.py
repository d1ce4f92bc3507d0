"""The hourly proof that the totals equal the ledger (promise 7)."""

from collabpoints.queries.ledger import verify


class Unbalanced(Exception):
    """The books do not balance; says which checks found how many rows. `collabpoints ledger verify` shows the rows."""


def refuse_differences(_agency_id: int) -> int:
    """The number of rows compared. Raises Unbalanced where any differ."""
    found = verify()
    if not found.is_balanced:
        raise Unbalanced(", ".join(f"{check.name}: {check.differing}" for check in found.checks if check.differing))
    return sum(check.rows for check in found.checks)
