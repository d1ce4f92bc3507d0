"""협업나무 as people read it: a grown tree of a span, with the names of the span's day and what may be told of it today.

A tree is read as its rows stand. Those who opted out since may have made a department too small to be told of
(docs/adr/0018): then its figures, and the sums in which they are, are left out here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from collabpoints.db import reading, snapshot
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.spans import Span
from collabpoints.domain.trees import Layout, Limb, LimbKind, Stroke
from collabpoints.models import Agency, Department, DepartmentPath, Tree, TreeLimb
from collabpoints.queries.tree_sights import sight_of_tree, told_limbs

WHOLE_AGENCY = 0
"""The root of the agency's own tree."""


@dataclass(frozen=True, slots=True)
class TreeFigures:
    """Notes that stand: `received`, those of them that `crossed` bureaus, and `sent`."""

    received: int
    crossed: int
    sent: int


@dataclass(frozen=True, slots=True)
class Root:
    """What a tree is of: the agency (`department_id` 0, empty words), a bureau or a department. `name` is its own name in
    the span, `path` that with its bureau's before it. `above` is the code of the bureau whose tree it is a branch of, ""
    of the agency's."""

    department_id: int
    bureau_id: int
    code: str
    name: str
    path: str
    above: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A limb with its names in the span, which are empty where it stands for several or none. `code` is that of the tree to
    which it leads, "" where there is none."""

    limb: Limb
    name: str
    path: str
    code: str


@dataclass(frozen=True, slots=True)
class GrownTree:
    """A tree as it may be shown today. `branches` are the limbs of the `layout`, in their order. `figures` are None where
    they may not be told. `month` is that of the season, from 1. `checksum` is over what is shown, without names."""

    id: int
    agency_id: int
    span: Span
    root: Root
    is_confirmed: bool
    first_period: str
    through_entry_id: int
    as_of: datetime
    month: Period
    people: int
    figures: TreeFigures | None
    layout: Layout
    branches: tuple[Branch, ...]
    checksum: str


@dataclass(frozen=True, slots=True)
class TreeSpan:
    """A span that has trees."""

    span: Span
    is_confirmed: bool
    as_of: datetime


def tree_spans(agency_id: int) -> tuple[TreeSpan, ...]:
    """The spans that have trees, the newest first, the shorter one before the longer one that ends with it."""
    with reading() as session:
        rows = session.execute(
            select(Tree.span, Tree.last_period, Tree.state, Tree.as_of)
            .where(Tree.agency_id == agency_id, Tree.root_id == WHOLE_AGENCY)
            .order_by(Tree.last_period.desc(), Tree.id)
        ).all()
    found = [
        TreeSpan(Span.ending(row.span, Period.parse(row.last_period)), row.state == "confirmed", row.as_of)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.span.last, -one.span.days), reverse=True))


def root_of_code(agency_id: int, code: str) -> int | None:
    """The bureau or department with this code, whether it has a tree or not; None for anything else."""
    if not code or len(code) > 40 or "\0" in code:  # no database is asked for what it may not even hold
        return None
    with reading() as session:
        return session.scalar(select(Department.id).where(Department.agency_id == agency_id, Department.code == code))


def tree_of(agency_id: int, span: Span, root_id: int = WHOLE_AGENCY) -> GrownTree | None:
    """The tree of the agency (0), of a bureau with several departments, or of a department; None where there is none, or
    where the department's figures are not told."""
    with snapshot() as session:
        tree = session.execute(
            select(Tree).where(
                Tree.agency_id == agency_id,
                Tree.span == str(span),
                Tree.last_period == str(span.last),
                Tree.root_id == root_id,
            )
        ).scalar_one_or_none()
        if tree is None:
            return None
        sight = sight_of_tree(session, tree)
        if root_id in sight.hidden_roots:
            return None
        rows = session.execute(_limbs(tree.id)).all()
        limbs = told_limbs(tuple(_limb(row.TreeLimb) for row in rows), sight)
        names = _names(session, agency_id, [row.names for row in rows if row.names])
        branches = tuple(
            _branch(row, limb, names, sight.roots - {root_id}) for row, limb in zip(rows, limbs, strict=True)
        )
        root = _root(session, tree, sight.roots)
        figures = _figures(tree) if sight.tells_whole(root_id, limbs) else None
        return _tree(tree, span, root=root, month=_season(session, tree), figures=figures, branches=branches)


