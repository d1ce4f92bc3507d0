"""From departments and their figures to a grown tree (domain/trees.py), always the same from the same.

- The trunk is the agency (or the bureau, the department), a limb a bureau, a branch a department, in official order from left
  to right.
- A branch is as thick as its received notes make it (by the square root), a limb as all its branches together
  have wood (Leonardo's rule), a root as the notes given make it.
- Foliage goes by headcount alone, on a flattened scale: no branch is ever bare.
- At most 200 limbs stand above the ground, and as many roots below it: where a bureau has more departments than its part of
  that, its smallest stand together as one limb.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from collabpoints.domain.tree_crowns import FORK, Clump, clumps_of
from collabpoints.domain.tree_leaves import leaf_notes_for
from collabpoints.domain.tree_roots import root_ends
from collabpoints.domain.tree_strokes import Point, branching, rising, sinking, smaller
from collabpoints.domain.trees import GROUND, Growth, Layout, Limb, LimbKind, Stroke

MOST_LIMBS = 200
"""Bureaus and branches together. Each has one root at most: so a picture has at most twice as many lines of wood."""
_BOUGHS = 9
_THIN, _THICK = 2.4, 13.0
_ROOT_THIN, _ROOT_THICK = 2.2, 9.0
_TRUNK_THIN, _TRUNK_THICK = 40, 84
_MANY = 48


@dataclass(frozen=True, slots=True)
class _Twig:
    """What will be a branch."""

    kind: LimbKind
    department_id: int | None
    departments: int
    growth: Growth


def agency_layout(growths: Sequence[Growth], *, small: Growth | None = None, scale: int = 100) -> Layout:
    """The agency's tree, of all its departments in official order, those of a bureau together. `small` are the figures of
    the departments that are not shown, all together, where these may be told."""
    bureaus = [list(one) for _id, one in groupby(growths, key=lambda growth: growth.bureau_id)]
    room = MOST_LIMBS - len(bureaus) - (small is not None)
    slices = [_merged(one, max(2, room * len(one) // max(1, len(growths)))) for one in bureaus]
    twigs = [[_Twig(LimbKind.SMALL, None, _hidden(growths), small)]] if small is not None else []
    return _grown([*slices, *twigs], scale=scale, is_nested=True)


def bureau_layout(growths: Sequence[Growth], *, scale: int = 100) -> Layout:
    """A bureau's tree: each of its departments is a limb of its own."""
    return _grown([[twig] for twig in _merged(growths, MOST_LIMBS)], scale=scale, is_nested=False)


