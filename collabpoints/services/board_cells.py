"""Small cells of boards: keep who took part where in a month, and what of the boards may be shown (domain/cells.py);
inside a unit of work that is open already and holds the boards.

What is shown depends on all boards around a month together and on who opts out today, so it stands in rows of its own
beside boards that never change. A board without such rows shows no figures of departments.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import FromClause, Select, and_, case, delete, false, func, insert, literal, not_, or_, select
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.domain.board_sights import FIRST
from collabpoints.domain.cells import LEAST, Cell, Sheet, is_thin, shown
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Viewers
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import (
    Board,
    DepartmentStanding,
    Month,
    MonthParticipant,
    Person,
    PersonStanding,
    Scheme,
    ShownCell,
    ShownTotal,
)
from collabpoints.services.row_changes import make_rows

_BEYOND = 2**31
_SOMEBODY = 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """A board with the months of its span that have begun."""

    board: Board
    periods: frozenset[str]
    names_everybody: bool

    def is_of(self, subject: Subject) -> bool:
        return self.board.subject == subject.value


def keep_participants(session: Session, agency_id: int, month_id: int, ends: FromClause) -> bool:
    """The people of the month are those of its `ends` (services/board_ends.py). Returns whether anybody came or went."""
    has_points = ends.c.received_points + ends.c.sent_points + ends.c.special_points > 0
    rows = select(literal(agency_id), literal(month_id), ends.c.home, ends.c.person).where(
        has_points, ends.c.person.is_not(None)
    )
    names = ("agency_id", "month_id", "department_id", "person_id")
    return make_rows(session, MonthParticipant, MonthParticipant.month_id == month_id, names, rows)


def drop_shown(session: Session, board_ids: Sequence[int]) -> None:
    """Nothing of these boards is shown."""
    for column in (ShownCell.board_id, ShownTotal.board_id):
        session.execute(delete(column.class_).where(column.in_(board_ids)))


def keep_shown(session: Session, agency_id: int, periods: Collection[str]) -> None:
    """What may be shown of all boards around these months (YYYY-MM) stands as it is today."""
    months = {
        row.period: row.id
        for row in session.execute(select(Month.period, Month.id).where(Month.agency_id == agency_id))
    }
    frames = _frames_around(session, agency_id, frozenset(periods) & months.keys(), frozenset(months))
    sheets = _sheets(session, [frame for frame in frames if frame.is_of(Subject.DEPARTMENTS)])
    persons = [frame for frame in frames if frame.is_of(Subject.PERSONS)]
    around = {months[period]: period for sheet in sheets for period in sheet.periods}
    found = shown(sheets, _cells(session, around, persons))
    drop_shown(session, [sheet.board_id for sheet in sheets])
    rows = [
        {"board_id": board_id, "department_id": one, "agency_id": agency_id}
        for board_id, departments in sorted(found.departments.items())
        for one in sorted(departments)
    ]
    totals = [
        {"board_id": sheet.board_id, "agency_id": agency_id}
        for sheet in sheets
        if sheet.is_month and sheet.periods <= found.totals
    ]
    for model, new in ((ShownCell, rows), (ShownTotal, totals)):
        if new:
            session.execute(insert(table_of(model)), new)


def months_of(session: Session, person_id: int) -> Sequence[str]:
    """The months (YYYY-MM) in which somebody took part."""
    return session.scalars(
        select(Month.period)
        .join(MonthParticipant, MonthParticipant.month_id == Month.id)
        .where(MonthParticipant.person_id == person_id)
        .distinct()
        .order_by(Month.period)
    ).all()


def _frames_around(
    session: Session, agency_id: int, wanted: frozenset[str], months: frozenset[str]
) -> tuple[_Frame, ...]:
    """The boards that hold one of these months, those that share one with them, and so on."""
    rows = session.execute(
        select(Board, Scheme.text)
        .join(Scheme, Scheme.id == Board.scheme_id)
        .where(Board.agency_id == agency_id)
        .order_by(Board.id)
        .execution_options(populate_existing=True)
    ).all()
    viewers = {text: parse_scheme(text).ranking_viewers for text in {row.text for row in rows}}
    every = [
        _Frame(
            row.Board,
            frozenset(period for period in months if row.Board.first_period <= period <= row.Board.last_period),
            viewers[row.text] is not Viewers.FIRST_TEN,
        )
        for row in rows
    ]
    around = wanted
    while True:
        found = tuple(frame for frame in every if frame.periods & around)
        wider = around.union(*(frame.periods for frame in found))
        if wider == around:
            return found
        around = wider


def _sheets(session: Session, frames: Sequence[_Frame]) -> list[Sheet]:
    days = {frame.board.id: frame.board.days for frame in frames}
    standing: dict[int, set[int]] = {board_id: set() for board_id in days}
    thin: dict[int, set[int]] = {board_id: set() for board_id in days}
    for row in session.execute(
        select(DepartmentStanding.board_id, DepartmentStanding.department_id, DepartmentStanding.person_days).where(
            DepartmentStanding.board_id.in_(days)
        )
    ):
        standing[row.board_id].add(row.department_id)
        if is_thin(row.person_days, days[row.board_id]):
            thin[row.board_id].add(row.department_id)
    return [
        Sheet(
            board_id=frame.board.id,
            is_month=frame.board.span == frame.board.last_period,
            periods=frame.periods,
            departments=frozenset(standing[frame.board.id]),
            thin=frozenset(thin[frame.board.id]),
            names_everybody=frame.names_everybody,
        )
        for frame in frames
    ]


def _cells(session: Session, around: Mapping[int, str], persons: Sequence[_Frame]) -> list[Cell]:
    """The cells of these months, by id; who is named in one of the boards of persons around a month is named in it."""
    named = [
        and_(
            MonthParticipant.month_id.in_([month_id for month_id, period in around.items() if period in one.periods]),
            MonthParticipant.person_id.in_(_named(one)),
        )
        for one in persons
    ]
    is_unnamed = or_(Person.is_opted_out.is_(True), not_(or_(false(), *named)))
    # The offset keeps PostgreSQL from asking the same of everybody three times.
    people = (
        select(
            MonthParticipant.month_id,
            MonthParticipant.department_id,
            case((is_unnamed, MonthParticipant.person_id)).label("unnamed"),
        )
        .join(Person, Person.id == MonthParticipant.person_id)
        .where(MonthParticipant.month_id.in_(around))
        .offset(0)
        .subquery()
    )
    cell = (people.c.month_id, people.c.department_id)
    unnamed = people.c.unnamed
    rows = session.execute(
        select(
            *cell,
            func.count().label("people"),
            func.count(unnamed).label("unnamed"),
            func.min(unnamed).label("one"),
            func.max(unnamed).label("other"),
        )
        .group_by(*cell)
        .order_by(*cell)
    ).all()
    found = []
    for row in rows:
        some = {one for one in (row.one, row.other) if one is not None}
        if row.unnamed >= LEAST:
            some.add(_SOMEBODY)  # three are enough, whoever the third is
        found.append(Cell(row.department_id, around[row.month_id], row.people, frozenset(some)))
    return found


def _named(frame: _Frame) -> Select[int]:
    """Whom a board of persons names, if they did not opt out: everybody with a rank, or the first ten."""
    on_board = (PersonStanding.board_id == frame.board.id, PersonStanding.place.is_not(None))
    everybody = select(PersonStanding.person_id).where(*on_board)
    if frame.names_everybody:
        return everybody
    # Ranks stand in the order of places, so few rows are read.
    eleventh = (
        select(PersonStanding.place)
        .where(*on_board, PersonStanding.rank > FIRST)
        .order_by(PersonStanding.place)
        .limit(1)
        .scalar_subquery()
    )
    return everybody.where(PersonStanding.place < func.coalesce(eleventh, _BEYOND))
