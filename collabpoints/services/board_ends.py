"""What each gave and got in some months, where he served: EDGES (services/board_edges.py) added up once for the boards and
for who took part, in a table of this transaction alone."""

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    Table,
    cast,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from collabpoints.db import BIG
from collabpoints.services.board_edges import EDGES, total

SUMS = (
    "received_points",
    "sent_points",
    "special_points",
    "received_notes",
    "sent_notes",
    "score",
    "crossed_points",
)

ENDS = Table(
    "board_ends",
    MetaData(),
    Column("person", BIG),
    Column("home", BIG),
    *(Column(name, BIG) for name in SUMS),
    prefixes=["TEMPORARY"],
)
"""A row for what a person got in a department and one for what he gave in it, nothing of what was corrected away; without a
person for special points of the department itself. Sums as in PersonStanding."""


def keep_ends(session: Session) -> None:
    """ENDS holds what is in EDGES; `drop_ends` when done."""
    connection = session.connection()
    ENDS.create(connection, checkfirst=False)
    edge = EDGES.c
    got = (
        select(
            edge.receiver,
            edge.receiver_home,
            total(edge.points),
            _nothing(),
            total(edge.special_points),
            total(edge.notes),
            _nothing(),
            total(edge.received_score),
            total(edge.points * edge.crosses),
        )
        .where(or_(edge.messages > 0, edge.special_points > 0))
        .group_by(edge.receiver, edge.receiver_home)
    )
    gave = (
        select(
            edge.sender,
            edge.sender_home,
            _nothing(),
            total(edge.points),
            _nothing(),
            _nothing(),
            total(edge.notes),
            total(edge.sent_score),
            _nothing(),
        )
        .where(edge.messages > 0)
        .group_by(edge.sender, edge.sender_home)
    )
    connection.execute(insert(ENDS).from_select(["person", "home", *SUMS], union_all(got, gave)))


def drop_ends(session: Session) -> None:
    """The table is gone."""
    ENDS.drop(session.connection(), checkfirst=False)


def _nothing() -> ColumnElement[int]:
    return cast(literal(0), BigInteger)
