"""Flows of a month, put beside its agency's tree as its job does, without the notes."""

from collections.abc import Iterable
from itertools import product

from sqlalchemy import select

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.flows import Flow, FlowLevel
from collabpoints.domain.spans import Span
from collabpoints.models import Board, Scheme, ShownCell, Tree, TreeFlow


def a_month_of_flows(
    agency_id: int, period: str, flows: Iterable[Flow], *, told: Iterable[int], totals: tuple[int, int] | None = None
) -> None:
    """The month has a tree with these flows, and a board that tells of these departments. `totals`: notes, and those of
    them that crossed; they stand in the tree."""
    span = Span.parse(period)
    with unit_of_work() as session:
        now = database_now(session)
        shared = {
            "agency_id": agency_id, "span": period, "first_period": period, "last_period": period,
            "state": "provisional", "through_entry_id": 0, "as_of": now,
        }  # fmt: skip
        scheme_id = session.scalars(select(Scheme.id).where(Scheme.agency_id == agency_id)).first()
        board = Board(**shared, subject="departments", scheme_id=scheme_id, days=span.days)
        notes, crossed = totals or (None, None)
        tree = Tree(
            **shared, root_id=0, leaf_notes=1, scale=100, trunk=10, people=1,
            received_notes=notes, crossed_notes=crossed, sent_notes=notes,
        )  # fmt: skip
        session.add_all([board, tree])
        session.flush()
        session.add_all(ShownCell(board_id=board.id, department_id=one, agency_id=agency_id) for one in told)
        session.add_all(
            TreeFlow(
                tree_id=tree.id, level=one.level.value, sender_department_id=one.sender_id,
                recipient_department_id=one.recipient_id, agency_id=agency_id,
                notes=one.notes, senders=one.senders, recipients=one.recipients,
            )
            for one in flows
        )  # fmt: skip


def flows_between(offices: dict[int, int]) -> list[Flow]:
    """Five notes from each department to each, of five people on both sides; at all levels."""
    sums: dict[tuple[FlowLevel, int, int], int] = {}
    for sender, recipient in product(offices, offices):
        above, below = offices[sender], offices[recipient]
        keys = [(FlowLevel.DEPARTMENT, sender, recipient), (FlowLevel.BUREAU, above, below)]
        if above != below:
            keys += [(FlowLevel.OUTWARD, sender, below), (FlowLevel.INWARD, above, recipient)]
        for key in keys:
            sums[key] = sums.get(key, 0) + 5
    return [Flow(*key, notes, 5, 5) for key, notes in sums.items()]
