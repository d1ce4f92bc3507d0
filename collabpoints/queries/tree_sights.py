"""What of a tree may be told today: the boards' small cells (queries/board_cells.py), asked again whenever it is read.

A tree holds no figures of departments that were small cells when it grew. Of those that became so since, nothing is told
either, nor any sum that they are in: theirs would be what is left of it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from collabpoints.domain.ranking import Subject
from collabpoints.domain.trees import Limb, LimbKind
from collabpoints.models import Board, DepartmentPath, DepartmentStanding, Month, ShownCell, ShownTotal, Tree, TreeLimb


@dataclass(frozen=True, slots=True)
class TreeSight:
    """`roots` are the bureaus and departments of the span that have trees to look at. `hidden` are departments that are
    small cells today, by their bureau in the span; `hidden_roots` those of them that have a tree of their own.
    `has_total`: the agency's total of the span may be told beside what is shown."""

    roots: frozenset[int]
    hidden: tuple[tuple[int, int], ...]
    hidden_roots: frozenset[int]
    has_total: bool

    def tells_whole(self, root_id: int, limbs: tuple[Limb, ...]) -> bool:
        """Whether the tree's own sums may be told, of the limbs as they are told."""
        if root_id:
            return not any(bureau_id == root_id for _one, bureau_id in self.hidden)
        return not self.hidden and (self.has_total or all(limb.received is not None for limb in limbs))


def sight_of_tree(session: Session, tree: Tree) -> TreeSight:
    """What may be told of this tree. Within a reading that is open."""
    of_span = (Tree.agency_id == tree.agency_id, Tree.span == tree.span, Tree.last_period == tree.last_period)
    rows = session.execute(
        select(Tree.root_id, DepartmentPath.bureau_id)
        .join(DepartmentPath, DepartmentPath.id == Tree.path_id)
        .where(*of_span)
    ).all()
    bureaus = {row.root_id: row.bureau_id for row in rows}
    small = frozenset(session.scalars(_small(tree))) & bureaus.keys()
    lone, told = _grown_as(session, of_span, small)
    return TreeSight(
        roots=frozenset(bureaus) - lone,
        hidden=tuple(sorted((one, bureaus[one]) for one in small if one in lone or one in told)),
        hidden_roots=lone,
        has_total=has_total(session, tree.agency_id, tree.first_period, tree.last_period),
    )


def has_total(session: Session, agency_id: int, first_period: str, last_period: str) -> bool:
    """Whether the agency's total of these months (YYYY-MM) may be told: that of each of them may, and so their sum."""
    within = (Month.agency_id == agency_id, Month.period.between(first_period, last_period))
    months = session.execute(select(func.count()).select_from(Month).where(*within)).scalar_one()
    shown = session.execute(
        select(func.count(Board.last_period.distinct()))
        .join(ShownTotal, ShownTotal.board_id == Board.id)
        .where(
            Board.agency_id == agency_id,
            Board.subject == Subject.DEPARTMENTS.value,
            Board.span == Board.last_period,
            Board.last_period.between(first_period, last_period),
        )
    ).scalar_one()
    return months == shown


def told_limbs(limbs: tuple[Limb, ...], sight: TreeSight) -> tuple[Limb, ...]:
    """The limbs of a tree of the agency or of a bureau with the figures that may be told today."""
    departments = {department_id for department_id, _bureau_id in sight.hidden}
    bureaus = {bureau_id for _department_id, bureau_id in sight.hidden}
    own = {limb.department_id for limb in limbs if limb.kind is LimbKind.DEPARTMENT}
    merged = {bureau_id for department_id, bureau_id in sight.hidden if department_id not in own}
    of_limb = {limb.place: limb.department_id for limb in limbs if limb.kind is LimbKind.BUREAU}

    def is_silent(limb: Limb) -> bool:
        if limb.kind is LimbKind.DEPARTMENT:
            return limb.department_id in departments
        if limb.kind is LimbKind.BUREAU:
            return limb.department_id in bureaus
        if limb.kind is LimbKind.OTHERS:
            return bool(merged) and (limb.parent is None or of_limb.get(limb.parent) in merged)
        return limb.kind is LimbKind.SMALL and (bool(departments) or not sight.has_total)

    return tuple(replace(limb, received=None, crossed=None, sent=None) if is_silent(limb) else limb for limb in limbs)


def _small(tree: Tree) -> Select[int]:
    """The small cells on the board of departments of the tree's span."""
    is_shown = exists().where(
        ShownCell.board_id == DepartmentStanding.board_id, ShownCell.department_id == DepartmentStanding.department_id
    )
    return (
        select(DepartmentStanding.department_id)
        .join(Board, Board.id == DepartmentStanding.board_id)
        .where(
            Board.agency_id == tree.agency_id,
            Board.subject == Subject.DEPARTMENTS.value,
            Board.span == tree.span,
            Board.last_period == tree.last_period,
            ~is_shown,
        )
    )


def _grown_as(
    session: Session, of_span: tuple[ColumnElement[bool], ...], small: Collection[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Of these numbers, those whose tree is a department's; and the offices of a bureau, whose tree is the bureau's, that
    were told of when it grew (or stand among others there, so that nobody can say)."""
    if not small:
        return frozenset(), frozenset()
    rows = session.execute(
        select(Tree.root_id, TreeLimb.kind, TreeLimb.department_id, TreeLimb.received_notes)
        .join(TreeLimb, TreeLimb.tree_id == Tree.id)
        .where(*of_span, Tree.root_id.in_(sorted(small)))
    ).all()
    lone = frozenset(row.root_id for row in rows if row.kind == LimbKind.BOUGH.value)
    untold = {row.root_id for row in rows if row.department_id == row.root_id and row.received_notes is None}
    return lone, frozenset(small) - lone - untold
