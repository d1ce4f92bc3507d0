"""The sums of persons in a file: what each gave and got in its months, at the closing and by what was corrected since.

The totals beside the ledger bring what stands now; what the ledger says of notes without points and of corrections after a
closing is taken off again. So a year of many people is added up from few rows; that it comes to what the ledger says is
proved for every file (queries/export_controls.py).
"""

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
from collabpoints.models import Entry, PersonMonthTotal
from collabpoints.queries.export_frames import Frame, Part
from collabpoints.queries.export_people import served

_STANDING = ("received_notes", "received_points", "sent_notes", "sent_points", "special_points")
# `messages`: notes that stand, thanks alone among them. The notes of a board are those with points.
_SUMS = ("messages", *_STANDING, "score")
_LATER = tuple(f"since_{name}" for name in _SUMS)


def person_sums(frame: Frame, *, who: Sequence[int] | None = None) -> CTE:
    """A row for everybody with anything, or of `who` (and, as the filters say, for everybody who served): `who`,
    `month_id` (the last month's, if not month by month), the figures at the closing under their names, those since with
    `since_`, those after with `after_`, and whether there was anything (`is_something`) and anything since (`is_moved`)."""
    is_monthly = frame.wanted.filters.is_monthly
    sources = [
        _totals(frame),
        _without_points(frame, "receiver"),
        _without_points(frame, "giver"),
        *_corrections(frame),
    ]
    if frame.wanted.filters.only is Only.EVERYONE:
        everybody = served(frame, is_monthly=is_monthly).subquery()
        sources.append(_source(everybody.c.month_id, everybody.c.who, {}))
    rows = union_all(*sources).subquery("moved")
    month_id = rows.c.month_id if is_monthly else literal(frame.parts[-1].month_id, BigInteger)
    keys = (rows.c.who, rows.c.month_id) if is_monthly else (rows.c.who,)
    sums = [_total(rows.c[name]).label(name) for name in (*_SUMS, *_LATER)]
    summed = select(rows.c.who, month_id.label("month_id"), *sums).group_by(*keys)
    if who is not None:
        summed = summed.where(rows.c.who.in_(who))
    now = summed.subquery("now")
    at_closing = {name: now.c[name] - now.c[f"since_{name}"] for name in _SUMS}
    anything = at_closing["messages"] + at_closing["special_points"]
    is_moved = or_(*(now.c[f"since_{name}"] != 0 for name in ("messages", *_STANDING)))
    return select(
        now.c.who,
        now.c.month_id,
        *(at_closing[one.key].label(one.key) for one in FIGURES),
        *(now.c[f"since_{one.key}"] for one in FIGURES),
        *(now.c[one.key].label(f"after_{one.key}") for one in FIGURES),
        case((or_(anything > 0, is_moved), 1), else_=0).label("is_something"),
        case((is_moved, 1), else_=0).label("is_moved"),
    ).cte("sums")


def ranks(frame: Frame, sums: CTE, subject: Subject, *, within: Sequence[Any] = (), per_head: Any = None) -> Any:
    """The rank by the scheme's rule (of each month by its own), or by the order of the filters; null for who has nothing
    of it. By the figures at the closing, among all of `sums`."""
    rules = {part.month_id: _rule(frame, part, subject) for part in frame.parts}
    length = max(1 + len(rule.ties) for rule in rules.values())
    keys = [frame.by_month(sums.c.month_id, _keyed(sums, rules, place, per_head)) for place in range(length)]
    apart = [sums.c.month_id, *within] if frame.wanted.filters.is_monthly else list(within)
    rank = func.rank().over(partition_by=apart or None, order_by=[key.desc() for key in keys])
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


def _rule(frame: Frame, part: Part, subject: Subject) -> Rule:
    filters = frame.wanted.filters
    scheme = part.scheme if filters.is_monthly else frame.scheme
    if filters.order is None:
        return rule_of(scheme, subject)
    if filters.order is Order.PER_HEAD:
        return Rule(rule_of(scheme, subject).by, True, ())
    return Rule(Measure(filters.order.value), False, ())


