"""The colours of the tree's shapes as a stylesheet: written out in a file that stands alone, as variables on a page."""

from collections.abc import Mapping

from collabpoints.domain.tree_seasons import Palette, Theme, palette

FONTS = '"Pretendard GOV Variable","Pretendard GOV",Pretendard,"Malgun Gothic","Apple SD Gothic Neo","Noto Sans KR",sans-serif'

_RULES = """\
.sky{{fill:{sky}}}.earth{{fill:{earth}}}.wood{{fill:{wood}}}.root{{fill:{wood}}}
.f1{{fill:{foliage-1}}}.f2{{fill:{foliage-2}}}.f3{{fill:{foliage-3}}}.f4{{fill:{foliage-4}}}.glow{{fill:{glow}}}
.l1{{fill:{leaf-1}}}.l2{{fill:{leaf-2}}}.l3{{fill:{leaf-3}}}
.blossom{{fill:{blossom};stroke:{blossom-line};stroke-width:1.2}}.heart{{fill:{heart};stroke:none}}
.bark{{fill:none;stroke:{earth};stroke-width:2.5;stroke-linecap:round;opacity:.35}}.ring{{fill:none;stroke:{fruit};stroke-width:3}}
.flake{{fill:{flake}}}.petal{{fill:{heart};opacity:.5}}.fruit{{fill:{fruit}}}.mine{{fill:{fruit};stroke:{ink};stroke-width:1.5}}
.names text{{fill:{ink};stroke:{sky};paint-order:stroke;stroke-linejoin:round}}
"""


def rules(colours: Mapping[str, str]) -> str:
    """The stylesheet of the shapes, with these colours (or what stands for them) by the names of `Palette.named`."""
    return _RULES.format(**colours)


def rules_of(colours: Palette) -> str:
    """The stylesheet of a picture that stands alone."""
    return rules(colours.named())


def page_sheet(theme: Theme = Theme.READER) -> str:
    """The stylesheet of pages with trees: the shapes, and the colours of every month for readers of light and of dark pages,
    or for a page that is always the one or the other."""
    names = palette(1, Theme.LIGHT).named()
    shapes = rules({name: f"var(--tree-{name})" for name in names})
    if theme is not Theme.READER:
        return f"{shapes}{_months(theme)}"
    return f"{shapes}{_months(Theme.LIGHT)}@media screen and (prefers-color-scheme:dark){{{_months(Theme.DARK)}}}"


def _months(theme: Theme) -> str:
    return "".join(_month(month, theme) for month in range(1, 13))


def _month(month: int, theme: Theme) -> str:
    colours = ";".join(f"--tree-{name}:{colour}" for name, colour in palette(month, theme).named().items())
    return f".tree-{month}{{{colours}}}"
