"""Control totals: what the figures of a file come to by the ledger's own entries, and the proof that its lines say so.

The lines are made of totals, windows and joins; here the entries are added up once more and nothing else.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, and_, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.export_headings import heading_of
from collabpoints.domain.exports import Column, Kind, Only
from collabpoints.models import Entry
from collabpoints.queries.export_department_sums import department_ends
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_sums import score, total
from collabpoints.queries.export_tables import Control, ControlTotals

_NOT_ADDED = frozenset({"place", "rank", "headcount", "per_head"})


def proved(
    session: Session, lines: FromClause, ledger: Select[*tuple[Any, ...]], columns: Sequence[Column], language: str
) -> ControlTotals:
    """The control totals of these lines. `ledger` selects the same sums under the same names from the entries. Raises
    Refused where the two differ: then the books do not balance, and no file is made of them."""
    added = [one for one in columns if one.kind in (Kind.NUMBER, Kind.SCORE) and one.key not in _NOT_ADDED]
    rows = session.execute(
        select(func.count().label("rows"), *(total(lines.c[one.key]).label(one.key) for one in added)).select_from(
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


def ledger_of_persons(frame: Frame, lines: FromClause) -> Select[*tuple[Any, ...]]:
    """What the entries say of the lines' persons (and months): the figures at the closing, since, and after."""
    ends = [
        select(
            frame.person(whom).label("who"),
            *_seen(frame, is_got),
        ).where(Entry.month_id.in_(frame.month_ids), whom.is_not(None))
        for whom, is_got in ((Entry.receiver_person_id, 1), (Entry.giver_person_id, 0))
    ]
    return _of_lines(frame, lines, union_all(*ends).subquery("ends"))


def ledger_of_departments(frame: Frame, lines: FromClause) -> Select[*tuple[Any, ...]]:
    """The same of the lines' departments; of a file of all of them, of whatever department."""
    ends = department_ends(frame)
    is_of_all = frame.wanted.filters.only in (Only.SOMETHING, Only.EVERYONE)
    if is_of_all and frame.wanted.department_id is None and frame.wanted.filters.division is None:
        return select(*figures_of(frame, _whole_ledger(frame)))
    return _of_lines(frame, lines, ends)


def _of_lines(frame: Frame, lines: FromClause, ends: Any) -> Select[*tuple[Any, ...]]:
    is_monthly = frame.wanted.filters.is_monthly
    held = select(lines.c.who, *([lines.c.month_id] if is_monthly else [])).distinct().subquery("held")
    is_theirs = [held.c.who == ends.c.who, *([held.c.month_id == ends.c.month_id] if is_monthly else [])]
    return select(*figures_of(frame, ends)).select_from(ends).join(held, and_(*is_theirs))


def _whole_ledger(frame: Frame) -> Any:
    """Both ends of every entry, whosoever they are."""
    return union_all(*(
        select(
            *_seen(frame, is_got),
        ).where(Entry.month_id.in_(frame.month_ids))
        for is_got in (1, 0)
    )).subquery("ends")  # fmt: skip


def _seen(frame: Frame, is_got: int) -> tuple[ColumnElement[Any], ...]:
    """An entry from one of its ends: from the receiver's (1) or from the giver's (0)."""
    is_note = Entry.note_id.is_not(None)
    return (
        case((frame.is_later(), 1), else_=0).label("is_later"),
        Entry.month_id.label("month_id"),
        case((and_(is_note, Entry.points != 0), Entry.notes), else_=0).label("notes"),
        case((is_note, Entry.points), else_=0).label("points"),
        case((is_note, 0), else_=Entry.points).label("special"),
        literal(is_got, BigInteger).label("is_got"),
    )


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
        total(figure * share).label(f"{stage}{name}")
        for stage, share in stages.items()
        for name, figure in figures.items()
    ]
