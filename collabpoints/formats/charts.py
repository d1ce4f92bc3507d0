"""Charts as SVG: small, without scripts or styles of their own, in the colour of the text around them.

The same numbers always stand in a table beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_SLOT, _HEIGHT, _TOP, _FOOT = 32, 120, 18, 18
_FEWEST = 6
_REM = 0.15  # of a unit: a column is as wide in a chart of one month as in one of a year
_WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `label` under it, `shown` above it. `is_marked`: it is the one that the page is about."""

    label: str
    value: int
    shown: str
    is_marked: bool = False


def bar(value: int, most: int) -> str:
    """A bar as wide as its share of `most`, to stand under a figure: it says nothing that the figure does not."""
    width = _WHOLE * value // most if most > 0 else 0
    return (
        f'<svg class="bar" viewBox="0 0 {_WHOLE} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{_WHOLE}" height="10" fill="currentColor" fill-opacity="0.15"/>'
        f'<rect width="{width}" height="10" fill="currentColor"/></svg>'
    )


def columns(bars: Sequence[Column], *, name: str, title: str, description: str) -> str:
    """Columns side by side, in order. `name` makes the ids of title and description and stands once on a page."""
    width = _SLOT * max(len(bars), _FEWEST)
    most = max((one.value for one in bars), default=0)
    drawn = "".join(_column(one, at, most) for at, one in enumerate(bars))
    return (
        f'<svg class="chart" width="{width * _REM:g}rem" viewBox="0 0 {width} {_HEIGHT}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f'<g fill="currentColor" font-size="10" text-anchor="middle">{drawn}'
        f'<rect y="{_HEIGHT - _FOOT}" width="{_SLOT * len(bars)}" height="1" fill-opacity="0.4"/></g></svg>'
    )


def _column(one: Column, at: int, most: int) -> str:
    tall = (_HEIGHT - _TOP - _FOOT) * one.value // most if most > 0 else 0
    top, middle = _HEIGHT - _FOOT - tall, at * _SLOT + _SLOT // 2
    weight = ' font-weight="700"' if one.is_marked else ""
    return (
        f'<rect x="{middle - 10}" y="{top}" width="20" height="{tall}" rx="2"'
        f' fill-opacity="{1 if one.is_marked else 0.4}"/>'
        f'<text x="{middle}" y="{top - 4}"{weight}>{escape(one.shown)}</text>'
        f'<text x="{middle}" y="{_HEIGHT - 5}"{weight}>{escape(one.label)}</text>'
    )
