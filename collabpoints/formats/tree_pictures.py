"""The picture of a grown tree as SVG: a pure function of its layout, of words, of the month and of the theme.

The words come from outside: names, and who may read what, are applied when the picture is drawn. In the picture each limb is
an anchor (or a group, where it leads nowhere) of the class `limb` that says its sentence; leaves of notes that may be opened
are anchors of the class `leaf`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from collabpoints.domain.tree_seasons import Theme, dress, palette
from collabpoints.domain.trees import HEIGHT, WIDTH, Layout, Limb
from collabpoints.formats import tree_shapes as shapes
from collabpoints.formats.tree_leaves import LeafLink, Leaves
from collabpoints.formats.tree_names import SIZES, Wish, placed
from collabpoints.formats.tree_scenes import air, bark, foliage, ground, tip, trunk
from collabpoints.formats.tree_styles import FONTS, rules_of
from collabpoints.formats.xml_texts import written

_NAMED_BRANCHES = 9
"""Up to so many branches of bureaus are named in the picture."""

__all__ = ["Extras", "LeafLink", "LimbWords", "PictureWords", "draw"]


@dataclass(frozen=True, slots=True)
class LimbWords:
    """What a limb is called, the sentence that says its figures, and where it leads (None: nowhere)."""

    name: str
    sentence: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class PictureWords:
    """The words of a picture. `sentence` says the whole tree; `limbs` by place."""

    title: str
    sentence: str
    as_of: str
    language: str
    limbs: Mapping[int, LimbWords]


@dataclass(frozen=True, slots=True)
class Extras:
    """What is added to a tree for its reader: how many fruits hang on a limb, which leaves open, which are the reader's."""

    fruits: Mapping[int, int] = field(default_factory=dict)
    links: Sequence[LeafLink] = ()
    mine: Mapping[int, frozenset[int]] = field(default_factory=dict)


NOTHING_MORE = Extras()


def draw(
    layout: Layout,
    words: PictureWords,
    *,
    month: int,
    theme: Theme = Theme.READER,
    extras: Extras = NOTHING_MORE,
    name: str = "tree",
) -> str:
    """The tree as an <svg> element. `name` begins the ids in it and stands once on a page. With Theme.READER its colours come
    from the stylesheet of the page (formats/tree_styles.py), otherwise it is a file that stands alone."""
    wears = dress(month)
    leaves = Leaves.of(layout.limbs, layout.leaf_notes, wears, name)
    links: dict[int, dict[int, LeafLink]] = {}
    for link in extras.links:
        links.setdefault(link.place, {})[link.number] = link
    pen = _Pen(words, extras.mine, links, leaves)
    inside = (
        *ground(layout),
        '<g class="foliage" aria-hidden="true">', *foliage(layout.limbs, wears, name), "</g>",
        f'<path class="wood" d="{trunk(layout)}"/><path class="bark" d="{bark(layout)}"/>',
        *(pen.limb(limb) for limb in layout.limbs),
        _fruits(layout, extras.fruits, name),
        air(month),
        _names(layout, words),
    )  # fmt: skip
    style, namespace = _alone(month, theme)
    return (
        f'<svg{namespace} class="tree tree-{month}" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" lang="{words.language}"'
        f' aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{written(words.title)}</title>'
        f'<desc id="{name}-desc">{written(words.sentence)} {written(words.as_of)}</desc>{style}'
        f'<defs>{shapes.definitions(name)}</defs><rect class="sky" width="{WIDTH}" height="{HEIGHT}" rx="28"/>'
        f"{''.join(inside)}</svg>"
    )


def _alone(month: int, theme: Theme) -> tuple[str, str]:
    """The stylesheet and the namespace that a picture needs where it stands alone; nothing on a page."""
    if theme is Theme.READER:
        return "", ""
    only_large = ".names-small,.names-middle{display:none}"
    style = f"<style>{rules_of(palette(month, theme))}{only_large}text{{font-family:{FONTS}}}</style>"
    return style, ' xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True, slots=True)
class _Pen:
    """What all limbs of one picture are drawn with. `links` by place and number."""

    words: PictureWords
    mine: Mapping[int, frozenset[int]]
    links: Mapping[int, Mapping[int, LeafLink]]
    leaves: Leaves

    def limb(self, limb: Limb) -> str:
        """The limb with its leaves, as an anchor or a group that says its sentence; leaves that open stand behind it."""
        plain, own = self.leaves.on(limb, self.mine.get(limb.place, ()), self.links.get(limb.place, {}))
        touch = ""
        if limb.crown:
            x, y = tip(limb)
            touch = f'<circle class="touch" cx="{x}" cy="{y}" r="{limb.crown}" fill="none" pointer-events="all"/>'
        inside = f'<path class="wood" d="{shapes.wood(limb.stroke)}"/>{touch}{plain}'
        said = self.words.limbs.get(limb.place)
        of = f'class="limb" data-place="{limb.place}"' + (
            "" if limb.parent is None else f' data-parent="{limb.parent}"'
        )
        if said is None:
            return f'<g {of} aria-hidden="true">{inside}</g>{own}'
        label = f'aria-label="{written(said.sentence)}"'
        if said.href is None:
            return f'<g {of} role="img" {label}>{inside}</g>{own}'
        return f'<a {of} href="{written(said.href)}" {label}>{inside}</a>{own}'


def _fruits(layout: Layout, fruits: Mapping[int, int], name: str) -> str:
    found = []
    for limb in layout.limbs:
        count = fruits.get(limb.place, 0)
        for number in range(count):
            x = limb.stroke.to_x + round((number - (count - 1) / 2) * 30)
            found.append(f'<use href="#{name}-f" x="{x}" y="{limb.stroke.to_y + round(limb.crown * 0.6)}"/>')
    return f'<g class="fruits">{"".join(found)}</g>' if found else ""


def _names(layout: Layout, words: PictureWords) -> str:
    wishes = _wishes(layout, words)
    sets = []
    for size in SIZES:
        texts = "".join(
            f'<text x="{one.x}" y="{one.y}" data-place="{one.place}">{written(one.text)}</text>'
            for one in placed(wishes, size)
        )
        sets.append(
            f'<g class="names names-{size.name}" font-size="{size.letters}" stroke-width="{size.letters * 0.24:.1f}"'
            f' font-weight="700" text-anchor="middle" aria-hidden="true">{texts}</g>'
        )
    return "".join(sets)


def _wishes(layout: Layout, words: PictureWords) -> list[Wish]:
    """The limbs at the trunk, the largest first, each at the middle of its foliage. Branches are named where they are few;
    otherwise the page names them when they are touched."""
    crowns: dict[int, list[Limb]] = {}
    for limb in layout.limbs:
        if limb.crown:
            crowns.setdefault(limb.parent or limb.place, []).append(limb)
    branches = sum(limb.parent is not None for limb in layout.limbs)
    wishes = []
    for limb in sorted(layout.limbs, key=lambda limb: (limb.parent is not None, -limb.people, limb.place)):
        said = words.limbs.get(limb.place)
        if said is None or (limb.parent is not None and branches > _NAMED_BRANCHES):
            continue
        family = [limb] if limb.crown else crowns.get(limb.place, [limb])
        weight = sum(max(1, one.crown) for one in family)
        x = sum(one.stroke.to_x * max(1, one.crown) for one in family) // weight
        y = sum(one.stroke.to_y * max(1, one.crown) for one in family) // weight
        wishes.append(Wish(limb.place, said.name, x, y))
    return wishes
