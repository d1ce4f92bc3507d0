"""The seasons of the tree: its colours in each month, on light paper and on dark.

Leaves, blossoms, wood and letters stand out from the foliage and the sky behind them by a contrast of at least 3 : 1 (4.5 : 1
for letters); tests/domain/test_tree_seasons.py holds that for every month.
"""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """On light paper, on dark, or as the reader of the page has set it."""

    LIGHT = "light"
    DARK = "dark"
    READER = "reader"


class Dress(StrEnum):
    """What a leaf looks like in a season, and what else is there to see."""

    BUDS = "buds"
    LEAVES = "leaves"
    SNOW = "snow"
    LIGHTS = "lights"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb. `foliage` from thin to full, `leaves` are three that mix, `blossom` has its heart."""

    sky: str
    earth: str
    foliage: tuple[str, str, str, str]
    glow: str
    wood: str
    leaves: tuple[str, str, str]
    blossom: str
    heart: str
    blossom_line: str
    fruit: str
    flake: str
    ink: str

    def named(self) -> dict[str, str]:
        """Each colour by the name that stylesheets give it."""
        many = {
            **{f"foliage-{number}": colour for number, colour in enumerate(self.foliage, start=1)},
            **{f"leaf-{number}": colour for number, colour in enumerate(self.leaves, start=1)},
        }
        names = ("sky", "earth", "glow", "wood", "blossom", "heart", "blossom_line", "fruit", "flake", "ink")
        return {**{name.replace("_", "-"): getattr(self, name) for name in names}, **many}


_INK, _PALE_INK = "#2b2118", "#f6efe6"
_WOOD, _PALE_WOOD = "#6b4a33", "#bf9d80"
_FRUIT, _PALE_FRUIT = "#b13a08", "#ff9d57"


_Season = tuple[str, str, tuple[str, str, str, str], str, tuple[str, str, str], str, str, str]


def _light(*of_season: *_Season) -> Palette:
    sky, earth, foliage, glow, leaves, blossom, heart, line = of_season
    return Palette(sky, earth, foliage, glow, _WOOD, leaves, blossom, heart, line, _FRUIT, "#b9cad6", _INK)


def _dark(*of_season: *_Season) -> Palette:
    sky, earth, foliage, glow, leaves, blossom, heart, line = of_season
    return Palette(
        sky, earth, foliage, glow, _PALE_WOOD, leaves, blossom, heart, line, _PALE_FRUIT, "#e8f0f6", _PALE_INK
    )


_LIGHT = {
    "deep winter": _light("#f3f6fa", "#e3e7ea", ("#e6eef0", "#dde9ea", "#d2e3e2", "#c8dcda"), "#ffffff",
                          ("#2f6658", "#3d7a68", "#25564c"), "#fff3d6", "#f2b84b", "#9a6a12"),
    "buds": _light("#faf8f1", "#ece1d0", ("#f0f2dc", "#e8eecd", "#dfe8be", "#d6e2b0"), "#fbfbee",
                   ("#5f7d1e", "#5f7822", "#4f6e1a"), "#ffdbe3", "#e8738d", "#b13f5f"),
    "blossom": _light("#fdf7f4", "#ece0d2", ("#f8e9e6", "#f4e0de", "#ecdfcf", "#e2e3c6"), "#fff7f6",
                      ("#477824", "#4f8029", "#3f6f22"), "#ffc6d3", "#e0486f", "#b02f55"),
    "fresh": _light("#f9fbf3", "#e9e2d0", ("#e6f2d3", "#daecc2", "#cde5b2", "#c0dea3"), "#f5fae8",
                    ("#3c7a26", "#43802a", "#2f6a20"), "#ffe3ee", "#d6447b", "#a92a60"),
    "full": _light("#f5faf4", "#e7e0cf", ("#d8ecd0", "#c9e4bf", "#badbaf", "#abd2a0"), "#ebf6e3",
                   ("#256a2c", "#2f7a36", "#1b5a25"), "#fff1f5", "#d23c74", "#9c2455"),
    "late": _light("#fbf9f0", "#e9dfc9", ("#e9efcb", "#e1e8b8", "#dbe0a8", "#d5d899"), "#f7f7e2",
                   ("#4f6f1c", "#6b7a1a", "#3f5f1e"), "#fff0e0", "#d2691e", "#9a4a10"),
    "colours": _light("#fdf7ef", "#ecdcc6", ("#fbe6c6", "#f8d9ae", "#f4cb9a", "#efbd88"), "#fff3dd",
                      ("#a83a12", "#b3261e", "#8a5a00"), "#fff6c9", "#d89a00", "#8c5a00"),
    "late colours": _light("#faf5ee", "#e9dccb", ("#f3e2cc", "#eed5b8", "#e8c8a6", "#e0bb96"), "#fbf0e2",
                           ("#8a3d16", "#7a4a10", "#98301c"), "#fff3cf", "#c98a10", "#86540c"),
    "lights": _light("#f1f5fb", "#e6eaee", ("#e2ecec", "#d7e6e4", "#cbdedb", "#bfd6d2"), "#ffffff",
                     ("#245c4c", "#2f6f5c", "#1c4d40"), "#ffe49a", "#f59e0b", "#a35a00"),
}  # fmt: skip

_DARK = {
    "deep winter": _dark("#171d26", "#232a31", ("#25343b", "#2a3c43", "#2f444b", "#354d53"), "#3d5660",
                         ("#a9d6c6", "#8fc4b2", "#c4e5d9"), "#fff3d6", "#f2b84b", "#ffe2a0"),
    "buds": _dark("#1c1a16", "#2b241c", ("#2c2f1c", "#323720", "#393f24", "#404728"), "#484f2e",
                  ("#b9d36a", "#a6c455", "#cbe083"), "#ffc2cf", "#ff8fa8", "#ffd6df"),
    "blossom": _dark("#1f1819", "#2d231f", ("#38282b", "#402e2f", "#43352f", "#3f3d2b"), "#523c40",
                     ("#a8cf78", "#94c062", "#bddd93"), "#ffb3c4", "#ff6f93", "#ffd3dd"),
    "fresh": _dark("#181c15", "#29251b", ("#253520", "#2a3d23", "#304527", "#364d2b"), "#3f5a32",
                   ("#a3d77f", "#8fca6a", "#b8e298"), "#ffc4dc", "#ff7fae", "#ffdbe9"),
    "full": _dark("#151b16", "#27241b", ("#1e3322", "#223b26", "#27442b", "#2c4d30"), "#355c39",
                  ("#8fd396", "#7bc583", "#a8e0ad"), "#ffd0e1", "#ff7aa8", "#ffe0eb"),
    "late": _dark("#1c1b14", "#2a2419", ("#33341d", "#3b3b20", "#434224", "#4a4928"), "#555330",
                  ("#c6cf6c", "#b3c257", "#d6dc8a"), "#ffd9b3", "#ffa24d", "#ffe6cc"),
    "colours": _dark("#1f1812", "#2e2318", ("#43301c", "#4b341d", "#53391f", "#5b3e21"), "#6a4a28",
                     ("#ffab6b", "#ff9585", "#f2c14e"), "#ffe9a3", "#ffc533", "#fff2c4"),
    "late colours": _dark("#1d1813", "#2b2219", ("#3b2e21", "#423223", "#493726", "#503c29"), "#5d4631",
                          ("#f0a878", "#dcb36a", "#f59a84"), "#ffe6ae", "#f0b53c", "#fff0cc"),
    "lights": _dark("#121a28", "#202833", ("#1d3338", "#213a3e", "#254145", "#2a494b"), "#34565a",
                    ("#93cfb9", "#7dbfa7", "#acdfcb"), "#ffe08a", "#ffb020", "#fff0bf"),
}  # fmt: skip

_BY_MONTH = (
    "deep winter", "deep winter", "buds", "blossom", "fresh", "fresh",
    "full", "full", "late", "colours", "late colours", "lights",
)  # fmt: skip

_DRESS = {"deep winter": Dress.SNOW, "buds": Dress.BUDS, "lights": Dress.LIGHTS}


def palette(month: int, theme: Theme) -> Palette:
    """The colours of a month (1 to 12); those on light paper where the reader decides."""
    season = _BY_MONTH[month - 1]
    return (_DARK if theme is Theme.DARK else _LIGHT)[season]


def dress(month: int) -> Dress:
    """What the tree wears in a month (1 to 12)."""
    return _DRESS.get(_BY_MONTH[month - 1], Dress.LEAVES)
