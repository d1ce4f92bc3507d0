"""The sums of departments in a file: the ledger's entries, seen from the departments where both ends served then."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
    values,
)
from sqlalchemy import column as named
from sqlalchemy.orm import Session

from collabpoints.domain.exports import Only
from collabpoints.domain.schemes import WHOLE
from collabpoints.models import Department, DepartmentPath, Entry, Month, Note, SpecialGrant
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_sums import added_up, score, source, total
from collabpoints.queries.headcounts import kept_person_days


def department_sums(frame: Frame) -> CTE:
    """`added_up` for every ranked department with anything; as the filters say, for all that were open."""
    ends = department_ends(frame)
    later, got = ends.c.is_later, ends.c.is_got
    gave = 1 - got
    weighted = score(frame, ends.c.month_id, ends.c.points * got, ends.c.points * gave, ends.c.special * got)
    now = {
        "messages": ends.c.messages * got,
        "received_notes": ends.c.notes * got,
        "received_points": ends.c.points * got,
        "sent_notes": ends.c.notes * gave,
        "sent_points": ends.c.points * gave,
        "special_points": ends.c.special * got,
        "score": weighted,
    }
    figures = {name: total(figure) for name, figure in now.items()}
    figures |= {f"since_{name}": total(figure * later) for name, figure in now.items()}
    sources = [source(ends.c.month_id, ends.c.who, figures).group_by(ends.c.month_id, ends.c.who)]
    if frame.wanted.filters.only is Only.EVERYONE:
        sources.append(_open(frame))
    return added_up(frame, sources)


def department_ends(frame: Frame) -> Any:
    """A row for each end of an entry: `who` (the ranked department), `month_id`, `is_later`, `messages`, `notes` (those
    with points), `points`, `special`, `is_got`."""
    notes = [
        _seen(frame, DepartmentPath.home_id, is_got)
        .join(Note, Note.id == Entry.note_id)
        .join(DepartmentPath, DepartmentPath.id == path_id)
        .where(Entry.note_id.is_not(None))
        for path_id, is_got in ((Note.recipient_path_id, 1), (Note.sender_path_id, 0))
    ]
    grants = (
        _seen(frame, func.coalesce(DepartmentPath.home_id, Department.home_id, Department.id), 1)
        .join(SpecialGrant, SpecialGrant.id == Entry.special_grant_id)
        .join(Department, Department.id == Entry.receiver_department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == SpecialGrant.receiver_path_id)
        .where(Entry.special_grant_id.is_not(None))
    )
    return union_all(*notes, grants).subquery("ends")


def headcounts(session: Session, frame: Frame) -> CTE:
    """By ranked department and month (the last one's id, if not month by month): `person_days`, and the `days` that they
    are of."""
    homes = {
        row.id: row.home_id
        for row in session.execute(
            select(DepartmentPath.id, DepartmentPath.home_id).where(DepartmentPath.agency_id == frame.agency_id)
        )
    }
    served: Counter[tuple[int, int]] = Counter()
    days: Counter[int] = Counter()
    for month in session.scalars(select(Month).where(Month.id.in_(frame.month_ids)).order_by(Month.period)):
        of = month.id if frame.wanted.filters.is_monthly else frame.parts[-1].month_id
        by_path, of_days = kept_person_days(session, month, frame.today)
        days[of] += of_days
        for path_id, person_days in by_path.items():
            served[homes[path_id], of] += person_days
    rows = [(home_id, month_id, found, days[month_id]) for (home_id, month_id), found in sorted(served.items())]
    columns = (named(name, BigInteger) for name in ("home_id", "month_id", "person_days", "days"))
    return values(*columns, literal_binds=True).data(rows or [(0, 0, 0, 1)]).cte("headcounts")


def averaged(heads: Any) -> ColumnElement[int]:
    """The average headcount in ten-thousandths, rounded down; 0 where nobody served."""
    return func.coalesce(cast(heads.c.person_days, BigInteger), 0) * WHOLE // func.coalesce(heads.c.days, 1)


def per_head_of(heads: Any) -> Callable[[ColumnElement[int]], ColumnElement[int]]:
    """Makes of a figure that for each head of the average headcount, rounded down; null where nobody served."""
    return lambda figure: case((heads.c.person_days > 0, figure * heads.c.days // heads.c.person_days))


def _seen(frame: Frame, who: Any, is_got: int) -> Select[*tuple[Any, ...]]:
    is_note = Entry.note_id.is_not(None)
    return (
        select(
            who.label("who"),
            Entry.month_id,
            case((frame.is_later(), 1), else_=0).label("is_later"),
            Entry.notes.label("messages"),
            case((and_(is_note, Entry.points != 0), Entry.notes), else_=0).label("notes"),
            case((is_note, Entry.points), else_=0).label("points"),
            case((is_note, 0), else_=Entry.points).label("special"),
            literal(is_got, BigInteger).label("is_got"),
        )
        .select_from(Entry)
        .where(Entry.month_id.in_(frame.month_ids))
    )


def _open(frame: Frame) -> Select[*tuple[Any, ...]]:
    """Every ranked department that was open on a day of the months, with nothing."""
    parts = frame.parts if frame.wanted.filters.is_monthly else (frame.parts[-1],)
    first = {part.month_id: part.month if frame.wanted.filters.is_monthly else frame.parts[0].month for part in parts}
    was_open = or_(*(
        and_(
            Month.id == part.month_id,
            Department.opened_on < part.month.shifted(1).first_day,
            or_(Department.closed_on.is_(None), Department.closed_on > first[part.month_id].first_day),
        )
        for part in parts
    ))  # fmt: skip
    return (
        source(Month.id, Department.id, {})
        .select_from(Department)
        .join(Month, and_(Month.agency_id == Department.agency_id, was_open))
        .where(
            Department.agency_id == frame.agency_id,
            func.coalesce(Department.home_id, Department.id) == Department.id,
        )
    )
