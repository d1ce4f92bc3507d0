"""Where people served and as what, on a day: what a letter of years ago or a record says of somebody."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.models import Appointment, Department, DepartmentPath, Employee

_MOST = 500


@dataclass(frozen=True, slots=True)
class Post:
    """A primary appointment: the department by its present path, the position; both "" where nobody knows."""

    department: str
    position: str


_NONE = Post("", "")


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of some people."""

    _by_person: Mapping[int, tuple[tuple[date, Post], ...]]

    def on(self, person_id: int, day: date) -> Post:
        """The post that began last by that day; the first one for a day before all."""
        own = self._by_person.get(person_id)
        if not own:
            return _NONE
        place = bisect_right([starts_on for starts_on, _post in own], day)
        return own[max(0, place - 1)][1]


def posts_of(session: Session, person_ids: Collection[int]) -> Posts:
    """The primary posts of these people, at every time."""
    found: defaultdict[int, list[tuple[date, Post]]] = defaultdict(list)
    ids = sorted(set(person_ids))
    for start in range(0, len(ids), _MOST):
        rows = session.execute(
            select(Employee.person_id, Appointment.starts_on, DepartmentPath.names, Appointment.position)
            .join(Employee, Employee.id == Appointment.employee_id)
            .join(Department, Department.id == Appointment.department_id)
            .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(Employee.person_id.in_(ids[start : start + _MOST]), Appointment.kind == "primary")
            .order_by(Appointment.starts_on, Appointment.id)
        )
        for row in rows:
            found[row.person_id].append((row.starts_on, Post(row.names or "", row.position)))
    return Posts({person_id: tuple(posts) for person_id, posts in found.items()})
