"""What the rules ask of a person beside his department: rank, position, employment, when he joined, what stands above and
below his department, and who stands in his line of approval (결재라인)."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import BindParameter, Label, String, bindparam, cast, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from collabpoints.domain.roles import Role
from collabpoints.domain.staff_orders import Kind
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, RoleGrant
from collabpoints.prepared import Line, Prepared

_BETWEEN, _LINE = "|", "\x1f"

COLUMNS = (
    Employee.employment,
    Employee.joined_on,
    Appointment.rank,
    Appointment.department_id,
    Department.home_id,
    DepartmentPath.ids,
)
"""For a SELECT from employees with their post, its department and that one's path in force, each by an outer join."""


class Beside(NamedTuple):
    """A post beside one's own: 겸임, or 파견 within the agency. `home_id` is the department that ranks it."""

    kind: Kind
    home_id: int
    department: str


def posts_beside(day: BindParameter[date], database: str) -> Label[str | None]:
    """The posts beside the own one on that day as one column `beside`, for a SELECT from employees; `beside_of` reads it."""
    joined = func.group_concat if database == "sqlite" else func.string_agg
    post, department, path = aliased(Appointment), aliased(Department), aliased(DepartmentPath)
    words = post.kind + _BETWEEN + cast(department.home_id, String) + _BETWEEN + path.names
    return (
        select(joined(words, literal_column(f"'{_LINE}'")))
        .select_from(post)
        .join(department, department.id == post.department_id)
        .join(path, path.id == department.path_id)
        .where(
            post.employee_id == Employee.id,
            post.kind != Kind.PRIMARY.value,
            post.starts_on <= day,
            or_(post.ends_on.is_(None), post.ends_on > day),
        )
        .correlate(Employee)
        .scalar_subquery()
        .label("beside")
    )


def beside_of(row: Any) -> tuple[Beside, ...]:
    """From a row with `posts_beside`, in the order of kinds and departments; mostly none."""
    if not row.beside:
        return ()
    parts = (line.split(_BETWEEN, 2) for line in row.beside.split(_LINE))
    return tuple(sorted(Beside(Kind(kind), int(home_id), names) for kind, home_id, names in parts))


class Participation(TypedDict):
    """The part of `SenderFacts` and `RecipientFacts` that both have."""

    rank: str
    employment: str
    joined_days: int | None
    bureau_id: int | None
    team_id: int | None


def participation(row: Any, day: date) -> Participation:
    """As of `day`, from a row with COLUMNS."""
    return {
        "rank": row.rank or "",
        "employment": row.employment,
        "joined_days": (day - row.joined_on).days if row.joined_on else None,
        "bureau_id": _bureau_of(path_of(row), row.home_id),
        "team_id": row.department_id if row.department_id != row.home_id else None,
    }


def path_of(row: Any) -> tuple[int, ...]:
    """The ids of the departments from the top (the agency left out) down to the one where the person serves."""
    return tuple(map(int, row.ids.split("/"))) if row.ids else ()


def _bureau_of(path: tuple[int, ...], home_id: int | None) -> int | None:
    """What stands above a department in this path; None where nothing does."""
    if home_id not in path or path[0] == home_id:
        return None
    return path[path.index(home_id) - 1]


def heads_of(line: Line, department_ids: Collection[int]) -> frozenset[int]:
    """The persons who are heads of these departments: for those of one's path, one's line of approval."""
    if not department_ids:
        return frozenset()
    values = {f"department_{place}": department_id for place, department_id in enumerate(department_ids)}
    return frozenset(row.person_id for row in _heads(len(values)).rows(line, values))


@cache
def _heads(departments: int) -> Prepared:
    places = [bindparam(f"department_{place}", type_=RoleGrant.department_id.type) for place in range(departments)]
    held = select(RoleGrant.person_id).where(
        RoleGrant.role == Role.DEPARTMENT_HEAD.value,
        RoleGrant.revoked_at.is_(None),
        RoleGrant.department_id.in_(places),
    )
    return Prepared(lambda _database: held)