def _tree(
    tree: Tree, span: Span, *, root: Root, month: Period, figures: TreeFigures | None, branches: tuple[Branch, ...]
) -> GrownTree:
    layout = Layout(tuple(one.limb for one in branches), tree.leaf_notes, tree.scale, tree.trunk)
    return GrownTree(
        id=tree.id,
        agency_id=tree.agency_id,
        span=span,
        root=root,
        is_confirmed=tree.state == "confirmed",
        first_period=tree.first_period,
        through_entry_id=tree.through_entry_id,
        as_of=tree.as_of,
        month=month,
        people=tree.people,
        figures=figures,
        layout=layout,
        branches=branches,
        checksum=_checksum(tree, figures, layout),
    )


_Above = aliased(Department)


def _limbs(tree_id: int) -> Any:
    return (
        select(TreeLimb, Department.code, DepartmentPath.ids, DepartmentPath.names)
        .outerjoin(Department, Department.id == TreeLimb.department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == TreeLimb.path_id)
        .where(TreeLimb.tree_id == tree_id)
        .order_by(TreeLimb.place)
    )


def _limb(row: TreeLimb) -> Limb:
    return Limb(
        place=row.place,
        parent=row.parent,
        kind=LimbKind(row.kind),
        department_id=row.department_id,
        departments=row.departments,
        people=row.people,
        received=row.received_notes,
        crossed=row.crossed_notes,
        sent=row.sent_notes,
        stroke=Stroke(*(getattr(row, name) for name in STROKE)),
        crown=row.crown,
        root=None if row.root_to_x is None else Stroke(*(getattr(row, f"root_{name}") for name in STROKE)),
    )


STROKE = ("from_x", "from_y", "bend_x", "bend_y", "to_x", "to_y", "from_width", "to_width")
"""The columns of a stroke, in the order of its fields; those of a root begin with `root_`."""


def _branch(row: Any, limb: Limb, names: Mapping[str, str], roots: frozenset[int]) -> Branch:
    path = row.names or ""
    code = row.code if limb.department_id in roots else ""
    return Branch(limb, names.get(path, path), path, code)


def _names(session: Session, agency_id: int, paths: Sequence[str]) -> dict[str, str]:
    """By path, the name of its last department alone: what is left of it after the path above it. Names hold spaces too."""
    if not paths:
        return {}
    above = set(session.scalars(select(DepartmentPath.names).where(DepartmentPath.agency_id == agency_id).distinct()))
    return {path: _own_name(path, above) for path in paths}


def _own_name(path: str, above: set[str]) -> str:
    words = path.split(" ")
    for end in range(len(words) - 1, 0, -1):
        if (head := " ".join(words[:end])) in above:
            return path[len(head) + 1 :]
    return path


def _root(session: Session, tree: Tree, roots: frozenset[int]) -> Root:
    if tree.path_id is None:
        return Root(WHOLE_AGENCY, 0, "", "", "", "")
    row = session.execute(
        select(DepartmentPath.names, DepartmentPath.bureau_id, Department.code, _Above.code.label("above"))
        .select_from(DepartmentPath)
        .join(Department, Department.id == tree.root_id)
        .outerjoin(_Above, _Above.id == DepartmentPath.bureau_id)
        .where(DepartmentPath.id == tree.path_id)
    ).one()
    is_below = row.bureau_id != tree.root_id and row.bureau_id in roots
    name = _names(session, tree.agency_id, [row.names])[row.names]
    return Root(tree.root_id, row.bureau_id, row.code, name, row.names, row.above if is_below else "")


def _figures(tree: Tree) -> TreeFigures | None:
    if tree.received_notes is None or tree.crossed_notes is None or tree.sent_notes is None:
        return None
    return TreeFigures(tree.received_notes, tree.crossed_notes, tree.sent_notes)


def _season(session: Session, tree: Tree) -> Period:
    """The newest month that the tree has seen."""
    zone = session.execute(select(Agency.zone).where(Agency.id == tree.agency_id)).scalar_one()
    return min(Period.parse(tree.last_period), Period.of(tree.as_of, ZoneInfo(zone)))


def _checksum(tree: Tree, figures: TreeFigures | None, layout: Layout) -> str:
    """SHA-256 over the tree's canonical text: the same numbers and lines are the same tree on every database."""
    head = (tree.span, tree.first_period, tree.last_period, tree.root_id, tree.state, tree.people, figures)
    return hashlib.sha256(repr((head, layout)).encode()).hexdigest()
