"""The collaboration tree (협업나무) as numbers and lines: what a tree is grown from, and what a grown tree is.

Above the ground stands what was received, for the recipient is the helper; below it what was given. The picture is drawn
1000 wide and 1000 high, x to the right and y downwards; all lengths are whole units of that.
"""

from dataclasses import dataclass
from enum import StrEnum

WIDTH = HEIGHT = 1000
GROUND = 820
"""Where the earth begins."""


class LimbKind(StrEnum):
    """What a limb stands for."""

    BUREAU = "bureau"
    DEPARTMENT = "department"
    OTHERS = "others"
    """Several departments of one bureau, together: there is no room to draw each."""
    SMALL = "small"
    """All departments of the agency whose figures are not shown, together."""
    BOUGH = "bough"
    """A limb of a single department's tree: it carries leaves and stands for nothing by itself."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A department in a span. `people` is the average headcount, rounded, at least 1. `crossed` are those of the
    `received` notes that came from another bureau. Where `is_shown` is false, its figures are told to nobody
    (docs/adr/0018) and count as 0 here."""

    department_id: int
    bureau_id: int
    people: int
    received: int
    crossed: int
    sent: int
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Stroke:
    """A tapering curve (a quadratic Bézier) with its widths at both ends."""

    from_x: int
    from_y: int
    bend_x: int
    bend_y: int
    to_x: int
    to_y: int
    from_width: int
    to_width: int


@dataclass(frozen=True, slots=True)
class Limb:
    """One limb, and one root with it where it has one. `place` counts from 1; a limb comes after its `parent`.

    `department_id` is a bureau's or a department's; None where several stand together, `departments` says how many. The
    figures are None where they are not shown. `crown` is the radius of the foliage around its tip, 0 of none: a
    bureau's foliage is that of its branches.
    """

    place: int
    parent: int | None
    kind: LimbKind
    department_id: int | None
    departments: int
    people: int
    received: int | None
    crossed: int | None
    sent: int | None
    stroke: Stroke
    crown: int
    root: Stroke | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A grown tree. A leaf stands for `leaf_notes` notes, and so does a blossom. `scale` (percent) is how tall it stands:
    a tree of January is smaller than one of December. `trunk` is the width at the ground."""

    limbs: tuple[Limb, ...]
    leaf_notes: int
    scale: int
    trunk: int
