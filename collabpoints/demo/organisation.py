"""The fictional province's organisation (`organisation.toml`): bureaus, departments, teams, in the official order."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from collabpoints.demo.fields import field_of

_NO_FIELD = "general"


@dataclass(frozen=True, slots=True)
class DemoDepartment:
    """A department. `place` is its place in the official order (from 0, the agency itself); `parent` and `home` are
    places too. `level`: 0 the agency, 1 bureau, 2 department, 3 team."""

    place: int
    code: str
    name: str
    level: int
    parent: int | None
    home: int
    field: str
    duties: tuple[str, ...]
    has_researchers: bool = False

    @property
    def head_position(self) -> str:
        """What its head is called (직위)."""
        for ending, position in (
            ("본부", "본부장"),
            ("실", "실장"),
            ("국", "국장"),
            ("팀", "팀장"),
            ("담당관", "담당관"),
            ("기획관", "담당관"),
        ):
            if self.name.endswith(ending):
                return position
        return "소장" if self.name.endswith(("연구소", "사업소")) else "과장"


@dataclass(frozen=True, slots=True)
class Organisation:
    """The agency's names and its departments; `departments[i].place == i`."""

    code: str
    name_ko: str
    name_en: str
    departments: tuple[DemoDepartment, ...]


@cache
def organisation() -> Organisation:
    """The organisation as its file tells it."""
    told = tomllib.loads((resources.files("collabpoints.demo") / "organisation.toml").read_text(encoding="utf-8"))
    found = [DemoDepartment(0, "0000", told["name_ko"], 0, None, 0, _NO_FIELD, ())]
    for number, bureau in enumerate(told["bureaus"], start=1):
        found += _bureau(bureau, number, place=len(found))
    return Organisation(told["code"], told["name_ko"], told["name_en"], tuple(found))


def _bureau(told: dict[str, Any], number: int, *, place: int) -> list[DemoDepartment]:
    field = told["departments"][0]["field"]
    found = [DemoDepartment(place, f"{number:02d}00", told["name"], 1, 0, place, field, ())]
    for order, part in enumerate(told["departments"], start=1):
        home, code, field = place + len(found), f"{number:02d}{order:02d}", part["field"]
        duties = tuple(part.get("duties", ())) or field_of(field).duties
        researchers = part.get("has_researchers", False)
        found.append(DemoDepartment(home, code, part["name"], 2, place, home, field, duties, researchers))
        for team_order, team in enumerate(part.get("teams", ()), start=1):
            team_place = place + len(found)
            found.append(DemoDepartment(team_place, f"{code}-{team_order}", team, 3, home, home, field, duties))
    return found
