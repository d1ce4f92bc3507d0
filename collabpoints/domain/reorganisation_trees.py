"""A tree of departments that can be changed step by step, and two of them read side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from collabpoints.domain.staff_changes import PresentDepartment
from collabpoints.domain.staff_departments import (
    DEEPEST,
    DEPARTMENT,
    LONGEST_PATH,
    TEAM,
    TOP,
    Placed,
    WantedDepartment,
    placed,
)


class Branch(NamedTuple):
    """A department in the tree. `parent_code` "": nothing is above it."""

    code: str
    name: str
    parent_code: str
    is_team: bool


class TreeFault(StrEnum):
    """What a tree must not be: something below a team, more than eight above one another, a path longer than is kept."""

    TEAM_ABOVE = "team_above"
    DEEP = "deep"
    LONG = "long"


@dataclass(slots=True)
class Tree:
    """Open departments by code; `order` has every code once, siblings among themselves in official order (직제순)."""

    branches: dict[str, Branch]
    order: list[str]

    @classmethod
    def of(cls, departments: Sequence[PresentDepartment]) -> "Tree":
        """The open ones of these departments, which come in official order."""
        found = [Branch(one.code, one.name, one.parent_code, one.level == TEAM) for one in departments if one.is_open]
        return cls({one.code: one for one in found}, [one.code for one in found])

    def copy(self) -> "Tree":
        """The same, to be changed."""
        return Tree(dict(self.branches), list(self.order))

    def below(self, code: str) -> list[str]:
        """What hangs right below, in order."""
        return [one for one in self.order if self.branches[one].parent_code == code]

    def is_below(self, code: str, above: str) -> bool:
        """Whether `code` hangs somewhere below `above`."""
        seen: set[str] = set()
        while code in self.branches and code not in seen:
            seen.add(code)
            code = self.branches[code].parent_code
            if code == above:
                return True
        return False

    def is_top(self, code: str) -> bool:
        """Whether it is the agency itself: the only one with nothing above it, and with something below."""
        return self.places()[code].level == TOP

    def home(self, code: str) -> str:
        """The department that "same department" means: itself, or for a team the one above it."""
        branch = self.branches.get(code)
        return branch.parent_code if branch is not None and branch.is_team else code

    def places(self) -> dict[str, Placed]:
        """Level and official order of every department, parents before children."""
        wanted = {
            code: WantedDepartment(code, self.branches[code].name, self.branches[code].parent_code,
                                   self.branches[code].is_team, at, 0)
            for at, code in enumerate(self.order, start=1)
        }  # fmt: skip
        return placed(wanted, {code: at for at, code in enumerate(self.order, start=1)})

    def add(self, code: str, name: str, parent_code: str, before_code: str, *, beside: str = "") -> None:
        """It is opened there; right behind `beside` where that is named and nothing to stand before."""
        self.branches[code] = Branch(code, name, parent_code, self._is_team_below(parent_code, code))
        self._put(code, before_code, beside)

    def remove(self, code: str) -> None:
        del self.branches[code]
        self.order.remove(code)

    def rename(self, code: str, name: str) -> None:
        self.branches[code] = self.branches[code]._replace(name=name)

    def move(self, code: str, parent_code: str, before_code: str) -> None:
        """It hangs there. Under the same parent only its place changes, not what it is."""
        own = self.branches[code]
        is_same = own.parent_code == parent_code
        is_team = own.is_team if is_same else self._is_team_below(parent_code, code)
        self.branches[code] = own._replace(parent_code=parent_code, is_team=is_team)
        if before_code or not is_same:
            self.order.remove(code)
            self._put(code, before_code, "")

    def fault(self) -> TreeFault | None:
        """What the tree must not be, if it is."""
        for branch in self.branches.values():
            above = self._above(branch.code)
            if above and above[0].is_team:
                return TreeFault.TEAM_ABOVE
            if len(above) > DEEPEST:
                return TreeFault.DEEP
            if sum(len(one.name) + 1 for one in (branch, *above)) > LONGEST_PATH:
                return TreeFault.LONG
        return None

    def _above(self, code: str) -> list[Branch]:
        found: list[Branch] = []
        branch = self.branches.get(self.branches[code].parent_code)
        while branch is not None and len(found) <= DEEPEST:
            found.append(branch)
            branch = self.branches.get(branch.parent_code)
        return found

    def _is_team_below(self, parent_code: str, own: str) -> bool:
        """Neighbours say it where there are any; otherwise whatever hangs below a department is a team."""
        neighbours = [one for one in self.below(parent_code) if one != own] if parent_code else []
        if neighbours:
            return all(self.branches[one].is_team for one in neighbours)
        places = self.places()
        return parent_code in places and places[parent_code].level >= DEPARTMENT

    def _put(self, code: str, before_code: str, beside: str) -> None:
        if before_code:
            self.order.insert(self.order.index(before_code), code)
        elif beside:
            self.order.insert(self.order.index(beside) + 1, code)
        else:
            self.order.append(code)


class Mark(StrEnum):
    """What happens to a department, as the two trees tell it."""

    OPENED = "opened"
    CLOSED = "closed"
    MERGED_AWAY = "merged_away"
    MERGED = "merged"
    RENAMED = "renamed"
    MOVED = "moved"


class Told(NamedTuple):
    """A mark and the name that belongs to it: the heir, the other name, the department above on the other side; for
    `MERGED` the names of those that came, with "·" between."""

    mark: Mark
    name: str = ""


class Line(NamedTuple):
    """A department in one of the two trees. `depth` counts from 0 below the agency; `people` serve there;
    `folded`: so many departments below it are left out, since nothing changes in them."""

    code: str
    name: str
    level: int
    depth: int
    people: int
    told: tuple[Told, ...]
    folded: int = 0


def side_by_side(
    before: Tree,
    after: Tree,
    heirs: Mapping[str, str],
    people_before: Mapping[str, int],
    people_after: Mapping[str, int],
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Both trees as lists of lines in official order, what does not change folded into its bureau."""
    told_before = {code: _told_before(code, before, after, heirs) for code in before.branches}
    told_after = {code: _told_after(code, before, after, heirs) for code in after.branches}
    changed = {code for code, told in (*told_before.items(), *told_after.items()) if told}
    both = before.branches.keys() & after.branches.keys()
    changed |= {code for code in both if people_before.get(code, 0) != people_after.get(code, 0)}
    return (
        _lines(before, told_before, people_before, changed),
        _lines(after, told_after, people_after, changed),
    )


