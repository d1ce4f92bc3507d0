"""The leaves of a tree: which leaf or blossom stands for a note, and which notes of a tree anybody may open.

Counted like the tree itself: notes that stood when it grew, in the order of their ids, those that crossed bureaus apart.
"""

from collections.abc import Collection
from dataclasses import dataclass

from collabpoints.queries.trees import GrownTree


@dataclass(frozen=True, slots=True)
class Leaf:
    """The mark that stands for a note: its `number` on the limb at `place`, as domain/tree_leaves.py counts them."""

    note_id: int
    place: int
    number: int


def leaf_of(tree: GrownTree, note_id: int, *, person_id: int) -> Leaf | None:
    """The leaf of a note, for one of its two people or, while it is public and stands, any colleague; None where the tree
    has none: it grew before, the note is of another span or department, or its figures are not told."""
    return next(iter(leaves_of(tree, [note_id], person_id=person_id)), None)


def leaves_of(tree: GrownTree, note_ids: Collection[int], *, person_id: int) -> tuple[Leaf, ...]:
    """The same for several notes, in the order of their ids."""
    raise NotImplementedError


def received_leaves(tree: GrownTree, *, person_id: int) -> tuple[Leaf, ...]:
    """The leaves of all notes that a person received in the tree's span, in the order of their ids."""
    raise NotImplementedError


def open_leaves(tree: GrownTree, *, most: int = 400) -> tuple[Leaf, ...]:
    """Public notes that stand, each with its leaf: of a department's tree in which each leaf stands for one note; the newest
    `most` of them, in the order of places and numbers. Nothing for any other tree."""
    raise NotImplementedError
