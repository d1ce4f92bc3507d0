"""What each gave and got in some months where he served, as boards say it: sides (queries/sides.py), weighed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, literal, or_, select

from collabpoints.domain.ranking import crosses_at
from collabpoints.domain.scheme_words import Level
from collabpoints.domain.schemes import WHOLE
from collabpoints.queries.sides import SIDES
from collabpoints.queries.sums import total
from collabpoints.services.board_parts import Part

SUMS = (
    "received_points",
    "sent_points",
    "special_points",
    "received_notes",
    "sent_notes",
    "score",
    "crossed_points",
)


def ends(parts: Sequence[Part]) -> FromClause:
    """A row for a person in a department that ranked him (`home`), nothing of what was corrected away; without a person
    for special points of the department itself. SUMS as in PersonStanding. From SIDES, which holds these months."""
    side = SIDES.c
    score = (
        side.received_points * _weights(parts, "received_basis_points")
        + side.sent_points * _weights(parts, "sent_basis_points")
        + side.special_points * WHOLE
    )
    of = {
        "received_points": side.received_points,
        "sent_points": side.sent_points,
        "special_points": side.special_points,
        "received_notes": side.received_with_points,
        "sent_notes": side.sent_with_points,
        "score": score,
        "crossed_points": _by_month(parts, {part.month_id: _crossed(part) for part in parts}),
    }
    return (
        select(
            side.person_id.label("person"), side.home_id.label("home"), *(total(of[name]).label(name) for name in SUMS)
        )
        .where(side.home_id.is_not(None))
        .group_by(side.person_id, side.home_id)
        .having(or_(total(side.received_notes + side.sent_notes) > 0, total(side.special_points) > 0))
        .subquery("ends")
    )


def _weights(parts: Sequence[Part], weight: str) -> Any:
    return _by_month(parts, {part.month_id: literal(int(getattr(part.scheme, weight))) for part in parts})


def _crossed(part: Part) -> ColumnElement[int]:
    """The received points that crossed the border which the scheme of the notes' month draws."""
    match crosses_at(part.scheme.same_level):
        case None:
            return literal(0)
        case Level.BUREAU:
            return SIDES.c.beyond_bureau_points
        case _:
            return SIDES.c.beyond_department_points


def _by_month(parts: Sequence[Part], figures: dict[int, ColumnElement[int]]) -> ColumnElement[int]:
    """What holds in the row's month."""
    if len(parts) == 1:
        return figures[parts[0].month_id]
    return case(figures, value=SIDES.c.month_id, else_=0)
