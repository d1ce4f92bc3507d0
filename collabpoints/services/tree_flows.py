"""Who helped whom in a span, person by person, in a table of this transaction alone; and from it the flows of a tree.

One statement reads the ledger, so everything about a tree is of one and the same moment (like services/boards.py).
"""

from collections.abc import Sequence

from sqlalchemy import Column, MetaData, Table, and_, func, insert, literal, select, true
from sqlalchemy.orm import Session, aliased

from collabpoints.db import BIG, table_of
from collabpoints.models import DepartmentPath, Entry, Note, TreeFlow
from collabpoints.queries.sums import total
from collabpoints.services.board_parts import Part, within

HELPED = Table(
    "tree_helped",
    MetaData(),
    Column("recipient", BIG),
    Column("sender", BIG),
    Column("recipient_path", BIG),
    Column("sender_path", BIG),
    Column("recipient_home", BIG),
    Column("sender_home", BIG),
    Column("recipient_bureau", BIG),
    Column("sender_bureau", BIG),
    Column("notes", BIG),
    Column("newest", BIG),
    prefixes=["TEMPORARY"],
)
"""One row for a sender and a recipient on the paths where they served: how many of the notes between them stand, with
points or thanks alone (0 where all were withdrawn), and the highest id of the entries that were added up."""

_Recipient, _Sender = aliased(DepartmentPath), aliased(DepartmentPath)


def keep_helped(session: Session, parts: Sequence[Part]) -> int:
    """HELPED holds what happened in these months; `drop_helped` when done. Returns the highest id of the entries that were
    added up; 0 of none."""
    connection = session.connection()
    HELPED.create(connection, checkfirst=False)
    keys = (Note.recipient_person_id, Note.sender_person_id, Note.recipient_path_id, Note.sender_path_id)
    summed = (
        select(*keys, total(Entry.notes).label("notes"), func.max(Entry.id).label("newest"))
        .join(Note, and_(Note.id == Entry.note_id, Note.month_id.in_([part.month_id for part in parts])))
        .where(Entry.note_id.is_not(None), within(parts))
        .group_by(*keys)
        .subquery()
    )
    rows = (
        select(
            summed.c.recipient_person_id,
            summed.c.sender_person_id,
            summed.c.recipient_path_id,
            summed.c.sender_path_id,
            _Recipient.home_id,
            _Sender.home_id,
            _Recipient.bureau_id,
            _Sender.bureau_id,
            summed.c.notes,
            summed.c.newest,
        )
        .join(_Recipient, _Recipient.id == summed.c.recipient_path_id)
        .join(_Sender, _Sender.id == summed.c.sender_path_id)
    )
    connection.execute(insert(HELPED).from_select([column.name for column in HELPED.c], rows))
    return connection.execute(select(func.max(HELPED.c.newest))).scalar_one() or 0


def drop_helped(session: Session) -> None:
    """The table is gone."""
    HELPED.drop(session.connection(), checkfirst=False)


def keep_flows(session: Session, agency_id: int, tree_id: int) -> int:
    """The tree's flows stand, of bureaus, of departments, and between them; returns how many."""
    kept = 0
    between = HELPED.c.recipient_bureau != HELPED.c.sender_bureau
    for level, recipient, sender, wanted in (
        ("bureau", HELPED.c.recipient_bureau, HELPED.c.sender_bureau, true()),
        ("department", HELPED.c.recipient_home, HELPED.c.sender_home, true()),
        ("outward", HELPED.c.recipient_bureau, HELPED.c.sender_home, between),
        ("inward", HELPED.c.recipient_home, HELPED.c.sender_bureau, between),
    ):
        rows = (
            select(
                literal(tree_id),
                literal(level),
                sender,
                recipient,
                literal(agency_id),
                total(HELPED.c.notes),
                func.count(HELPED.c.sender.distinct()),
                func.count(HELPED.c.recipient.distinct()),
            )
            .where(HELPED.c.notes > 0, wanted)
            .group_by(sender, recipient)
        )
        kept += session.connection().execute(insert(table_of(TreeFlow)).from_select(_COLUMNS, rows)).rowcount
    return kept


_COLUMNS = (
    "tree_id",
    "level",
    "sender_department_id",
    "recipient_department_id",
    "agency_id",
    "notes",
    "senders",
    "recipients",
)
