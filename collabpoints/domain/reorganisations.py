"""Reorganisations (조직개편) as rules see them: a tree of departments and steps in, the tree after and who goes where out.

Steps are taken in order, each on the tree that the ones before it left. A step that contradicts that tree changes nothing
and is told by its place, so that all contradictions are seen at once.

- `open`: `code` is opened as `name` under `parent_code`.
- `close`: `code` is closed; nobody may be left in it, and nothing below it.
- `rename`: `code` is called `name`. `move`: `code` hangs under `parent_code`.
- `merge`: who serves in `code` goes to `into_code`, what is below `code` hangs below `into_code`, `code` is closed.
- `split`: those people of `code` who are named in the moves go to `into_code`, which is opened as `name` beside `code`
  unless it is there.

What is opened or moved below a department (과) is a team (팀), as are its new neighbours where all of them are teams;
anywhere else it is a department or a bureau, by how deep it hangs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.reorganisation_trees import Tree, TreeFault
from collabpoints.domain.staff_changes import PresentDepartment


class Act(StrEnum):
    """What a step does, in the order in which pages offer them."""

    OPEN = "open"
    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    MOVE = "move"
    CLOSE = "close"


class Step(NamedTuple):
    """One step. `before_code`: what is opened, moved or split off stands in front of it; "": last below its parent."""

    place: int
    act: Act
    code: str
    name: str = ""
    parent_code: str = ""
    into_code: str = ""
    before_code: str = ""


class Move(NamedTuple):
    """A person who goes to the department `code`, whatever the steps say of the one where he serves (`from_code`)."""

    employee_id: int
    from_code: str
    code: str


@dataclass(frozen=True, slots=True)
class Reorganised:
    """What the steps make of a tree. `after` and `before` are trees; `heirs`: for each department that was merged away,
    the one where its people go in the end; `destinations`: for each person named in the moves, the department where he
    goes in the end; `refusals`: every contradiction, in the order of the steps, the field `step-3` for the third."""

    before: Tree
    after: Tree
    heirs: Mapping[str, str]
    destinations: Mapping[int, str]
    refusals: tuple[Refusal, ...]

    @property
    def closed(self) -> tuple[str, ...]:
        """The codes that are no more, in their order before."""
        return tuple(code for code in self.before.order if code not in self.after.branches)

    @property
    def opened(self) -> tuple[str, ...]:
        """The codes that are new, in their order after."""
        return tuple(code for code in self.after.order if code not in self.before.branches)


def reorganised(
    departments: Sequence[PresentDepartment],
    steps: Sequence[Step],
    *,
    serving: Mapping[str, int],
    moves: Sequence[Move] = (),
) -> Reorganised:
    """The tree after the steps. `departments`: all that ever were, in official order; `serving`: how many people serve in
    each department on the day; `moves`: the people with a destination of their own."""
    before = Tree.of(departments)
    taking = _Taking(
        tree=before.copy(),
        used={one.code for one in departments},
        staying=dict(serving),
        leaving=_counted(moves),
    )
    for step in steps:
        taking.take(step)
    refusals = list(taking.refusals)
    if not steps:
        refusals.append(Refusal.of(Code.REORGANISATION_EMPTY))
    destinations = {}
    for move in moves:
        code = taking.heir(move.code)
        if code in taking.tree.branches:
            destinations[move.employee_id] = code
    lost = [move for move in moves if move.employee_id not in destinations]
    for code in sorted({move.code for move in lost}):
        people = sum(move.code == code for move in lost)
        refusals.append(Refusal.of(Code.REORGANISATION_MOVE_LOST, "moves", value=code, people=people))
    heirs = {code: taking.heir(code) for code in taking.heirs}
    return Reorganised(before, taking.tree, heirs, destinations, tuple(refusals))


def step_field(place: int) -> str:
    """The field by which a refusal names a step."""
    return f"step-{place}"


@dataclass(slots=True)
class _Taking:
    """The state between two steps. `used`: codes that are or were a department's; `staying`: how many people are in each
    department now, those with destinations of their own among them; `leaving`: of them, how many go where the moves say,
    by (from, to); `heirs`: where the people of what was merged away went."""

    tree: Tree
    used: set[str]
    staying: dict[str, int]
    leaving: dict[tuple[str, str], int]
    heirs: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """The step is done, or refused and nothing of it is."""
        acts: Mapping[Act, Callable[[Step, Tree], Code | None]] = {
            Act.OPEN: self._open, Act.CLOSE: self._close, Act.RENAME: self._rename,
            Act.MOVE: self._move, Act.MERGE: self._merge, Act.SPLIT: self._split,
        }  # fmt: skip
        tree = self.tree.copy()
        code = self._missing(step) or acts[step.act](step, tree)
        if code is None:
            fault = tree.fault()
            code = _TREE_CODES[fault] if fault else None
        if code is not None:
            self._refuse(step, code)
            return
        self.tree = tree
        self._settle(step)

    def heir(self, code: str) -> str:
        """The department where who goes to `code` ends up."""
        while code in self.heirs:
            code = self.heirs[code]
        return code

    def _missing(self, step: Step) -> Code | None:
        """Whether a code that has to be there already is not."""
        named = [step.before_code, step.parent_code]
        if step.act is not Act.OPEN:
            named.append(step.code)
        if step.act is Act.MERGE:
            named.append(step.into_code)
        return Code.REORGANISATION_UNKNOWN if any(code and code not in self.tree.branches for code in named) else None

    def _open(self, step: Step, tree: Tree) -> Code | None:
        if step.code in self.used:
            return Code.REORGANISATION_CODE_TWICE
        tree.add(step.code, step.name, step.parent_code, step.before_code)
        return None

    def _close(self, step: Step, tree: Tree) -> Code | None:
        if tree.is_top(step.code):
            return Code.REORGANISATION_TOP
        if tree.below(step.code):
            return Code.REORGANISATION_BELOW_STAYS
        if self._left_in(step.code):
            return Code.REORGANISATION_PEOPLE_STAY
        tree.remove(step.code)
        return None

    def _rename(self, step: Step, tree: Tree) -> Code | None:
        if tree.branches[step.code].name == step.name:
            return Code.REORGANISATION_SAME
        tree.rename(step.code, step.name)
        return None

    def _move(self, step: Step, tree: Tree) -> Code | None:
        if tree.is_top(step.code):
            return Code.REORGANISATION_TOP
        if step.before_code == step.code:
            return Code.REORGANISATION_SAME
        if step.parent_code == step.code or tree.is_below(step.parent_code, step.code):
            return Code.REORGANISATION_LOOP
        before = (tree.branches[step.code], list(tree.order))
        tree.move(step.code, step.parent_code, step.before_code)
        return Code.REORGANISATION_SAME if (tree.branches[step.code], tree.order) == before else None

    def _merge(self, step: Step, tree: Tree) -> Code | None:
        if step.code == step.into_code:
            return Code.REORGANISATION_SAME
        if tree.is_top(step.code):
            return Code.REORGANISATION_TOP
        if tree.is_below(step.into_code, step.code):
            return Code.REORGANISATION_LOOP
        for code in tree.below(step.code):
            tree.move(code, step.into_code, "")
        tree.remove(step.code)
        return None

    def _split(self, step: Step, tree: Tree) -> Code | None:
        if step.code == step.into_code:
            return Code.REORGANISATION_SAME
        if step.into_code not in tree.branches:
            if step.into_code in self.used:
                return Code.REORGANISATION_CODE_TWICE
            if not step.name:
                return Code.REORGANISATION_UNKNOWN
            tree.add(
                step.into_code, step.name, tree.branches[step.code].parent_code, step.before_code, beside=step.code
            )
        return None if self.leaving.get((step.code, step.into_code)) else Code.REORGANISATION_NOBODY_GOES

    def _left_in(self, code: str) -> int:
        going = sum(count for (at, to), count in self.leaving.items() if at == code and self.heir(to) != code)
        return max(self.staying.get(code, 0) - going, 0)

    def _settle(self, step: Step) -> None:
        """What a step that was done leaves behind, besides the tree."""
        if step.act is Act.OPEN:
            self.used.add(step.code)
        if step.act is Act.SPLIT:
            self.used.add(step.into_code)
        if step.act is Act.MERGE:
            self.heirs[step.code] = step.into_code
            staying = self.staying.pop(step.code, 0)
            self.staying[step.into_code] = self.staying.get(step.into_code, 0) + staying
            for (at, to), count in list(self.leaving.items()):
                if at == step.code:
                    del self.leaving[at, to]
                    self.leaving[step.into_code, to] = self.leaving.get((step.into_code, to), 0) + count

    def _refuse(self, step: Step, code: Code) -> None:
        values: dict[str, str | int] = {"step": step.place, "value": step.code}
        if code is Code.REORGANISATION_PEOPLE_STAY:
            values["people"] = self._left_in(step.code)
        if code is Code.REORGANISATION_UNKNOWN:
            named = (step.code, step.into_code, step.parent_code, step.before_code)
            is_new = step.act is Act.OPEN
            values["value"] = next(one for one in named[is_new:] if one and one not in self.tree.branches)
        if code in (Code.REORGANISATION_CODE_TWICE, Code.REORGANISATION_NOBODY_GOES) and step.act is Act.SPLIT:
            values["value"] = step.into_code
        self.refusals.append(Refusal.of(code, step_field(step.place), **values))


_TREE_CODES = {
    TreeFault.TEAM_ABOVE: Code.REORGANISATION_BELOW_TEAM,
    TreeFault.DEEP: Code.REORGANISATION_TOO_DEEP,
    TreeFault.LONG: Code.REORGANISATION_TOO_DEEP,
}


def _counted(moves: Sequence[Move]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for move in moves:
        key = (move.from_code, move.code)
        found[key] = found.get(key, 0) + 1
    return found
