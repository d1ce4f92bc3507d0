"""Tables for a terminal, in columns that stand straight although Hangul is twice as wide."""

import unicodedata
from collections.abc import Sequence

_WIDE = ("W", "F")


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of the table: headings, a rule, the rows; columns two spaces apart, nothing behind the last word."""
    widths = [max(map(_width, column)) for column in zip(headings, *rows, strict=True)]
    lines = [headings, ["─" * width for width in widths], *rows]
    return ["  ".join(_wide(word, width) for word, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text)


def _wide(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
