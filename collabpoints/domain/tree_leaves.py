"""Leaves and blossoms: how many a limb carries, and which notes each stands for.

A note from within the bureau is a leaf, one from another bureau a blossom. Where there are many, each stands for
`leaf_notes` notes, in the order of their ids; the last one of a limb may stand for fewer.
"""

from collections.abc import Iterable, Sequence

from collabpoints.domain.trees import Growth, Limb, LimbKind

MOST_MARKS = 1400
"""So many leaves and blossoms one picture holds at most, whatever the size of the agency."""
_STEPS = (1, 2, 5)


def leaf_notes_for(growths: Iterable[Growth]) -> int:
    """For how many notes a leaf stands in a tree of these: 1, 2, 5, 10, 20 … the least with which it can be drawn."""
    counted = [(growth.received - growth.crossed, growth.crossed) for growth in growths]
    tens = 1
    while True:
        for step in _STEPS:
            each = step * tens
            if sum(_parts(leaves, each) + _parts(blossoms, each) for leaves, blossoms in counted) <= MOST_MARKS:
                return each
        tens *= 10
        if tens > max((growth.received for growth in growths), default=0):
            return tens


def marks_of(limb: Limb, leaf_notes: int) -> tuple[int, int]:
    """How many leaves and how many blossoms a limb carries; none where its figures are not shown. A bureau's hang on its
    branches."""
    if limb.kind is LimbKind.BUREAU:
        return 0, 0
    received, crossed = limb.received or 0, limb.crossed or 0
    return _parts(received - crossed, leaf_notes), _parts(crossed, leaf_notes)


def mark_number(limb: Limb, leaf_notes: int, *, is_crossed: bool, rank: int) -> int:
    """The number of the mark that stands for a note: `rank` counts from 0 among the limb's notes that crossed bureaus, or
    among those that did not, by id. Leaves come first, blossoms after them."""
    leaves, _blossoms = marks_of(limb, leaf_notes)
    return (leaves if is_crossed else 0) + rank // leaf_notes


def carried(limb: Limb, *, is_crossed: bool) -> int:
    """How many notes that crossed bureaus, or that did not, hang on a limb; 0 where its figures are not shown."""
    received, crossed = limb.received or 0, limb.crossed or 0
    return crossed if is_crossed else received - crossed


def mark_among(limbs: Sequence[Limb], leaf_notes: int, *, is_crossed: bool, rank: int) -> tuple[int, int] | None:
    """The place and the number of the mark that stands for a note of a department whose notes these limbs carry one after
    another; `rank` as for `mark_number`. None where they carry fewer notes."""
    for limb in limbs:
        here = carried(limb, is_crossed=is_crossed)
        if rank < here:
            return limb.place, mark_number(limb, leaf_notes, is_crossed=is_crossed, rank=rank)
        rank -= here
    return None


def _parts(notes: int, each: int) -> int:
    return -(-notes // each)
