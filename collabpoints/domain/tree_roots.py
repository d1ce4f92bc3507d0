"""The roots: where each department's ends below the ground. They mirror the crown: from left to right in official order,
deep and shallow by turns."""

import math

from collabpoints.domain.trees import GROUND, WIDTH

_WIDE, _DEEP = 440.0, 158.0
_REACH = math.radians(80)
_LEVELS = (1.0, 0.8, 0.93, 0.7)


def root_ends(count: int) -> list[tuple[float, float]]:
    """The ends of so many departments' roots, from left to right."""
    found = []
    for number in range(count):
        angle = -_REACH + 2 * _REACH * (number + 0.5) / count
        far = _LEVELS[number % len(_LEVELS)]
        found.append((WIDTH / 2 + math.sin(angle) * _WIDE * far, GROUND + math.cos(angle) * _DEEP * far))
    return found
