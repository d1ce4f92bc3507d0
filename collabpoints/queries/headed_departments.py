"""The ranked departments of a head: those that he heads, and those below."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, func, literal, or_, select

from collabpoints.db import reading
from collabpoints.models import Department, DepartmentPath
from collabpoints.queries.special_deciders import decider


@dataclass(frozen=True, slots=True)
class Headed:
    """A department that is ranked; `name` with what is above it."""

    department_id: int
    name: str


def headed_departments(agency_id: int, person_id: int) -> tuple[Headed, ...]:
    """All ranked departments at or below those that the person heads now, in official order. The head of a team heads
    none: a team is ranked with the department above it."""
    who = decider(agency_id, person_id)
    path: Any = literal("/").concat(DepartmentPath.ids).concat("/")
    inside = [path.contains(f"/{headed}/") for headed in sorted(who.headed_department_ids)]
    statement = (
        select(Department.id, DepartmentPath.names)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Department.agency_id == agency_id, func.coalesce(Department.home_id, Department.id) == Department.id)
        .order_by(Department.official_order, Department.id)
    )
    if not who.is_agency_head:
        statement = statement.where(or_(false(), *inside))
    with reading() as session:
        return tuple(Headed(row.id, row.names) for row in session.execute(statement))
