"""Grow the trees of a span (협업나무): of the agency, of each bureau with several departments, of each department that may
be told of; and say who helped whom. Inside a unit of work that is open already, except `grow_span`.

A provisional tree is replaced by a new one, a confirmed one grows once: it rests on boards that never change. A span's
trees, and all their rows, are of one and the same moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, patiently, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.domain.tree_layouts import agency_layout, bureau_layout, department_layout
from collabpoints.domain.tree_scales import scale_of
from collabpoints.domain.trees import Growth, Layout, Limb, Stroke
from collabpoints.models import Board, Tree, TreeFlow, TreeLimb
from collabpoints.services.boards import Frame, frame_of, hold_boards, make_boards, of_span, today_of
from collabpoints.services.bulk_rows import insert_rows, reserved_ids
from collabpoints.services.tree_flows import drop_helped, keep_flows, keep_helped
from collabpoints.services.tree_growths import Crop, crop_of, together

AGENCY = 0


@dataclass(frozen=True, slots=True)
class _Sapling:
    """A tree before it has a row: `whole` are the figures of all of it, None where they may not be told."""

    root_id: int
    layout: Layout
    people: int
    whole: Growth | None


def grow_span(agency_id: int, span: Span) -> int:
    """The trees of the span stand as of now, by the database's clock, in a unit of work of their own. Returns as
    `grow_trees`, and raises what it raises; then the trees that stood before still stand."""
    with unit_of_work() as session, patiently(session, minutes=15):
        return grow_trees(session, agency_id, span, instant=database_now(session))


def grow_confirmed(session: Session, agency_id: int, name: str) -> int:
    """The trees of a span whose boards are confirmed stand confirmed; `name` as `Span.full_name` spells it. Returns as
    `grow_trees`."""
    return grow_trees(session, agency_id, Span.named(name), instant=database_now(session))


def grow_trees(session: Session, agency_id: int, span: Span, *, instant: datetime) -> int:
    """The span's trees stand as of `instant`, confirmed where its boards are. Returns the number of limbs; 0 where the span
    has no month yet, or its trees are confirmed already. Boards are made where there are none: they say what may be told.
    """
    hold_boards(session, agency_id)
    frame = frame_of(session, agency_id, span)
    if frame is None or _is_confirmed(session, frame):
        return 0
    if _board(session, frame) is None:
        make_boards(session, agency_id, span, instant=instant)
    return _grow(session, frame, instant=instant)


def _grow(session: Session, frame: Frame, *, instant: datetime) -> int:
    agency_id, span, board = frame.agency_id, frame.span, _board(session, frame)
    if board is None:
        raise LookupError(f"no boards of {span.full_name}")
    drop_trees(session, _trees(session, frame))
    through = max(frame.through_entry_id, keep_helped(session, frame.parts))
    crop = crop_of(session, board, frame.months, today=today_of(session, agency_id, instant))
    saplings = list(_saplings(crop, scale_of(frame.span, frame.scheme.year_begins_in)))
    ids = reserved_ids(session, Tree, len(saplings))
    shared = {
        "agency_id": agency_id,
        "span": str(span),
        "first_period": frame.months[0].period,
        "last_period": str(span.last),
        "state": board.state,
        "through_entry_id": through,
        "as_of": instant,
    }
    _plant(session, shared, list(zip(ids, saplings, strict=True)), crop)
    keep_flows(session, agency_id, ids[0])
    drop_helped(session)
    return sum(len(sapling.layout.limbs) for sapling in saplings)


def drop_trees(session: Session, tree_ids: Sequence[int]) -> None:
    """The trees are gone with their rows. For provisional ones."""
    for column in (TreeFlow.tree_id, TreeLimb.tree_id, Tree.id):
        session.execute(delete(column.class_).where(column.in_(tree_ids)))


def drop_stale_trees(agency_id: int) -> None:
    """Provisional trees of spans that have no boards any more are gone, in a unit of work of its own: a scheme let the year
    begin in another month."""
    has_board = exists().where(
        Board.agency_id == Tree.agency_id, Board.span == Tree.span, Board.last_period == Tree.last_period
    )
    stale = select(Tree.id).where(Tree.agency_id == agency_id, Tree.state == "provisional", ~has_board)
    with unit_of_work() as session:
        drop_trees(session, session.scalars(stale).all())


def _board(session: Session, frame: Frame) -> Board | None:
    wanted = select(Board).where(*of_span(frame), Board.subject == Subject.DEPARTMENTS.value)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def _of_span(frame: Frame) -> tuple[ColumnElement[bool], ...]:
    return (
        Tree.agency_id == frame.agency_id,
        Tree.span == str(frame.span),
        Tree.last_period == str(frame.span.last),
    )


def _trees(session: Session, frame: Frame) -> Sequence[int]:
    return session.scalars(select(Tree.id).where(*_of_span(frame))).all()


def _is_confirmed(session: Session, frame: Frame) -> bool:
    confirmed = select(Tree.id).where(*_of_span(frame), Tree.state == "confirmed")
    return session.execute(confirmed.limit(1)).first() is not None


def _saplings(crop: Crop, scale: int) -> Iterator[_Sapling]:
    """The agency's tree first. A bureau's own office has no tree besides the bureau's: they share a number."""
    people = sum(growth.people for growth in crop.growths)
    yield _Sapling(AGENCY, agency_layout(crop.growths, small=crop.small, scale=scale), people, crop.whole)
    for bureau_id, group in groupby(crop.growths, key=lambda growth: growth.bureau_id):
        growths = list(group)
        if len(growths) > 1:
            shown = [growth for growth in growths if growth.is_shown]
            whole = together(shown) if shown else None
            people = sum(growth.people for growth in growths)
            yield _Sapling(bureau_id, bureau_layout(growths, scale=scale), people, whole)
        for growth in growths:
            if growth.is_shown and (len(growths) == 1 or growth.department_id != bureau_id):
                yield _Sapling(growth.department_id, department_layout(growth, scale=scale), growth.people, growth)


