"""The shapes of the tree as path data: wood that tapers, leaves, buds, blossoms, fruit. Coordinates are those of
domain/trees.py; small shapes are written relative to where they grow, so that they compress well."""

import math
from collections.abc import Sequence

from collabpoints.domain.trees import Stroke

_TURNS = 16
_GOLDEN = math.pi * (3 - math.sqrt(5))


def wood(stroke: Stroke) -> str:
    """A tapering stroke as an outline."""
    ahead_x, ahead_y = _unit(stroke.bend_x - stroke.from_x, stroke.bend_y - stroke.from_y)
    end_x, end_y = _unit(stroke.to_x - stroke.bend_x, stroke.to_y - stroke.bend_y)
    mid_x, mid_y = _unit(stroke.to_x - stroke.from_x, stroke.to_y - stroke.from_y)
    wide, narrow = stroke.from_width / 2, stroke.to_width / 2
    middle = (wide + narrow) / 2
    return (
        f"M{stroke.from_x - ahead_y * wide:.1f} {stroke.from_y + ahead_x * wide:.1f}"
        f"Q{stroke.bend_x - mid_y * middle:.1f} {stroke.bend_y + mid_x * middle:.1f}"
        f" {stroke.to_x - end_y * narrow:.1f} {stroke.to_y + end_x * narrow:.1f}"
        f"L{stroke.to_x + end_y * narrow:.1f} {stroke.to_y - end_x * narrow:.1f}"
        f"Q{stroke.bend_x + mid_y * middle:.1f} {stroke.bend_y - mid_x * middle:.1f}"
        f" {stroke.from_x + ahead_y * wide:.1f} {stroke.from_y - ahead_x * wide:.1f}Z"
    )


def spots(count: int, x: int, y: int, radius: int, turn: int) -> list[tuple[int, int]]:
    """So many points spread evenly over a disc, like the seeds of a sunflower; `turn` turns it, to look different."""
    far, start = radius * 0.93 / math.sqrt(max(count, 1)), turn * 0.7
    return [
        (
            round(x + far * math.sqrt(number + 0.5) * math.cos(start + number * _GOLDEN)),
            round(y + far * math.sqrt(number + 0.5) * math.sin(start + number * _GOLDEN)),
        )
        for number in range(count)
    ]


def cloud(x: float, y: float, radius: float, turn: int) -> str:
    """A tuft of foliage: round lobes around a point."""
    lobes = 7 + turn % 3
    step = 2 * math.pi / lobes
    corners = [
        (x + radius * math.cos(turn + number * step), y + radius * math.sin(turn + number * step))
        for number in range(lobes)
    ]
    lobe = f"A{radius * math.sin(step / 2) * 1.12:.0f} {radius * math.sin(step / 2) * 1.12:.0f} 0 0 1 "
    arcs = "".join(f"{lobe}{to_x:.0f} {to_y:.0f}" for to_x, to_y in (*corners[1:], corners[0]))
    return f"M{corners[0][0]:.0f} {corners[0][1]:.0f}{arcs}Z"


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


SIZES = (1.0, 1.4, 1.9)
"""Leaves and blossoms are larger where there are few."""
LEAVES = tuple(_drop(17 * size, 9 * size) for size in SIZES)
BUDS = tuple(_drop(11 * size, 6 * size) for size in SIZES)
NEEDLES = tuple(_drop(17 * size, 6 * size) for size in SIZES)


def flower() -> str:
    """Five round petals around the point where it grows."""
    return "".join(_petal(2 * math.pi * number / 5) for number in range(5))


def _petal(angle: float) -> str:
    cos, sin = math.cos(angle), math.sin(angle)
    corners = ((-6, -5), (-3, -8.6), (0, -7.2), (3, -8.6), (6, -5), (0, 0))
    turned = [f"{_short(x * cos - y * sin)} {_short(x * sin + y * cos)}" for x, y in corners]
    return "M0 0Q{} {}Q{} {}Q{} {}Z".format(*turned)


def definitions(name: str, size: int) -> str:
    """What a picture uses many times: the blossom (`name`-b) and the fruit (`name`-f)."""
    return (
        f'<g id="{name}-b" transform="scale({SIZES[size] * 0.95:g})"><path class="blossom" d="{flower()}"/>'
        f'<circle class="heart" r="2.4"/></g><g id="{name}-f"><circle class="fruit" r="13"/>'
        f'<path class="l3" d="M0-9q-10-6-9 2q5 2 9-2q4 4 9 2q1-8-9-2z"/></g>'
    )
