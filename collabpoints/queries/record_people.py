"""People as records name them: with name, position, department and number, those who left too."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collabpoints.db import reading
from collabpoints.models import Employee, Person
from collabpoints.queries.positions import latest_department, latest_position

_MOST = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A person with his latest post and number."""

    person_id: int
    name: str
    position: str
    department: str
    number: str


def named(session: Session, person_ids: Collection[int | None]) -> dict[int, Named]:
    """These people by their ids."""
    ids, found = sorted({one for one in person_ids if one is not None}), {}
    number = (
        select(Employee.number).where(Employee.person_id == Person.id).order_by(Employee.id.desc()).limit(1)
    ).scalar_subquery()
    for start in range(0, len(ids), _MOST):
        rows = session.execute(
            select(
                Person.id, Person.name, func.coalesce(latest_position(Person.id), ""), func.coalesce(latest_department(Person.id), ""),
                func.coalesce(number, ""),
            ).where(Person.id.in_(ids[start : start + _MOST]))
        )  # fmt: skip
        found.update({row[0]: Named(*row) for row in rows})
    return found


def people_named(person_ids: Collection[int | None]) -> dict[int, Named]:
    """The same for a page."""
    with reading() as session:
        return named(session, person_ids)
