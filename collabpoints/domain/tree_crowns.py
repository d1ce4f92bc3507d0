"""The crown: how much room each department has above the ground, and where.

The room of a tree is a wide dome. It is cut into slices, one a bureau, from left to right in official order, each as large
as its departments need together; within a slice the departments settle as far from one another as they can (Lloyd's
algorithm over a fixed raster: no chance is involved).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from collabpoints.domain.trees import WIDTH

FORK = (500.0, 600.0)
"""Where the trunk parts."""

_CENTRE, _WIDE, _HIGH = (500.0, 348.0), 446.0, 308.0
_REACH = math.radians(112)
_HOLLOW = 104.0
_STEPS = 720
_FILLED = 0.66
_LARGEST, _SMALLEST = 116.0, 9.0
_POINTS_EACH, _ROUNDS = 26, 14
_MANY, _POINTS_OF_MANY, _ROUNDS_OF_MANY = 60, 12, 8
"""In one slice; where there are so many, less care will do."""
_FLAT = 0.6
"""A department of a hundred people has about four times the foliage of one of ten, not ten times."""


@dataclass(frozen=True, slots=True)
class Clump:
    """Where a department's foliage is: its middle and its radius, in units of the picture."""

    x: float
    y: float
    radius: float


def room_of(people: int) -> float:
    """How much of the crown so many people take, against others."""
    return math.pow(max(people, 1), _FLAT)


def clumps_of(slices: Sequence[Sequence[int]]) -> tuple[tuple[Clump, ...], ...]:
    """The clumps of each slice's departments, by their headcounts and in their order."""
    return _clumps(tuple(map(tuple, slices)))


@lru_cache(maxsize=256)  # the trees of departments of one size differ in their leaves alone
def _clumps(slices: tuple[tuple[int, ...], ...]) -> tuple[tuple[Clump, ...], ...]:
    rooms = [[room_of(people) for people in one] for one in slices]
    whole = sum(sum(one) for one in rooms)
    if not whole:
        return tuple(() for _one in slices)
    area = min(_FILLED * sum(_shares()), math.pi * _LARGEST**2 * whole / max(max(one, default=0.0) for one in rooms))
    found = []
    before = 0.0
    for one in rooms:
        share = sum(one)
        edges = _angle(before / whole), _angle((before + share) / whole)
        before += share
        radii = [max(_SMALLEST, math.sqrt(area * room / whole / math.pi)) for room in one]
        found.append(tuple(_settled(radii, *edges)))
    return tuple(found)


def _reach(angle: float) -> float:
    """From the fork to the rim of the dome, in a direction (0 is up, to the right is more)."""
    across, up = math.sin(angle), -math.cos(angle)
    from_x, from_y = FORK[0] - _CENTRE[0], FORK[1] - _CENTRE[1]
    a = (across / _WIDE) ** 2 + (up / _HIGH) ** 2
    b = 2 * (from_x * across / _WIDE**2 + from_y * up / _HIGH**2)
    c = (from_x / _WIDE) ** 2 + (from_y / _HIGH) ** 2 - 1
    return (-b + math.sqrt(b * b - 4 * a * c)) / (2 * a)


@cache
def _shares() -> tuple[float, ...]:
    """The areas of the dome's narrow slices, from left to right."""
    step = 2 * _REACH / _STEPS
    middles = [-_REACH + (number + 0.5) * step for number in range(_STEPS)]
    return tuple(max(0.0, _reach(middle) ** 2 - _HOLLOW**2) / 2 * step for middle in middles)


def _angle(share: float) -> float:
    """The direction to the left of which that share of the dome lies."""
    shares = _shares()
    left = share * sum(shares)
    for number, one in enumerate(shares):
        if left <= one:
            return -_REACH + (number + left / one) * 2 * _REACH / _STEPS
        left -= one
    return _REACH


def _settled(radii: Sequence[float], start: float, end: float) -> list[Clump]:
    points = _raster(len(radii), start, end)
    middles = _seeds(len(radii), start, end)
    for _round in range(_ROUNDS if len(radii) <= _MANY else _ROUNDS_OF_MANY):
        held: list[list[tuple[float, float]]] = [[] for _one in radii]
        for x, y in points:
            nearest = min(
                range(len(radii)),
                key=lambda one: ((x - middles[one][0]) ** 2 + (y - middles[one][1]) ** 2 - radii[one] ** 2, one),
            )
            held[nearest].append((x, y))
        middles = [
            (sum(x for x, _y in one) / len(one), sum(y for _x, y in one) / len(one)) if one else middles[number]
            for number, one in enumerate(held)
        ]
    return [_within(x, y, radius) for (x, y), radius in zip(middles, radii, strict=True)]


def _within(x: float, y: float, radius: float) -> Clump:
    """A clump whose soft edge stays in the picture."""
    edge = radius * 1.55
    return Clump(min(max(x, edge), WIDTH - edge), max(y, edge), radius)


def _raster(clumps: int, start: float, end: float) -> list[tuple[float, float]]:
    """Points spread evenly over a slice, some for each clump."""
    middle = (start + end) / 2
    area = max(1.0, (_reach(middle) ** 2 - _HOLLOW**2) / 2 * (end - start))
    each = _POINTS_EACH if clumps <= _MANY else _POINTS_OF_MANY
    step = max(4.0, math.sqrt(area / (each * clumps)))
    points = []
    for row in range(int(WIDTH / step)):
        for column in range(int(WIDTH / step)):
            x, y = (column + 0.5 * (row % 2)) * step, row * step
            across, up = x - FORK[0], y - FORK[1]
            far, angle = math.hypot(across, up), math.atan2(across, -up)
            if start <= angle < end and _HOLLOW <= far <= _reach(angle):
                points.append((x, y))
    return points


def _seeds(clumps: int, start: float, end: float) -> list[tuple[float, float]]:
    """Where the clumps begin: from left to right, near and far by turns."""
    found = []
    for number in range(clumps):
        angle = start + (end - start) * (number + 0.5) / clumps
        far = _HOLLOW + (_reach(angle) - _HOLLOW) * (0.9 - 0.62 * _halves(number))
        found.append((FORK[0] + math.sin(angle) * far, FORK[1] - math.cos(angle) * far))
    return found


def _halves(number: int) -> float:
    """The numbers 0, 1, 2 … spread over [0, 1) by turning their binary digits round (van der Corput)."""
    found, part = 0.0, 0.5
    while number:
        found += part * (number % 2)
        number //= 2
        part /= 2
    return found
