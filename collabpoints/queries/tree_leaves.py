"""The leaves of a tree that anybody may open: those of public notes, where each leaf stands for one note."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import and_, false

from collabpoints.db import snapshot
from collabpoints.domain.tree_leaves import mark_among
from collabpoints.domain.trees import Limb, LimbKind
from collabpoints.models import Note
from collabpoints.queries.notes import is_public
from collabpoints.queries.own_leaves import RECEIVED, SENT, Counted, people_of
from collabpoints.queries.trees import GrownTree


@dataclass(frozen=True, slots=True)
class Leaf:
    """The mark that stands for a note: its `number` on the limb at `place`, as domain/tree_leaves.py counts them."""

    note_id: int
    place: int
    number: int


def open_leaves(tree: GrownTree, *, most: int = 400) -> tuple[Leaf, ...]:
    """The notes that the tree counts and that are public and stand today, each with its leaf: the newest `most` of them, in
    the order of places and numbers. Nothing of a tree whose leaves stand for several notes, and nothing of a limb that
    stands for several departments or whose figures are not told."""
    carrying = _carrying(tree) if tree.layout.leaf_notes == 1 else {}
    if not carrying:
        return ()
    with snapshot() as session:
        counted = Counted.of(session, tree)
        of_people = Note.recipient_person_id.in_(people_of(session, counted, list(carrying), false()))
        in_homes = and_(RECEIVED.home_id.in_(sorted(carrying)), of_people)
        crossed = RECEIVED.bureau_id != SENT.bureau_id
        columns = (RECEIVED.home_id, crossed.label("is_crossed"), is_public().label("is_open"))
        rows = session.execute(counted.notes(*columns, where=in_homes).order_by(Note.id)).all()
    ranks: Counter[tuple[int, bool]] = Counter()
    found: list[Leaf] = []
    for row in rows:
        of_kind = (row.home_id, bool(row.is_crossed))
        mark = mark_among(carrying[row.home_id], 1, is_crossed=bool(row.is_crossed), rank=ranks[of_kind])
        if row.is_open and mark is not None:
            found.append(Leaf(row.id, *mark))
        ranks[of_kind] += 1
    return tuple(sorted(found[-most:], key=lambda leaf: (leaf.place, leaf.number, leaf.note_id)))


def _carrying(tree: GrownTree) -> dict[int, list[Limb]]:
    """By department the limbs that carry its notes, one after another."""
    limbs = [limb for limb in tree.layout.limbs if limb.received]
    boughs = [limb for limb in limbs if limb.kind is LimbKind.BOUGH]
    if boughs:
        return {tree.root.department_id: boughs}
    return {limb.department_id: [limb] for limb in limbs if limb.kind is LimbKind.DEPARTMENT and limb.department_id}
