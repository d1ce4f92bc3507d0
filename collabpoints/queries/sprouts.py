"""Where the notes of one press of "send" come out as leaves: the departments whose branches they hang on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.ranking import Subject
from collabpoints.domain.trees import LimbKind
from collabpoints.models import (
    Board,
    Department,
    DepartmentPath,
    DepartmentStanding,
    Month,
    Note,
    ShownCell,
    Tree,
    TreeLimb,
)
from collabpoints.queries.trees import WHOLE_AGENCY


@dataclass(frozen=True, slots=True)
class Sprout:
    """A note on its way to the tree: the department that received it, and whether it crossed bureaus (a blossom then)."""

    note_id: int
    department_id: int
    code: str
    name: str
    is_crossed: bool
    month: Period
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Bough:
    """A department's branch of the agency's tree: when that grew, and the notes that the branch carries, those that
    `crossed` bureaus among them; 0 where they may not be told. `has_tree`: the department's own tree is to be seen."""

    as_of: datetime
    received: int
    crossed: int
    has_tree: bool


_Recipient, _Sender = aliased(DepartmentPath), aliased(DepartmentPath)


def sprouts_of(batch_id: int, *, person_id: int) -> tuple[Sprout, ...]:
    """The notes of a batch that stand, in order, for their sender; nothing for anybody else."""
    with reading() as session:
        rows = session.execute(
            select(
                Note.id,
                Note.sent_at,
                Month.period,
                Department.id.label("department_id"),
                Department.code,
                Department.name,
                (_Recipient.bureau_id != _Sender.bureau_id).label("is_crossed"),
            )
            .join(Month, Month.id == Note.month_id)
            .join(_Recipient, _Recipient.id == Note.recipient_path_id)
            .join(_Sender, _Sender.id == Note.sender_path_id)
            .join(Department, Department.id == _Recipient.home_id)
            .where(Note.batch_id == batch_id, Note.sender_person_id == person_id, Note.withdrawn.is_(None))
            .order_by(Note.id)
        ).all()
    return tuple(
        Sprout(
            row.id, row.department_id, row.code, row.name, bool(row.is_crossed), Period.parse(row.period), row.sent_at
        )
        for row in rows
    )


def bough_of(agency_id: int, month: Period, department_id: int) -> Bough | None:
    """The branch in the tree of a month, by a single statement: somebody has just pressed "send". None before that month's
    trees have grown."""
    of_month = (Tree.agency_id == agency_id, Tree.span == str(month), Tree.last_period == str(month))
    board = (
        select(Board.id)
        .where(
            Board.agency_id == agency_id,
            Board.span == str(month),
            Board.last_period == str(month),
            Board.subject == Subject.DEPARTMENTS.value,
        )
        .scalar_subquery()
    )
    # As queries/tree_sights.py judges it: a small cell of today tells nothing, whatever the tree told when it grew.
    ranked = exists().where(DepartmentStanding.board_id == board, DepartmentStanding.department_id == department_id)
    shown = exists().where(ShownCell.board_id == board, ShownCell.department_id == department_id)
    own_tree = aliased(Tree)
    has_tree = exists().where(
        own_tree.agency_id == agency_id,
        own_tree.span == str(month),
        own_tree.last_period == str(month),
        own_tree.root_id == department_id,
    )
    on_limb = and_(
        TreeLimb.tree_id == Tree.id,
        TreeLimb.department_id == department_id,
        TreeLimb.kind == LimbKind.DEPARTMENT.value,
    )
    with reading() as session:
        row = session.execute(
            select(
                Tree.as_of,
                TreeLimb.received_notes,
                TreeLimb.crossed_notes,
                (ranked & ~shown).label("is_small"),
                has_tree.label("has_tree"),
            )
            .outerjoin(TreeLimb, on_limb)
            .where(*of_month, Tree.root_id == WHOLE_AGENCY)
        ).one_or_none()
    if row is None:
        return None
    if row.is_small or row.received_notes is None:
        return Bough(row.as_of, 0, 0, has_tree=False)
    return Bough(row.as_of, row.received_notes, row.crossed_notes, row.has_tree)
