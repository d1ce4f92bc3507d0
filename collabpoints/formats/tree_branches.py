"""One branch alone, as a small picture: a leaf has just arrived at it."""

from collabpoints.domain.tree_seasons import dress
from collabpoints.domain.trees import Limb, LimbKind, Stroke
from collabpoints.formats import tree_shapes as shapes
from collabpoints.formats.tree_leaves import LEAVES_OF, Leaves, scattered, spots_of
from collabpoints.formats.tree_scenes import foliage
from collabpoints.formats.xml_texts import written

WIDTH, HEIGHT = 640, 260
_MOST = 44
"""So many leaves and blossoms are drawn at most; a branch that has more is simply full."""
_STEM = Stroke(-10, 236, 200, 226, 470, 118, 20, 4)
_TWIGS = (
    (Stroke(144, 217, 196, 190, 232, 112, 8, 2), 72),
    (Stroke(239, 195, 312, 208, 392, 198, 7, 2), 54),
    (Stroke(303, 177, 348, 138, 368, 84, 6, 2), 64),
    (Stroke(427, 135, 480, 112, 540, 122, 5, 2), 70),
)
_ARRIVES = (470, 118)


def draw_branch(
    *,
    leaves: int,
    blossoms: int,
    is_blossom: bool,
    title: str,
    sentence: str,
    month: int,
    name: str = "branch",
) -> str:
    """A branch with its leaves and blossoms, and one more of the class `arriving`, which the page may move. The colours come
    from the page's stylesheet, as with Theme.READER of `draw`."""
    limbs = [_limb(place, stroke, crown) for place, (stroke, crown) in enumerate(_TWIGS, start=1)]
    wood = "".join(shapes.wood(stroke) for stroke in (_STEM, *(stroke for stroke, _crown in _TWIGS)))
    kept = _MOST * leaves // max(1, leaves + blossoms) if leaves + blossoms > _MOST else leaves
    opened = min(_MOST - kept, blossoms)
    drawn = _marks(limbs, kept, opened, Leaves(1, dress(month), 3, name))
    x, y = _ARRIVES
    new = f'<use href="#{name}-b4" x="{x}" y="{y}"/>' if is_blossom else (
        f'<path class="mine" d="M{x} {y}{LEAVES_OF[dress(month)][4][2]}"/>')  # fmt: skip
    return (
        f'<svg class="branch tree-{month}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{written(title)}</title><desc id="{name}-desc">{written(sentence)}</desc>'
        f'<defs>{shapes.definitions(name)}</defs><rect class="sky" width="{WIDTH}" height="{HEIGHT}" rx="28"/>'
        f'{"".join(foliage(limbs, dress(month), name))}<path class="wood" d="{wood}"/>{drawn}<g class="arriving">{new}</g></svg>'
    )


def _limb(place: int, stroke: Stroke, crown: int) -> Limb:
    return Limb(place, None, LimbKind.BOUGH, None, 0, 1, 1, 0, 0, stroke, crown, None)


def _marks(limbs: list[Limb], kept: int, opened: int, leaves: Leaves) -> str:
    """So many leaves and blossoms, shared evenly among the twigs."""
    found = []
    for at, limb in enumerate(limbs):
        own, blossoms = _share(kept, at), _share(opened, len(limbs) - 1 - at)
        spots = spots_of(own + blossoms, limb.stroke.to_x, limb.stroke.to_y, limb.crown, limb.place)
        found.append(leaves.drawn(*scattered(spots, blossoms), leaves.size))
    return "".join(found)


def _share(whole: int, at: int) -> int:
    return whole * (at + 1) // len(_TWIGS) - whole * at // len(_TWIGS)
