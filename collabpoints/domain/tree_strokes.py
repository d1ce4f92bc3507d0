"""The lines of the tree's wood: limbs that rise, roots that sink, branches that leave both."""

import math

from collabpoints.domain.tree_crowns import FORK
from collabpoints.domain.trees import GROUND, WIDTH, Stroke

Point = tuple[float, float]


def rising(to: Point, wide: float, narrow: float) -> Stroke:
    """A limb from the trunk: it rises before it spreads, the outer ones from farther down."""
    across = to[0] - FORK[0]
    start = (FORK[0] + across * 0.02, FORK[1] + 14 + min(70.0, abs(across) * 0.2))
    bend = (start[0] + across * 0.28, start[1] + (to[1] - start[1]) * 0.62)
    return _stroke(start, bend, to, wide, narrow)


def sinking(to: Point, wide: float, narrow: float) -> Stroke:
    """A root from the foot of the trunk: it spreads before it sinks."""
    across = to[0] - FORK[0]
    start = (FORK[0] + across * 0.06, GROUND - 4.0)
    return _stroke(start, (start[0] + across * 0.42, GROUND + (to[1] - GROUND) * 0.28), to, wide, narrow)


def branching(main: Stroke, to: Point, wide: float, narrow: float) -> Stroke:
    """A branch from where the main stroke comes nearest without turning back, along it at first."""
    options = [0.34 + 0.06 * number for number in range(12)]
    at = min(options, key=lambda one: (math.dist(point_on(main, one), to) * (1.25 - 0.25 * one), one))
    start, ahead = point_on(main, at), point_on(main, min(1.0, at + 0.08))
    far = math.dist(start, to)
    run = math.dist(start, ahead) or 1.0
    lean = 0.42 * far
    bend = (start[0] + (ahead[0] - start[0]) / run * lean, start[1] + (ahead[1] - start[1]) / run * lean)
    thickest = main.from_width + (main.to_width - main.from_width) * at
    return _stroke(start, bend, to, min(wide, thickest), narrow)


def point_on(stroke: Stroke, at: float) -> Point:
    """The point of a stroke's middle line, `at` from 0 to 1."""
    past = 1 - at
    return (
        past * past * stroke.from_x + 2 * past * at * stroke.bend_x + at * at * stroke.to_x,
        past * past * stroke.from_y + 2 * past * at * stroke.bend_y + at * at * stroke.to_y,
    )


def _stroke(start: Point, bend: Point, to: Point, wide: float, narrow: float) -> Stroke:
    return Stroke(
        from_x=round(start[0]),
        from_y=round(start[1]),
        bend_x=round(bend[0]),
        bend_y=round(bend[1]),
        to_x=round(to[0]),
        to_y=round(to[1]),
        from_width=max(1, round(wide)),
        to_width=max(1, round(narrow)),
    )


def smaller(stroke: Stroke, scale: int) -> Stroke:
    """The stroke in a tree that is so tall (percent): nearer to the foot of the trunk, above the ground and below it."""

    def nearer(x: int, y: int) -> tuple[int, int]:
        return WIDTH // 2 + (x - WIDTH // 2) * scale // 100, GROUND + (y - GROUND) * scale // 100

    from_x, from_y = nearer(stroke.from_x, stroke.from_y)
    bend_x, bend_y = nearer(stroke.bend_x, stroke.bend_y)
    to_x, to_y = nearer(stroke.to_x, stroke.to_y)
    widths = (max(1, width * scale // 100) for width in (stroke.from_width, stroke.to_width))
    return Stroke(from_x, from_y, bend_x, bend_y, to_x, to_y, *widths)
