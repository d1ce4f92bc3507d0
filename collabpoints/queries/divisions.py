"""In which division of a scheme each department is ranked."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.models import Department, DepartmentPath


def divisions_of(session: Session, agency_id: int, scheme: RuleBook) -> Mapping[int, int]:
    """By department, the place from 1 of the division that names it or what is above it; others are absent."""
    if not scheme.divisions:
        return {}
    rows = session.execute(
        select(Department.id, Department.code, DepartmentPath.ids)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Department.agency_id == agency_id)
    ).all()
    codes = {row.id: row.code for row in rows}
    named = {code: place for place, one in enumerate(scheme.divisions, start=1) for code in one.departments}
    found: dict[int, int] = {}
    for row in rows:
        # The nearest one that is named counts: a department may leave the division of its bureau.
        path = reversed([int(part) for part in row.ids.split("/")])
        place = next((named[codes[one]] for one in path if codes.get(one) in named), None)
        if place is not None:
            found[row.id] = place
    return found