def department_layout(growth: Growth, *, scale: int = 100) -> Layout:
    """A department's tree: boughs without meaning of their own carry its leaves, as evenly as can be."""
    kept, crossed, sent = (
        [whole * (one + 1) // _BOUGHS - whole * one // _BOUGHS for one in range(_BOUGHS)]
        for whole in (growth.received - growth.crossed, growth.crossed, growth.sent)
    )
    people = max(1, growth.people // _BOUGHS)
    boughs = [
        _Twig(
            LimbKind.BOUGH,
            None,
            0,
            replace(growth, people=people, received=kept[one] + crossed[one], crossed=crossed[one], sent=sent[one]),
        )
        for one in range(_BOUGHS)
    ]
    return _grown([[bough] for bough in boughs], scale=scale, is_nested=False)


def _hidden(growths: Sequence[Growth]) -> int:
    return sum(not growth.is_shown for growth in growths)


def _merged(growths: Sequence[Growth], most: int) -> list[_Twig]:
    """The departments as branches, at most so many: the smallest by headcount stand together, those whose figures are not
    shown apart from the others."""
    twigs = [_Twig(LimbKind.DEPARTMENT, growth.department_id, 1, growth) for growth in growths]
    if len(twigs) <= most:
        return twigs
    by_size = sorted(twigs, key=lambda twig: (-twig.growth.people, twig.growth.department_id))
    large = {twig.department_id for twig in by_size[: most - 2]}
    kept = [twig for twig in twigs if twig.department_id in large]
    for is_shown in (True, False):
        rest = [twig.growth for twig in by_size[most - 2 :] if twig.growth.is_shown is is_shown]
        if rest:
            kept.append(_Twig(LimbKind.OTHERS, None, len(rest), _together(rest)))
    return kept


def _together(growths: Sequence[Growth]) -> Growth:
    """Several departments of one bureau as one."""
    return replace(
        growths[0],
        department_id=0,
        people=sum(growth.people for growth in growths),
        received=sum(growth.received for growth in growths),
        crossed=sum(growth.crossed for growth in growths),
        sent=sum(growth.sent for growth in growths),
    )


def _grown(slices: Sequence[Sequence[_Twig]], *, scale: int, is_nested: bool) -> Layout:
    """`is_nested`: each slice is a bureau with a part of the crown of its own; otherwise each is one limb of a crown."""
    growths = [twig.growth for one in slices for twig in one]
    wood = _Wood.of(growths, len(slices))
    people = [[twig.growth.people for twig in one] for one in slices]
    clumps = iter(chain(*clumps_of(people if is_nested else [list(chain(*people))])))
    ends = iter(root_ends(len(growths)))
    limbs: list[Limb] = []
    for one in slices:
        rooms = [_Room(next(clumps), next(ends)) for _twig in one]
        if len(one) == 1:
            limbs.append(_alone(one[0], rooms[0], wood, place=len(limbs) + 1, is_nested=is_nested))
        else:
            limbs.extend(_limbs(one, rooms, wood, first=len(limbs) + 1))
    shrunk = tuple(_scaled(limb, scale) for limb in limbs)
    return Layout(shrunk, leaf_notes_for(growths), scale, max(1, wood.trunk * scale // 100))


@dataclass(frozen=True, slots=True)
class _Wood:
    """How thick things are, against the most in this tree. A limb is at least as thick as the trunk would part into,
    and everything is bolder where there are few branches."""

    most_received: int
    most_sent: int
    trunk: int
    limb: float
    bold: float

    @classmethod
    def of(cls, growths: Sequence[Growth], limbs: int) -> "_Wood":
        received, people = sum(one.received for one in growths), sum(one.people for one in growths)
        fullness = min(1.0, math.sqrt(received / max(1, people) / 4))
        trunk = round(_TRUNK_THIN + (_TRUNK_THICK - _TRUNK_THIN) * fullness)
        most_received = max((growth.received for growth in growths), default=0)
        most_sent = max((growth.sent for growth in growths), default=0)
        bold = min(2.2, max(1.0, math.sqrt(_MANY / max(1, len(growths)))))
        return cls(most_received, most_sent, trunk, 0.8 * trunk / math.sqrt(max(1, limbs)), bold)

    def limb_of(self, twigs: Sequence[_Twig]) -> float:
        """A limb has the wood of all its branches."""
        return min(0.6 * self.trunk, math.sqrt(sum(self.branch(twig.growth.received) ** 2 for twig in twigs)))

    def root_of(self, twigs: Sequence[_Twig]) -> float:
        """A root has the wood of all that branch off it."""
        return min(0.5 * self.trunk, math.sqrt(sum(self.root(twig.growth.sent) ** 2 for twig in twigs)))

    def branch(self, received: int) -> float:
        return self.bold * (_THIN + (_THICK - _THIN) * math.sqrt(received / max(1, self.most_received)))

    def root(self, sent: int) -> float:
        return self.bold * (_ROOT_THIN + (_ROOT_THICK - _ROOT_THIN) * math.sqrt(sent / max(1, self.most_sent)))


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a twig's foliage is, and where its root ends."""

    clump: Clump
    root_end: Point


def _limbs(twigs: Sequence[_Twig], rooms: Sequence[_Room], wood: _Wood, *, first: int) -> list[Limb]:
    """A bureau's limb with its branches."""
    wide, deep = wood.limb_of(twigs), wood.root_of(twigs)
    main = rising(_hub([room.clump for room in rooms]), max(wide, wood.limb), max(_THIN, wide * 0.4))
    below = sinking(_below([room.root_end for room in rooms]), max(deep, wood.limb * 0.7), max(_ROOT_THIN, deep * 0.5))
    shown = [twig.growth for twig in twigs if twig.growth.is_shown]
    people = sum(twig.growth.people for twig in twigs)
    all_of_it = replace(_together(shown or [twigs[0].growth]), people=people)
    bureau_id, departments = twigs[0].growth.bureau_id, sum(twig.departments for twig in twigs)
    bureau = _Twig(LimbKind.BUREAU, bureau_id, departments, all_of_it)
    found = [_limb(bureau, (first, None), main, 0, below)]
    for number, (twig, room) in enumerate(zip(twigs, rooms, strict=True), start=first + 1):
        stroke = branching(main, (room.clump.x, room.clump.y), wood.branch(twig.growth.received), 1.4)
        down = branching(below, room.root_end, wood.root(twig.growth.sent), 1)
        found.append(_limb(twig, (number, first), stroke, room.clump.radius, down))
    return found


def _alone(twig: _Twig, room: _Room, wood: _Wood, *, place: int, is_nested: bool) -> Limb:
    """A limb without branches."""
    wide, deep = wood.branch(twig.growth.received), wood.root(twig.growth.sent)
    least = 0.0 if is_nested else wood.limb
    stroke = rising((room.clump.x, room.clump.y), max(wide * 1.4, least), 2)
    return _limb(
        twig, (place, None), stroke, room.clump.radius, sinking(room.root_end, max(deep * 1.5, least * 0.7), 1)
    )


def _limb(twig: _Twig, at: tuple[int, int | None], stroke: Stroke, crown: float, root: Stroke) -> Limb:
    growth, (place, parent) = twig.growth, at
    return Limb(
        place=place,
        parent=parent,
        kind=twig.kind,
        department_id=twig.department_id,
        departments=twig.departments,
        people=growth.people,
        received=growth.received if growth.is_shown else None,
        crossed=growth.crossed if growth.is_shown else None,
        sent=growth.sent if growth.is_shown else None,
        stroke=stroke,
        crown=round(crown),
        root=root,
    )


def _hub(clumps: Sequence[Clump]) -> Point:
    """Where a bureau's limb ends: on the way from the fork to the middle of its departments."""
    weight = sum(clump.radius for clump in clumps)
    x = sum(clump.x * clump.radius for clump in clumps) / weight
    y = sum(clump.y * clump.radius for clump in clumps) / weight
    return FORK[0] + (x - FORK[0]) * 0.92, FORK[1] + (y - FORK[1]) * 0.92


def _below(tips: Sequence[Point]) -> Point:
    """Where a bureau's root ends: on the way to the middle of its departments' roots."""
    x, y = (sum(one[axis] for one in tips) / len(tips) for axis in (0, 1))
    return FORK[0] + (x - FORK[0]) * 0.66, GROUND + (y - GROUND) * 0.62


def _scaled(limb: Limb, scale: int) -> Limb:
    """The limb in a tree that is so tall: drawn nearer to the foot of the trunk, above the ground and below it."""
    if scale == 100:
        return limb
    root = None if limb.root is None else smaller(limb.root, scale)
    return replace(limb, stroke=smaller(limb.stroke, scale), crown=limb.crown * scale // 100, root=root)