_TREE = ("id", "agency_id", "span", "first_period", "last_period", "root_id", "path_id", "state", "through_entry_id", "as_of",
         "leaf_notes", "scale", "trunk", "people", "received_notes", "crossed_notes", "sent_notes")  # fmt: skip
_STROKE = ("from_x", "from_y", "bend_x", "bend_y", "to_x", "to_y", "from_width", "to_width")
_LIMB = ("tree_id", "agency_id", "place", "parent", "kind", "department_id", "path_id", "departments", "people",
         "received_notes", "crossed_notes", "sent_notes", *_STROKE, "crown", *(f"root_{one}" for one in _STROKE))  # fmt: skip


def _plant(session: Session, shared: dict[str, Any], trees: Sequence[tuple[int, _Sapling]], crop: Crop) -> None:
    """The trees' rows stand, with those of their limbs."""
    rows = [{**shared, **_tree_row(tree_id, sapling, crop)} for tree_id, sapling in trees]
    insert_rows(session, Tree, _TREE, (tuple(row[name] for name in _TREE) for row in rows))
    limbs = (
        (tree_id, shared["agency_id"], *_limb_row(limb, crop))
        for tree_id, sapling in trees
        for limb in sapling.layout.limbs
    )
    insert_rows(session, TreeLimb, _LIMB, limbs)


def _tree_row(tree_id: int, sapling: _Sapling, crop: Crop) -> dict[str, Any]:
    layout, whole = sapling.layout, sapling.whole
    return {
        "id": tree_id,
        "root_id": sapling.root_id,
        "path_id": crop.paths[sapling.root_id] if sapling.root_id else None,
        "leaf_notes": layout.leaf_notes,
        "scale": layout.scale,
        "trunk": layout.trunk,
        "people": sapling.people,
        "received_notes": whole.received if whole else None,
        "crossed_notes": whole.crossed if whole else None,
        "sent_notes": whole.sent if whole else None,
    }


def _limb_row(limb: Limb, crop: Crop) -> tuple[Any, ...]:
    path_id = crop.paths[limb.department_id] if limb.department_id is not None else None
    figures = (limb.received, limb.crossed, limb.sent)
    head = (
        limb.place,
        limb.parent,
        limb.kind.value,
        limb.department_id,
        path_id,
        limb.departments,
        limb.people,
        *figures,
    )
    return (*head, *_stroke(limb.stroke), limb.crown, *_stroke(limb.root))


def _stroke(stroke: Stroke | None) -> tuple[int | None, ...]:
    return tuple(getattr(stroke, name) if stroke else None for name in _STROKE)
