"""Where departments stand in a span: their headcount and their division, in a table of this transaction alone."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Column, MetaData, Table, insert, select
from sqlalchemy.orm import Session

from collabpoints.db import BIG
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.models import DepartmentPath, Month
from collabpoints.queries.divisions import divisions_of
from collabpoints.queries.headcounts import kept_person_days

PLACES = Table(
    "board_places",
    MetaData(),
    Column("home_id", BIG, primary_key=True, autoincrement=False),
    Column("division", BIG),
    Column("person_days", BIG),
    prefixes=["TEMPORARY"],
)
"""One row for each department of the agency that can be ranked. `division` as in DepartmentStanding."""


def keep_places(session: Session, months: Sequence[Month], scheme: RuleBook, *, today: date) -> int:
    """PLACES holds every department's place in these months; `drop_places` when done. Returns the days that the
    person-days are of."""
    agency_id = months[0].agency_id
    homes = {
        row.id: row.home_id
        for row in session.execute(
            select(DepartmentPath.id, DepartmentPath.home_id).where(DepartmentPath.agency_id == agency_id)
        )
    }
    served: Counter[int] = Counter()
    days = 0
    for month in months:
        by_path, of_days = kept_person_days(session, month, today)
        days += of_days
        for path_id, person_days in by_path.items():
            served[homes[path_id]] += person_days
    divisions = divisions_of(session, agency_id, scheme)
    connection = session.connection()
    PLACES.create(connection, checkfirst=False)
    rows = [
        {"home_id": home_id, "division": divisions.get(home_id, 0), "person_days": served[home_id]}
        for home_id in sorted(set(homes.values()))
    ]
    if rows:
        connection.execute(insert(PLACES), rows)
    return days


def drop_places(session: Session) -> None:
    """The table is gone."""
    PLACES.drop(session.connection(), checkfirst=False)
