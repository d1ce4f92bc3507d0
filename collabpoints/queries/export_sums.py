"""Sums over the months of a file, at the closing and by what was corrected since, with the ranks that go by them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Select,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from collabpoints.domain.exports import FIGURES, Only
from collabpoints.domain.ranking import Order, Rule, Subject, rule_of
from collabpoints.domain.scheme_words import Measure
from collabpoints.domain.schemes import WHOLE
from collabpoints.queries.export_frames import Frame, Part

STANDING = ("received_notes", "received_points", "sent_notes", "sent_points", "special_points")
# `messages`: notes received that stand, thanks alone among them. The notes of a board are those with points.
_SUMS = ("messages", *STANDING, "score")
_LATER = tuple(f"since_{name}" for name in _SUMS)


def source(month_id: Any, who: Any, figures: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    """Rows to be added up: `messages`, the figures and the score as they stand now, and under `since_` what of that came
    after the closing. What is not named is nothing."""
    blank = cast(literal(0), BigInteger)
    columns = [figures.get(name, blank).label(name) for name in (*_SUMS, *_LATER)]
    return select(month_id.label("month_id"), who.label("who"), *columns)


def added_up(frame: Frame, sources: Sequence[Any], *, who: Sequence[int] | None = None) -> CTE:
    """A row for each `who` of the sources (of these alone): `who`, `month_id` (the last month's, if not month by month),
    the figures at the closing under their names, those since with `since_`, those after with `after_`; whether there was
    anything (`is_something`), and anything since (`is_moved`)."""
    is_monthly = frame.wanted.filters.is_monthly
    rows = union_all(*sources).subquery("moved")
    month_id = rows.c.month_id if is_monthly else literal(frame.parts[-1].month_id, BigInteger)
    keys = (rows.c.who, rows.c.month_id) if is_monthly else (rows.c.who,)
    sums = [total(rows.c[name]).label(name) for name in (*_SUMS, *_LATER)]
    summed = select(rows.c.who, month_id.label("month_id"), *sums).where(rows.c.who.is_not(None)).group_by(*keys)
    if who is not None:
        summed = summed.where(rows.c.who.in_(who))
    now = summed.subquery("now")
    at_closing = {name: now.c[name] - now.c[f"since_{name}"] for name in _SUMS}
    anything = at_closing["messages"] + at_closing["sent_points"] + at_closing["special_points"]  # as on boards
    is_moved = or_(*(now.c[f"since_{name}"] != 0 for name in ("messages", *STANDING)))
    return select(
        now.c.who,
        now.c.month_id,
        *(at_closing[one.key].label(one.key) for one in FIGURES),
        *(now.c[f"since_{one.key}"] for one in FIGURES),
        *(now.c[one.key].label(f"after_{one.key}") for one in FIGURES),
        case((or_(anything > 0, is_moved), 1), else_=0).label("is_something"),
        case((is_moved, 1), else_=0).label("is_moved"),
    ).cte("sums")


def ranks(
    frame: Frame,
    sums: Any,
    subject: Subject,
    *,
    apart: Sequence[ColumnElement[Any]] = (),
    per_head: Callable[[ColumnElement[int]], ColumnElement[int]] | None = None,
) -> ColumnElement[int | None]:
    """The rank by the scheme's rule (of each month by its own), or by the order of the filters; null for who has nothing
    of it. By the figures at the closing, among all of `sums`, or among those alike in `apart`. `per_head` makes of a
    measure in ten-thousandths that for each head."""
    rules = {part.month_id: _rule(frame, part, subject) for part in frame.parts}
    length = max(1 + len(rule.ties) for rule in rules.values())
    keys = [frame.by_month(sums.c.month_id, _keyed(sums, rules, place, per_head)) for place in range(length)]
    among = [sums.c.month_id, *apart] if frame.wanted.filters.is_monthly else list(apart)
    rank = func.rank().over(partition_by=among or None, order_by=[key.desc() for key in keys])
    return case((keys[0] > 0, rank))


def is_wanted(frame: Frame, sums: Any, rank: Any) -> ColumnElement[bool]:
    """The condition of the filter of lines (`Only`)."""
    conditions: dict[Only, ColumnElement[bool]] = {
        Only.SOMETHING: sums.c.is_something == 1,
        Only.EVERYONE: true(),
        Only.RANKED: rank.is_not(None),
        Only.CORRECTED: sums.c.is_moved == 1,
    }
    return conditions[frame.wanted.filters.only]


def measured(sums: Any, by: Measure) -> ColumnElement[int]:
    """The column of a measure, in its own unit."""
    of: dict[Measure, ColumnElement[int]] = {
        Measure.SCORE: sums.c.score,
        Measure.RECEIVED: sums.c.received_points,
        Measure.SENT: sums.c.sent_points,
        Measure.NOTES: sums.c.received_notes,
    }
    return of[by]


def in_ten_thousandths(sums: Any, by: Measure) -> ColumnElement[int]:
    """The column of a measure in ten-thousandths."""
    return measured(sums, by) if by is Measure.SCORE else measured(sums, by) * WHOLE


def score(frame: Frame, month_id: Any, received: Any, sent: Any, special: Any) -> ColumnElement[int]:
    """The score in ten-thousandths, by the weights of the month to which the points belong."""
    own = frame.by_month(month_id, lambda part: part.scheme.received_basis_points)
    other = frame.by_month(month_id, lambda part: part.scheme.sent_basis_points)
    weighted: ColumnElement[int] = received * own + sent * other + special * WHOLE
    return weighted


def total(figure: Any) -> ColumnElement[int]:
    """The sum, 0 of nothing, as a whole number on both databases."""
    return cast(func.coalesce(func.sum(figure), 0), BigInteger)


def _rule(frame: Frame, part: Part, subject: Subject) -> Rule:
    filters = frame.wanted.filters
    own = rule_of(part.scheme if filters.is_monthly else frame.scheme, subject)
    if filters.order is None:
        return own
    if filters.order is Order.PER_HEAD:
        return Rule(own.by, True, ())
    return Rule(Measure(filters.order.value), False, ())


def _keyed(sums: Any, rules: Mapping[int, Rule], place: int, per_head: Any) -> Callable[[Part], ColumnElement[int]]:
    return lambda part: _key(sums, rules[part.month_id], place, per_head)


def _key(sums: Any, rule: Rule, place: int, per_head: Any) -> ColumnElement[int]:
    if place == 0 and rule.is_per_head and per_head is not None:
        return func.coalesce(per_head(in_ten_thousandths(sums, rule.by)), 0)
    measures = (rule.by, *rule.ties)
    return measured(sums, measures[place]) if place < len(measures) else literal(0)
