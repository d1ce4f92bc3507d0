"""The hourly sealing, and the look at what was sealed before (promise 9)."""

import structlog

from collabpoints.queries.seals import SealVerification, seal_heads, shares_to_verify, verify_seals
from collabpoints.services.seals import seal_new

log = structlog.get_logger("jobs")
_MOST_SHOWN = 5


class Broken(Exception):
    """What was sealed differs from what is there; says which segments. `collabpoints ledger verify` shows all of them."""

    def __init__(self, found: SealVerification) -> None:
        shown = "; ".join(str(one) for one in found.breaks[:_MOST_SHOWN])
        rest = len(found.breaks) - _MOST_SHOWN
        super().__init__(shown + (f"; and {rest} more" if rest > 0 else ""))


def keep_seals(agency_id: int) -> int:
    """How many rows are sealed now: the run keeps the number, so that seals missing at the end are seen.

    Looks first, then seals what is new. Raises Broken where anything differs; nothing new is sealed while seals are
    missing, because that would hide what they said.
    """
    found = verify_seals(agency_id, shares=shares_to_verify(agency_id))
    try:
        seal_new(agency_id)
    finally:
        if not found.is_whole:
            raise Broken(found)
    heads = seal_heads(agency_id)
    for head in heads:  # a log that leaves this machine finds seals that were all made anew
        log.info("sealed", table=head.table, segment=head.segment, last_id=head.last_id, digest=head.digest)
    return sum(head.rows for head in heads)
