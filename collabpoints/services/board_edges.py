"""What happened in some months, added up from the ledger into a table of this transaction alone: who helped whom, and
special points.

One statement reads the ledger, so all boards that are made of the table are of one and the same moment, though other
statements of this transaction see later ones (docs/adr/0015). The rows of closed months are those up to the entry with
which they were closed: later corrections do not move them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    MetaData,
    Select,
    SmallInteger,
    Table,
    and_,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from collabpoints.db import BIG
from collabpoints.domain.ranking import crosses_at
from collabpoints.domain.scheme_words import Level
from collabpoints.domain.schemes import WHOLE
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.models import Department, DepartmentPath, Entry, Note, SpecialGrant
from collabpoints.queries.movements import movements

EDGES = Table(
    "board_edges",
    MetaData(),
    Column("receiver", BIG),
    Column("sender", BIG),
    Column("receiver_home", BIG),
    Column("sender_home", BIG),
    Column("crosses", SmallInteger),
    Column("points", BIG),
    Column("special_points", BIG),
    Column("messages", BIG),
    Column("notes", BIG),
    Column("received_score", BIG),
    Column("sent_score", BIG),
    Column("newest", BIG),
    prefixes=["TEMPORARY"],
)
"""One row for a receiver and a sender, in the departments where they served, and one without a sender for special points
(without a receiver too when the department got them). `messages` are the notes that stand, `notes` those of them with
points; scores are weighted points in ten-thousandths. A row without messages and special points stands for what was
corrected away. `newest` is the highest id of the entries that were added up."""

_Receiver, _Sender = aliased(DepartmentPath), aliased(DepartmentPath)


@dataclass(frozen=True, slots=True)
class Part:
    """A month of a span: `through_entry_id` where it is closed, and the scheme that weighs its points."""

    month_id: int
    through_entry_id: int | None
    scheme: RuleBook


def keep_edges(session: Session, parts: Sequence[Part], moved: FromClause | None = None) -> int:
    """EDGES holds what happened in these months, read from the movements that were kept of them, where they were;
    `drop_edges` when done. Returns the highest id of the entries that were added up; 0 of none, and where all
    months are closed: they say themselves how far they go."""
    of = movements(within(parts), Note.month_id.in_([part.month_id for part in parts])) if moved is None else moved
    connection = session.connection()
    EDGES.create(connection, checkfirst=False)
    # Receiver by receiver, as boards count whom each of them helped: they find it sorted already.
    helped = _helped(parts, of).order_by(of.c.receiver_person_id).subquery()
    rows = union_all(select(*helped.c), _special(of))
    connection.execute(insert(EDGES).from_select([column.name for column in EDGES.c], rows))
    if all(part.through_entry_id is not None for part in parts):
        return 0
    return connection.execute(select(func.max(EDGES.c.newest))).scalar_one() or 0


def drop_edges(session: Session) -> None:
    """The table is gone."""
    EDGES.drop(session.connection(), checkfirst=False)


def _helped(parts: Sequence[Part], of: FromClause) -> Select[*tuple[Any, ...]]:
    moved = of.c
    keys = (
        moved.receiver_person_id,
        moved.giver_person_id,
        _Receiver.home_id,
        _Sender.home_id,
        _crosses(parts, moved.month_id),
    )
    return (
        select(
            *keys,
            total(moved.points),
            _no_points(),
            total(moved.notes),
            total(case((moved.points != 0, moved.notes), else_=0)),
            _weighted(parts, moved, "received_basis_points"),
            _weighted(parts, moved, "sent_basis_points"),
            func.max(moved.id),
        )
        .select_from(of)
        .join(_Receiver, _Receiver.id == moved.receiver_path_id)
        .join(_Sender, _Sender.id == moved.giver_path_id)
        .group_by(*keys)
    )


def _special(of: FromClause) -> Select[*tuple[Any, ...]]:
    moved = of.c
    home = func.coalesce(DepartmentPath.home_id, Department.home_id, Department.id)
    points = total(moved.points)
    return (
        select(
            moved.receiver_person_id,
            cast(null(), BigInteger),
            home,
            cast(null(), BigInteger),
            cast(0, SmallInteger),
            _no_points(),
            points,
            _no_points(),
            _no_points(),
            points * WHOLE,
            _no_points(),
            func.max(moved.id),
        )
        .select_from(of)
        .join(SpecialGrant, SpecialGrant.id == moved.special_grant_id)
        .join(Department, Department.id == moved.receiver_department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == SpecialGrant.receiver_path_id)
        .where(moved.special_grant_id.is_not(None))
        .group_by(moved.receiver_person_id, home)
    )


def within(parts: Sequence[Part]) -> ColumnElement[bool]:
    """The condition that an entry counts in these months: of a closed one, those up to its closing."""
    still = [part.month_id for part in parts if part.through_entry_id is None]
    closed = [
        and_(Entry.month_id == part.month_id, Entry.id <= part.through_entry_id)
        for part in parts
        if part.through_entry_id is not None
    ]
    return or_(*closed, Entry.month_id.in_(still)) if still else or_(*closed)


def _weighted(parts: Sequence[Part], moved: Any, weight: str) -> ColumnElement[int]:
    weights = {part.month_id: int(getattr(part.scheme, weight)) for part in parts}
    if len(set(weights.values())) == 1:
        return total(moved.points) * next(iter(weights.values()))
    return total(moved.points * case(weights, value=moved.month_id, else_=0))


def _crosses(parts: Sequence[Part], month_id: Any) -> ColumnElement[int]:
    """1 where the two served on different sides of the border that the scheme of the note's month draws."""
    borders = {part.month_id: _border(crosses_at(part.scheme.same_level)) for part in parts}
    if len({part.scheme.same_level for part in parts}) == 1:
        return next(iter(borders.values()))
    return case(borders, value=month_id, else_=cast(0, SmallInteger))


def _border(level: Level | None) -> ColumnElement[int]:
    if level is None:
        return cast(0, SmallInteger)
    units = (_Receiver.bureau_id, _Sender.bureau_id) if level is Level.BUREAU else (_Receiver.home_id, _Sender.home_id)
    return case((units[0] != units[1], 1), else_=0)


def total(figure: Any) -> ColumnElement[int]:
    """The sum, 0 of nothing, as a whole number on both databases."""
    # PostgreSQL adds bigints up to numerics, which would divide with fractions.
    return cast(func.coalesce(func.sum(figure), 0), BigInteger)


def _no_points() -> ColumnElement[int]:
    return cast(literal(0), BigInteger)
