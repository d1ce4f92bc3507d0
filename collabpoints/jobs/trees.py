"""Grow the collaboration trees (협업나무): each day those of what is not closed, once those of what is confirmed.

Each span's trees grow in a transaction of their own: senders get in between, and a span whose trees cannot grow keeps
its last good ones and holds up no other.
"""

import structlog

from collabpoints.queries.job_runs import resting
from collabpoints.queries.tree_spans import spans_to_freeze, spans_to_grow
from collabpoints.services.trees import drop_stale_trees, grow_span

log = structlog.get_logger("jobs")

CONFIRMED_TREES = "confirmed_trees"
"""The errand's name; its periods are full names of spans."""


class Ungrown(Exception):
    """Some spans kept their old trees; says which, and what went wrong first."""


def grow(agency_id: int) -> int:
    """The trees of every month that is not closed, and of the longer spans around it, stand as of now. Returns the number
    of limbs. Raises Ungrown where some could not be grown, after all others were."""
    drop_stale_trees(agency_id)
    limbs, ungrown = 0, []
    for span in spans_to_grow(agency_id):
        try:
            limbs += grow_span(agency_id, span)
        except Exception as fault:
            log.error("trees not grown", span=span.full_name, error=type(fault).__name__)
            ungrown.append((span, fault))
    if ungrown:
        names = ", ".join(str(span) for span, _fault in ungrown)
        raise Ungrown(f"{names}: {type(ungrown[0][1]).__name__}") from ungrown[0][1]
    return limbs


def asked(agency_id: int) -> tuple[str, ...]:
    """The spans with confirmed boards that wait for their trees, what ended first before what ended later; one that failed
    within the last minute does not stand before the others."""
    tired = resting(agency_id, [CONFIRMED_TREES])
    names = (span.full_name for span in spans_to_freeze(agency_id))
    return tuple(name for name in names if (CONFIRMED_TREES, name) not in tired)
