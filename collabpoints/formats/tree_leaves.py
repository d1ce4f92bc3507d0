"""The leaves and blossoms of a limb in the picture: where each is, and which of them are one's own or open a note.

Spots lie like the seeds of a sunflower. Blossoms are scattered among them; leaf number i is the i-th of the other spots, and
blossom j, whose number is `leaves` + j, the j-th of theirs (domain/tree_leaves.py says which note that is).
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from collabpoints.domain.tree_leaves import MOST_MARKS, marks_of
from collabpoints.domain.tree_seasons import Dress
from collabpoints.domain.trees import Limb
from collabpoints.formats import tree_shapes as shapes
from collabpoints.formats.xml_texts import written

LEAVES_OF = {
    Dress.BUDS: shapes.BUDS,
    Dress.LEAVES: shapes.LEAVES,
    Dress.SNOW: shapes.NEEDLES,
    Dress.LIGHTS: shapes.NEEDLES,
}
_FEW, _SOME = 90, 420
"""Up to so many leaves and blossoms in a picture they are large, or of middle size."""
_SHADES = 3
_TURN = 5
_FULL, _CLOSE = 0.93, 1.2
_GOLDEN = math.pi * (3 - math.sqrt(5))
_SCATTER = tuple(at * (at + 7) * 113 % 997 + at / (2 * MOST_MARKS) for at in range(2 * MOST_MARKS))
"""In this order spots become blossoms: a rule without a pattern that the eye would find."""

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LeafLink:
    """A leaf or blossom (by its number on the limb at `place`) that stands for a note which may be opened."""

    place: int
    number: int
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Leaves:
    """How the leaves of one picture are drawn. `size` is an index of shapes.SIZES, the largest in the picture; `name` begins
    the picture's ids."""

    leaf_notes: int
    wears: Dress
    size: int
    name: str

    @classmethod
    def of(cls, limbs: Sequence[Limb], leaf_notes: int, wears: Dress, name: str) -> "Leaves":
        """Leaves are larger where there are few."""
        count = sum(sum(marks_of(limb, leaf_notes)) for limb in limbs)
        return cls(leaf_notes, wears, 4 if count <= _FEW else 3 if count <= _SOME else 2, name)

    def on(self, limb: Limb, mine: Collection[int], links: Mapping[int, LeafLink]) -> tuple[str, str]:
        """The leaves and blossoms of a limb; and apart those that are `mine` or open a note, by their numbers."""
        leaves, blossoms = marks_of(limb, self.leaf_notes)
        if not leaves + blossoms:
            return "", ""
        spots = spots_of(leaves + blossoms, limb.stroke.to_x, limb.stroke.to_y, limb.crown, limb.place)
        kept, opened = scattered(spots, blossoms)
        size = self._size(limb.crown, leaves + blossoms)
        own = sorted(number for number in {*mine, *links} if number < leaves + blossoms)
        all_spots = [*kept, *opened]
        apart = "".join(
            self._linked(self._own(number, all_spots[number], leaves, size, is_mine=number in mine), links.get(number))
            for number in own
        )
        return self.drawn(kept, opened, size, frozenset(own)), apart

    def _size(self, crown: int, count: int) -> int:
        """The largest leaves that do not cover one another."""
        apart = crown * _FULL * math.sqrt(math.pi / count) * _CLOSE / shapes.LEAF
        return max((at for at in range(self.size + 1) if shapes.SIZES[at] <= apart), default=0)

    def drawn(
        self, kept: Sequence[Spot], opened: Sequence[Spot], size: int, without: frozenset[int] = frozenset()
    ) -> str:
        """Leaves at the spots that were kept, a path for each shade, and blossoms at those that opened."""
        shapes_of = LEAVES_OF[self.wears][size]
        paths = []
        for shade in range(_SHADES):
            turns = shapes_of[shade::_SHADES]
            places = range(shade, len(kept), _SHADES)
            data = "".join(
                [f"M{kept[at][0]} {kept[at][1]}{turns[at % len(turns)]}" for at in places if at not in without]
            )
            if data:
                paths.append(f'<path class="l{shade + 1}" d="{data}"/>')
        first = len(kept)
        return "".join(paths) + "".join(
            [
                f'<use href="#{self.name}-b{size}" x="{x}" y="{y}"/>'
                for number, (x, y) in enumerate(opened, start=first)
                if number not in without
            ]
        )

    def _own(self, number: int, spot: Spot, leaves: int, size: int, *, is_mine: bool) -> str:
        """A leaf or blossom that stands apart; the reader's own has a ring around it."""
        x, y = spot
        turns = LEAVES_OF[self.wears][size]
        look = "mine" if is_mine else f"l{number % _SHADES + 1}"
        shape = (
            f'<use href="#{self.name}-b{size}" x="{x}" y="{y}"/>'
            if number >= leaves
            else f'<path class="{look}" d="M{x} {y}{turns[number * _TURN % len(turns)]}"/>'
        )
        if not is_mine:
            return shape
        ring = f'<circle class="ring" cx="{x}" cy="{y}" r="{round(16 * max(1, shapes.SIZES[size]))}"/>'
        return f'<g class="own">{ring}{shape}</g>'

    @staticmethod
    def _linked(shape: str, link: LeafLink | None) -> str:
        if link is None:
            return shape
        return f'<a class="leaf" href="{written(link.href)}" aria-label="{written(link.label)}">{shape}</a>'


def spots_of(count: int, x: int, y: int, radius: int, turn: int) -> list[Spot]:
    """So many points spread evenly over a disc; `turn` turns them, so that no two limbs look alike."""
    far = radius * _FULL / math.sqrt(max(count, 1))
    return [(int(x + far * across), int(y + far * down)) for across, down in _seeds(turn % 16)[:count]]


def scattered(spots: Sequence[Spot], blossoms: int) -> tuple[list[Spot], list[Spot]]:
    """The spots of leaves, and those of so many blossoms among them."""
    opened = set(sorted(range(len(spots)), key=_SCATTER.__getitem__)[:blossoms])
    return (
        [spot for at, spot in enumerate(spots) if at not in opened],
        [spot for at, spot in enumerate(spots) if at in opened],
    )


@cache
def _seeds(turn: int) -> tuple[tuple[float, float], ...]:
    """The seeds of a sunflower of radius √n, turned."""
    return tuple(
        (
            math.sqrt(number + 0.5) * math.cos(turn * 0.7 + number * _GOLDEN),
            math.sqrt(number + 0.5) * math.sin(turn * 0.7 + number * _GOLDEN),
        )
        for number in range(2 * MOST_MARKS)
    )
