"""An XLSX file's rows, from its first sheet that holds anything.

The file is measured before it is opened: a few kilobytes can declare a sheet of seventeen billion cells or unpack to
gigabytes, and the library would ask for that memory.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.staff_cells import FromAbove

_MOST_UNPACKED = 256 * 1024 * 1024
_MOST_CELLS = 4_000_000
_MOST_MERGED = 1_000_000
_PIECE = 1024 * 1024
_OVERLAP = 64
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})([0-9]{1,20})["']""")
_LETTERS = 26

Cell = int | float | str | bool | time | date | datetime | timedelta


def xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number, cells as text. Raises Refused with FILE_UNREADABLE or FILE_EMPTY."""
    try:
        _refuse_huge(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheet = _first_filled(workbook)
            if sheet is None:
                raise Refused([Refusal.of(Code.FILE_EMPTY)])
            below = _merged_below(sheet)
            tops: dict[tuple[int, int], str] = {}
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                texts = [_text(cell) for cell in cells]
                for column, top in below.get(line, ()):
                    if top == line and column < len(texts):
                        tops[top, column] = texts[column]
                    elif column < len(texts) and not texts[column]:
                        texts[column] = FromAbove(tops.get((top, column), ""))
                yield line, texts
    except (CalamineError, zipfile.BadZipFile, zlib.error, ParseError, OSError, ValueError, NotImplementedError,
            RuntimeError, KeyError, EOFError) as fault:  # fmt: skip
        raise _unreadable("XLSX") from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # the library's own bugs on broken files arrive so
            raise
        raise _unreadable("XLSX") from None


def _first_filled(workbook: CalamineWorkbook) -> CalamineSheet | None:
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.height and sheet.width:
            return sheet
    return None


def _merged_below(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """For each line, from 1, the columns in which it is part of a merged area that goes down, with the area's first line.
    Only the first column of an area counts: a heading merged across several is one heading."""
    found: dict[int, list[tuple[int, int]]] = {}
    lines = 0
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        lines += bottom - top + 1
        if lines > _MOST_MERGED:
            raise _unreadable("XLSX: merged cells")
        if bottom > top:
            for line in range(top + 1, bottom + 2):
                found.setdefault(line, []).append((left, top + 1))
    return found


def _text(cell: Cell) -> str:
    """A cell as it looks: whole numbers without a decimal point, dates as 2026-07-01."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return str(cell)


def _refuse_huge(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) > _MOST_UNPACKED:
            raise _unreadable("XLSX: 256 MB")
        for part in package.infolist():
            if part.filename.lower().replace("\\", "/").startswith("xl/worksheets/"):
                with package.open(part) as sheet:
                    _refuse_wide(sheet)


def _refuse_wide(sheet: IO[bytes]) -> None:
    """Raises Refused when the corner of the sheet lies so far out that the area is beyond any staff."""
    widest = tallest = 0
    rest = b""
    while piece := sheet.read(_PIECE):
        for letters, digits in set(_PLACE.findall(rest + piece)):
            widest, tallest = max(widest, _column(letters)), max(tallest, int(digits))
        if widest * tallest > _MOST_CELLS:
            raise _unreadable("XLSX: 4,000,000")
        rest = piece[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _unreadable(why: str) -> Refused:
    return Refused([Refusal.of(Code.FILE_UNREADABLE, why=why)])
