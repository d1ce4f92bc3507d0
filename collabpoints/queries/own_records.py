"""The records that are one person: his own, and those that were found to be his (합친 기록, docs/adr/0030).

What was given and received stays with its record; whoever asks for his own notes, tree or sums asks for all of them. A
merge takes along what was joined before, so that every joined record names the kept one itself.
"""

from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from collabpoints.models import Person
from collabpoints.prepared import Line, Prepared, reading_line


def own_records(person_id: int, line: Line | None = None) -> tuple[int, ...]:
    """His own record's id, then by id those that were joined to it; mostly his own alone."""
    if line is not None:
        return (person_id, *(row.id for row in _JOINED.rows(line, {"person": person_id})))
    with reading_line() as own:
        return own_records(person_id, own)


def kept_records(session: Session, agency_id: int) -> dict[int, int]:
    """By each record of the agency that was joined to another, the one that is kept."""
    rows = session.execute(
        select(Person.id, Person.merged_into_person_id).where(
            Person.agency_id == agency_id, Person.merged_into_person_id.is_not(None)
        )
    )
    return {row.id: row.merged_into_person_id for row in rows}


def _joined(_database: str) -> Select[*tuple[Any, ...]]:
    return (
        select(Person.id)
        .where(Person.merged_into_person_id == bindparam("person", type_=Person.id.type))
        .order_by(Person.id)
    )


_JOINED = Prepared(_joined)
