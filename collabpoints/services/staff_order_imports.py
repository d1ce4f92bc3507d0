"""Apply a file of orders that waits: all of its orders stand, or none."""

from collections.abc import Sequence
from datetime import datetime

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.staff_order_files import OrderLine
from collabpoints.queries.staff_order_imports import wanted_orders
from collabpoints.services.boards import hold_boards
from collabpoints.services.staff_imports import hold_waiting_file
from collabpoints.services.staff_orders import Placed, place_order_within


def apply_order_file(
    agency_id: int, import_id: int, lines: Sequence[OrderLine], *, expected: str, actor_person_id: int, now: datetime
) -> tuple[Placed, ...]:
    """Every order of the waiting file stands, exactly as the preview with digest `expected` showed them, and the content of
    the file is gone. `lines` is what `read_orders` made of it.

    Raises NotFound when this file does not wait any more, Refused with FILE_CHANGED when an order would do something else
    by now, and with every objection; then nothing was written.
    """
    with unit_of_work() as session:
        row = hold_waiting_file(session, agency_id, import_id)
        hold_boards(session, agency_id, is_page=True)  # as every single order is
        wanted = wanted_orders(agency_id, lines, actor_person_id=actor_person_id)
        refusals = [refusal for one in wanted.lines for refusal in one.refusals]
        if refusals:
            raise Refused(refusals)
        if wanted.digest != expected:
            raise Refused([Refusal.of(Code.FILE_CHANGED)])
        placed = tuple(
            place_order_within(session, agency_id, person_id, order, expected=digest, actor_person_id=actor_person_id)
            for person_id, order, digest in sorted(
                (
                    (one.person_id, one.order, one.preview.digest)
                    for one in wanted.lines
                    if one.person_id is not None and one.order is not None and one.preview is not None
                ),
                key=lambda each: each[0],
            )
        )
        row.state, row.content = "applied", None
        row.applied_at, row.changed_people = now, len(placed)
        return placed
