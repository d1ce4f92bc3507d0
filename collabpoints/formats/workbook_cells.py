"""Rows as the XML of a sheet: texts that are never formulas, numbers, scores and real dates with formats of their own."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape

from collabpoints.domain.exports import Kind
from collabpoints.formats.export_cells import Row, fit, shortened

ROW_HERE = "\x00"
"""Stands for the row's number until the row is put together: no text of a file can hold it."""

STYLE_OF = {Kind.TEXT: 2, Kind.NUMBER: 3, Kind.SCORE: 4, Kind.DATE: 5, Kind.INSTANT: 6}
HEADER_STYLE, TITLE_STYLE, ABOUT_STYLE, SAID_STYLE = 1, 7, 8, 9
"""Places in workbook_parts.styles()."""

_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_YEAR = 1901
"""Before March 1900 Excel counts a day that never was."""
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def row_xml(rows: Sequence[Row], kinds: Sequence[Kind], first: int, *, is_plain: bool) -> str:
    """The rows, the first one numbered `first`. `is_plain`: no text needs care for XML or for its length."""
    columns = [
        _column(column, kind, letters(place), is_plain=is_plain)
        for place, (column, kind) in enumerate(zip(zip(*rows, strict=True), kinds, strict=True))
    ]
    return "".join(
        f'<row r="{number}">{"".join(cells).replace(ROW_HERE, str(number))}</row>'
        for number, cells in enumerate(zip(*columns, strict=True), start=first)
    )


def text_cell(place: int, text: str, style: int) -> str:
    """A cell of text in the column of this place, its row's number still open; "" for no text."""
    return f"{_opened(letters(place), style)}{_xml(text)}</t></is></c>" if text else ""


def numbered(cells: str, number: int) -> str:
    """A row of cells with its number."""
    return f'<row r="{number}">{cells.replace(ROW_HERE, str(number))}</row>'


@lru_cache(maxsize=1024)
def letters(place: int) -> str:
    """`A` for 0, `AA` for 26."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(65 + last)


def _column(column: Sequence[str], kind: Kind, letter: str, *, is_plain: bool) -> list[str]:
    style = STYLE_OF[kind]
    text = _opened(letter, style)
    number = f'<c r="{letter}{ROW_HERE}" s="{style}"><v>'
    if kind is Kind.TEXT:
        cells = column if is_plain else [_xml(cell) for cell in column]
        return [f"{text}{cell}</t></is></c>" if cell else "" for cell in cells]
    if kind in (Kind.NUMBER, Kind.SCORE):
        return [f"{number}{cell}</v></c>" if cell else "" for cell in column]
    serial = _instant_serial if kind is Kind.INSTANT else _day_serial
    return [_dated(cell, serial(cell), number, text) if cell else "" for cell in column]


def _opened(letter: str, style: int) -> str:
    return f'<c r="{letter}{ROW_HERE}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'


def _dated(cell: str, serial: str, number: str, text: str) -> str:
    return f"{number}{serial}</v></c>" if serial else f"{text}{_xml(cell)}</t></is></c>"


def _xml(text: str) -> str:
    """As XML holds it and a spreadsheet reads it back: it takes `_x0041_` for a letter."""
    return _LOOKS_ESCAPED.sub("_x005F_", escape(fit(shortened(text)), quote=False))


@lru_cache(maxsize=4096)
def _day_serial(day: str) -> str:
    """`2026-11-22` as Excel counts days; "" for what it cannot count."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return ""
    return str(found.toordinal() - _EPOCH) if found.year >= _FIRST_YEAR else ""


def _instant_serial(instant: str) -> str:
    """`2026-11-22 15:05:09` as days and a fraction of one, exact to the second."""
    day, _, clock = instant.partition(" ")
    serial = _day_serial(day)
    if not serial or not clock:
        return serial
    hours, minutes, seconds = map(int, clock.split(":"))
    return f"{int(serial) + (3600 * hours + 60 * minutes + seconds) / 86_400:.10f}"