def _lines(
    tree: Tree, told: Mapping[str, tuple[Told, ...]], people: Mapping[str, int], changed: set[str]
) -> tuple[Line, ...]:
    places = tree.places()
    heads: dict[str, str] = {}
    depths: dict[str, int] = {}
    for code, place in places.items():
        parent = tree.branches[code].parent_code
        is_head = parent not in depths or places[parent].level == TOP
        depths[code] = 0 if is_head else depths[parent] + 1
        heads[code] = code if is_head or place.level == TOP else heads[parent]
    touched = {heads[code] for code in changed if code in heads}
    folded: dict[str, int] = {}
    for code, head in heads.items():
        if head not in touched and code != head:
            folded[head] = folded.get(head, 0) + 1
    return tuple(
        Line(code, tree.branches[code].name, place.level, depths[code], people.get(code, 0), told[code],
             folded.get(code, 0))
        for code, place in places.items()
        if heads[code] in touched or heads[code] == code
    )  # fmt: skip


def _told_before(code: str, before: Tree, after: Tree, heirs: Mapping[str, str]) -> tuple[Told, ...]:
    if code in after.branches:
        return tuple(_changes(code, before, after))
    if code in heirs:
        heir = after.branches.get(heirs[code])
        return (Told(Mark.MERGED_AWAY, heir.name if heir else heirs[code]),)
    return (Told(Mark.CLOSED),)


def _told_after(code: str, before: Tree, after: Tree, heirs: Mapping[str, str]) -> tuple[Told, ...]:
    told = [] if code in before.branches else [Told(Mark.OPENED)]
    if code in before.branches:
        told += _changes(code, after, before)
    came = [before.branches[one].name for one, heir in heirs.items() if heir == code and one in before.branches]
    return (*told, Told(Mark.MERGED, " · ".join(came))) if came else tuple(told)


def _changes(code: str, here: Tree, there: Tree) -> list[Told]:
    own, other = here.branches[code], there.branches[code]
    told = []
    if own.name != other.name:
        told.append(Told(Mark.RENAMED, other.name))
    if own.parent_code != other.parent_code:
        above = there.branches.get(other.parent_code)
        told.append(Told(Mark.MOVED, above.name if above else ""))
    return told
