"""Write the departments of a plan: opened, reopened, renamed, moved, closed, put in order; and the paths in force."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.domain.staff_changes import DepartmentAct, Plan
from collabpoints.domain.staff_departments import TEAM, TOP
from collabpoints.models import Department, DepartmentPath
from collabpoints.services.bulk_rows import insert_rows, reserved_ids

_COLUMNS = (
    "id",
    "agency_id",
    "code",
    "name",
    "parent_id",
    "level",
    "official_order",
    "opened_on",
    "home_id",
    "path_id",
)


def write_departments(session: Session, agency_id: int, plan: Plan) -> dict[str, int]:
    """Afterwards the tree, its order and its paths are the plan's; answers with the id of every department by code."""
    ids = _present_ids(session, agency_id)
    if not (plan.department_changes or plan.is_reordered):
        return ids
    opened = [code for code in plan.places if code not in ids]
    present = [code for code in plan.places if code in ids]
    ids.update(zip(opened, reserved_ids(session, Department, len(opened)), strict=True))
    path_ids = _path_ids(
        session, agency_id, _paths(plan, ids), {code: _home_id(plan, code, ids) for code in plan.places}
    )
    insert_rows(
        session,
        Department,
        _COLUMNS,
        (
            (
                ids[code],
                agency_id,
                code,
                plan.departments[code].name,
                ids.get(plan.departments[code].parent_code),
                plan.places[code].level,
                plan.places[code].order,
                plan.today,
                _home_id(plan, code, ids),
                path_ids[code],
            )
            for code in opened
        ),
    )
    _update(session, plan, present, ids, path_ids)
    closed = [ids[change.code] for change in plan.department_changes if change.act is DepartmentAct.CLOSED]
    _close(session, closed, plan.today)
    return ids


def _present_ids(session: Session, agency_id: int) -> dict[str, int]:
    rows = session.execute(select(Department.code, Department.id).where(Department.agency_id == agency_id))
    return {row.code: row.id for row in rows}


def _home_id(plan: Plan, code: str, ids: Mapping[str, int]) -> int:
    is_team = plan.places[code].level == TEAM
    return ids[plan.departments[code].parent_code if is_team else code]


def _paths(plan: Plan, ids: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    """Ids and names of the path in force of each department; parents come first in `places`."""
    paths: dict[str, tuple[str, str]] = {}
    for code, place in plan.places.items():
        department = plan.departments[code]
        parent = department.parent_code
        own = (str(ids[code]), department.name)
        if not parent or plan.places[parent].level == TOP or place.level == TOP:
            paths[code] = own
        else:
            paths[code] = (f"{paths[parent][0]}/{own[0]}", f"{paths[parent][1]} {own[1]}")
    return paths


def _path_ids(
    session: Session, agency_id: int, paths: Mapping[str, tuple[str, str]], homes: Mapping[str, int]
) -> dict[str, int]:
    """The id of each path's row; rows that do not exist yet are made, rows are never changed."""
    rows = session.execute(
        select(DepartmentPath.ids, DepartmentPath.names, DepartmentPath.id).where(DepartmentPath.agency_id == agency_id)
    )
    known = {(ids, names): id_ for ids, names, id_ in rows}
    new = {path: homes[code] for code, path in paths.items() if path not in known}
    known.update(zip(new, reserved_ids(session, DepartmentPath, len(new)), strict=True))
    insert_rows(
        session,
        DepartmentPath,
        ("id", "agency_id", "ids", "names", "home_id", "bureau_id"),
        ((known[path], agency_id, *path, home, int(path[0].split("/")[0])) for path, home in new.items()),
    )
    return {code: known[path] for code, path in paths.items()}


def _update(
    session: Session, plan: Plan, present: list[str], ids: Mapping[str, int], path_ids: Mapping[str, int]
) -> None:
    table = table_of(Department)
    changes = [
        {
            "of": ids[code],
            "name": plan.departments[code].name,
            "parent_id": ids.get(plan.departments[code].parent_code),
            "level": plan.places[code].level,
            "official_order": plan.places[code].order,
            "closed_on": None,
            "home_id": _home_id(plan, code, ids),
            "path_id": path_ids[code],
        }
        for code in present
    ]
    if changes:
        session.connection().execute(update(table).where(table.c.id == bindparam("of")), changes)


def _close(session: Session, closed: list[int], today: date) -> None:
    if closed:
        session.execute(update(Department).where(Department.id.in_(closed)).values(closed_on=today))
