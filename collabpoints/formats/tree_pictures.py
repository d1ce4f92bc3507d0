"""The picture of a grown tree as SVG: a pure function of its layout, of words, of the month and of the theme.

The words come from outside: names, and who may read what, are applied when the picture is drawn. In the picture each limb is
an anchor (or a group, where it leads nowhere) of the class `limb` that says its sentence; leaves of notes that may be opened
are anchors of the class `leaf`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from collabpoints.domain.tree_leaves import marks_of
from collabpoints.domain.tree_seasons import Dress, Theme, dress, palette
from collabpoints.domain.trees import HEIGHT, WIDTH, Layout, Limb
from collabpoints.formats import tree_shapes as shapes
from collabpoints.formats.tree_names import SIZES, Wish, placed
from collabpoints.formats.tree_scenes import air, bark, foliage, ground, tip, trunk
from collabpoints.formats.tree_styles import FONTS, rules_of

LEAVES_OF = {
    Dress.BUDS: shapes.BUDS,
    Dress.LEAVES: shapes.LEAVES,
    Dress.SNOW: shapes.NEEDLES,
    Dress.LIGHTS: shapes.NEEDLES,
}
_FEW, _SOME = 90, 420
"""Up to so many leaves and blossoms in a picture they are large, or of middle size."""
_SHADES = 3
_STEP, _ROUND = 113, 997
"""They scatter blossoms: a rule without a pattern that the eye would find."""
_NAMED_BRANCHES = 9
"""Up to so many branches of bureaus are named in the picture."""


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
class LeafLink:
    """A leaf or blossom (by its number on the limb at `place`) that stands for a note which may be opened."""

    place: int
    number: int
    href: str
    label: str


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
    pen = _Pen.of(layout, words, extras, month, name)
    inside = (
        *ground(layout),
        '<g class="foliage" aria-hidden="true">', *foliage(layout.limbs, dress(month)), "</g>",
        f'<path class="wood" d="{trunk(layout)}"/><path class="bark" d="{bark(layout)}"/>',
        *(pen.limb(limb) for limb in layout.limbs),
        _fruits(layout, extras.fruits, name),
        air(month),
        _names(layout, words),
    )  # fmt: skip
    style, namespace = _alone(month, theme)
    return (
        f'<svg{namespace} class="tree tree-{month}" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" lang="{words.language}"'
        f' aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(words.title)}</title>'
        f'<desc id="{name}-desc">{escape(words.sentence)} {escape(words.as_of)}</desc>{style}'
        f'<defs>{shapes.definitions(name, pen.size)}</defs><rect class="sky" width="{WIDTH}" height="{HEIGHT}" rx="28"/>'
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
    """What all limbs of one picture are drawn with. `size` is that of the leaves."""

    leaf_notes: int
    words: PictureWords
    mine: Mapping[int, frozenset[int]]
    links: Mapping[tuple[int, int], LeafLink]
    leaves: tuple[str, ...]
    size: int
    name: str

    @classmethod
    def of(cls, layout: Layout, words: PictureWords, extras: Extras, month: int, name: str) -> "_Pen":
        count = sum(sum(marks_of(limb, layout.leaf_notes)) for limb in layout.limbs)
        size = 2 if count <= _FEW else 1 if count <= _SOME else 0
        links = {(link.place, link.number): link for link in extras.links}
        return cls(layout.leaf_notes, words, extras.mine, links, LEAVES_OF[dress(month)][size], size, name)

    def limb(self, limb: Limb) -> str:
        """The limb with its leaves, as an anchor or a group that says its sentence; leaves that open stand behind it."""
        plain, own = self._marks(limb)
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
        label = f'aria-label="{escape(said.sentence)}"'
        if said.href is None:
            return f'<g {of} role="img" {label}>{inside}</g>{own}'
        return f'<a {of} href="{escape(said.href)}" {label}>{inside}</a>{own}'

    def _marks(self, limb: Limb) -> tuple[str, str]:
        """The leaves and blossoms of a limb; and apart those that open a note or are the reader's own."""
        leaves, blossoms = marks_of(limb, self.leaf_notes)
        mine = self.mine.get(limb.place, frozenset())
        points = shapes.spots(leaves + blossoms, *tip(limb), limb.crown, limb.place)
        shades: list[list[str]] = [[] for _shade in range(_SHADES)]
        plain: list[str] = []
        own: list[str] = []
        for at, ((x, y), number) in enumerate(zip(points, mixed(leaves, blossoms), strict=True)):
            shade, turn = (at * 7 + limb.place) % _SHADES, (at * 5 + limb.place) % len(self.leaves)
            link = self.links.get((limb.place, number))
            if link is None and number not in mine:
                if number >= leaves:
                    plain.append(f'<use href="#{self.name}-b" x="{x}" y="{y}"/>')
                else:
                    shades[shade].append(f"M{x} {y}{self.leaves[turn]}")
                continue
            own.append(self._own(link, x, y, shade, turn, is_blossom=number >= leaves, is_mine=number in mine))
        paths = "".join(
            f'<path class="l{shade}" d="{"".join(one)}"/>' for shade, one in enumerate(shades, start=1) if one
        )
        return paths + "".join(plain), "".join(own)

    def _own(
        self, link: LeafLink | None, x: int, y: int, shade: int, turn: int, *, is_blossom: bool, is_mine: bool
    ) -> str:
        shape = f'<use href="#{self.name}-b" x="{x}" y="{y}"/>' if is_blossom else (
            f'<path class="{"mine" if is_mine else f"l{shade + 1}"}" d="M{x} {y}{self.leaves[turn]}"/>')  # fmt: skip
        if is_mine:
            shape = f'<g class="own"><circle class="ring" cx="{x}" cy="{y}" r="{round(16 * shapes.SIZES[self.size])}"/>{shape}</g>'
        if link is None:
            return shape
        return f'<a class="leaf" href="{escape(link.href)}" aria-label="{escape(link.label)}">{shape}</a>'


def mixed(leaves: int, blossoms: int) -> list[int]:
    """The numbers of the marks in the order of their spots, the blossoms scattered among the leaves."""
    count = leaves + blossoms
    scattered = sorted(range(count), key=lambda at: (at * (at + 7) * _STEP % _ROUND, at))
    opened = set(scattered[:blossoms])
    kept, open_ones = iter(range(leaves)), iter(range(leaves, count))
    return [next(open_ones) if at in opened else next(kept) for at in range(count)]


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
            f'<text x="{one.x}" y="{one.y}" data-place="{one.place}">{escape(one.text)}</text>'
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
