"""순위 설명: everything that a page needs to explain one standing, of a department or of a person."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from collabpoints.db import reading
from collabpoints.domain.board_explanations import Above, MonthHeads, MonthSums, next_up, sums_of
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.ranking import Rule, measured
from collabpoints.domain.spans import Span
from collabpoints.models import Board, DepartmentPath, DepartmentStanding, Month, MonthHeadcount, Person, PersonStanding
from collabpoints.queries.board_cells import hidden_departments, hides_a_month
from collabpoints.queries.board_sums import sums_of_department, sums_of_person
from collabpoints.queries.boards import (
    BoardHead,
    DepartmentRow,
    Figures,
    PersonRow,
    board_of,
    boards_of_months,
    departments,
    person,
)
from collabpoints.queries.closings import Corrections, corrected


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of a standing. `measure` is that by which the scheme ranks, per head where it does, in ten-thousandths;
    `person_days` and `per_head` are of departments only."""

    figures: Figures
    measure: int
    person_days: int = 0
    per_head: int | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """The standing in the span before, by the rule of that span: without `told` where it is a small cell."""

    span: Span
    rule: Rule
    rank: int | None
    told: Told | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A standing and what explains it. `is_small`: the department is a small cell; then without `told`, its name and rank
    are all there is for anybody but the officer. `shows_months`: its months may be told one by one.
    `equals` is how many others share the rank; `is_proved`: the ledger, added up once more, comes to the same figures;
    `above` the nearest place above whose figures are shown; None for the first."""

    head: BoardHead
    subject_id: int
    name: str
    position: str
    department: str
    division: int
    rank: int | None
    equals: int
    is_small: bool
    told: Told | None
    months: tuple[MonthSums, ...]
    shows_months: bool
    heads: tuple[MonthHeads, ...]
    before: Before | None
    above: Above | None
    corrections: Corrections | None
    is_proved: bool


def explained_person(head: BoardHead, person_id: int) -> Explanation | None:
    """The standing of a person for himself; None for who has none."""
    row = person(head.id, person_id)
    if row is None:
        return None
    told = _told(row, head.rule)
    months = sums_of_person(head, person_id)
    earlier = _board_before(head)
    then = person(earlier.id, person_id) if earlier else None
    return Explanation(
        head=head,
        subject_id=person_id,
        name=row.name,
        position=row.position,
        department=row.department,
        division=0,
        rank=row.rank,
        equals=_equals(head, row),
        is_small=False,
        told=told,
        months=months,
        shows_months=True,
        heads=(),
        before=Before(earlier.span, earlier.rule, then.rank, _told(then, earlier.rule)) if earlier and then else None,
        above=_person_above(head, row),
        corrections=_corrections(head, corrected(head, person_id=person_id)),
        is_proved=_is_proved(told.figures, months),
    )


def explained_department(head: BoardHead, department_id: int, *, with_small: bool = False) -> Explanation | None:
    """The standing of a department; None for one that has none. `with_small`: small cells are told too, for the officer."""
    rows = departments(head.id)
    row = next((one for one in rows if one.department_id == department_id), None)
    if row is None:
        return None
    small = hidden_departments(head)
    hidden = frozenset() if with_small else small
    peers = [one for one in rows if one.division == row.division and one.rank is not None]
    is_told = department_id not in hidden
    told = _told(row, head.rule)
    months = sums_of_department(head, department_id) if is_told else ()
    places = [Above(one.rank or 0, _told(one, head.rule).measure) for one in peers if one.department_id not in hidden]
    return Explanation(
        head=head,
        subject_id=department_id,
        name=row.name,
        position="",
        department=row.name,
        division=row.division,
        rank=row.rank,
        equals=max(sum(one.rank == row.rank for one in peers) - 1, 0),
        is_small=department_id in small,
        told=told if is_told else None,
        months=months,
        shows_months=with_small or not hides_a_month(head, department_id),
        heads=_heads(head, row) if is_told else (),
        before=_department_before(head, department_id, with_small=with_small),
        above=next_up(row.rank, places) if is_told else None,
        corrections=_corrections(head, corrected(head, department_id=department_id)) if is_told else None,
        is_proved=is_told and _is_proved(told.figures, months),
    )


def _told(row: PersonRow | DepartmentRow, rule: Rule) -> Told:
    figures = row.figures
    measure = measured(
        rule.by,
        received=figures.received_points,
        sent=figures.sent_points,
        score=figures.score,
        notes=figures.received_notes,
    )
    if isinstance(row, PersonRow):
        return Told(figures, measure)
    return Told(figures, row.per_head or 0 if rule.is_per_head else measure, row.person_days, row.per_head)


def _is_proved(figures: Figures, months: tuple[MonthSums, ...]) -> bool:
    """Whether the ledger comes to the figures of the board."""
    found = sums_of(months)
    return found == type(found)(
        figures.received_points,
        figures.sent_points,
        figures.special_points,
        figures.received_notes,
        figures.sent_notes,
        figures.score,
    )


def _corrections(head: BoardHead, found: Corrections) -> Corrections | None:
    """Only what came after a confirmation is told apart."""
    return found if head.is_confirmed and found.since else None


def _board_before(head: BoardHead) -> BoardHead | None:
    return board_of(head.agency_id, head.span.shifted(-1, _year_begins(head.span)), head.subject)


def _year_begins(span: Span) -> int:
    """In which month the span's year begins."""
    return span.first.shifted(-len(span.months) * (span.number - 1)).month if len(span.months) > 1 else 1