def _keyed(sums: CTE, rules: Mapping[int, Rule], place: int, per_head: Any) -> Callable[[Part], ColumnElement[int]]:
    return lambda part: _key(sums, rules[part.month_id], place, per_head)


def _key(sums: CTE, rule: Rule, place: int, per_head: Any) -> ColumnElement[int]:
    measures: list[ColumnElement[int]] = [
        {Measure.SCORE: sums.c.score, Measure.RECEIVED: sums.c.received_points, Measure.SENT: sums.c.sent_points,
         Measure.NOTES: sums.c.received_notes}[one]
        for one in (rule.by, *rule.ties)
    ]  # fmt: skip
    if rule.is_per_head and per_head is not None:
        measures[0] = func.coalesce(per_head, 0)
    return measures[place] if place < len(measures) else literal(0)


def _totals(frame: Frame) -> Select[*tuple[Any, ...]]:
    total = PersonMonthTotal
    figures = {name: getattr(total, name) for name in _STANDING}
    figures["messages"] = total.received_notes + total.sent_notes
    figures["score"] = score(frame, total.month_id, total.received_points, total.sent_points, total.special_points)
    return _source(total.month_id, frame.person(total.person_id), figures).where(total.month_id.in_(frame.month_ids))


def _without_points(frame: Frame, end: str) -> Select[*tuple[Any, ...]]:
    """Takes notes that are thanks alone off the notes with points."""
    name = "received_notes" if end == "receiver" else "sent_notes"
    later = case((frame.is_later(), Entry.notes), else_=0)
    return _source(
        Entry.month_id,
        frame.person(getattr(Entry, f"{end}_person_id")),
        {name: -_total(Entry.notes), f"since_{name}": -_total(later)},
    ).where(Entry.month_id.in_(frame.month_ids), Entry.points == 0, Entry.note_id.is_not(None)).group_by(
        Entry.month_id, getattr(Entry, f"{end}_person_id")
    )  # fmt: skip


def _corrections(frame: Frame) -> list[Select[*tuple[Any, ...]]]:
    """What came after the closings, both ends and special points."""
    if not frame.has_closed:
        return []
    is_note = Entry.note_id.is_not(None)
    found = []
    for end, sign in (("receiver", "received"), ("giver", "sent")):
        points = case((is_note, Entry.points), else_=0)
        special = case((is_note, 0), else_=Entry.points)
        weighted = {"received": (points, 0, special), "sent": (0, points, 0)}[sign]
        whom = getattr(Entry, f"{end}_person_id")
        figures = {
            "since_messages": _total(Entry.notes),
            f"since_{sign}_notes": _total(Entry.notes),
            f"since_{sign}_points": _total(points),
            "since_score": _total(score(frame, Entry.month_id, *weighted)),
        }
        if sign == "received":
            figures["since_special_points"] = _total(special)
        found.append(
            _source(Entry.month_id, frame.person(whom), figures)
            .where(frame.is_later(), whom.is_not(None))
            .group_by(Entry.month_id, whom)
        )
    return found


def score(frame: Frame, month_id: Any, received: Any, sent: Any, special: Any) -> ColumnElement[int]:
    """The score in ten-thousandths, by the weights of the month to which the points belong."""
    own = frame.by_month(month_id, lambda part: part.scheme.received_basis_points)
    other = frame.by_month(month_id, lambda part: part.scheme.sent_basis_points)
    weighted: ColumnElement[int] = received * own + sent * other + special * WHOLE
    return weighted


def _source(month_id: Any, who: Any, figures: dict[str, Any]) -> Select[*tuple[Any, ...]]:
    blank = cast(literal(0), BigInteger)
    columns = [figures.get(name, blank).label(name) for name in (*_SUMS, *_LATER)]
    return select(month_id.label("month_id"), who.label("who"), *columns)


def _total(figure: Any) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(figure), 0), BigInteger)
