"""People named in a line of a file: number, position and name, wherever they serve now."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, func, literal, select
from sqlalchemy.orm import aliased

from collabpoints.models import Appointment, DepartmentPath, Employee, Person
from collabpoints.queries.export_frames import Frame


def parties(frame: Frame) -> CTE:
    """A row for each person of the agency by the record that is kept: `who`, `number` and `position` of the latest post,
    `name`."""
    newest = func.row_number().over(
        partition_by=frame.person(Employee.person_id),
        order_by=[Employee.left_on.is_not(None), Employee.left_on.desc(), Employee.id.desc(),
                  Appointment.ends_on.is_(None).desc(), Appointment.starts_on.desc(), Appointment.id.desc()],
    )  # fmt: skip
    found = (
        select(
            frame.person(Employee.person_id).label("who"),
            Employee.number,
            func.coalesce(Appointment.position, "").label("position"),
            newest.label("nth"),
        )
        .outerjoin(Appointment, and_(Appointment.employee_id == Employee.id, Appointment.kind == "primary"))
        .where(Employee.agency_id == frame.agency_id)
        .subquery()
    )
    return (
        select(Person.id.label("who"), Person.name, found.c.number, found.c.position)
        .outerjoin(found, and_(found.c.who == Person.id, found.c.nth == 1))
        .where(Person.agency_id == frame.agency_id)
        .cte("parties")
    )


class End:
    """One of those whom a line names: a record of him, and by which path he served then (None: it is not told)."""

    def __init__(self, frame: Frame, key: str, of: CTE, who: Any, path_id: Any = None) -> None:
        self.key = key
        self.party = of.alias(f"{key}_party")
        self.path = aliased(DepartmentPath, name=f"{key}_path")
        self._is_of = self.party.c.who == frame.person(who)
        self._is_at = None if path_id is None else self.path.id == path_id

    def joined(self, statement: Any) -> Any:
        """The statement with what is told of him joined to it."""
        statement = statement.outerjoin(self.party, self._is_of)
        return statement if self._is_at is None else statement.outerjoin(self.path, self._is_at)

    @property
    def columns(self) -> Mapping[str, ColumnElement[Any]]:
        """By key of the file's columns; "" where a line names nobody."""
        path = literal("") if self._is_at is None else func.coalesce(self.path.names, "")
        of = {name: func.coalesce(self.party.c[name], "") for name in ("number", "position", "name")}
        return {f"{self.key}_{name}": column for name, column in {"department": path, **of}.items()}

    def is_within(self, department_id: int) -> ColumnElement[bool]:
        """Whether he served in a department or below it."""
        return is_below(self.path, department_id)


def is_below(path: Any, department_id: int) -> ColumnElement[bool]:
    """Whether a path is that of a department or of one below it."""
    ids: Any = literal("/").concat(path.ids).concat("/")
    found: ColumnElement[bool] = ids.contains(f"/{department_id}/")
    return found