def _department_before(head: BoardHead, department_id: int, *, with_small: bool) -> Before | None:
    earlier = _board_before(head)
    row = (
        next((one for one in departments(earlier.id) if one.department_id == department_id), None) if earlier else None
    )
    if earlier is None or row is None:
        return None
    is_told = with_small or department_id not in hidden_departments(earlier)
    return Before(earlier.span, earlier.rule, row.rank, _told(row, earlier.rule) if is_told else None)


def _equals(head: BoardHead, row: PersonRow) -> int:
    if row.rank is None:
        return 0
    with reading() as session:
        found = session.execute(
            select(func.count())
            .select_from(PersonStanding)
            .where(PersonStanding.board_id == head.id, PersonStanding.rank == row.rank)
        ).scalar_one()
    return found - 1


def _person_above(head: BoardHead, row: PersonRow) -> Above | None:
    """The nearest rank above of somebody who did not opt out: the figures of who did are nobody's goal."""
    if row.place is None or row.rank is None:
        return None
    with reading() as session:
        found = session.execute(
            select(PersonStanding)
            .join(Person, Person.id == PersonStanding.person_id)
            .where(
                PersonStanding.board_id == head.id,
                PersonStanding.place < row.place,
                PersonStanding.rank < row.rank,
                Person.is_opted_out.is_(False),
            )
            .order_by(PersonStanding.place.desc())
            .limit(1)
        ).scalar_one_or_none()
    if found is None or found.rank is None:
        return None
    measure = measured(
        head.rule.by,
        received=found.received_points,
        sent=found.sent_points,
        score=found.score,
        notes=found.received_notes,
    )
    return Above(found.rank, measure)


def _heads(head: BoardHead, row: DepartmentRow) -> tuple[MonthHeads, ...]:
    """The headcount month by month: as kept when each month ended, else as its own board has it; for a single month that
    has neither it is what is left of the board's. Nothing where they do not come to the board's."""
    kept, counted = _kept_heads(head, row.department_id), _board_heads(head, row.department_id)
    found = {month: of_month or counted.get(month) for month, of_month in kept.items()}
    unknown = [month for month, of_month in found.items() if of_month is None]
    known = [of_month for of_month in found.values() if of_month is not None]
    left = (row.person_days - sum(one.person_days for one in known), head.days - sum(one.days for one in known))
    if len(unknown) == 1 and min(left) >= 0:
        found[unknown[0]] = MonthHeads(unknown[0], *left)
        return tuple(one for one in found.values() if one is not None)
    return tuple(known) if not unknown and left == (0, 0) else ()


def _kept_heads(head: BoardHead, department_id: int) -> dict[CalendarMonth, MonthHeads | None]:
    """By month of the span; None for one that goes on, or that ended before headcounts were kept."""
    own = DepartmentPath.home_id == department_id
    with reading() as session:
        rows = session.execute(
            select(
                Month.period,
                Month.state,
                func.count(MonthHeadcount.path_id).label("kept"),
                func.sum(case((own, MonthHeadcount.person_days), else_=0)).label("person_days"),
            )
            .outerjoin(MonthHeadcount, MonthHeadcount.month_id == Month.id)
            .outerjoin(DepartmentPath, DepartmentPath.id == MonthHeadcount.path_id)
            .where(
                Month.agency_id == head.agency_id, Month.period >= head.first_period, Month.period <= head.last_period
            )
            .group_by(Month.period, Month.state)
            .order_by(Month.period)
        ).all()
    found: dict[CalendarMonth, MonthHeads | None] = {}
    for row in rows:
        month = CalendarMonth.parse(row.period)
        days = (month.shifted(1).first_day - month.first_day).days
        found[month] = MonthHeads(month, int(row.person_days), days) if row.kept and row.state != "open" else None
    return found


def _board_heads(head: BoardHead, department_id: int) -> dict[CalendarMonth, MonthHeads]:
    with reading() as session:
        rows = session.execute(
            select(Board.last_period, Board.days, DepartmentStanding.person_days)
            .join(DepartmentStanding, DepartmentStanding.board_id == Board.id)
            .where(
                *boards_of_months(head, head.subject),
                DepartmentStanding.department_id == department_id,
            )
        ).all()
    months = [CalendarMonth.parse(row.last_period) for row in rows]
    return {month: MonthHeads(month, row.person_days, row.days) for month, row in zip(months, rows, strict=True)}
