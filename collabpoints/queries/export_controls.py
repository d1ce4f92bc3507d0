"""Control totals: what the figures of a file come to by the ledger's own entries, and the proof that its lines say so.

The lines are made of totals, windows and joins; here the entries are added up once more and nothing else.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, BigInteger, Select, and_, case, cast, func, select, union_all
from sqlalchemy.orm import Session

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.export_headings import heading_of
from collabpoints.domain.exports import Column, Kind
from collabpoints.models import Entry
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_sums import score
from collabpoints.queries.export_tables import Control, ControlTotals

_NOT_ADDED = frozenset({"place", "rank", "headcount", "per_head"})


def proved(
    session: Session, lines: CTE, ledger: Select[*tuple[Any, ...]], columns: Sequence[Column], language: str
) -> ControlTotals:
    """The control totals of these lines. `ledger` selects the same sums under the same names from the entries. Raises
    Refused where the two differ: then the books do not balance, and no file is made of them."""
    added = [one for one in columns if one.kind in (Kind.NUMBER, Kind.SCORE) and one.key not in _NOT_ADDED]
    rows = session.execute(
        select(func.count().label("rows"), *(_total(lines.c[one.key]).label(one.key) for one in added)).select_from(
            lines
        )
    ).one()
    books = session.execute(ledger).one()._mapping
    for one in added:
        said, booked = rows._mapping[one.key], books[one.key]
        if said != booked:
            figure = heading_of(one, language)
            raise Refused((Refusal.of(Code.EXPORT_UNBALANCED, figure=figure, lines=said, ledger=booked),))
    return ControlTotals(rows.rows, tuple(Control(one, int(books[one.key])) for one in added))


def ledger_of_persons(frame: Frame, lines: CTE) -> Select[*tuple[Any, ...]]:
    """What the entries say of the lines' persons (and months): the figures at the closing, since, and after."""
    keys = [lines.c.who, lines.c.month_id] if frame.wanted.filters.is_monthly else [lines.c.who]
    held = select(*keys).distinct().subquery("held")
    is_note = Entry.note_id.is_not(None)
    ends = []
    for whom, is_got in ((Entry.receiver_person_id, 1), (Entry.giver_person_id, 0)):
        is_theirs = [held.c.who == frame.person(whom)]
        if frame.wanted.filters.is_monthly:
            is_theirs.append(held.c.month_id == Entry.month_id)
        ends.append(
            select(
                case((frame.is_later(), 1), else_=0).label("is_later"),
                Entry.month_id,
                case((and_(is_note, Entry.points != 0), Entry.notes), else_=0).label("notes"),
                case((is_note, Entry.points), else_=0).label("points"),
                case((is_note, 0), else_=Entry.points).label("special"),
                cast(is_got, BigInteger).label("is_got"),
            )
            .join(held, and_(*is_theirs))
            .where(Entry.month_id.in_(frame.month_ids))
        )
    return select(*figures_of(frame, union_all(*ends).subquery("ends")))


def figures_of(frame: Frame, ends: Any) -> list[Any]:
    """The sums of the figures over entries seen from their ends: `is_later`, `month_id`, `notes`, `points`, `special`,
    `is_got`."""
    got, gave = ends.c.is_got, 1 - ends.c.is_got
    figures = {
        "received_notes": ends.c.notes * got,
        "received_points": ends.c.points * got,
        "sent_notes": ends.c.notes * gave,
        "sent_points": ends.c.points * gave,
        "special_points": ends.c.special * got,
        "score": score(frame, ends.c.month_id, ends.c.points * got, ends.c.points * gave, ends.c.special * got),
    }
    stages = {"": 1 - ends.c.is_later, "since_": ends.c.is_later, "after_": 1}
    return [
        _total(figure * share).label(f"{stage}{name}")
        for stage, share in stages.items()
        for name, figure in figures.items()
    ]


def _total(figure: Any) -> Any:
    return cast(func.coalesce(func.sum(figure), 0), BigInteger)
