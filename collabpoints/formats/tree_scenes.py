"""What stands around a tree's limbs in its picture: the earth with the roots, the trunk, soft foliage, what is in the air."""

from collections.abc import Sequence

from collabpoints.domain.tree_seasons import Dress, dress
from collabpoints.domain.trees import GROUND, HEIGHT, WIDTH, Layout, Limb, Stroke
from collabpoints.formats import tree_shapes as shapes

_FULLNESS = (0.0, 0.6, 1.6)
"""Notes per head above which the foliage is of the second, third and fourth tone."""
_PETALS, _FALLEN = 4, (10, 11)
"""The months in which petals fly and in which leaves lie on the ground."""


def ground(layout: Layout) -> list[str]:
    """The earth, rounded as the frame is, and the roots in it."""
    low = HEIGHT - 28
    earth = (
        f"M0 {GROUND + 8}Q{WIDTH // 2} {GROUND - 26} {WIDTH} {GROUND + 8}V{low}a28 28 0 0 1-28 28H28a28 28 0 0 1-28-28Z"
    )
    roots = "".join(shapes.wood(limb.root) for limb in layout.limbs if limb.root)
    return [f'<path class="earth" d="{earth}"/>', f'<path class="root" d="{roots}"/>' if roots else ""]


def trunk(layout: Layout) -> str:
    """The trunk, with a foot that spreads into the earth. It reaches to where the highest limbs begin."""
    half, middle = layout.trunk / 2, WIDTH // 2
    starts = [limb.stroke.from_y for limb in layout.limbs if limb.parent is None]
    top = min(starts, default=GROUND - 150) + 2
    neck, foot, low = half * 0.72, half * 1.7, GROUND + 10
    return (
        f"M{middle - neck:.1f} {top}C{middle - half:.1f} {top + 70} {middle - half:.1f} {GROUND - 50} {middle - foot:.1f} {low}"
        f"Q{middle} {GROUND + 26} {middle + foot:.1f} {low}C{middle + half:.1f} {GROUND - 50} {middle + half:.1f} {top + 70}"
        f" {middle + neck:.1f} {top}Q{middle} {top - neck * 1.1:.1f} {middle - neck:.1f} {top}Z"
        + "".join(shapes.wood(_foot(layout.trunk, side, far)) for side in (-1, 1) for far in (0.55, 1.0))
    )


def _foot(trunk: int, side: int, far: float) -> Stroke:
    """Where the trunk holds on to the earth, whatever roots it has."""
    middle = WIDTH // 2
    return Stroke(
        from_x=middle + round(side * trunk * 0.34),
        from_y=GROUND - 16,
        bend_x=middle + round(side * trunk * (0.5 + 0.5 * far)),
        bend_y=GROUND + round(18 - 10 * far),
        to_x=middle + round(side * trunk * (0.6 + 1.1 * far)),
        to_y=GROUND + round(56 - 34 * far),
        from_width=round(trunk * 0.34),
        to_width=1,
    )


def bark(layout: Layout) -> str:
    """Some lines along the trunk."""
    middle, lines = WIDTH // 2, (-0.3, 0.02, 0.3)
    return "".join(
        f"M{middle + layout.trunk * at * 1.5:.0f} {GROUND - 8 - number * 16}"
        f"Q{middle + layout.trunk * at * 0.8:.0f} {GROUND - 70} {middle + layout.trunk * at * 0.9:.0f} {GROUND - 150 + number * 22}"
        for number, at in enumerate(lines)
    )


def foliage(limbs: Sequence[Limb], wears: Dress, name: str) -> list[str]:
    """Soft foliage behind everything: by headcount, its tone by notes per head; snow on it in winter."""
    clumps = [limb for limb in limbs if limb.crown]
    back = [_tuft(limb, name, 1, 1.4) for limb in clumps]
    tufts = [f'<g class="f{_tone(limb)}">{_tuft(limb, name, 0, 1.08)}</g>' for limb in clumps]
    light = [_tuft(limb, name, 2, 0.6, up=0.28) for limb in clumps]
    snow = [_snow(limb, name) for limb in clumps] if wears in (Dress.SNOW, Dress.LIGHTS) else []
    return [
        '<g class="f1">',
        *back,
        "</g>",
        *tufts,
        '<g class="glow" opacity=".3">',
        *light,
        '</g><g class="glow">',
        *snow,
        "</g>",
    ]


def _tuft(limb: Limb, name: str, turn: int, size: float, *, up: float = 0.0) -> str:
    across, away = (limb.place + turn) * 53 % 360, limb.crown * up
    return (
        f'<use href="#{name}-c{(limb.place + turn) % shapes.TUFTS}" transform="translate({limb.stroke.to_x - away * 0.7:.0f}'
        f' {limb.stroke.to_y - away:.0f})rotate({across})scale({limb.crown * size / 100:.2f})"/>'
    )


def air(month: int) -> str:
    """What is in the air and on the ground in some months, always at the same spots: snow, petals, fallen leaves."""
    wears = dress(month)
    spots = [(number * 377 % WIDTH, number * 233 % (GROUND - 60) + 30) for number in range(1, 30)]
    if wears in (Dress.SNOW, Dress.LIGHTS):
        flakes = "".join(f'<circle cx="{x}" cy="{y}" r="{2 + x % 3}"/>' for x, y in spots)
        return f'<g class="air flake" aria-hidden="true">{flakes}</g>'
    if month == _PETALS:
        petals = "".join(f"M{x} {y}{shapes.BUDS[2][(x + y) % len(shapes.BUDS[2])]}" for x, y in spots[::2])
        return f'<path class="air petal" aria-hidden="true" d="{petals}"/>'
    if month in _FALLEN:
        lying = [(x, GROUND + 6 + y % 44) for x, y in spots]
        parts = (
            "".join(f"M{x} {y}{shapes.LEAVES[2][(x + y) % len(shapes.LEAVES[2])]}" for x, y in lying[shade::3])
            for shade in range(3)
        )
        return "".join(
            f'<path class="l{shade}" aria-hidden="true" d="{one}"/>' for shade, one in enumerate(parts, start=1)
        )
    return ""


def tip(limb: Limb) -> tuple[int, int]:
    """Where a limb ends."""
    return limb.stroke.to_x, limb.stroke.to_y


def _tone(limb: Limb) -> int:
    per_head = (limb.received or 0) / max(1, limb.people)
    return 1 + sum(per_head > least for least in _FULLNESS)


def _snow(limb: Limb, name: str) -> str:
    x, y = tip(limb)
    return f'<use href="#{name}-s" transform="translate({x} {y})scale({limb.crown / 100:.2f})"/>'
