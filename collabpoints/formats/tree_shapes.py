"""The shapes of the tree as path data: wood that tapers, leaves, buds, blossoms, fruit. Coordinates are those of
domain/trees.py; small shapes are written relative to where they grow, so that they compress well."""

import math
from collections.abc import Sequence
from functools import lru_cache

from collabpoints.domain.trees import Stroke

_TURNS = 16


@lru_cache(maxsize=8192)  # the same trees are drawn for one reader after another
def wood(stroke: Stroke) -> str:
    """A tapering stroke as an outline."""
    from_x, from_y, bend_x, bend_y = stroke.from_x, stroke.from_y, stroke.bend_x, stroke.bend_y
    to_x, to_y = stroke.to_x, stroke.to_y
    wide, narrow = stroke.from_width / 2, stroke.to_width / 2
    ahead_x, ahead_y = _unit(bend_x - from_x, bend_y - from_y)
    end_x, end_y = _unit(to_x - bend_x, to_y - bend_y)
    middle = (wide + narrow) / 4
    side_x, side_y = (ahead_x + end_x) * middle, (ahead_y + end_y) * middle
    start_x, start_y, tip_x, tip_y = ahead_x * wide, ahead_y * wide, end_x * narrow, end_y * narrow
    return (
        f"M{from_x - start_y:.1f} {from_y + start_x:.1f}Q{bend_x - side_y:.1f} {bend_y + side_x:.1f}"
        f" {to_x - tip_y:.1f} {to_y + tip_x:.1f}L{to_x + tip_y:.1f} {to_y - tip_x:.1f}"
        f"Q{bend_x + side_y:.1f} {bend_y - side_x:.1f} {from_x + start_y:.1f} {from_y - start_x:.1f}Z"
    )


def cloud(lobes: int) -> str:
    """A tuft of foliage around the point 0 0, with the radius 100: round lobes."""
    step = 2 * math.pi / lobes
    corners = [(100 * math.cos(number * step), 100 * math.sin(number * step)) for number in range(lobes)]
    size = round(112 * math.sin(step / 2))
    arcs = "".join(f"A{size} {size} 0 0 1 {x:.0f} {y:.0f}" for x, y in (*corners[1:], corners[0]))
    return f"M{corners[0][0]:.0f} {corners[0][1]:.0f}{arcs}Z"


SNOW = "M-98-68A120 120 0 0 1 98-68Q48-86 0-79T-98-68Z"
"""Snow on a tuft with the radius 100."""


def _unit(x: float, y: float) -> tuple[float, float]:
    length = math.hypot(x, y) or 1.0
    return x / length, y / length


def _turned(points: Sequence[tuple[float, float]], turn: int) -> list[str]:
    angle = 2 * math.pi * turn / _TURNS
    cos, sin = math.cos(angle), math.sin(angle)
    return [f"{_short(x * cos - y * sin)} {_short(x * sin + y * cos)}" for x, y in points]


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


def _drop(length: float, width: float) -> tuple[str, ...]:
    """A pointed oval, in every direction: out along one side and back along the other."""
    found = []
    for turn in range(_TURNS):
        out = _turned([(-width, -length * 0.55), (0, -length)], turn)
        back = _turned([(width, length * 0.45), (0, length)], turn)
        found.append(f"q{out[0]} {out[1]}q{back[0]} {back[1]}z")
    return tuple(found)


TUFTS = 3
SIZES = (0.55, 0.75, 1.0, 1.4, 1.9)
"""Leaves and blossoms are larger where there are few, smaller where many share a branch."""
LEAF = 17.0
"""How long a leaf of the size 1 is."""
LEAVES = tuple(_drop(LEAF * size, 9 * size) for size in SIZES)
BUDS = tuple(_drop(11 * size, 6 * size) for size in SIZES)
NEEDLES = tuple(_drop(LEAF * size, 6 * size) for size in SIZES)


def flower() -> str:
    """Five round petals around the point where it grows."""
    return "".join(_petal(2 * math.pi * number / 5) for number in range(5))


def _petal(angle: float) -> str:
    cos, sin = math.cos(angle), math.sin(angle)
    corners = ((-6, -5), (-3, -8.6), (0, -7.2), (3, -8.6), (6, -5), (0, 0))
    turned = [f"{_short(x * cos - y * sin)} {_short(x * sin + y * cos)}" for x, y in corners]
    return "M0 0Q{} {}Q{} {}Q{} {}Z".format(*turned)


def definitions(name: str) -> str:
    """What a picture uses many times, all ids beginning with its name: the blossom in all sizes (-b0, -b1 …), the fruit (-f),
    tufts of foliage (-c0 to -c2) and the snow on them (-s)."""
    blossoms = "".join(
        f'<use id="{name}-b{number}" href="#{name}-b" transform="scale({size * 0.95:g})"/>'
        for number, size in enumerate(SIZES)
    )
    tufts = "".join(f'<path id="{name}-c{number}" d="{cloud(7 + number)}"/>' for number in range(TUFTS))
    return (
        f'<g id="{name}-b"><path class="blossom" d="{flower()}"/>'
        f'<circle class="heart" r="2.4"/></g><g id="{name}-f"><circle class="fruit" r="13"/>'
        f'<path class="l3" d="M0-9q-10-6-9 2q5 2 9-2q4 4 9 2q1-8-9-2z"/></g>{blossoms}{tufts}<path id="{name}-s" d="{SNOW}"/>'
    )
